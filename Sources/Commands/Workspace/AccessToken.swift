import Foundation

/// The secret that whoever wants to change something over the network presents; a file of the workspace, never printed.
struct AccessToken {
    private static let bytes = 32
    private let path: String

    init(of workspace: Workspace) {
        path = "\(workspace.directory)/token"
    }

    /// A text that nobody can guess.
    static func newSecret() -> String {
        (0..<bytes).map { _ in String(UInt8.random(in: 0...255), radix: 16).leftPadded }.joined()
    }

    /// Makes the file, readable by its owner alone, unless there is one.
    func makeIfMissing() throws(CommandFailure) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            if errno == EEXIST { return }
            throw CommandFailure(.store, "\(path) cannot be created; check the workspace's permissions and free space")
        }
        let secret = Self.newSecret()
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try handle.write(contentsOf: Data((secret + "\n").utf8))
        } catch {
            unlink(path)
            throw CommandFailure(.store, "\(path) cannot be written; check the workspace's free space")
        }
    }

    /// The secret.
    ///
    /// - Throws: ``CommandFailure`` usage when the file is missing, empty or may be read by others.
    func read() throws(CommandFailure) -> String {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw .usage("\(path) cannot be read; remove it and start again for a new token")
        }
        var found = stat()
        guard stat(path, &found) == 0, found.st_mode & 0o077 == 0 else {
            throw .usage("\(path) may be read by others; run 'chmod 600 \(path)'")
        }
        let secret = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        guard !secret.isEmpty else { throw .usage("\(path) is empty; remove it and start again for a new token") }
        return secret
    }
}

extension String {
    // Two digits for a byte.
    fileprivate var leftPadded: String { count < 2 ? "0" + self : self }
}
