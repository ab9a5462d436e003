/// When a file in an inbox is whole, and when it is handed out again.
package struct InboxPatience: Hashable, Sendable {
    /// A file whose writer closed it, or of which nothing is known but how it looks, must look the same for so long.
    package var quiet = Duration.milliseconds(200)
    /// After the first news of the folder more is waited for: files of one date come together, and are best taken so.
    package var gathering = Duration.milliseconds(30)
    /// A file that somebody was seen making and not closing must look the same for so long. A hard link looks like
    /// that, too, so it cannot be for ever.
    package var quietWhileOpen = Duration.seconds(5)
    /// The folder is looked at so often when nothing is told of it.
    package var poll = Duration.seconds(1)
    /// A file that was handed out and still lies there is handed out again after so long.
    package var again = Duration.seconds(10)

    /// The usual durations.
    package init() {}
}

/// Decides which files of an inbox are whole. No clock, no I/O.
///
///     renamed into the folder                  at once
///     written under its name, then closed      unchanged for 200 ms since
///     there already, or no events              two looks, 200 ms apart, see the same size and time of change
///     being written to, not closed             unchanged for 5 s
struct InboxSettling {
    private struct Sight {
        var file: InboxFile
        var unchangedSince: Duration
        var isWhole = false
        var isOpen = false
        var handedOut: Duration?
    }

    private let patience: InboxPatience
    private var sights: [String: Sight] = [:]
    // Told of since the last look.
    private var movedIn: Set<String> = []
    private var isOpen: [String: Bool] = [:]

    init(_ patience: InboxPatience) {
        self.patience = patience
    }

    /// Takes note of what happened to names.
    mutating func note(_ events: [FolderEvent]) {
        for event in events {
            switch event {
            case .movedIn(let name):
                movedIn.insert(name)
                isOpen[name] = false
            case .closed(let name): isOpen[name] = false
            case .opened(let name):
                movedIn.remove(name)
                isOpen[name] = true
            case .unknown: continue
            }
        }
    }

    /// Takes in a look at the folder.
    ///
    /// - Parameter now: time on any scale that only grows.
    /// - Returns: files to hand out, by name; and after how long to look again.
    mutating func look(_ files: [InboxFile], at now: Duration) -> (ready: [InboxFile], next: Duration) {
        var seen: [String: Sight] = [:]
        var ready: [InboxFile] = []
        var next = patience.poll
        for file in files {
            var sight = sight(of: file, at: now)
            let wait = remaining(sight, at: now)
            if wait > .zero {
                next = min(next, wait)
            } else {
                sight.handedOut = now
                ready.append(file)
            }
            seen[file.name] = sight
        }
        sights = seen
        (movedIn, isOpen) = ([], [:])
        return (ready, next)
    }

    /// Takes note that the files handed out have been worked on, until `now`.
    mutating func worked(on files: [InboxFile], until now: Duration) {
        for file in files { sights[file.name]?.handedOut = now }
    }

    private func sight(of file: InboxFile, at now: Duration) -> Sight {
        var sight = sights[file.name] ?? Sight(file: file, unchangedSince: now)
        if sight.file != file { sight = Sight(file: file, unchangedSince: now, isOpen: sight.isOpen) }
        if let isOpen = isOpen[file.name] {
            sight.isOpen = isOpen
            (sight.isWhole, sight.unchangedSince) = (false, now)
        }
        if movedIn.contains(file.name) { sight.isWhole = true }
        return sight
    }

    // How long until the file may be handed out; zero for now.
    private func remaining(_ sight: Sight, at now: Duration) -> Duration {
        if let handedOut = sight.handedOut { return max(.zero, handedOut + patience.again - now) }
        if sight.isWhole { return .zero }
        let quiet = sight.isOpen ? patience.quietWhileOpen : patience.quiet
        return max(.zero, sight.unchangedSince + quiet - now)
    }
}
