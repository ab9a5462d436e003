// Tells the thread sanitizer about contended Swift mutexes on Linux.
//
// A contended Mutex is locked inside libswiftSynchronization, which is not instrumented: the sanitizer then misses that one
// thread waited for another and reports races that are none. Preloaded, this passes the two slow paths on and tells it.
// Uncontended locks are inlined, and instrumented with the code around them.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context))
#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

extern void __tsan_acquire(void *) __attribute__((weak));
extern void __tsan_release(void *) __attribute__((weak));

SWIFT void lock_slow(uint32_t, SELF void *) __asm__(LOCK);
SWIFT void unlock_slow(SELF void *) __asm__(UNLOCK);

SWIFT void lock_slow(uint32_t thread, SELF void *mutex) {
    static SWIFT void (*original)(uint32_t, SELF void *);
    if (!original) *(void **)&original = dlsym(RTLD_NEXT, LOCK);
    original(thread, mutex);
    if (__tsan_acquire) __tsan_acquire(mutex);
}

SWIFT void unlock_slow(SELF void *mutex) {
    static SWIFT void (*original)(SELF void *);
    if (!original) *(void **)&original = dlsym(RTLD_NEXT, UNLOCK);
    if (__tsan_release) __tsan_release(mutex);
    original(mutex);
}
