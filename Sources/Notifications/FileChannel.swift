internal import Foundation
internal import GameCalendar
package import PipelineModel

/// Appends notices to a file, one paragraph each.
package struct FileChannel: NoticeChannel {
    /// Why a notice could not be written.
    package struct Unwritable: Error {
        /// One sentence with the path.
        package let message: String
    }

    package let name = "file"
    package let reach = ChannelReach.record
    private let path: String

    /// A channel that appends to the file at `path`, which appears with the first notice.
    package init(path: String) {
        self.path = path
    }

    package func deliver(_ notice: Notice) async throws {
        let line = "\(notice.createdAt) \(notice.level.rawValue) \(notice.category.rawValue) \(notice.text)\n"
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw Unwritable(message: "\(path) cannot be opened; check the folder's permissions and free space")
        }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try handle.write(contentsOf: Data(line.utf8))
    }
}

extension NoticeChannel where Self == FileChannel {
    /// Appends notices to a file.
    package static func file(_ path: String) -> FileChannel { FileChannel(path: path) }
}
