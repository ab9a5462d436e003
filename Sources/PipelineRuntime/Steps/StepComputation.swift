import ContentDigest
import GameCalendar
import PipelineEngine
import PipelineModel

/// A step's result, checked, before it is written.
struct ComputedStep: Sendable {
    let assignment: Assignment
    let table: TableDeclaration
    let content: PartitionContent
    /// Commit numbers are filled in by the store.
    var state: PartitionState
    let projections: [PartitionState]
    let inputs: [PartitionInput]
    let consulted: [String]
    let rowsExpected: Int
    let rowsNotReady: Int
    let missingKeys: [String]
    let warnings: [String]
    /// What turns the rows stored before into ``content``, where there were any and they differ.
    var replacement: RowReplacement?
    /// Seconds of loading and computing, without waiting for a turn.
    var seconds = 0.0

    /// Whether the rows differ from the ones stored before.
    var changed: Bool { assignment.previous?.digest != state.digest }
    var isPartial: Bool { state.rowsMissing > 0 }
    /// Rows that differ from the ones stored before; all of them where nothing was stored.
    var rowsChanged: Int { changed ? replacement?.rowsChanged ?? content.rowCount : 0 }
}

/// Why a computation ended without a result.
enum ComputationStop: Error {
    case failed(StepFailure)
    /// The processor wants the fallback input with this recorded name.
    case consults(String)
}

/// Computes and checks one step from inputs already loaded. Pure: equal inputs give equal results.
struct StepComputation {
    let catalog: Catalog
    let assignment: Assignment

    private var step: Catalog.Step { catalog.steps[assignment.processor] }
    private var partition: Partition { assignment.step.partition }

    /// The checked result.
    func result(from upstream: Upstream, consulted: Set<String>) throws(ComputationStop) -> ComputedStep {
        try compute(step.processor, upstream, consulted)
    }

    private func compute<P: Processor>(
        _ processor: P, _ upstream: Upstream, _ consulted: Set<String>
    ) throws(ComputationStop) -> ComputedStep {
        let processed: ProcessedRows<P.Output>
        let keys: [P.Key]
        do {
            processed = try processor.rows(for: partition.date, from: upstream)
            keys = try processor.expectedKeys(for: partition.date, from: upstream)
        } catch {
            if error.code == .consultsFallback { throw .consults(error.message) }
            throw .failed(StepFailure(error, partition))
        }
        do throws(StepFailure) {
            return try checked(processed, keys, consulted)
        } catch {
            throw .failed(error)
        }
    }

    private func checked<Row: WarehouseRow, Key: ColumnCoded>(
        _ processed: ProcessedRows<Row>, _ keys: [Key], _ consulted: Set<String>
    ) throws(StepFailure) -> ComputedStep {
        let table = Row.table
        let content = try encoded(processed.rows, as: table)
        let expected = try encoded(keys, as: Self.keyTable(of: table, Key.declaredColumns))
        try check(content, expected, table)
        let difference = KeyDifference(present: content, expected: expected, key: table.key)
        if let surplus = difference.surplus.first {
            throw StepFailure(
                .data, "surplus_key",
                "\(partition): \(difference.surplus.count) rows were not expected, the first is \(surplus)")
        }
        return try finish(content, table, difference.missing, processed.warnings, expected.rowCount, consulted)
    }

    private func encoded<Row: ColumnCoded>(
        _ rows: [Row], as table: TableDeclaration
    ) throws(StepFailure) -> PartitionContent {
        do throws(ContentError) {
            return try PartitionContent(rows, table: table)
        } catch {
            switch error {
            case .duplicateKey(let key):
                throw StepFailure(.data, "duplicate_key", "\(partition): two rows have the key \(key)")
            case .notFinite(let detail):
                throw StepFailure(.data, "not_finite", "\(partition): \(detail)")
            }
        }
    }

    private static func keyTable(of table: TableDeclaration, _ columns: [Column]) -> TableDeclaration {
        TableDeclaration(
            name: table.name, dataset: table.dataset, about: table.about, columns: columns, key: table.key,
            partitionColumn: nil)
    }

    private func check(
        _ content: PartitionContent, _ expected: PartitionContent, _ table: TableDeclaration
    ) throws(StepFailure) {
        if content.rowCount == 0, expected.rowCount > 0 {
            throw StepFailure(
                .data, "empty_output", "\(partition): no rows although \(expected.rowCount) keys are expected")
        }
        guard let column = table.partitionColumn.flatMap(table.position) else { return }
        if let row = content.firstRow(where: column, isNot: .date(partition.date)) {
            let key = KeyIndex(content, key: table.key).describe(row)
            throw StepFailure(.data, "wrong_date", "\(partition): the row with key \(key) is dated otherwise")
        }
    }

    private func finish(
        _ content: PartitionContent, _ table: TableDeclaration, _ missing: [String], _ warnings: [String],
        _ expected: Int, _ consulted: Set<String>
    ) throws(StepFailure) -> ComputedStep {
        let lineage = assignment.lineage(consulting: consulted)
        var state = PartitionState()
        state.tableName = partition.table
        state.gameDate = partition.date
        state.rowCount = content.rowCount
        state.rowsMissing = missing.count + content.rows(lacking: table.criticalColumns)
        state.digest = content.digest
        state.inputDigest = LineageDigest.of(version: step.processor.version, step.configDigest, lineage)
        state.processorVersion = step.processor.version
        state.configDigest = step.configDigest
        let notReady = table.position(of: "is_production_ready").map { content.count(where: $0, is: .bool(false)) }
        return ComputedStep(
            assignment: assignment, table: table, content: content, state: state,
            projections: try projections(of: content, like: state), inputs: lineage.map { $0.record(for: partition) },
            consulted: consulted.sorted(), rowsExpected: expected, rowsNotReady: notReady ?? 0, missingKeys: missing,
            warnings: warnings)
    }

    private func projections(
        of content: PartitionContent, like state: PartitionState
    ) throws(StepFailure) -> [PartitionState] {
        var states: [PartitionState] = []
        for projection in catalog.projections[step.entry] {
            do throws(ContentError) {
                states.append(state.projected(projection.input, to: try projection.content(of: content)))
            } catch {
                throw StepFailure(.bug, "projection", "\(partition): projection \(projection.input): \(error)")
            }
        }
        return states
    }
}
