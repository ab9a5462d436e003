internal import Foundation
internal import PipelineModel

/// A job as the server tells of it.
struct JobStatus: Decodable, Sendable {
    struct Status: Decodable, Sendable {
        let state: String?
        let errorResult: ServerComplaint?
        let errors: [ServerComplaint]?
    }
    struct Statistics: Decodable, Sendable {
        struct Query: Decodable, Sendable {
            let statementType: String?
            let totalBytesProcessed: String?
        }
        struct Load: Decodable, Sendable {
            let outputRows: String?
        }
        let query: Query?
        let load: Load?
        let totalBytesProcessed: String?
    }
    struct Reference: Decodable, Sendable {
        let jobId: String?
    }
    let jobReference: Reference?
    let status: Status?
    let statistics: Statistics?

    var isDone: Bool { status?.state == "DONE" }
}

/// Queries, and jobs under names of ours: what was begun under a name is not begun again.
struct Jobs: Sendable {
    let client: APIClient
    // Rows of one answer; the server cuts answers at 10 MB whatever is asked for.
    private static let rowsPerPage = 50_000
    // Milliseconds the server waits before it says that it has not finished.
    private static let patience = 20_000
    private static let pauseToAsk = Duration.milliseconds(250)

    private var location: String { client.address.location }
    private var format: [(name: String, value: JSONText)] { [("formatOptions", ["useInt64Timestamp": true])] }

    /// The rows that `statement` gives.
    func rows(_ statement: Statement, about subject: String? = nil) async throws(WarehouseError) -> QueryRows {
        // A repeated request with this name is the same query.
        let body = JSONText.object(
            statement.json + format + [
                ("location", .text(location)), ("maxResults", .number(Self.rowsPerPage)),
                ("timeoutMs", .number(Self.patience)), ("requestId", .text(UUID().uuidString)),
            ])
        let call = APICall(method: .post, path: "/queries", body: body.bytes, subject: subject)
        var rows = QueryRows()
        var head = try await add(call, to: &rows)
        let job = head.jobReference?.jobId
        if let complaint = try await complaint(head, job) { throw client.errors.error(complaint, about: subject) }
        while let job, head.jobComplete != true || head.pageToken?.isEmpty == false {
            var query = [
                ("location", location), ("maxResults", "\(Self.rowsPerPage)"), ("timeoutMs", "\(Self.patience)"),
                ("formatOptions.useInt64Timestamp", "true"),
            ]
            if head.jobComplete == true, let token = head.pageToken { query.append(("pageToken", token)) }
            head = try await add(APICall(path: "/queries/\(job)", query: query, subject: subject), to: &rows)
            if let complaint = try await complaint(head, job) { throw client.errors.error(complaint, about: subject) }
        }
        let isWhole = head.jobComplete == true && head.pageToken?.isEmpty != false
        guard isWhole, head.totalRows.flatMap({ Int($0) }) ?? rows.rowCount == rows.rowCount else {
            throw client.errors.lost("\(rows.rowCount) of \(head.totalRows ?? "unknown") rows came")
        }
        return rows
    }

    private func add(_ call: APICall, to rows: inout QueryRows) async throws(WarehouseError) -> QueryRows.Head {
        let answer = try await client.send(call)
        do {
            return try rows.add(answer.body)
        } catch {
            throw client.errors.strange("rows that are none")
        }
    }

    // Answers also tell of warnings: the job knows whether it failed.
    private func complaint(_ head: QueryRows.Head, _ job: String?) async throws(WarehouseError) -> ServerComplaint? {
        guard let first = head.errors?.first else { return nil }
        guard let job, let status = try await status(of: job) else { return first }
        return status.status?.errorResult
    }

    /// The job called `id`, nil where there is none.
    func status(of id: String) async throws(WarehouseError) -> JobStatus? {
        let call = APICall(path: "/jobs/\(id)", query: [("location", location)], accepted: [404])
        let answer = try await client.send(call)
        return answer.status == 404 ? nil : try client.decoded(JobStatus.self, answer.body)
    }

    /// What a statement would do, without doing it.
    func rehearse(_ statement: Statement) async throws(WarehouseError) -> JobStatus {
        let body: JSONText = [
            "jobReference": ["projectId": .text(client.address.project), "location": .text(location)],
            "configuration": ["dryRun": true, "query": .object(statement.json)],
        ]
        let answer = try await client.send(APICall(method: .post, path: "/jobs", body: body.bytes))
        return try client.decoded(JobStatus.self, answer.body)
    }

    /// Runs a job under the name `name`, unless it has run; waits for its end.
    ///
    /// A job that failed for a reason that may pass is run again under the name's next form, for a name is used once.
    func run(_ name: String, _ body: JobBody, about subject: String) async throws(WarehouseError) -> JobStatus {
        var (form, attempt) = (0, 0)
        while true {
            let id = form == 0 ? name : "\(name)_\(form)"
            let answer = try await client.send(body.call(id, client.address, subject))
            let isOld = answer.status == 409
            let begun: JobStatus? =
                isOld ? try await status(of: id) : try client.decoded(JobStatus.self, answer.body)
            let job = try await finished(begun, id)
            guard let complaint = job.status?.errorResult else { return job }
            form += 1
            let error = client.errors.error(Self.detailed(complaint, job), about: subject)
            // A failure of before says nothing about today.
            if isOld, form <= Self.formsTried { continue }
            attempt += 1
            guard error.category == .transient, await client.pauses.pause(before: attempt) else { throw error }
        }
    }

    private static let formsTried = 50

    private func finished(_ begun: JobStatus?, _ id: String) async throws(WarehouseError) -> JobStatus {
        guard var job = begun else { throw client.errors.strange("a job is there and is not") }
        while !job.isDone {
            do {
                try await Task.sleep(for: Self.pauseToAsk)
            } catch {
                throw client.errors.lost("nobody waits for job \(id) any more")
            }
            guard let now = try await status(of: job.jobReference?.jobId ?? id) else {
                throw client.errors.lost("job \(id) is gone")
            }
            job = now
        }
        return job
    }

    // Of a load, the first row that was refused says more than that some were.
    private static func detailed(_ complaint: ServerComplaint, _ job: JobStatus) -> ServerComplaint {
        guard let row = job.status?.errors?.first(where: { $0.message != complaint.message }) else { return complaint }
        return ServerComplaint(reason: complaint.reason, message: "\(complaint.message) \(row.message)")
    }
}

/// What a job does.
enum JobBody: Sendable {
    case query(Statement)
    /// Rows, one JSON object a line, into a table that is made for them.
    case load(dataset: String, table: String, fields: JSONText, rows: [UInt8])

    private static let boundary = "backcourt-rows-follow"
    // Milliseconds after which the server ends a job: one that nothing is heard of holds up everybody.
    private static let timeout = "600000"

    func call(_ id: String, _ address: BigQueryAddress, _ subject: String) -> APICall {
        let reference: JSONText = [
            "projectId": .text(address.project), "jobId": .text(id), "location": .text(address.location),
        ]
        switch self {
        case .query(let statement):
            let body: JSONText = [
                "jobReference": reference,
                "configuration": ["query": .object(statement.json), "jobTimeoutMs": .text(Self.timeout)],
            ]
            return APICall(method: .post, path: "/jobs", body: body.bytes, accepted: [409], subject: subject)
        case .load(let dataset, let table, let fields, let rows):
            let load: JSONText = [
                "destinationTable": [
                    "projectId": .text(address.project), "datasetId": .text(dataset), "tableId": .text(table),
                ],
                "sourceFormat": "NEWLINE_DELIMITED_JSON", "schema": ["fields": fields],
                "writeDisposition": "WRITE_TRUNCATE", "createDisposition": "CREATE_IF_NEEDED",
            ]
            let body: JSONText = [
                "jobReference": reference, "configuration": ["load": load, "jobTimeoutMs": .text(Self.timeout)],
            ]
            return APICall(
                method: .post, path: "/jobs", query: [("uploadType", "multipart")], body: Self.parts(body, rows),
                bodyType: "multipart/related; boundary=\(Self.boundary)", isUpload: true, accepted: [409],
                subject: subject)
        }
    }

    // Rows hold no line break but between them, so none of them is the boundary.
    private static func parts(_ head: JSONText, _ rows: [UInt8]) -> [UInt8] {
        Array("--\(boundary)\r\nContent-Type: application/json; charset=UTF-8\r\n\r\n".utf8) + head.bytes
            + Array("\r\n--\(boundary)\r\nContent-Type: application/octet-stream\r\n\r\n".utf8) + rows
            + Array("\r\n--\(boundary)--\r\n".utf8)
    }
}
