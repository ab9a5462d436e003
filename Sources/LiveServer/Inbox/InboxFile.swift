internal import GameCalendar

/// A file that lies in an inbox, as it was seen.
package struct InboxFile: Hashable, Sendable {
    /// Its name in the folder.
    package let name: String
    /// Bytes.
    package let size: Int64
    /// Its number on the file system: another file of the same name has another.
    package let inode: UInt64
    /// Last change, in nanoseconds since 1970.
    package let modified: Int64

    /// A file as seen.
    package init(name: String, size: Int64, inode: UInt64, modified: Int64) {
        self.name = name
        self.size = size
        self.inode = inode
        self.modified = modified
    }

    /// The name it is kept under: its own at first, then with the time of its last change before the ending, then with a
    /// number, too.
    func name(attempt: Int) -> String {
        guard attempt > 0 else { return name }
        let time = Timestamp(microseconds: modified / 1000).description.prefix { $0 != "." }
        let stamp = String(time.filter { $0 != "-" && $0 != ":" && $0 != "Z" })
        let dot = name.firstIndex(of: ".") ?? name.endIndex
        return "\(name[..<dot]).\(stamp)\(attempt > 1 ? ".\(attempt)" : "")\(name[dot...])"
    }
}

/// Something in an inbox that is left alone.
package struct InboxOddity: Hashable, Sendable {
    /// Its name; bytes that are no text are replaced.
    package let name: String
    /// One sentence.
    package let reason: String
}

/// What one look at an inbox found.
package struct InboxListing: Hashable, Sendable {
    /// Files, by name. Some of them may still be written to.
    package let files: [InboxFile]
    /// What is left alone, by name, with the reason.
    package let oddities: [InboxOddity]
}

/// Where a file goes that is done with.
package enum InboxOutcome: Hashable, Sendable {
    /// To `done/`.
    case done
    /// To `rejected/`, with the reason in a text file beside it.
    case rejected(String)
}

/// Why an inbox cannot be worked with.
package enum InboxError: Error, Hashable, CustomStringConvertible {
    /// The folder cannot be read or written.
    case folder(path: String, reason: String)
    /// The file is gone, or another one, or was written to since it was seen; it stays where it is.
    case changed(name: String)
    /// The file cannot be moved.
    case unmovable(name: String, reason: String)

    /// One sentence.
    package var description: String {
        switch self {
        case .folder(let path, let reason): "\(path): \(reason)"
        case .changed(let name): "\(name) changed while it was worked on; it stays in the inbox"
        case .unmovable(let name, let reason): "\(name) cannot be moved: \(reason)"
        }
    }
}
