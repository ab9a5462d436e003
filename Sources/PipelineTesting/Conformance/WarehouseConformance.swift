internal import GameCalendar
public import PipelineModel
internal import Testing

/// What every store must do, as one suite; an adapter's whole unit test.
///
///     @Test func `keeps the contract`() async throws {
///         try await WarehouseConformance { try freshStore() }.run()
///     }
///
/// Each check gets a store of its own and reports through Swift Testing's expectations.
public struct WarehouseConformance<Store: Warehouse>: Sendable {
    let fresh: @Sendable () async throws -> StoreUnderTest<Store>

    /// A suite over stores that `fresh` makes, each empty.
    public init(_ fresh: @escaping @Sendable () async throws -> StoreUnderTest<Store>) {
        self.fresh = fresh
    }

    /// Runs every check.
    public func run() async throws {
        for check in WarehouseCheck.allCases { try await run(check) }
    }

    /// Runs one check, for a parameterised test that names what failed.
    public func run(_ check: WarehouseCheck) async throws {
        let subject = try await fresh()
        switch check {
        case .replacesWholePartitions: try await replacesWholePartitions(subject)
        case .letsKeysMoveBetweenPartitions: try await letsKeysMoveBetweenPartitions(subject)
        case .isIdempotent: try await isIdempotent(subject)
        case .amendsPartitions: try await amendsPartitions(subject)
        case .rollsBackAsAWhole: try await rollsBackAsAWhole(subject)
        case .refusesNullAndForeignRows: try await refusesNullAndForeignRows(subject)
        case .numbersCommits: try await numbersCommits(subject)
        case .leavesUnchangedRowsAlone: try await leavesUnchangedRowsAlone(subject)
        case .deletesPartitions: try await deletesPartitions(subject)
        case .keepsProjections: try await keepsProjections(subject)
        case .replacesLineage: try await replacesLineage(subject)
        case .roundTripsExtremes: try await roundTripsExtremes(subject)
        case .readsNarrowColumns: try await readsNarrowColumns(subject)
        case .findsRows: try await findsRows(subject)
        case .countsValues: try await countsValues(subject)
        case .ordersByKeyBytes: try await ordersByKeyBytes(subject)
        case .keepsReferenceTables: try await keepsReferenceTables(subject)
        case .upsertsRecords: try await upsertsRecords(subject)
        case .filtersRecords: try await filtersRecords(subject)
        case .removesRecords: try await removesRecords(subject)
        case .grantsAndHoldsLeases: try await grantsAndHoldsLeases(subject)
        case .takesOverFromTheDead: try await takesOverFromTheDead(subject)
        case .sweepsOnRegistration: try await sweepsOnRegistration(subject)
        case .givesBackOnRetirement: try await givesBackOnRetirement(subject)
        case .refusesLostLeases: try await refusesLostLeases(subject)
        case .tellsClaimantsWhatChanged: try await tellsClaimantsWhatChanged(subject)
        case .gathersFacts: try await gathersFacts(subject)
        case .seesDifferences: try await seesDifferences(subject)
        }
    }
}

/// The checks of ``WarehouseConformance``.
public enum WarehouseCheck: String, Sendable, CaseIterable {
    case replacesWholePartitions, isIdempotent, rollsBackAsAWhole, refusesNullAndForeignRows, numbersCommits
    case amendsPartitions, letsKeysMoveBetweenPartitions, leavesUnchangedRowsAlone, deletesPartitions, keepsProjections,
        replacesLineage
    case roundTripsExtremes, readsNarrowColumns, findsRows, countsValues, ordersByKeyBytes, keepsReferenceTables
    case upsertsRecords, filtersRecords, removesRecords
    case grantsAndHoldsLeases, takesOverFromTheDead, sweepsOnRegistration, givesBackOnRetirement, refusesLostLeases
    case tellsClaimantsWhatChanged, gathersFacts, seesDifferences
}
