import Foundation

/// A directory that is removed with the last reference.
package final class ScratchFolder: Sendable {
    /// Where it is.
    package let path: String

    /// Makes a directory whose name begins with `name`, inside `parent` or the system's temporary directory.
    package init(_ name: String, in parent: String? = nil) throws {
        let base = parent.map { URL(fileURLWithPath: $0) } ?? FileManager.default.temporaryDirectory
        let url = base.appendingPathComponent("\(name)-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }
}

extension TinyLeague {
    /// Writes every file into `folder`; files that are there already are replaced.
    package func write(to folder: String) throws {
        for (name, text) in files {
            try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
        }
    }
}
