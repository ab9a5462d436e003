internal import Dispatch
internal import PipelineModel
internal import Synchronization

/// Renews the rows of the workers that this process has registered, on a thread and a connection of its own: a process that
/// computes on every core is alive all the same.
final class Heartbeat: Sendable {
    private let lane: Lane
    private let interval: Double
    private let workers = Mutex<[String: Worker]>([:])
    private let timer = Mutex<(any DispatchSourceTimer)?>(nil)

    init(_ lane: Lane, every interval: Double) {
        (self.lane, self.interval) = (lane, interval)
    }

    deinit {
        timer.withLock { $0?.cancel() }
    }

    /// Whether `worker` was registered through this store.
    func holds(_ worker: String) -> Bool { workers.withLock { $0[worker] != nil } }

    /// Keeps `worker` alive from now on; its row has been written.
    func begin(_ worker: Worker) {
        workers.withLock { $0[worker.workerID] = worker }
        timer.withLock { timer in
            guard timer == nil else { return }
            let source = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "backcourt.postgres.alive"))
            source.schedule(deadline: .now() + interval, repeating: interval)
            source.setEventHandler { [weak self] in self?.beat() }
            source.activate()
            timer = source
        }
    }

    /// Lets `worker` fall silent.
    func end(_ worker: String) {
        let isLast = workers.withLock { workers in
            workers[worker] = nil
            return workers.isEmpty
        }
        guard isLast else { return }
        timer.withLock { timer in
            timer?.cancel()
            timer = nil
        }
    }

    // A sign of life that does not get through is followed by the next; whoever is silent for too long loses its leases,
    // which it is told when it writes.
    private func beat() {
        let alive = workers.withLock { $0.values.sorted { $0.workerID < $1.workerID } }
        guard !alive.isEmpty else { return }
        _ = lane.perform(true) { connection in
            for worker in alive { try Self.renew(worker, connection) }
        }
    }

    /// Writes the worker's row with the server's time; one that was taken for dead comes back without its leases.
    static func renew(_ worker: Worker, _ connection: Connection) throws {
        try connection.run(
            """
            INSERT INTO \(EngineQueries.worker) (worker_id, host, pid, started_at, heartbeat_at)
            VALUES ($1, $2, $3, $4, clock_timestamp())
            ON CONFLICT (worker_id) DO UPDATE SET heartbeat_at = excluded.heartbeat_at
            """,
            [.text(worker.workerID), .text(worker.host), .int(worker.pid), .timestamp(worker.startedAt)])
    }
}
