import Foundation

/// Where an export goes: standard output, or a file that appears whole or not at all.
///
/// A link is followed. What is no regular file, such as a pipe or a device, is written to as it stands: giving a draft
/// its name would replace it.
final class ExportTarget {
    private enum Place {
        case standardOutput
        case special(path: String, FileHandle)
        case draft(of: String, at: String, FileHandle)
    }

    private let place: Place

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
        let draft = "\(real).\(ProcessIdentity.pid).partial"
        guard FileManager.default.createFile(atPath: draft, contents: nil),
            let handle = FileHandle(forWritingAtPath: draft)
        else { throw Self.unwritable(path) }
        place = .draft(of: real, at: draft, handle)
    }

    /// Appends `text`.
    func write(_ text: String) throws(CommandFailure) {
        switch place {
        case .standardOutput: Invocation.current.console.out(text)
        case .special(let path, let handle), .draft(of: let path, at: _, let handle):
            do {
                try handle.write(contentsOf: Data(text.utf8))
            } catch {
                throw Self.unfinished(path)
            }
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
        case .draft(of: let path, at: let draft, let handle):
            do {
                try handle.synchronize()
                try handle.close()
            } catch {
                throw Self.unfinished(path)
            }
            guard rename(draft, path) == 0 else { throw Self.unwritable(path) }
        }
    }

    /// Removes what was written so far.
    func abandon() {
        guard case .draft(of: _, at: let draft, let handle) = place else { return }
        try? handle.close()
        try? FileManager.default.removeItem(atPath: draft)
    }

    private static func unwritable(_ path: String) -> CommandFailure {
        .usage("\(path) cannot be written; check that its folder exists and is writable")
    }

    private static func unfinished(_ path: String) -> CommandFailure {
        CommandFailure(.store, "\(path) cannot be written to its end; check the free space")
    }
}
