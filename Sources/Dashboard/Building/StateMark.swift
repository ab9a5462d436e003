internal import Charts
internal import GameCalendar
package import Markup
package import PipelineEngine
internal import PipelineModel

/// How a state looks wherever it is shown: a word, a sign of its own, and a class for its colour.
package enum StateMark {
    /// How a partition stands.
    package static func of(_ status: PartitionStatus) -> Element {
        mark(calendarState(status).name, sign(status))
    }

    /// How a run ended.
    static func of(_ status: RunStatus) -> Element {
        let sign =
            switch status {
            case .success, .noData: "■"
            case .running: "▶"
            case .partial: "◧"
            case .failed: "✕"
            case .blocked: "◌"
            case .interrupted: "‖"
            case .superseded: "·"
            }
        return mark(status.rawValue.replacing("_", with: " "), sign)
    }

    /// How a batch ended.
    static func of(_ status: BatchStatus) -> Element {
        let sign =
            switch status {
            case .finished: "■"
            case .running: "▶"
            case .failed: "✕"
            case .interrupted: "‖"
            }
        return mark(status.rawValue, sign)
    }

    /// Whether something holds.
    package static func truth(_ holds: Bool, yes: String = "yes", no: String = "no") -> Element {
        Element(
            "span", ["class": "state \(holds ? "s-complete" : "s-failed")"],
            [Element(text: holds ? "■ \(yes)" : "✕ \(no)")])
    }

    /// A word with its sign; the style sheet knows the word.
    package static func mark(_ word: String, _ sign: String) -> Element {
        Element("span", ["class": "state s-\(word.replacing(" ", with: "-"))"], [Element(text: "\(sign) \(word)")])
    }

    static func calendarState(_ status: PartitionStatus) -> CalendarGrid.State {
        switch status {
        case .complete: .init("complete", .full)
        case .partial: .init("partial", .half)
        case .missing: .init("missing", .outline)
        case .stale: .init("stale", .cross)
        case .waived: .init("waived", .dot)
        case .notExpected: .init("no games", .none)
        }
    }

    private static func sign(_ status: PartitionStatus) -> String {
        switch status {
        case .complete: "■"
        case .partial: "◧"
        case .missing: "□"
        case .stale: "✕"
        case .waived: "·"
        case .notExpected: "–"
        }
    }

    /// What the signs of a calendar mean.
    static var legend: Element {
        let states: [PartitionStatus] = [.complete, .partial, .missing, .stale, .waived]
        return Element(
            "p", ["class": "legend"],
            states.map { of($0) } + [Element("span", ["class": "state"], [Element(text: "blank: no games")])])
    }
}
