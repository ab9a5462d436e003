internal import GameCalendar
package import PipelineModel

/// Tells notices on a text stream, standard error for the command line.
package struct StandardErrorChannel: NoticeChannel {
    package let name = "stderr"
    package let reach = ChannelReach.record
    private let write: @Sendable (String) -> Void

    /// A channel that writes lines with `write`.
    package init(_ write: @escaping @Sendable (String) -> Void) {
        self.write = write
    }

    package func deliver(_ notice: Notice) async throws {
        let place = [notice.processorName, notice.dataDate?.description].compactMap(\.self).joined(separator: " ")
        write("[\(notice.level.rawValue)]\(place.isEmpty ? "" : " \(place):") \(notice.text)\n")
    }
}

extension NoticeChannel where Self == StandardErrorChannel {
    /// Tells notices on a text stream.
    package static func stderr(_ write: @escaping @Sendable (String) -> Void) -> StandardErrorChannel {
        StandardErrorChannel(write)
    }
}
