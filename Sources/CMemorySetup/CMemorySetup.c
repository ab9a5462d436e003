#include "CMemorySetup.h"

#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

void keep_memory_pools(int count) {
#ifdef __GLIBC__
    mallopt(M_ARENA_MAX, count);
#else
    (void)count;
#endif
}
