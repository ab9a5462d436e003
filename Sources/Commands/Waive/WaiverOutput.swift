import GameCalendar
import PipelineEngine
import PipelineModel

/// A waiver and what it is good for now.
struct WaiverStanding {
    let waiver: Waiver
    /// active, expired or revoked.
    let state: String
    /// Partitions that count as satisfied because of it.
    private(set) var waived = 0
    /// Expected partitions in its reach that are complete without it.
    private(set) var unneeded = 0

    init(_ waiver: Waiver, in ledger: inout Ledger) {
        self.waiver = waiver
        let now = ledger.facts.readAt
        let isExpired = waiver.expiresAt.map { $0 <= now } ?? false
        state = waiver.revokedAt != nil ? "revoked" : isExpired ? "expired" : "active"
        guard state == "active" else { return }
        for (position, entry) in ledger.catalog.entries.enumerated() where ledger.catalog.base(of: position) == position
        {
            for date in ledger.expectedDates(of: position)
            where waiver.covers(Partition(entry.name, date), at: now) {
                switch ledger.status(position, on: date) {
                case .waived: waived += 1
                case .complete: unneeded += 1
                case .notExpected, .missing, .partial, .stale: break
                }
            }
        }
    }
}

/// Waivers as people and machines read them.
struct WaiverOutput: CommandOutput {
    let waivers: [WaiverStanding]
    /// Whether all were asked for, rather than those of one act.
    var isList = false

    var json: JSONValue {
        var members: [JSONValue.Member] = [.init(name: "waivers", value: list.objects)]
        if waivers.count == 1, !isList {
            members.insert(.init(name: "waiver_id", value: .string(waivers[0].waiver.waiverID)), at: 0)
        }
        return .object(members)
    }

    var list: ResultList {
        ResultList(
            columns: [
                "waiver_id", "table", "start_date", "end_date", "state", "waived", "unneeded", "reason", "created_by",
                "created_at", "expires_at", "revoked_at",
            ],
            rows: waivers.map { standing in
                let waiver = standing.waiver
                return [
                    .text(waiver.waiverID), .text(waiver.tableName), .date(waiver.startDate), .date(waiver.endDate),
                    .text(standing.state), .int(standing.waived), .int(standing.unneeded), .text(waiver.reason),
                    .text(waiver.createdBy), .timestamp(waiver.createdAt),
                    waiver.expiresAt.map(Cell.timestamp) ?? .null, waiver.revokedAt.map(Cell.timestamp) ?? .null,
                ]
            })
    }

    var text: String {
        waivers.isEmpty ? "No waivers.\n" : waivers.map(\.text).joined()
    }
}

extension WaiverStanding {
    /// Its id and what it is good for, then what it covers and why.
    fileprivate var text: String {
        let days = waiver.startDate == waiver.endDate ? "" : " to \(waiver.endDate)"
        let end = waiver.expiresAt.map { ", until \($0.description.prefix { $0 != "T" })" } ?? ""
        return Wrapping.filled("\(waiver.waiverID): \(standing)", indent: "    ")
            + Wrapping.filled(
                "\(waiver.tableName) \(waiver.startDate)\(days)\(end): \(waiver.reason)", after: "  ", indent: "    ")
    }

    private var standing: String {
        switch (state, waived, unneeded) {
        case ("active", 0, 0): "active, but nothing falls on its dates"
        case ("active", 0, _): "active, needless: \(unneeded.counted("partition")) complete"
        case ("active", _, 0): "active, \(waived.counted("partition")) waived"
        case ("active", _, _): "active, \(waived.counted("partition")) waived, \(unneeded) complete"
        default: state
        }
    }
}
