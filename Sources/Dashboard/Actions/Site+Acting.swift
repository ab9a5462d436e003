internal import LiveServer
internal import Markup
internal import PipelineEngine
internal import PipelineModel

extension Site {
    /// Does what a form asks for: from a page of this server, by somebody who has shown the token.
    func act(_ path: [String], _ request: WebRequest) async -> WebAnswer {
        guard path.count == 2, path[0] == "actions", let actions else {
            return plain(404, "there is nothing at this path that takes a form")
        }
        guard visitors.isSameOrigin(request) else {
            return plain(
                403, "forms are taken from this server's own pages; a program sends 'Authorization: Bearer TOKEN'")
        }
        guard visitors.isKnown(request, at: second) else { return signIn(401) }
        let actor = request.headers["authorization"] == nil ? "session" : "token"
        do {
            let record = try await perform(path[1], request.fields, actor, actions)
            guard let record else { return plain(404, "there is no action '\(path[1])'") }
            return redirect(to: "/actions/\(record.actionID)")
        } catch let problem as ActionRequest.Problem {
            return failure(400, problem.sentence)
        } catch let error as WarehouseError {
            return failure(503, "The action could not be recorded, so it was not started: \(error.message)")
        } catch {
            return failure(500, "The action was not started: \(error)")
        }
    }

    private func perform(
        _ kind: String, _ fields: [(name: String, value: String)], _ actor: String, _ actions: ActionDesk
    ) async throws -> ActionRecord? {
        let standing = try await sources.standing()
        guard kind == "stop" || kind == "resume" else {
            guard let words = try ActionRequest(fields: fields, standing: standing).words(kind) else { return nil }
            return try await actions.start(words, actor)
        }
        let id = fields.first { $0.name == "batch" }?.value ?? ""
        let found = try await sources.store.records(Batch.self, matching: .column("batch_id", is: .text(id)))
        guard let batch = found.first else { throw ActionRequest.Problem(sentence: "There is no batch '\(id)'.") }
        if kind == "stop" { return try await actions.stop(batch, actor) }
        guard let words = ActionRequest.words(of: batch) else {
            throw ActionRequest.Problem(sentence: "'\(batch.command)' cannot be started from here; start it by hand.")
        }
        return try await actions.start(words, actor)
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
        if let shown = standing.work.batch {
            if standing.work.isRunning {
                forms.append(ActionForms.stop(shown.batch))
            } else if shown.status == .interrupted, let resume = ActionForms.resume(shown.batch) {
                forms.append(resume)
            }
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
