import ContentDigest
import FoundationEssentials
import GameCalendar
import PipelineModel

/// What a finished step announces, as the payload of an outbox row.
struct CompletionEvent: Encodable {
    let messageID: String
    let topic: String
    let processorName: String
    let phase: String
    let runID: String
    let correlationID: String
    let causationID: String
    let gameDate: String
    let outputTable: String
    let outputDigest: String?
    let status: String
    let rowCount: Int
    let errorCategory: String?
    let errorMessage: String?
    let createdAt: String

    enum CodingKeys: String, CodingKey {
        case messageID = "message_id"
        case topic
        case processorName = "processor_name"
        case phase
        case runID = "run_id"
        case correlationID = "correlation_id"
        case causationID = "causation_id"
        case gameDate = "game_date"
        case outputTable = "output_table"
        case outputDigest = "output_digest"
        case status
        case rowCount = "row_count"
        case errorCategory = "error_category"
        case errorMessage = "error_message"
        case createdAt = "created_at"
    }
}

extension BatchExecution {
    /// The outbox row that announces `run`, to be written in the run's own transaction.
    func completionEvent(of run: RunRecord) -> OutboxEntry {
        let phase = Phase(label: run.phase) ?? .raw
        let topic = phase == .predictions ? "predictions-complete" : "phase\(phase.rawValue)-complete"
        let id = runner.identifiers.next("e")
        let event = CompletionEvent(
            messageID: id, topic: topic, processorName: run.processorName.rawValue, phase: run.phase, runID: run.runID,
            correlationID: run.correlationID, causationID: run.runID, gameDate: run.dataDate.description,
            outputTable: run.processorName.rawValue, outputDigest: run.outputDigest?.hex, status: run.status.rawValue,
            rowCount: run.rowsWritten, errorCategory: run.errorCategory?.rawValue, errorMessage: run.errorMessage,
            createdAt: run.createdAt.description)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var entry = OutboxEntry()
        entry.outboxID = id
        entry.topic = topic
        entry.payload = (try? encoder.encode(event)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
        entry.correlationID = run.correlationID
        entry.createdAt = run.createdAt
        return entry
    }
}
