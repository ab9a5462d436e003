#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// One open file, closed when the value goes away.
struct FileDescriptor: ~Copyable {
    private let number: Int32

    /// Opens `path` for reading.
    ///
    /// - Throws: The system's reason; interruptions are retried.
    init(reading path: String) throws(SystemReason) {
        guard !path.utf8.contains(0) else { throw SystemReason.impossiblePath }
        while true {
            let opened = open(path, O_RDONLY | O_CLOEXEC)
            if opened >= 0 {
                number = opened
                return
            }
            let reason = SystemReason.last
            guard reason.isInterruption else { throw reason }
        }
    }

    deinit { _ = close(number) }

    /// Bytes the system expects in the file; 0 for pipes and when unknown. A hint only: the file may be growing.
    var expectedSize: Int {
        var status = stat()
        guard fstat(number, &status) == 0 else { return 0 }
        return max(0, Int(status.st_size))
    }

    /// Fills as much of `buffer` as one read gives; 0 at the end of the file.
    ///
    /// - Throws: The system's reason; interruptions are retried.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(SystemReason) -> Int {
        while true {
            let count = systemRead(number, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            let reason = SystemReason.last
            guard reason.isInterruption else { throw reason }
        }
    }
}

/// The system's `read`, which the method of the same name would hide.
private func systemRead(_ number: Int32, _ base: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    read(number, base, count)
}
