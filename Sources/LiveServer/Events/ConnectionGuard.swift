internal import HTTPTypes
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPTypes

/// Ends connections that waste time, and answers in JSON what never becomes a request.
///
/// One clock runs whenever the peer is to act: from the connection's start, or the last answer, until a head has come;
/// from the head until its body has ended; and from the answer until it is taken. It does not start again with each byte.
/// While the server is at work on a request it stands still. Of a stream of events, which may be silent for long, each piece
/// has its own time to be taken.
///
/// Sits between the HTTP codec and Hummingbird, on the connection's event loop.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// The peer took too long.
    struct PatienceEnded: Error {}

    private let patience: TimeAmount
    private var deadline: Scheduled<Void>?
    // Requests whose head has come and whose answer is not taken.
    private var unanswered = 0
    private var isReading = false
    private var isAnswering = false
    private var isStreaming = false
    private var untakenPieces = 0
    private var endsAfterAnswer = false
    // After the last answer of the connection: what comes is thrown away, what is written too.
    private var isOver = false

    init(patience: Duration) {
        self.patience = TimeAmount(patience)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { restart(context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) { deadline?.cancel() }

    func channelActive(context: ChannelHandlerContext) {
        restart(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        deadline?.cancel()
        isOver = true
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isOver else { return }
        switch unwrapInboundIn(data) {
        case .head:
            (isReading, unanswered) = (true, unanswered + 1)
            restart(context)
        case .body: break
        case .end:
            isReading = false
            restart(context)
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard !isOver else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        let part = unwrapOutboundIn(data)
        if case .head(let head) = part {
            isAnswering = true
            isStreaming = head.headerFields[.contentType] == "text/event-stream"
            endsAfterAnswer = head.headerFields[.connection] == "close"
            restart(context)
        }
        if case .body = part, isStreaming { return writePiece(context, data, promise) }
        guard case .end = part else { return context.write(data, promise: promise) }
        let written = promise ?? context.eventLoop.makePromise()
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        written.futureResult.assumeIsolated().whenSuccess { [self] in answered(bound.value.1) }
        context.write(data, promise: written)
        if endsAfterAnswer { context.flush() }
    }

    private func writePiece(_ context: ChannelHandlerContext, _ data: NIOAny, _ promise: EventLoopPromise<Void>?) {
        let written = promise ?? context.eventLoop.makePromise()
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        untakenPieces += 1
        if untakenPieces == 1 { restart(context) }
        written.futureResult.assumeIsolated().whenSuccess { [self] in
            untakenPieces -= 1
            if untakenPieces == 0 { restart(bound.value.1) }
        }
        context.write(data, promise: written)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if error is HTTPParserError {
            end(context, .error(.badRequest, "bad_request", "this is not an HTTP request"))
        }
        context.fireErrorCaught(error)
    }

    private func answered(_ context: ChannelHandlerContext) {
        (isAnswering, isStreaming, unanswered) = (false, false, max(0, unanswered - 1))
        if endsAfterAnswer { linger(context) } else { restart(context) }
    }
}

extension ConnectionGuard {
    // Whether the peer is to act; a body behind a request that is not answered yet waits its turn.
    private var isPeersTurn: Bool {
        if isStreaming { return untakenPieces > 0 }
        return unanswered == 0 || isAnswering || (isReading && unanswered == 1)
    }

    private func restart(_ context: ChannelHandlerContext) {
        deadline?.cancel()
        deadline = nil
        guard !isOver, isPeersTurn else { return }
        schedule(context, after: patience) { $0.patienceEnded($1) }
    }

    private func schedule(
        _ context: ChannelHandlerContext, after delay: TimeAmount,
        _ body: @escaping (ConnectionGuard, ChannelHandlerContext) -> Void
    ) {
        deadline = context.eventLoop.assumeIsolated().scheduleTask(in: delay) { [self] in body(self, context) }
    }

    private func patienceEnded(_ context: ChannelHandlerContext) {
        guard isReading, unanswered == 1, !isAnswering else { return context.close(promise: nil) }
        end(context, .error(.requestTimeout, "too_slow", "the request did not arrive in time"))
        context.fireErrorCaught(PatienceEnded())
    }

    // Answers in place of the server, where no answer has begun, and ends the connection.
    private func end(_ context: ChannelHandlerContext, _ answer: JSONAnswer) {
        guard !isOver else { return }
        guard !isAnswering, unanswered <= 1 else {
            isOver = true
            return context.close(promise: nil)
        }
        var answer = answer
        answer.endsConnection = true
        isOver = true
        context.write(wrapOutboundOut(.head(answer.head)), promise: nil)
        context.write(wrapOutboundOut(.body(ByteBuffer(string: answer.body))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        linger(context)
    }

    // To close at once could take the answer away from a peer that is still sending: its bytes are let pass for a while.
    private func linger(_ context: ChannelHandlerContext) {
        isOver = true
        context.close(mode: .output, promise: nil)
        deadline?.cancel()
        schedule(context, after: min(patience, .seconds(2))) { $1.close(promise: nil) }
    }
}
