internal import ServiceLifecycle

/// Hands out files as they arrive in an inbox, until asked to stop.
///
/// What lies there at the start is handed out first. A file that is renamed into the folder is handed out at once, others
/// when they are whole (``InboxPatience``). Where the system tells nothing of a folder it is looked at every second.
package struct InboxWatch: Service {
    private let folder: InboxFolder
    private let patience: InboxPatience
    private let take: @Sendable ([InboxFile]) async -> Void
    private let report: @Sendable (String) -> Void

    /// A watch over `folder`, which is made if it is missing.
    ///
    /// - Parameters:
    ///   - take: works on files, by name, and settles each with ``InboxFolder/settle(_:as:)``. What it leaves in the inbox
    ///     is handed out again after a while. Called by one task, once at a time.
    ///   - report: takes one sentence on what is left alone or goes wrong, once until it changes.
    package init(
        _ folder: InboxFolder, patience: InboxPatience = InboxPatience(),
        take: @escaping @Sendable ([InboxFile]) async -> Void, report: @escaping @Sendable (String) -> Void
    ) {
        self.folder = folder
        self.patience = patience
        self.take = take
        self.report = report
    }

    /// Watches until asked to stop, or cancelled; files being worked on are finished.
    package func run() async {
        let (news, told) = AsyncStream.makeStream(of: [FolderEvent].self)
        await withGracefulShutdownHandler {
            var round = Round(folder: folder, patience: patience, told: told)
            var events: [FolderEvent] = []
            var iterator = news.makeAsyncIterator()
            while !Task.isCancelled {
                let (files, sentences) = round.look(events)
                for sentence in sentences { report(sentence) }
                if !files.isEmpty {
                    await take(files)
                    round.worked(on: files)
                }
                let alarm = Task { [next = round.next] in
                    guard (try? await Task.sleep(for: next)) != nil else { return }
                    told.yield([])
                }
                let more = await iterator.next()
                alarm.cancel()
                guard let more else { return }
                events = more
                guard !more.isEmpty else { continue }
                try? await Task.sleep(for: patience.gathering)
                // All that is told by now; an empty list marks the end of it.
                told.yield([])
                while let more = await iterator.next(), !more.isEmpty { events += more }
            }
        } onGracefulShutdown: {
            told.finish()
        }
    }
}

extension InboxWatch {
    /// What a watch knows from one look to the next.
    private struct Round {
        let folder: InboxFolder
        let told: AsyncStream<[FolderEvent]>.Continuation
        var settling: InboxSettling
        /// How long until the next look, if nothing is told before.
        var next: Duration
        private let poll: Duration
        private let clock = ContinuousClock()
        private let start: ContinuousClock.Instant
        private var events: FolderEvents?
        private var reported: Set<String> = []

        init(folder: InboxFolder, patience: InboxPatience, told: AsyncStream<[FolderEvent]>.Continuation) {
            self.folder = folder
            self.told = told
            settling = InboxSettling(patience)
            (next, poll) = (patience.poll, patience.poll)
            start = clock.now
        }

        private var now: Duration { clock.now - start }

        // Looks at the folder: files to work on, and what to report.
        mutating func look(_ news: [FolderEvent]) -> (files: [InboxFile], sentences: [String]) {
            if events == nil || news.contains(.unknown) { listen() }
            settling.note(news)
            do throws(InboxError) {
                let listing = try folder.listing()
                let (ready, next) = settling.look(listing.files, at: now)
                self.next = next
                return (ready, fresh(listing.oddities.map { "\($0.name) in the inbox is left alone: \($0.reason)" }))
            } catch {
                (events, next) = (nil, poll)
                return ([], fresh(["the inbox cannot be read: \(error)"]))
            }
        }

        mutating func worked(on files: [InboxFile]) { settling.worked(on: files, until: now) }

        // Before the look: what arrives between the two is told of.
        private mutating func listen() {
            try? folder.prepare()
            events = FolderEvents(folder.path) { [told] events in told.yield(events) }
        }

        private mutating func fresh(_ sentences: [String]) -> [String] {
            defer { reported = Set(sentences) }
            return sentences.filter { !reported.contains($0) }
        }
    }
}
