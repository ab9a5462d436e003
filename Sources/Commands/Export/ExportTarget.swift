import Foundation

/// Where an export goes: standard output, or a file that appears whole or not at all.
final class ExportTarget {
    private let path: String?
    private let handle: FileHandle?

    private var draft: String? { path.map { "\($0).partial" } }

    /// Standard output when `path` is nil.
    ///
    /// - Throws: ``CommandFailure`` when no file can be made there.
    init(path: String?) throws(CommandFailure) {
        self.path = path
        guard let path else {
            handle = nil
            return
        }
        var isDirectory: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
        guard !(exists && isDirectory.boolValue) else { throw .usage("\(path) is a directory; name a file") }
        guard FileManager.default.createFile(atPath: "\(path).partial", contents: nil),
            let handle = FileHandle(forWritingAtPath: "\(path).partial")
        else { throw .usage("\(path) cannot be written; check that its folder exists and is writable") }
        self.handle = handle
    }

    /// Appends `text`.
    func write(_ text: String) throws(CommandFailure) {
        guard let handle else {
            Invocation.current.console.out(text)
            return
        }
        do {
            try handle.write(contentsOf: Data(text.utf8))
        } catch {
            throw CommandFailure(.store, "\(path ?? "the file") cannot be written to its end; check the free space")
        }
    }

    /// Gives the file its name.
    func finish() throws(CommandFailure) {
        guard let handle, let path, let draft else { return }
        do {
            try handle.synchronize()
            try handle.close()
        } catch {
            throw CommandFailure(.store, "\(path) cannot be written to its end; check the free space")
        }
        guard rename(draft, path) == 0 else {
            throw .usage("\(path) cannot be written; check that its folder exists and is writable")
        }
    }

    /// Removes what was written so far.
    func abandon() {
        guard let draft else { return }
        try? handle?.close()
        try? FileManager.default.removeItem(atPath: draft)
    }
}
