#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A number the system gave for a failed call, in words where a person meets it.
struct SystemReason: Error, Hashable, Sendable, CustomStringConvertible {
    /// The system's number for it.
    let number: Int32

    /// The reason of the call that failed just before, on this thread.
    static var last: SystemReason { SystemReason(number: errno) }

    /// The path holds a NUL, so no file can have it.
    static var impossiblePath: SystemReason { SystemReason(number: EINVAL) }

    /// True when the call was cut short by a signal and should be made again.
    var isInterruption: Bool { number == EINTR }
    /// True when the call does not apply to a directory.
    var isDirectory: Bool { number == EISDIR }

    /// A clause for people.
    var description: String {
        switch number {
        case ENOENT: "no such file"
        case EACCES, EPERM: "permission denied"
        case ENOTDIR: "a part of the path is not a directory"
        case ELOOP: "too many symbolic links"
        case ENAMETOOLONG: "the name is too long"
        case EMFILE, ENFILE: "too many open files"
        case EIO: "the disk reports an error"
        case EINVAL: "not a usable path"
        default: "system error \(number)"
        }
    }
}
