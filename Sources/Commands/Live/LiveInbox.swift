import GameCalendar
import LiveServer
import PipelineModel
import PipelineRuntime

/// Takes files out of the inbox: loads them, moves them away, and says what could not be used.
struct LiveInbox: Sendable {
    let folder: InboxFolder
    let session: Session
    let desk: NoticeDesk
    /// Called when partitions were replaced.
    let loaded: @Sendable () -> Void
    /// Takes one sentence for people.
    let tell: @Sendable (String) -> Void

    /// Loads `files` in one pass. What the store refuses stays in the inbox and comes again.
    func take(_ files: [InboxFile]) async {
        let paths = Dictionary(uniqueKeysWithValues: files.map { (folder.path(of: $0), $0) })
        do {
            let outcome = try await InboxImport(session: session).take(files.map(folder.path(of:)))
            loaded()
            for (path, fate) in outcome.fates.sorted(by: { $0.key < $1.key }) {
                guard let file = paths[path] else { continue }
                await settle(file, fate)
            }
            if outcome.rowsSetAside > 0 {
                await note("\(outcome.rowsSetAside) rows of \(names(files)) were set aside; see import_quarantine")
            }
        } catch let failure as CommandFailure {
            tell("\(names(files)) stay in the inbox: \(failure.message)")
        } catch {
            tell("\(names(files)) stay in the inbox: \(error)")
        }
    }

    private func settle(_ file: InboxFile, _ fate: InboxImport.Fate) async {
        do throws(InboxError) {
            switch fate {
            case .taken: try folder.settle(file, as: .done)
            case .rejected(let reason):
                try folder.settle(file, as: .rejected(reason))
                await note("\(file.name) was rejected: \(reason)")
            }
        } catch {
            tell(error.description)
        }
    }

    private func note(_ sentence: String) async {
        tell(sentence)
        do throws(WarehouseError) {
            try await desk.post(.warning, .importIssues, sentence)
        } catch {
            tell("the notice could not be stored: \(error.message)")
        }
    }

    private func names(_ files: [InboxFile]) -> String {
        files.count == 1 ? files[0].name : "\(files.count) files (\(files[0].name), …)"
    }
}
