package import GameCalendar
package import LiveServer
package import Markup
package import PipelineModel

/// Where pages get what they show. Nothing here can write.
package struct DashboardSources: Sendable {
    /// The store.
    package var store: any WarehouseReader
    /// How everything stands now, or stood a moment ago.
    package var standing: @Sendable () async throws -> Standing
    /// The time.
    package var now: @Sendable () -> Timestamp
    /// A new text that nobody can guess.
    package var secret: @Sendable () -> String
    /// The answer to a path below `/api/`, as a read command gives it in JSON.
    package var twin: @Sendable (_ path: [String], _ query: [(name: String, value: String)]) async -> WebAnswer
    /// The column of a row that says it is fit for production.
    package var readinessColumn: String
    /// Pages about what the pipeline is about, and what they add to the page of a date.
    package var subject: any SubjectPages

    /// Sources.
    package init(
        store: any WarehouseReader, standing: @escaping @Sendable () async throws -> Standing,
        now: @escaping @Sendable () -> Timestamp, secret: @escaping @Sendable () -> String,
        twin: @escaping @Sendable (_ path: [String], _ query: [(name: String, value: String)]) async -> WebAnswer,
        readinessColumn: String, subject: any SubjectPages
    ) {
        (self.store, self.standing, self.now) = (store, standing, now)
        (self.secret, self.twin, self.readinessColumn, self.subject) = (secret, twin, readinessColumn, subject)
    }
}

/// Pages about the subject of a pipeline, such as a sport: the dashboard itself knows tables and dates alone.
package protocol SubjectPages: Sendable {
    /// Entries of the navigation.
    var navigation: [NavigationEntry] { get }
    /// The page at `path`, split at its slashes; nil when it is none of these.
    func page(_ path: [String], _ request: WebRequest, _ standing: Standing) async throws -> Page?
    /// What is said of a date before its partitions.
    func parts(of date: GameDate, _ standing: Standing) async throws -> [Element]
}

/// Why there is nothing to show yet, and what to do about it.
package struct NothingToShow: Error {
    /// One sentence.
    package let sentence: String

    /// Nothing to show, because of this.
    package init(_ sentence: String) {
        self.sentence = sentence
    }
}
