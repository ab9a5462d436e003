import Foundation
import LiveServer

/// An inbox in a folder of its own, gone when this is.
final class TemporaryInbox: Sendable {
    let folder: InboxFolder

    init() throws {
        folder = InboxFolder(path: NSTemporaryDirectory() + "inbox-\(UUID().uuidString)")
        try folder.prepare()
    }

    deinit { try? FileManager.default.removeItem(atPath: folder.path) }

    func path(_ name: String) -> String { "\(folder.path)/\(name)" }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path(name)))
    }

    /// Sets the time of a file's last change.
    func touch(_ name: String, at instant: Date) throws {
        try FileManager.default.setAttributes([.modificationDate: instant], ofItemAtPath: path(name))
    }

    /// Writes beside and renames, as writers ought to.
    func put(_ text: String, as name: String) throws {
        try write(text, to: ".\(name).part")
        guard rename(path(".\(name).part"), path(name)) == 0 else { throw InboxError.changed(name: name) }
    }

    func text(of name: String) -> String? { try? String(contentsOfFile: path(name), encoding: .utf8) }

    func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path(folder)).sorted()
    }
}
