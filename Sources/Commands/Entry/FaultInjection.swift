import Foundation
import GameCalendar
package import PipelineModel
import PipelineRuntime
import Synchronization
import WarehouseSQLite

/// Ends or stops this process at a named point, or makes its store's disk fail, for tests of what is left behind.
///
///     BACKCOURT_FAULT=beforeCommit:3              SIGKILL when the point is reached for the third time
///     BACKCOURT_FAULT=afterCommit:1:interrupt     SIGINT the first time
///     BACKCOURT_FAULT=storeWrite:40               SIGKILL before the store writes to a file for the fortieth time
///     BACKCOURT_FAULT=storeWrite:40:ioError       that write fails
///     BACKCOURT_FAULT=storeWrite:40...:diskFull   it fails, and so does every later one
///
///     BACKCOURT_CLOCK_SKEW=-3600                  this machine's clock is an hour slow
///
/// The first failure of a disk is announced on standard error, so that nobody looks for the cause in the machine.
package enum FaultInjection {
    /// The environment variable that asks for it.
    package static let variable = "BACKCOURT_FAULT"
    private static let skewVariable = "BACKCOURT_CLOCK_SKEW"

    /// The machine's clock, as wrong as `environment` wants it, in whole seconds.
    static func clock(_ environment: [String: String]) -> RuntimeClock {
        guard let seconds = environment[skewVariable].flatMap(Int64.init) else { return .system }
        let system = RuntimeClock.system
        return RuntimeClock(
            now: { Timestamp(microseconds: system.now().microseconds + seconds * 1_000_000) }, pause: system.pause)
    }

    /// Arms the fault that `environment` asks for.
    ///
    /// - Returns: the hook to call at named points; nil when none is needed.
    /// - Throws: ``CommandFailure`` of status usage when the variable cannot be understood.
    package static func arm(
        _ environment: [String: String]
    ) throws(CommandFailure) -> (@Sendable (FaultPoint) -> Void)? {
        if let skew = environment[skewVariable], Int64(skew) == nil {
            throw .usage("\(skewVariable) is a number of seconds; not '\(skew)'")
        }
        guard let text = environment[variable], !text.isEmpty else { return nil }
        guard let fault = Fault(text) else { throw .usage("\(variable) is \(Fault.form); not '\(text)'") }
        let countdown = Mutex(fault.turn)
        let strike: @Sendable () -> StoreCallFailure? = {
            let left = countdown.withLock { left in
                left -= 1
                return left
            }
            return left == 0 || fault.isLasting && left < 0 ? fault.strike(isFirst: left == 0) : nil
        }
        switch fault.place {
        case .point(let point):
            return { reached in
                if reached == point { _ = strike() }
            }
        case .call(let call):
            guard StoreCalls.intercept({ made in made == call ? strike() : nil }) else {
                throw .usage("\(variable): this build of SQLite does not let '\(call.rawValue)' fail")
            }
            return nil
        }
    }
}

/// What is to go wrong, where and when.
private struct Fault {
    enum Place {
        case point(FaultPoint)
        case call(StoreCall)
    }

    enum Effect {
        case signal(Int32)
        case failure(StoreCallFailure)
    }

    let place: Place
    /// How many times the place is reached until it happens, this time included.
    let turn: Int
    /// Whether it happens every time from then on.
    let isLasting: Bool
    private let effect: Effect

    /// Reads `PLACE:N`, `PLACE:N:EFFECT`, or `CALL:N...:FAILURE`; nil for anything else.
    init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard (2...3).contains(parts.count), let place = Self.place(parts[0]),
            let effect = Self.effect(parts.count == 3 ? parts[2] : "kill")
        else { return nil }
        let lasting = "..."
        isLasting = parts[1].hasSuffix(lasting)
        guard let turn = Int(isLasting ? String(parts[1].dropLast(lasting.count)) : parts[1]), turn > 0 else {
            return nil
        }
        switch (place, effect) {
        case (.call, .failure): break
        case (_, .signal) where !isLasting: break
        default: return nil
        }
        (self.place, self.turn, self.effect) = (place, turn, effect)
    }

    /// Does it.
    ///
    /// - Returns: what the call at hand is answered with; nil lets it through.
    func strike(isFirst: Bool) -> StoreCallFailure? {
        switch effect {
        case .signal(let signal):
            // A stop goes to this very thread: one that the process is sent takes effect when another thread finds time
            // for it, and this one has gone on meanwhile. Other signals may be blocked here.
            if signal == SIGSTOP { raise(signal) } else { kill(getpid(), signal) }
            return nil
        case .failure(let failure):
            if isFirst {
                FileHandle.standardError.write(Data("\(FaultInjection.variable): \(failure.rawValue)\n".utf8))
            }
            return failure
        }
    }

    /// The forms there are, for people.
    static var form: String {
        let points = FaultPoint.allCases.map(\.rawValue).joined(separator: ", ")
        let calls = StoreCall.allCases.map(\.rawValue).joined(separator: ", ")
        let failures = StoreCallFailure.allCases.map(\.rawValue).joined(separator: "|")
        return "PLACE:N or PLACE:N:kill|interrupt|stop, PLACE one of \(points), \(calls), "
            + "or CALL:N:\(failures) or CALL:N...:\(failures), CALL one of \(calls)"
    }

    private static let signals: [String: Int32] = ["kill": SIGKILL, "interrupt": SIGINT, "stop": SIGSTOP]

    private static func place(_ text: String) -> Place? {
        FaultPoint(rawValue: text).map(Place.point) ?? StoreCall(rawValue: text).map(Place.call)
    }

    private static func effect(_ text: String) -> Effect? {
        signals[text].map(Effect.signal) ?? StoreCallFailure(rawValue: text).map(Effect.failure)
    }
}
