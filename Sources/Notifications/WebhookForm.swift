internal import Foundation
internal import GameCalendar
package import PipelineModel

/// The form in which a webhook wants a notice.
package enum WebhookForm: String, Hashable, Sendable, CaseIterable {
    /// A JSON object with the fields of the stored notice.
    case generic
    /// What Slack and those compatible with it take: `{"text": …}`.
    case slack

    // Slack cuts a text at 40,000 characters.
    private static let longestText = 30_000

    /// The body of the request.
    ///
    /// - Throws: `EncodingError`, which no notice causes.
    package func body(of notice: Notice) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        switch self {
        case .generic: return try Array(encoder.encode(Self.fields(of: notice)))
        case .slack: return try Array(encoder.encode(["text": Self.slackText(of: notice)]))
        }
    }

    private static func fields(of notice: Notice) -> [String: String?] {
        [
            "notice_id": notice.noticeID, "level": notice.level.rawValue, "category": notice.category.rawValue,
            "processor_name": notice.processorName, "data_date": notice.dataDate?.description, "text": notice.text,
            "batch_id": notice.batchID, "created_at": notice.createdAt.description,
        ]
    }

    private static func slackText(of notice: Notice) -> String {
        let place = [notice.processorName, notice.dataDate?.description].compactMap(\.self)
        let head = ([notice.level.rawValue, notice.category.rawValue] + place).joined(separator: " ")
        return escaped("[\(head)] \(notice.text.prefix(longestText))")
    }

    // The three characters with a meaning of their own; the ampersand first, or it would be escaped twice.
    private static func escaped(_ text: String) -> String {
        text.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
            .replacingOccurrences(of: ">", with: "&gt;")
    }
}
