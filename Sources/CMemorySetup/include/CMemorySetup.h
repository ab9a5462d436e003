#ifndef C_MEMORY_SETUP_H
#define C_MEMORY_SETUP_H

/// Lets the C library keep at most so many pools of memory; without effect where it has none.
void keep_memory_pools(int count);

#endif
