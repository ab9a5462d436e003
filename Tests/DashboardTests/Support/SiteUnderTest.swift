import Dashboard
import Foundation
import LiveServer
import PipelineModel
import PipelineTesting
import Synchronization

/// A dashboard over the sample, and what was asked of it.
final class SiteUnderTest: Sendable {
    static let token = "s3cret-s3cret"
    let site: Site
    let sample: Standings
    private let recorder: Recorder

    init(
        isOpen: Bool = true, hosts: Set<String>? = SiteSettings.loopback,
        standing: Result<Void, any Error> = .success(())
    )
        async throws
    {
        let sample = try await Standings.sample()
        let started = Recorder()
        let store = sample.store
        let desk = ActionDesk(
            start: { words, by in
                started.append(words)
                var record = ActionRecord()
                (record.actionID, record.command, record.requestedBy) = ("a1", ShellLine.written(words), by)
                (record.createdAt, record.finishedAt, record.exitCode) = (Standings.at(61), Standings.at(62), 0)
                var changes = ChangeSet(at: Standings.at(61))
                try changes.upsert([record])
                _ = try await store.commit(changes)
                return record
            },
            stopping: { batch in ("kill -INT 4321", batch.batchID == "b1" ? nil : "Nobody works on it.") },
            stop: { batch, _ in
                started.append(["stop", batch.batchID])
                var record = ActionRecord()
                record.actionID = "a2"
                return record
            }, output: { "output of \($0) \(Standings.hostile)" })
        let sources = DashboardSources(
            store: sample.store,
            standing: {
                try standing.get()
                return sample.standing
            }, now: { Standings.at(100) }, secret: { "a-secret" },
            twin: { path, query in
                let text = "{\"path\":\"\(path.joined(separator: "/"))\",\"items\":\(query.count)}"
                return WebAnswer(200, headers: [("Content-Type", "application/json")], body: .bytes(Array(text.utf8)))
            }, readinessColumn: "is_production_ready", subject: NoSubject())
        self.sample = sample
        recorder = started
        site = Site(
            sources, SiteSettings(token: Self.token, isOpen: isOpen, hosts: hosts, name: "league"), actions: desk)
    }

    /// Commands that pages have asked for.
    var commands: [[String]] { recorder.commands }

    private final class Recorder: Sendable {
        private let list = Mutex<[[String]]>([])
        var commands: [[String]] { list.withLock { $0 } }
        func append(_ words: [String]) { list.withLock { $0.append(words) } }
    }

    /// What is answered to a request for a page.
    func get(_ address: String, _ headers: [String: String] = ["host": "localhost:8080"]) async -> Answer {
        let parts = address.split(separator: "?", maxSplits: 1).map(String.init)
        let query = parts.count > 1 ? FormEncoding.items(parts[1]) : []
        return await ask(WebRequest(.get, FormEncoding.decoded(parts.first ?? "/"), query: query, headers: headers))
    }

    /// What is answered to a form.
    func post(_ path: String, _ form: String, _ headers: [String: String] = [:]) async -> Answer {
        var all = ["host": "localhost:8080", "content-type": "application/x-www-form-urlencoded"]
        all.merge(headers) { $1 }
        return await ask(WebRequest(.post, path, headers: all, body: Array(form.utf8)))
    }

    private func ask(_ request: WebRequest) async -> Answer {
        let answer = await site.answer(request) { "backcourt_up 1\n" }
        guard case .bytes(let bytes) = answer.body else { return Answer(answer, "") }
        return Answer(answer, String(decoding: bytes, as: UTF8.self))
    }

    /// An answer as tests look at it.
    struct Answer {
        let status: Int
        let headers: [(name: String, value: String)]
        let body: String

        init(_ answer: WebAnswer, _ body: String) {
            (status, headers, self.body) = (answer.status, answer.headers, body)
        }

        func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name.lowercased() }?.value }
    }

    /// The cookie of somebody who has signed in.
    func signIn() async -> String? {
        let answer = await post("/sign-in", "token=\(Self.token)", ["origin": "http://localhost:8080"])
        return answer.header("set-cookie")?.split(separator: ";").first.map(String.init)
    }
}
