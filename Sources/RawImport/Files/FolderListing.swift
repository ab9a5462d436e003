#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The files directly inside a folder.
enum FolderListing {
    /// The paths of the entries of `folder` that are not hidden, by name; nil when `folder` is no folder or cannot be
    /// read.
    static func files(in folder: String) -> [String]? {
        guard let stream = opendir(folder) else { return nil }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        let root = folder.hasSuffix("/") ? folder : folder + "/"
        return names.sorted(by: precedes).map { root + $0 }
    }

    /// Whether `path` names a file or a folder that may be read.
    static func isReadable(_ path: String) -> Bool { access(path, R_OK) == 0 }

    /// Byte order, which decides which of two files wins.
    static func precedes(_ left: String, _ right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }
}
