public import GameCalendar
public import PipelineModel

/// What every processor promises, checked on tables at hand.
///
/// To hold a processor to it: put its inputs into a ``DateRunner`` for a date on which it writes rows, and expect no
/// breaches.
///
///     let breaches = try ProcessorContract(runner).breaches(of: processor, on: date)
///     #expect(breaches.isEmpty)
public struct ProcessorContract {
    /// One promise.
    public enum Clause: String, Hashable, Sendable, CaseIterable {
        /// Equal inputs give equal bits.
        case determinism
        /// The order of input rows does not matter.
        case rowOrder
        /// Rows are dated the step's date.
        case dating
        /// Nothing undeclared is asked for, and nothing is declared that is not.
        case honestInputs
        /// Input rows name columns of their table, in its order, with its types.
        case inputShape
        /// Expected keys have the table's key columns and are those of the rows.
        case keys
    }

    /// A promise not kept.
    public struct Breach: Hashable, Sendable, CustomStringConvertible {
        /// Which.
        public let clause: Clause
        /// One sentence.
        public let detail: String

        /// The clause and the sentence.
        public var description: String { "\(clause.rawValue): \(detail)" }
    }

    private let runner: DateRunner

    /// A contract over the tables of `runner`.
    public init(_ runner: DateRunner) {
        self.runner = runner
    }

    /// What `processor` breaks on `date`; empty when it keeps every promise.
    ///
    /// - Throws: what the processor throws on its own inputs.
    public func breaches(of processor: some Processor, on date: GameDate) throws -> [Breach] {
        let run: DateRunner.Run
        do {
            run = try runner.evaluate(processor, on: date)
        } catch let error as ProcessorError where error.code == .undeclaredInput {
            return [Breach(clause: .honestInputs, detail: error.message)]
        }
        return try repetition(of: run, processor, date) + dating(of: run.content, processor, date)
            + keys(of: run, processor) + unasked(processor, date, consulted: run.consulted)
            + processor.inputs.flatMap(Self.shape)
    }
}

extension ProcessorContract {
    private func repetition(
        of run: DateRunner.Run, _ processor: some Processor, _ date: GameDate
    ) throws -> [Breach] {
        var breaches: [Breach] = []
        let again = try runner.evaluate(processor, on: date)
        if again.content != run.content || again.warnings != run.warnings {
            breaches.append(Breach(clause: .determinism, detail: "\(processor.table) differs when run again"))
        }
        for seed: UInt64 in 1...3 {
            let shuffled = try runner.evaluate(processor, on: date, supplying: .init(shuffleSeed: seed))
            if shuffled.content != run.content || shuffled.warnings != run.warnings {
                breaches.append(
                    Breach(clause: .rowOrder, detail: "\(processor.table) differs with rows shuffled by seed \(seed)"))
            }
        }
        return breaches
    }

    private func dating<Step: Processor>(
        of content: PartitionContent, _ processor: Step, _ date: GameDate
    ) -> [Breach] {
        let table = Step.Output.table
        guard let position = table.partitionColumn.flatMap({ table.position(of: $0) }) else {
            return [Breach(clause: .dating, detail: "\(table.name) has no partition column")]
        }
        guard content.rowCount > 0 else {
            return [Breach(clause: .dating, detail: "\(table.name) has no row on \(date), so nothing is checked")]
        }
        let strays = (0..<content.rowCount).filter { content.cells(row: $0)[position] != .date(date) }
        return strays.map { Breach(clause: .dating, detail: "row \($0) of \(table.name) is not dated \(date)") }
    }

    private func keys<Step: Processor>(of run: DateRunner.Run, _ processor: Step) -> [Breach] {
        let table = Step.Output.table
        guard Step.Key.declaredColumns.map(\.name) == table.key else {
            return [Breach(clause: .keys, detail: "the key type of \(table.name) does not name its key columns")]
        }
        return (run.keys.missing + run.keys.surplus).map {
            Breach(clause: .keys, detail: "\(table.name) and its expected keys differ on \($0)")
        }
    }

    // Leaves out one declared input after the other: a processor that does not notice did not need it.
    private func unasked(
        _ processor: some Processor, _ date: GameDate, consulted: [String]
    ) throws -> [Breach] {
        var breaches: [Breach] = []
        for (position, input) in processor.inputs.enumerated() where input.requirement != .fallback {
            let parts: [Int?] = input.groupings.isEmpty ? [nil] : input.groupings.indices.map { $0 }
            for part in parts {
                let supply = DateRunner.Supply(omittedInput: position, omittedGrouping: part)
                do {
                    _ = try runner.evaluate(processor, on: date, supplying: supply)
                    let grouping = part.map { " grouped by \(input.groupings[$0])" } ?? ""
                    breaches.append(
                        Breach(
                            clause: .honestInputs,
                            detail: "\(processor.table) declares \(input.name)\(grouping) and never asks for it"))
                } catch let error as ProcessorError where error.code == .undeclaredInput {}
            }
        }
        return breaches
    }

    private static func shape(of input: Input) -> [Breach] {
        var breaches = shape(of: input.row)
        for grouping in input.groupings { breaches += shape(of: grouping, in: input) }
        return breaches
    }

    private static func shape<Grouping: RowGrouping>(of grouping: Grouping.Type, in input: Input) -> [Breach] {
        guard Grouping.Row.input == input.source else {
            return [Breach(clause: .inputShape, detail: "\(grouping) groups rows of another input than \(input.name)")]
        }
        return shape(of: Grouping.Row.self)
    }

    private static func shape(of row: any InputRow.Type) -> [Breach] {
        if let projection = row as? any Projection.Type { return base(of: projection) }
        let wanted = row.declaredColumns
        let stored = row.stored.columns
        let fits = zip(wanted, stored).allSatisfy {
            $0.name == $1.name && $0.type == $1.type && $0.isNullable == $1.isNullable
        }
        if fits, wanted.count == stored.count { return [] }
        return [
            Breach(clause: .inputShape, detail: "\(row) does not name columns of \(row.stored.table.name) in order")
        ]
    }

    private static func base<Part: Projection>(of projection: Part.Type) -> [Breach] {
        shape(of: Part.Base.self)
    }
}
