internal import Foundation

/// A folder that others put files into, with `done/` and `rejected/` for those that are done with.
///
/// Writers ought to write under another name, one that ends in `.part` or `.tmp` or begins with a dot, and rename.
package struct InboxFolder: Hashable, Sendable {
    /// Its path.
    package let path: String

    private static let ignoredEndings = [".part", ".tmp"]
    private static let attempts = 10_000

    /// The folder at `path`; nothing is created before ``prepare()`` or ``settle(_:as:)``.
    package init(path: String) {
        self.path = path
    }

    /// Path of a file in it.
    package func path(of file: InboxFile) -> String { "\(path)/\(file.name)" }

    /// Makes the folder and the two inside it, where they are missing.
    package func prepare() throws(InboxError) {
        for folder in [path, "\(path)/done", "\(path)/rejected"] {
            if mkdir(folder, 0o755) != 0, errno != EEXIST { throw .folder(path: folder, reason: Self.lastError) }
        }
    }

    /// What lies in the folder now, by name.
    ///
    /// Names that writers use meanwhile, and directories, are ignored; links, devices, pipes and names that are no text
    /// are told of and left alone.
    ///
    /// - Throws: ``InboxError`` folder.
    package func listing() throws(InboxError) -> InboxListing {
        guard let directory = opendir(path) else { throw .folder(path: path, reason: Self.lastError) }
        defer { closedir(directory) }
        var files: [InboxFile] = []
        var oddities: [InboxOddity] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            guard let text = String(validating: name, as: UTF8.self) else {
                let repaired = String(decoding: name, as: UTF8.self)
                oddities.append(.init(name: repaired, reason: "the name is not valid UTF-8"))
                continue
            }
            guard !isIgnored(text) else { continue }
            switch Self.look("\(path)/\(text)", name: text) {
            case .file(let file): files.append(file)
            case .odd(let reason): oddities.append(.init(name: text, reason: reason))
            case .folder, .gone: continue
            }
        }
        return InboxListing(
            files: files.sorted { $0.name < $1.name }, oddities: oddities.sorted { $0.name < $1.name })
    }

    /// Moves a file that is done with out of the inbox. No file is ever overwritten: where its name is taken, the time it
    /// was written is put into it, and a number if need be.
    ///
    /// The reason of a rejected file is there, whole, before the file is.
    ///
    /// - Returns: where the file is now.
    /// - Throws: ``InboxError`` changed when it is not the file that was seen, else folder or unmovable.
    @discardableResult
    package func settle(_ file: InboxFile, as outcome: InboxOutcome) throws(InboxError) -> String {
        try prepare()
        guard isUnchanged(file) else { throw .changed(name: file.name) }
        switch outcome {
        case .done:
            let target = try reserve(file, in: "\(path)/done", with: [""])
            try move(file, to: target)
            return target
        case .rejected(let reason):
            let target = try reserve(file, in: "\(path)/rejected", with: ["", Self.reasonEnding])
            do throws(InboxError) {
                try write(reason, to: target + Self.reasonEnding, of: file)
                try move(file, to: target)
            } catch {
                unlink(target + Self.reasonEnding)
                throw error
            }
            return target
        }
    }

    private static let reasonEnding = ".reason.txt"

    private func isIgnored(_ name: String) -> Bool {
        name.hasPrefix(".") || Self.ignoredEndings.contains { name.hasSuffix($0) }
    }
}

// Looking at one entry.
extension InboxFolder {
    private enum Entry {
        case file(InboxFile), folder, gone
        case odd(String)
    }

    // A link is looked at, not what it points to.
    private static func look(_ path: String, name: String) -> Entry {
        var found = stat()
        guard lstat(path, &found) == 0 else { return errno == ENOENT ? .gone : .odd(lastError) }
        switch found.st_mode & S_IFMT {
        case S_IFREG:
            let seconds = Int64(found.modification.tv_sec)
            return .file(
                InboxFile(
                    name: name, size: Int64(found.st_size), inode: UInt64(found.st_ino),
                    modified: seconds * 1_000_000_000 + Int64(found.modification.tv_nsec)))
        case S_IFDIR: return .folder
        case S_IFLNK: return .odd("it is a symbolic link")
        default: return .odd("it is not a regular file")
        }
    }

    private func isUnchanged(_ file: InboxFile) -> Bool {
        if case .file(file) = Self.look(path(of: file), name: file.name) { true } else { false }
    }

    private static var lastError: String { strerror(errno).map { String(cString: $0) } ?? "error \(errno)" }
}

// Moving.
extension InboxFolder {
    // Creates empty files that nobody else has, for the file with each of `endings`, and returns the path without ending.
    // To replace one's own empty file overwrites nothing.
    private func reserve(
        _ file: InboxFile, in folder: String, with endings: [String]
    ) throws(InboxError) -> String {
        for attempt in 0..<Self.attempts {
            let target = "\(folder)/\(file.name(attempt: attempt))"
            var made: [String] = []
            for ending in endings {
                let descriptor = open(target + ending, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o644)
                guard descriptor >= 0 else { break }
                close(descriptor)
                made.append(target + ending)
            }
            if made.count == endings.count { return target }
            let (reason, isTaken) = (Self.lastError, errno == EEXIST)
            for path in made { unlink(path) }
            guard isTaken else { throw .unmovable(name: file.name, reason: reason) }
        }
        throw .unmovable(name: file.name, reason: "\(folder) has too many files of this name")
    }

    private func move(_ file: InboxFile, to target: String) throws(InboxError) {
        guard rename(path(of: file), target) == 0 else {
            let reason = Self.lastError
            unlink(target)
            throw .unmovable(name: file.name, reason: reason)
        }
        // A writer may have renamed another file into place just now: that one was not read and goes back.
        guard case .file(let moved) = Self.look(target, name: file.name), moved != file else { return }
        if link(target, path(of: file)) == 0 { unlink(target) }
        throw .changed(name: file.name)
    }

    private func write(_ reason: String, to target: String, of file: InboxFile) throws(InboxError) {
        let draft = "\(target).tmp"
        let isWritten = FileManager.default.createFile(atPath: draft, contents: Data("\(reason)\n".utf8))
        guard isWritten, rename(draft, target) == 0 else {
            let reason = Self.lastError
            unlink(draft)
            throw .unmovable(name: file.name, reason: "its reason cannot be written: \(reason)")
        }
    }
}

extension stat {
    fileprivate var modification: timespec {
        #if os(Linux)
            st_mtim
        #else
            st_mtimespec
        #endif
    }
}
