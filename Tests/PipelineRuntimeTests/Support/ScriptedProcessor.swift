import GameCalendar
import PipelineModel
import Synchronization

/// How often which dates of a processor fail, and with what.
final class ProcessorScript: Sendable {
    private let errors: Mutex<[GameDate: ProcessorError]>
    private let seen = Mutex<[GameDate]>([])

    init(_ errors: [GameDate: ProcessorError] = [:]) {
        self.errors = Mutex(errors)
    }

    /// Dates computed so far, in order; those that consult a fallback appear twice.
    var computed: [GameDate] { seen.withLock { $0 } }

    /// Nothing fails any more.
    func heal() { errors.withLock { $0 = [:] } }

    func enter(_ date: GameDate) throws(ProcessorError) {
        seen.withLock { $0.append(date) }
        if let error = errors.withLock({ $0[date] }) { throw error }
    }
}

/// A processor that follows a script before it does its work.
struct Scripted<Base: Processor>: Processor {
    typealias Key = Base.Key
    let base: Base
    let script: ProcessorScript

    var kind: ProcessorKind { base.kind }
    var phase: Phase { base.phase }
    var version: String { base.version }
    var inputs: [Input] { base.inputs }
    var parameters: [String: String] { base.parameters }

    func rows(
        for date: GameDate, from upstream: Upstream
    ) throws(ProcessorError) -> ProcessedRows<Base.Output> {
        try script.enter(date)
        return try base.rows(for: date, from: upstream)
    }

    func expectedKeys(for date: GameDate, from upstream: Upstream) throws(ProcessorError) -> [Base.Key] {
        try base.expectedKeys(for: date, from: upstream)
    }
}

/// `processors` with the one of `base`'s table following `script`.
func scripted<Base: Processor>(_ base: Base, _ script: ProcessorScript, in processors: [any Processor])
    -> [any Processor]
{
    processors.map { $0.table == base.table ? Scripted(base: base, script: script) : $0 }
}
