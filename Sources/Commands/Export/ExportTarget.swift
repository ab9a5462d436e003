import Foundation

/// Where an export goes: standard output, or a file that appears whole or not at all.
///
/// A link is followed. What is no regular file, such as a pipe or a device, is written to as it stands: giving a draft
/// its name would replace it.
final class ExportTarget {
    private enum Place {
        case standardOutput
        case special(path: String, FileHandle)
        case draft(of: String, at: String)
    }

    private let place: Place
    // Of the draft, once it is begun.
    private var handle: FileHandle?

    /// The unfinished file that is to go when the export ends early; nil when there is none.
    var draft: String? {
        if case .draft(of: _, at: let draft) = place { draft } else { nil }
    }

    /// Standard output when `path` is nil.
    ///
    /// - Throws: ``CommandFailure`` when no file can be made there, or when the file is `workspace`'s own.
    init(path: String?, outside workspace: Workspace) throws(CommandFailure) {
        guard let path else {
            place = .standardOutput
            return
        }
        let real = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        guard !workspace.owns(real) else {
            throw .usage("\(path) belongs to the workspace; name a file outside it or in its exports folder")
        }
        let type = try? FileManager.default.attributesOfItem(atPath: real)[.type] as? FileAttributeType
        if type == .typeDirectory { throw .usage("\(path) is a directory; name a file") }
        if let type, type != .typeRegular {
            guard let handle = FileHandle(forWritingAtPath: real) else { throw Self.unwritable(path) }
            place = .special(path: path, handle)
            return
        }
        place = .draft(of: real, at: "\(real).\(ProcessIdentity.pid).partial")
    }

    /// Makes the file that is written to.
    ///
    /// - Throws: ``CommandFailure`` when it cannot be made.
    func begin() throws(CommandFailure) {
        guard case .draft(of: let path, at: let draft) = place else { return }
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw Self.unwritable(path) }
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    /// Appends `text`.
    func write(_ text: String) throws(CommandFailure) {
        switch place {
        case .standardOutput: Invocation.current.console.out(text)
        case .special(let path, let handle): try write(text, to: handle, of: path)
        case .draft(of: let path, at: _): try write(text, to: handle, of: path)
        }
    }

    private func write(_ text: String, to handle: FileHandle?, of path: String) throws(CommandFailure) {
        do {
            try handle?.write(contentsOf: Data(text.utf8))
        } catch {
            throw Self.unfinished(path)
        }
    }

    /// Gives the file its name.
    func finish() throws(CommandFailure) {
        switch place {
        case .standardOutput: return
        case .special(let path, let handle):
            do {
                try handle.close()
            } catch {
                throw Self.unfinished(path)
            }
        case .draft(of: let path, at: let draft):
            do {
                try handle?.synchronize()
                try handle?.close()
            } catch {
                throw Self.unfinished(path)
            }
            guard rename(draft, path) == 0 else { throw Self.unwritable(path) }
        }
    }

    /// Removes what was written so far.
    func abandon() {
        guard let draft, handle != nil else { return }
        try? handle?.close()
        try? FileManager.default.removeItem(atPath: draft)
    }

    private static func unwritable(_ path: String) -> CommandFailure {
        .usage("\(path) cannot be written; check that its folder exists and is writable")
    }

    private static func unfinished(_ path: String) -> CommandFailure {
        CommandFailure(.store, "\(path) cannot be written to its end; check the free space")
    }
}
