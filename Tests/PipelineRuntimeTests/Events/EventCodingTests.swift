import ContentDigest
import GameCalendar
import PipelineModel
import PipelineRuntime
import Testing

struct EventCodingTests {
    private let instant = Timestamp(microseconds: 5)

    private func read(_ text: String) throws(EventDefect) -> PipelineEvent {
        try PipelineEvent(json: Array(text.utf8), identifier: "e1", at: instant)
    }

    @Test func `what is written is read back`() throws {
        var event = PipelineEvent(
            "m1", .analyticsComplete, on: GameDate(dayNumber: 19_662), correlation: "live-1", at: instant)
        (event.causationID, event.processorName, event.runID) = ("r1", "player_game_summary", "r1")
        (event.status, event.outputDigest, event.rowCount) = (.success, Digest(of: "x"), 212)
        let entry = try event.outboxEntry()
        #expect(entry.outboxID == "m1" && entry.topic == "phase3-complete" && entry.correlationID == "live-1")
        #expect(try entry.event() == event)
        #expect(entry.payload.contains(#""phase":"phase_3_analytics""#))
    }

    @Test func `the seed's spellings are read, unknown fields are not`() throws {
        let event = try read(#"{"topic":"nba-phase4-trigger","analysis_date":"2023-11-01","nonsense":[1]}"#)
        #expect(event.topic == .precomputeTrigger)
        #expect(event.gameDate.description == "2023-11-01")
        #expect(event.messageID == "e1" && event.correlationID == "live-2023-11-01")
    }

    @Test(arguments: [
        ("", EventDefect.Code.invalidJSON, "JSON"),
        ("[]", .invalidJSON, "JSON"),
        (#"{"topic":7}"#, .invalidJSON, "JSON"),
        (#"{"game_date":"2023-11-01"}"#, .missingField, "topic"),
        (#"{"topic":"phase9","game_date":"2023-11-01"}"#, .unknownTopic, "phase3-trigger"),
        (#"{"topic":"phase3-trigger"}"#, .missingField, "game_date"),
        (#"{"topic":"phase3-trigger","game_date":"2023-02-30"}"#, .invalidField, "YYYY-MM-DD"),
        (#"{"topic":"phase3-complete","game_date":"2023-11-01"}"#, .missingField, "processor_name"),
        (#"{"topic":"phase3-complete","game_date":"2023-11-01","processor_name":"x"}"#, .missingField, "status"),
        (
            #"{"topic":"phase3-complete","game_date":"2023-11-01","processor_name":"x","status":"running"}"#,
            .invalidField, "status"
        ),
        (#"{"topic":"phase3-trigger","game_date":"2023-11-01","message_id":"a b"}"#, .invalidField, "message_id"),
        (#"{"topic":"phase3-trigger","game_date":"2023-11-01","message_id":""}"#, .invalidField, "message_id"),
        (
            #"{"topic":"phase3-complete","game_date":"2023-11-01","processor_name":"x","status":"success","#
                + #""output_digest":"12"}"#, .invalidField, "output_digest"
        ),
    ])
    func `what cannot be an event says which field is to blame`(
        text: String, code: EventDefect.Code, word: String
    ) throws {
        let defect = #expect(throws: EventDefect.self) { try read(text) }
        #expect(defect?.code == code)
        #expect(defect?.message.contains(word) == true)
    }

    @Test func `an id longer than 128 characters is refused`() throws {
        let long = String(repeating: "a", count: 129)
        #expect(throws: EventDefect.self) {
            try read(#"{"topic":"phase3-trigger","game_date":"2023-11-01","correlation_id":"\#(long)"}"#)
        }
    }
}
