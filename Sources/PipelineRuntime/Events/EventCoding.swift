import ContentDigest
import FoundationEssentials
public import GameCalendar
public import PipelineModel

/// What is wrong with the text of an event.
public struct EventDefect: Error, Hashable, Sendable {
    /// The closed list of defects.
    public enum Code: String, Hashable, Sendable {
        case invalidJSON = "invalid_json"
        case missingField = "missing_field"
        case invalidField = "invalid_field"
        case unknownTopic = "unknown_topic"
    }

    /// Which defect.
    public let code: Code
    /// One sentence that names the field.
    public let message: String

    /// A defect.
    public init(code: Code, message: String) {
        (self.code, self.message) = (code, message)
    }
}

extension PipelineEvent {
    /// Characters an id may have besides letters and digits.
    private static let idMarks = Set("._:-".utf8)
    /// Most characters of an id.
    private static let longestID = 128

    /// Reads an event as somebody outside wrote it; fields nobody knows are ignored.
    ///
    /// A topic may begin with `nba-`, and the date may be called `analysis_date`. Without a message id the event gets
    /// `identifier`, without a correlation id `live-` and its date.
    ///
    /// - Throws: ``EventDefect`` for the first field that is missing or cannot be.
    public init(json bytes: [UInt8], identifier: String, at instant: Timestamp) throws(EventDefect) {
        let fields: EventFields
        do {
            fields = try JSONDecoder().decode(EventFields.self, from: Data(bytes))
        } catch {
            throw EventDefect(
                code: .invalidJSON, message: "the body is no JSON object whose known fields are text and whole numbers")
        }
        guard let topicText = fields.topic else { throw .missing("topic") }
        guard let topic = Topic(spelling: topicText) else {
            let known = Topic.allCases.map(\.rawValue).joined(separator: ", ")
            throw EventDefect(code: .unknownTopic, message: "topic is none of \(known)")
        }
        guard let dateText = fields.gameDate ?? fields.analysisDate else { throw .missing("game_date") }
        guard let date = GameDate(dateText) else { throw .invalid("game_date", "a date; write YYYY-MM-DD") }
        self.init(
            try Self.id(fields.messageID, "message_id") ?? identifier, topic, on: date,
            correlation: try Self.id(fields.correlationID, "correlation_id") ?? "live-\(date)", at: instant)
        causationID = try Self.id(fields.causationID, "causation_id")
        guard case .completed = topic.meaning else { return }
        try readOutcome(fields)
    }

    private mutating func readOutcome(_ fields: EventFields) throws(EventDefect) {
        guard let name = fields.processorName ?? fields.outputTable else { throw .missing("processor_name") }
        guard !name.isEmpty, name.utf8.count <= Self.longestID else { throw .invalid("processor_name", "a table") }
        processorName = TableName(rawValue: name)
        guard let statusText = fields.status else { throw .missing("status") }
        guard let status = RunStatus(rawValue: statusText), status != .running else {
            throw .invalid("status", "how a run ends, such as success, partial or failed")
        }
        self.status = status
        runID = try Self.id(fields.runID, "run_id")
        if let text = fields.outputDigest {
            guard let digest = Digest(hex: text) else { throw .invalid("output_digest", "64 hexadecimal digits") }
            outputDigest = digest
        }
        rowCount = fields.rowCount
        errorCategory = fields.errorCategory.flatMap(ErrorCategory.init(rawValue:))
        errorMessage = fields.errorMessage.map { String($0.prefix(1000)) }
    }

    private static func id(_ text: String?, _ field: String) throws(EventDefect) -> String? {
        guard let text else { return nil }
        guard isID(text) else { throw .invalid(field, idRule) }
        return text
    }

    /// What an id is, for people.
    public static let idRule = "an id of 1 to \(longestID) letters, digits, dots, colons, dashes and underscores"

    /// Whether `text` can be the id of a message, a run or a correlation.
    public static func isID(_ text: String) -> Bool {
        let isPlain = text.utf8.allSatisfy { byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) || idMarks.contains(byte)
        }
        return !text.isEmpty && isPlain && text.utf8.count <= longestID
    }

    /// The outbox row that carries the event.
    ///
    /// - Throws: ``WarehouseError`` of code invalid when it cannot be written as JSON, which no event leads to.
    public func outboxEntry() throws(WarehouseError) -> OutboxEntry {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var entry = OutboxEntry()
        do {
            entry.payload = String(decoding: try encoder.encode(EventFields(self)), as: UTF8.self)
        } catch {
            throw WarehouseError(.invalid, "event \(messageID) cannot be written as JSON: \(error)")
        }
        entry.outboxID = messageID
        entry.topic = topic.rawValue
        entry.correlationID = correlationID
        entry.createdAt = createdAt
        return entry
    }
}

extension OutboxEntry {
    /// The event it carries.
    ///
    /// - Throws: ``EventDefect`` when the row was edited.
    public func event() throws(EventDefect) -> PipelineEvent {
        try PipelineEvent(json: Array(payload.utf8), identifier: outboxID, at: createdAt)
    }
}

extension EventDefect {
    fileprivate static func missing(_ field: String) -> EventDefect {
        EventDefect(code: .missingField, message: "\(field) is missing")
    }

    fileprivate static func invalid(_ field: String, _ expected: String) -> EventDefect {
        EventDefect(code: .invalidField, message: "\(field) is not \(expected)")
    }
}

/// The fields of an event as JSON spells them.
private struct EventFields: Codable {
    var messageID: String?
    var topic: String?
    var processorName: String?
    var phase: String?
    var runID: String?
    var correlationID: String?
    var causationID: String?
    var gameDate: String?
    var analysisDate: String?
    var outputTable: String?
    var outputDigest: String?
    var status: String?
    var rowCount: Int?
    var errorCategory: String?
    var errorMessage: String?
    var createdAt: String?

    enum CodingKeys: String, CodingKey {
        case topic, phase, status
        case messageID = "message_id"
        case processorName = "processor_name"
        case runID = "run_id"
        case correlationID = "correlation_id"
        case causationID = "causation_id"
        case gameDate = "game_date"
        case analysisDate = "analysis_date"
        case outputTable = "output_table"
        case outputDigest = "output_digest"
        case rowCount = "row_count"
        case errorCategory = "error_category"
        case errorMessage = "error_message"
        case createdAt = "created_at"
    }

    init(_ event: PipelineEvent) {
        messageID = event.messageID
        topic = event.topic.rawValue
        processorName = event.processorName?.rawValue
        phase = event.topic.phase.label
        runID = event.runID
        correlationID = event.correlationID
        causationID = event.causationID
        gameDate = event.gameDate.description
        outputTable = event.processorName?.rawValue
        outputDigest = event.outputDigest?.hex
        status = event.status?.rawValue
        rowCount = event.rowCount
        errorCategory = event.errorCategory?.rawValue
        errorMessage = event.errorMessage
        createdAt = event.createdAt.description
    }
}
