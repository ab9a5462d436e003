package import GameCalendar
import NBA
package import PipelineModel

/// Loads raw files into a store.
///
/// Reads the files table by table in the order reference, schedule, team box score, player box score, then the rest;
/// compares each partition with the stored one and replaces those that differ. Each table is one transaction, or several
/// when its files are large and share no dates, so an import that dies leaves whole tables and may simply be repeated.
/// Bad rows are set aside with a reason; nothing is dropped silently.
package struct Importer: Sendable {
    /// Writes all of something or nothing.
    package typealias Commit = @Sendable (ChangeSet) async throws(WarehouseError) -> Void

    private let warehouse: any Warehouse
    private let projections: [any Projection.Type]
    private let clock: @Sendable () -> Timestamp
    private let betweenTables: (@Sendable (_ finished: TableName) async throws -> Void)?
    private let progress: @Sendable (ImportProgress) -> Void
    private let commit: Commit

    /// An importer into `warehouse`, whose tables exist.
    ///
    /// - Parameters:
    ///   - projections: parts of raw tables that have digests of their own.
    ///   - clock: the time, asked at the start and end of each table.
    ///   - betweenTables: called after each table; when it throws, the import ends there.
    ///   - progress: called when files are done with.
    ///   - commit: writes to `warehouse`, and may be more patient than it; nil for its own way.
    package init(
        into warehouse: any Warehouse, projections: [any Projection.Type], clock: @escaping @Sendable () -> Timestamp,
        betweenTables: (@Sendable (_ finished: TableName) async throws -> Void)? = nil,
        progress: @escaping @Sendable (ImportProgress) -> Void = { _ in }, commit: Commit? = nil
    ) {
        let plain: Commit = { changes throws(WarehouseError) in _ = try await warehouse.commit(changes) }
        self.warehouse = warehouse
        self.projections = projections
        self.clock = clock
        self.betweenTables = betweenTables
        self.progress = progress
        if let commit { self.commit = commit } else { self.commit = plain }
    }

    /// Imports the files that `paths` name, and those in the folders they name.
    ///
    /// - Returns: the summary; files that could not be used are among its files, and make the command fail.
    /// - Throws: ``ImportError``; what was committed by then stays.
    package func run(
        _ paths: [String], options: ImportOptions = ImportOptions()
    ) async throws(ImportError) -> ImportSummary {
        let listing = try FileListing(paths, tables: options.tables)
        guard !listing.sources.isEmpty || listing.reports.contains(where: { $0.outcome == .rejected }) else {
            throw ImportError(
                .noFiles, "no file of \(paths.joined(separator: ", ")) has rows of a raw table; see 'import --help'")
        }
        if options.isStrict {
            var rehearsal = try await pass(listing, options, writes: false) { told in
                // Half of the work, and no news of any file yet.
                (told.share, told.finished) = (told.share / 2, [])
            }
            guard rehearsal.issues.isEmpty, !rehearsal.hasRejectedFiles else {
                rehearsal.isRefused = true
                return rehearsal
            }
        }
        return try await pass(listing, options, writes: !options.isDryRun) { told in
            if options.isStrict { told.share = (1 + told.share) / 2 }
        }
    }

    private func pass(
        _ listing: FileListing, _ options: ImportOptions, writes: Bool,
        _ placed: @escaping @Sendable (inout ImportProgress) -> Void
    ) async throws(ImportError) -> ImportSummary {
        let progress = progress
        let pass = try await ImportPass(
            commit: writes ? commit : nil, reader: warehouse, projections: projections, clock: clock,
            options: options, files: Set(listing.sources.map(\.name)), betweenTables: betweenTables
        ) { told in
            var told = told
            placed(&told)
            progress(told)
        }
        return try await pass.run(listing)
    }
}
