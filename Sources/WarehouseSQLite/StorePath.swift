internal import Foundation
internal import PipelineModel

/// Paths and sentences about the store's file.
enum StorePath {
    /// The path of `name` in the directory of the file at `path`.
    static func sibling(_ name: String, of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return name }
        return "\(path[...slash])\(name)"
    }

    /// The directory that holds the file at `path`.
    static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    static func tooNew(_ path: String, _ version: Int) -> WarehouseError {
        WarehouseError(
            .schemaTooNew,
            "\(path) has schema version \(version), this program knows versions up to \(SchemaVersion.current);"
                + " use a newer program")
    }
}

/// A directory of its own that is removed with the last reference.
final class TemporaryDirectory: Sendable {
    let path: String

    /// Makes the directory.
    init() throws(WarehouseError) {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("backcourt-\(UUID().uuidString)")
        do {
            try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        } catch {
            throw WarehouseError(.readOnly, "\(directory.path) cannot be created; check the temporary directory")
        }
        path = directory.path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }
}
