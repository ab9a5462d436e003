internal import Dispatch
internal import Foundation

/// What happened to a name in a folder.
enum FolderEvent: Hashable, Sendable {
    /// A file was renamed into the folder: it is whole.
    case movedIn(String)
    /// Somebody who could write to the file has closed it.
    case closed(String)
    /// Somebody made the file and may be writing to it.
    case opened(String)
    /// Events were lost, or the folder is another one now: look again.
    case unknown
}

/// Tells of changes in a folder as they happen, where the system can: inotify, on Linux.
///
/// Network file systems, and folders that are replaced, tell nothing. Whoever listens looks by himself now and then.
final class FolderEvents {
    private let source: any DispatchSourceRead

    /// Listens to the folder at `path`; nil when the system cannot, or there is no such folder.
    ///
    /// - Parameter handler: called in order, on a queue of its own.
    init?(_ path: String, _ handler: @escaping @Sendable ([FolderEvent]) -> Void) {
        #if os(Linux)
            let descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
            guard descriptor >= 0 else { return nil }
            guard inotify_add_watch(descriptor, path, Self.mask) >= 0 else {
                close(descriptor)
                return nil
            }
            source = DispatchSource.makeReadSource(
                fileDescriptor: descriptor, queue: DispatchQueue(label: "backcourt.inbox", qos: .userInitiated))
            source.setEventHandler {
                let events = Self.read(descriptor)
                if !events.isEmpty { handler(events) }
            }
            source.setCancelHandler { close(descriptor) }
            source.resume()
        #else
            return nil
        #endif
    }

    deinit { source.cancel() }

    #if os(Linux)
        private static let gone = UInt32(IN_DELETE_SELF | IN_MOVE_SELF)
        private static let mask =
            UInt32(IN_MOVED_TO | IN_CLOSE_WRITE | IN_CREATE | IN_ONLYDIR) | gone

        // Everything that waits to be read.
        private static func read(_ descriptor: Int32) -> [FolderEvent] {
            var events: [FolderEvent] = []
            var buffer = [UInt8](repeating: 0, count: 64 * 1024)
            while true {
                let count = Foundation.read(descriptor, &buffer, buffer.count)
                guard count > 0 else { return events }
                buffer.withUnsafeBytes { events += decode(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
            }
        }

        // Records of a fixed head (watch, mask, cookie, length: four 32-bit numbers) and a name padded with zeros.
        private static func decode(_ bytes: UnsafeRawBufferPointer) -> [FolderEvent] {
            var events: [FolderEvent] = []
            var offset = 0
            let head = MemoryLayout<inotify_event>.size
            while offset + head <= bytes.count {
                let mask = bytes.loadUnaligned(fromByteOffset: offset + 4, as: UInt32.self)
                let length = Int(bytes.loadUnaligned(fromByteOffset: offset + 12, as: UInt32.self))
                let name = bytes[(offset + head)..<min(bytes.count, offset + head + length)].prefix { $0 != 0 }
                events.append(event(mask, String(decoding: name, as: UTF8.self)))
                offset += head + length
            }
            return events
        }

        private static func event(_ mask: UInt32, _ name: String) -> FolderEvent {
            switch mask {
            case _ where mask & UInt32(IN_MOVED_TO) != 0: .movedIn(name)
            case _ where mask & UInt32(IN_CLOSE_WRITE) != 0: .closed(name)
            case _ where mask & UInt32(IN_CREATE) != 0: .opened(name)
            default: .unknown
            }
        }
    #endif
}
