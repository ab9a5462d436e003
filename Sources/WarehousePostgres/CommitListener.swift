internal import Dispatch
internal import Foundation
internal import PipelineModel
internal import Synchronization

/// Listens on a connection of its own for commits, of this process and of others; ends with the last reference.
package final class CommitListener: Sendable {
    // Milliseconds between two looks whether it is to end.
    private static let pace: Int32 = 500

    private final class Switch: Sendable {
        let isOff = Atomic<Bool>(false)
    }

    private let end = Switch()

    init(_ open: @escaping @Sendable () throws(WarehouseError) -> Connection, _ act: @escaping @Sendable () -> Void) {
        let end = end
        DispatchQueue(label: "backcourt.postgres.listener").async {
            while !end.isOff.load(ordering: .relaxed) {
                do {
                    try Self.listen(end, open, act)
                } catch {
                    poll(nil, 0, Self.pace)
                }
            }
        }
    }

    deinit {
        end.isOff.store(true, ordering: .relaxed)
    }

    private static func listen(
        _ end: Switch, _ open: () throws(WarehouseError) -> Connection, _ act: () -> Void
    ) throws(WarehouseError) {
        let connection = try open()
        try connection.execute("LISTEN \(EngineQueries.channel)")
        // What was missed until now is looked for as if it had been told.
        act()
        while !end.isOff.load(ordering: .relaxed) {
            if try connection.isNotified(within: pace) { act() }
        }
    }
}

extension PostgresWarehouse {
    /// Calls `act` after every commit, of any process, for as long as what is returned lives.
    package func listening(_ act: @escaping @Sendable () -> Void) -> CommitListener? {
        let (address, settings) = (address, listenerSettings)
        return CommitListener({ () throws(WarehouseError) in try Connection(address, settings) }, act)
    }
}
