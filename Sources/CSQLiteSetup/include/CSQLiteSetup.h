#ifndef CSQLITESETUP_H
#define CSQLITESETUP_H

/// Lets SQLite allocate memory without counting it, which every thread would have to queue for.
///
/// Takes effect before the process first uses SQLite. A variadic call, which Swift cannot make.
///
/// Returns an SQLite result code: SQLITE_MISUSE when it came too late, and nothing has changed.
int sqlite_without_memory_statistics(void);

#endif
