internal import LiveServer
internal import Markup
internal import PipelineEngine
internal import PipelineModel

extension Site {
    /// Does what a form asks for: from a page of this server, by somebody who has shown the token.
    func act(_ path: [String], _ request: WebRequest) async -> WebAnswer {
        guard path.count == 2, path[0] == "actions", let kind = ActionKind(rawValue: path[1]), let actions else {
            return plain(404, "there is nothing at this path that takes a form")
        }
        guard visitors.isSameOrigin(request) else {
            return plain(
                403, "forms are taken from this server's own pages; a program sends 'Authorization: Bearer TOKEN'")
        }
        guard visitors.isKnown(request, at: second) else { return signIn(401) }
        let actor = request.headers["authorization"] == nil ? "session" : "token"
        do {
            let asked = ActionRequest(fields: request.fields, standing: try await sources.standing())
            let record =
                switch try await asked.action(kind, in: sources.store) {
                case .command(let words): try await actions.start(words, actor)
                case .stop(let batch): try await actions.stop(batch, actor)
                }
            return redirect(to: "/actions/\(record.actionID)")
        } catch let problem as ActionRequest.Problem {
            return failure(400, problem.sentence)
        } catch let error as WarehouseError {
            return failure(503, "The action could not be recorded, so it was not started: \(error.message)")
        } catch {
            return failure(500, "The action was not started: \(error)")
        }
    }
}

extension SitePages {
    /// What can be done, and what was done.
    func actions() async throws -> Page {
        guard site.actions != nil else {
            return Page(
                "Actions", at: "/actions", [.paragraph("This dashboard only shows; use the command line to act.")])
        }
        let computed = standing.catalog.steps.map { standing.catalog.entries[$0.entry].name.rawValue }
        var forms = [
            Element.paragraph([
                Element(text: "To compute what is missing, "), .link("make a plan", "/plan"),
                Element(text: " and start it."),
            ])
        ]
        // Whatever runs, and the newest if it was interrupted.
        for (place, shown) in standing.batches.enumerated() where place == 0 || shown.status == .running {
            forms += ActionForms.about(shown)
        }
        forms += [
            ActionForms.retry, ActionForms.run(computed),
            ActionForms.waive(standing.catalog.tables.map(\.name.rawValue)),
        ]
        let records = try await site.sources.store.records(
            ActionRecord.self, matching: RecordFilter().newest(by: "created_at", limit: 50))
        let table = PageTable(
            "Actions taken here, newest first",
            [.text("Action"), .text("When, UTC"), .text("Command"), .text("By"), .text("Came to")],
            records.map { record in
                [
                    .link(record.actionID, "/actions/\(record.actionID)"), Element(text: record.createdAt.shortText),
                    .code(record.command), Element(text: record.requestedBy), record.mark,
                ]
            })
        return Page(
            "Actions", at: "/actions",
            [Element("section", [:], forms), .section("Taken", id: "taken", [table.element])])
    }

    /// What a form would start, before it is started: the exact command line and a button.
    func newAction(_ kind: String, _ request: WebRequest) async throws -> Page {
        guard let actions = site.actions, let kind = ActionKind(rawValue: kind) else {
            return .missing("There is no action '\(kind)' to start from here.", at: "/actions")
        }
        var parts: [Element]
        do {
            switch try await ActionRequest(fields: request.query, standing: standing).action(kind, in: store) {
            case .command(let words):
                parts = [
                    .paragraph("This is run in a process of its own, and recorded with who asked for it:"),
                    ActionForms.confirmation(of: kind, ShellLine.written(words), request.query),
                ]
            case .stop(let batch):
                let (line, problem) = try await actions.stopping(batch)
                parts = [
                    .paragraph("Steps that are running are finished; everything after them is left for a resume."),
                    problem.map { Element("p", ["class": "note"], [Element(text: $0)]) }
                        ?? ActionForms.confirmation(of: kind, line, request.query),
                ]
            }
        } catch let problem as ActionRequest.Problem {
            parts = [Element("p", ["class": "note"], [Element(text: problem.sentence)])]
        }
        var page = Page("Before it is run", at: "/actions", [.section("Command", id: "command", parts)])
        page.isLive = false
        return page
    }

    /// One action with what its command has said so far.
    func action(_ id: String) async throws -> Page {
        let filter = RecordFilter.column("action_id", is: .text(id))
        guard let actions = site.actions,
            let record = try await site.sources.store.records(ActionRecord.self, matching: filter).first
        else { return .missing("There is no action '\(id)'.", at: "/actions") }
        var parts = [
            Element.command(record.command),
            .facts([
                ("Asked for, UTC", Element(text: record.createdAt.shortText)),
                ("By", Element(text: record.requestedBy)),
                ("Came to", record.mark), ("Ended, UTC", Element(text: record.finishedAt?.shortText ?? "–")),
            ]),
        ]
        if let problem = record.problem { parts.append(Element("p", ["class": "note"], [Element(text: problem)])) }
        let output = actions.output(id)
        parts.append(
            output.isEmpty
                ? .paragraph("It has said nothing yet.") : Element("pre", ["class": "command"], [Element(text: output)])
        )
        return Page("Action \(id)", at: "/actions", [.section("Action", id: "action", parts)])
    }
}

extension ActionRecord {
    /// What became of it, in a word.
    fileprivate var mark: Element {
        if problem != nil { return StateMark.mark("failed", "✕") }
        guard finishedAt != nil else { return StateMark.mark("running", "▶") }
        return exitCode == 0
            ? StateMark.mark("success", "■")
            : StateMark.mark("failed", "✕ exit \(exitCode.map(String.init) ?? "unknown"),")
    }
}
