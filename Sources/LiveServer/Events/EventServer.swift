internal import Foundation
internal import Hummingbird
internal import HummingbirdCore
package import Logging
internal import NIOCore
internal import ServiceLifecycle

/// Accepts events over HTTP and hands them on; shows pages where there are some.
///
///     GET  /healthz      200 while the process lives
///     GET  /readyz       200, or 503 with the reason
///     POST /api/events   202 stored, 200 known already, 400 no event, 422 not acceptable, 503 not now
///
/// Handing in takes the token (401 without one, 403 with another), application/json (415) and a body within the limit
/// (413). Every answer is JSON; every error is `{"error": {"code", "message"}}`. A slow or malformed request is answered
/// 408 or 400 and its connection ended. Asked to stop, it takes no new connections, finishes the requests it has, and
/// returns.
package struct EventServer: Service {
    private let settings: EventServerSettings
    private let readiness: @Sendable () async -> Readiness
    private let intake: (@Sendable ([UInt8]) async -> IntakeAnswer)?
    private let pages: (@Sendable (WebRequest) async -> WebAnswer)?
    private let listening: @Sendable (Int) -> Void
    private let logger: Logger

    /// A server that does not listen yet.
    ///
    /// - Parameters:
    ///   - readiness: asked by each `/readyz`; to be answered soon.
    ///   - intake: takes the body of each event, as it came, up to the limit; called concurrently. Nil refuses them all.
    ///   - pages: answers every other path; called concurrently.
    ///   - listening: called once with the port, when connections are accepted.
    ///   - logger: silent if not given.
    package init(
        _ settings: EventServerSettings,
        readiness: @escaping @Sendable () async -> Readiness = { .ready },
        intake: (@Sendable ([UInt8]) async -> IntakeAnswer)?,
        pages: (@Sendable (WebRequest) async -> WebAnswer)? = nil,
        listening: @escaping @Sendable (Int) -> Void = { _ in },
        logger: Logger = Logger(label: "events") { _ in SwiftLogNoOpLogHandler() }
    ) {
        self.settings = settings
        self.readiness = readiness
        self.intake = intake
        self.pages = pages
        self.listening = listening
        self.logger = logger
    }

    /// Accepts events until asked to stop, or cancelled.
    ///
    /// - Throws: ``EventServerError`` when it cannot listen.
    package func run() async throws(EventServerError) {
        guard !settings.token.isEmpty else { throw .noToken }
        do {
            try await application.run()
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw .addressInUse(host: settings.host, port: settings.port)
        } catch let error as IOError {
            throw .cannotListen(host: settings.host, port: settings.port, reason: Self.text(of: error.errnoCode))
        } catch is SocketAddressError {
            throw .cannotListen(host: settings.host, port: settings.port, reason: "there is no such host")
        } catch is CancellationError {
            return
        } catch {
            throw .stopped(reason: "\(error)")
        }
    }

    private var application: some ApplicationProtocol {
        let responder = EventResponder(
            settings: settings, token: BearerToken(settings.token), readiness: readiness, intake: intake,
            pages: pages)
        let patience = settings.patience
        let configuration = ApplicationConfiguration(
            address: .hostname(settings.host, port: settings.port),
            backlog: 1024, availableConnectionsDelegate: MaximumAvailableConnections(connections, logger: logger))
        return Application(
            responder: responder,
            server: .http1(configuration: .init(additionalChannelHandlers: [ConnectionGuard(patience: patience)])),
            configuration: configuration,
            onServerRunning: { [listening] channel in listening(channel.localAddress?.port ?? 0) },
            logger: logger)
    }

    // With no file left to open the server could not accept, nor the pipeline read.
    private var connections: Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            return settings.maximumConnections
        }
        let files = Int(min(limit.rlim_cur, rlim_t(Int32.max)))
        return max(1, min(settings.maximumConnections, files - 128))
    }

    private static func text(of code: CInt) -> String {
        strerror(code).map { String(cString: $0) } ?? "error \(code)"
    }
}
