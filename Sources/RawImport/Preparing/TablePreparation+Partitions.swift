import ContentDigest
import GameCalendar
import NBA
import PipelineModel

extension TablePreparation {
    /// Decides what happens to one partition and judges it.
    mutating func settle(_ partition: MergedPartition, isRelabelled: Bool, _ teamLines: [TeamBox]) {
        let id = Partition(item.table.name, partition.date)
        let known = context.stored.states[id]
        let readRows = partition.keptRows.reduce(0) {
            $0 + (partition.unreadFiles.contains($1.key) ? 0 : $1.value)
        }
        guard partition.content.rowCount > 0 else {
            if let known { delete(known) }
            prepared.issues[id] = []
            return
        }
        let judgement = PartitionJudge(context).judge(
            item.table, partition.date, partition.content, teamLines: teamLines)
        prepared.issues[id] = judgement.issues
        let digest = partition.content.digest
        if let known, known.digest == digest {
            prepared.counts.partitionsUnchanged += 1
            prepared.counts.rowsUnchanged += readRows
            keep(known, judgement, isRelabelled ? partition.content : nil)
        } else {
            prepared.counts.partitionsReplaced += 1
            prepared.counts.rowsLoaded += readRows
            replace(partition, digest, judgement)
        }
    }

    private mutating func replace(_ partition: MergedPartition, _ digest: Digest, _ judgement: Judgement) {
        var state = PartitionState()
        (state.tableName, state.gameDate, state.digest) = (item.table.name, partition.date, digest)
        state.rowCount = partition.content.rowCount
        (state.rowsMissing, state.rowsSurplus) = (judgement.missing, judgement.surplus)
        state.processorVersion = StoredImports.importerVersion
        state.updatedAt = started
        let run = run(for: state, expecting: state.rowCount + judgement.missing - judgement.surplus)
        state.runID = run.runID
        prepared.runs.append(run)
        prepared.changedDates.append(partition.date)
        prepared.writes.append(
            PartitionWrite(
                table: item.table.declaration, content: partition.content, state: state,
                projections: projectionStates(of: partition.content, for: state)))
    }

    /// Keeps a partition whose rows are what they were; writes what else differs.
    private mutating func keep(_ known: PartitionState, _ judgement: Judgement, _ relabelled: PartitionContent?) {
        var state = known
        (state.rowsMissing, state.rowsSurplus) = (judgement.missing, judgement.surplus)
        state.processorVersion = StoredImports.importerVersion
        let projections = context.projections(of: item.table.name).map {
            context.stored.states[Partition($0.input, known.gameDate)]
        }
        guard state != known || relabelled != nil || projections.contains(nil) else { return }
        prepared.writes.append(
            PartitionWrite(
                table: item.table.declaration, content: relabelled, state: state,
                projections: projections.compactMap { $0 }))
    }

    private mutating func delete(_ known: PartitionState) {
        var gone = known
        (gone.rowCount, gone.digest) = (0, .ofNothing)
        var run = run(for: gone, expecting: 0)
        run.status = .noData
        prepared.runs.append(run)
        prepared.deletions.append(known.gameDate)
        prepared.changedDates.append(known.gameDate)
        prepared.counts.partitionsDeleted += 1
    }

    private func projectionStates(of content: PartitionContent, for state: PartitionState) -> [PartitionState] {
        context.projections(of: item.table.name).compactMap { projection in
            // Base keys are unique, and so are those of every projection made of them.
            guard let projected = try? projection.content(of: content) else { return nil }
            var projectionState = state
            projectionState.tableName = projection.input
            projectionState.rowCount = projected.rowCount
            projectionState.digest = projected.digest
            (projectionState.rowsMissing, projectionState.rowsSurplus) = (0, 0)
            return projectionState
        }
    }

    private func run(for state: PartitionState, expecting expected: Int) -> RunRecord {
        var run = RunRecord()
        let batch = ImportBatch.name(context.importID)
        run.runID = "\(started)-\(batch)-\(state.tableName)-\(state.gameDate)"
        run.skipDownstreamTrigger = context.announcement == nil
        (run.batchID, run.correlationID) = (batch, run.skipDownstreamTrigger ? batch : "live-\(state.gameDate)")
        (run.processorName, run.phase, run.dataDate) = (state.tableName, Phase.raw.label, state.gameDate)
        (run.status, run.success, run.changed) = (.success, true, true)
        (run.createdAt, run.finishedAt) = (started, context.clock())
        run.durationSeconds = run.finishedAt.map { Double($0.microseconds - started.microseconds) / 1_000_000 }
        (run.rowsWritten, run.rowsExpected) = (state.rowCount, expected)
        (run.triggerSource, run.processorVersion) = (.importing, StoredImports.importerVersion)
        run.outputDigest = state.digest
        return run
    }
}

extension TablePreparation {
    /// Notes which file fed which date.
    mutating func recordFeeds() {
        let changed = Set(prepared.changedDates)
        let kept = Dictionary(uniqueKeysWithValues: merged.partitions.map { ($0.date, $0) })
        for file in files {
            let former = context.stored.feeds(of: file.source.name, to: item.table.name)
            for date in file.dates {
                var feed = ImportFilePartition()
                (feed.file, feed.tableName, feed.gameDate) = (file.source.name, item.table.name, date)
                (feed.fileID, feed.sha256) = (file.fileID, file.digest)
                feed.rows = kept[date]?.keptRows[file.source.name] ?? 0
                feed.importerVersion = StoredImports.importerVersion
                feed.importID = context.importID
                prepared.feeds.append(feed)
            }
            prepared.endedFeeds[file.source.name] = Set(former.keys).subtracting(file.dates).sorted()
        }
        for partition in merged.partitions { recordUnread(partition, hasChanged: changed.contains(partition.date)) }
    }

    // A file not read now may have lost rows to one that was, or may get some back: it has to be read next time.
    private mutating func recordUnread(_ partition: MergedPartition, hasChanged: Bool) {
        let wasShared = files.contains {
            context.stored.feeds(of: $0.source.name, to: item.table.name)[partition.date] != nil
        }
        for file in partition.unreadFiles.sorted() {
            guard var feed = context.stored.feeds(of: file, to: item.table.name)[partition.date] else { continue }
            let rows = partition.keptRows[file] ?? 0
            guard rows != feed.rows || (hasChanged && wasShared) else { continue }
            (feed.rows, feed.sha256, feed.importID) = (rows, .absent, context.importID)
            prepared.feeds.append(feed)
        }
    }

    /// Judges stored partitions of other tables again that this table's changes concern.
    mutating func judgeDependents() async throws(ImportError) {
        let dependents: [RawTable]
        switch item.table.name {
        case Arena.table.name: dependents = RawTable.all.filter(\.isSchedule)
        case ScheduledGame.table.name: dependents = RawTable.all.filter { !$0.isReference && !$0.isSchedule }
        case TeamBox.table.name:
            dependents = RawTable.all.filter { $0.name == PlayerBox.table.name || $0.name == Shot.table.name }
        default: return
        }
        guard !prepared.changedDates.isEmpty else { return }
        for dependent in dependents {
            let dates =
                item.table.isReference ? context.stored.dates(of: dependent.name) : prepared.changedDates.sorted()
            try await judge(dependent, on: dates)
        }
    }

    private mutating func judge(_ table: RawTable, on dates: [GameDate]) async throws(ImportError) {
        let contents = try await context.contents(of: table.declaration, on: dates)
        let teamLines = try await context.teamLines(on: contents.keys.sorted())
        let judge = PartitionJudge(context)
        for (date, content) in contents.sorted(by: { $0.key < $1.key }) {
            let id = Partition(table.name, date)
            let judgement = judge.judge(table, date, content, teamLines: teamLines[date] ?? [])
            prepared.issues[id] = judgement.issues
            guard var state = context.stored.states[id] else { continue }
            guard (state.rowsMissing, state.rowsSurplus) != (judgement.missing, judgement.surplus) else { continue }
            (state.rowsMissing, state.rowsSurplus) = (judgement.missing, judgement.surplus)
            let projections = context.projections(of: table.name).compactMap {
                context.stored.states[Partition($0.input, date)]
            }
            prepared.writes.append(
                PartitionWrite(table: table.declaration, content: nil, state: state, projections: projections))
        }
    }
}
