import GameCalendar
import PipelineModel

extension Cell {
    /// A day, or NULL.
    init(_ date: GameDate?) { self = date.map { .date($0) } ?? .null }

    /// A text, or NULL.
    init(_ text: (some CustomStringConvertible)?) { self = text.map { .text($0.description) } ?? .null }
}
