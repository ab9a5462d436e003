package import PipelineModel

/// A right in the store, held by a connection of its own: given back with the last reference, or when the process ends.
package final class StoreHold: Sendable {
    private let lane: Lane
    private let name: String

    fileprivate init(_ name: String, _ lane: Lane) {
        (self.name, self.lane) = (name, lane)
    }

    /// Whether it is held still, in one round trip. One whose connection was lost is taken again, unless another process was
    /// faster; the session that was lost may take a moment to end.
    package func isKept() async throws(WarehouseError) -> Bool {
        try await lane.result(again: true) { [name] connection in
            for _ in 0..<20 {
                if try Self.take(name, connection) { return true }
                try connection.run("SELECT pg_sleep(0.1)")
            }
            return false
        }.get()
    }

    // The session that has it may take it as often as it likes.
    fileprivate static func take(_ name: String, _ connection: Connection) throws -> Bool {
        try connection.run("SELECT pg_try_advisory_lock(hashtextextended($1, 1))", [.text(name)]).bool(0, 0)
    }
}

extension PostgresWarehouse {
    /// The right called `name`, which one process has at a time; nil while another has it.
    package func hold(_ name: String) async throws(WarehouseError) -> StoreHold? {
        let (address, settings) = (address, listenerSettings)
        let lane = Lane("hold-\(name)") { () throws(WarehouseError) in try Connection(address, settings) }
        let isHeld = await lane.result { connection in try StoreHold.take(name, connection) }
        return try isHeld.get() ? StoreHold(name, lane) : nil
    }
}
