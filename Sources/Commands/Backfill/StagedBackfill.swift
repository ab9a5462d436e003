import GameCalendar
import PipelineEngine
import PipelineModel
import PipelineRuntime

/// One phase after the other, each behind the gate before it, and the last one's own gate at the end.
///
/// The plan is made once for all phases. A gate that has passed over the same facts is not judged again.
struct StagedBackfill {
    let run: PlanRun
    /// Start a stage whatever the gate before it says; the verdict keeps a record of it.
    let skipsGates: Bool
    /// Whether other workers go through the same stages: one of them judges a gate, and the others go by its verdict.
    let isShared: Bool
    private let started = Invocation.current.clock.now()

    init(run: PlanRun, skipsGates: Bool = false, isShared: Bool = false) {
        (self.run, self.skipsGates, self.isShared) = (run, skipsGates, isShared)
    }

    func run(_ request: PlanRequest, _ ledger: Ledger) async throws -> ExitStatus {
        let plan = try run.planned(request, ledger)
        if run.isDryRun { return try await run.show(plan) }
        let (outcome, downstream) = try await Invocation.current.stoppable {
            let outcome = try await course(of: plan, request, ledger)
            return (outcome, try await run.cascade(after: outcome.report))
        }
        return finish(plan, outcome, downstream)
    }

    /// Goes through the stages of `plan`, which was made for `request` from `ledger`; to be called where signals ask to stop.
    func course(of plan: Plan, _ request: PlanRequest, _ ledger: Ledger) async throws -> StagedOutcome {
        let catalog = run.session.catalog
        let phases = Phase.allCases.filter { phase in request.tables.contains { catalog.entry($0)?.phase == phase } }
        // A limit cuts the scope, for the gates, too.
        let dates = request.dateLimit == nil ? request.dates : DateSet(plan.steps.map(\.partition.date))
        var course = StagedOutcome()
        for phase in phases {
            let members = Set(request.tables.filter { catalog.entry($0)?.phase == phase })
            let part = plan.part(of: members)
            guard !course.hasEnded, try await passes(phase.gateBefore, request, dates, &course) else {
                course.leave(part)
                continue
            }
            if let gate = course.gates.last { tell("gate \(gate.number): \(gate.status)") }
            if !course.hasBegun { try await run.doubt.record(in: run.session) }
            let current = course.hasBegun ? try await run.session.ledger() : ledger
            // Once it has done something, it shares the work with whoever else is at it.
            course.add(try await run.execute(part, current, waits: isShared || course.report.total.done > 0))
            if course.hasEnded { continue }
            if phase == phases.last, phase < .predictions {
                _ = try await passes(phase.gateAfter, request, dates, &course)
            }
        }
        return course
    }

    private func finish(_ plan: Plan, _ course: StagedOutcome, _ downstream: Cascade.Outcome?) -> ExitStatus {
        var report = course.report
        report.planDigest = plan.digest
        report.wasInterrupted = Invocation.current.stop.demand > .none
        var batch = run.output(report, of: plan)
        batch.isHeldUp = course.isHeldUp
        batch.downstream = downstream
        let entries = run.session.catalog.entries
        batch.phases = Dictionary(entries.map { ($0.name, $0.phase) }, uniquingKeysWith: { first, _ in first })
        run.format.print(StagedOutput(batch: batch, gates: course.gates, hasBegun: course.hasBegun))
        let status = run.status(report, after: plan)
        guard status == .success, !course.isHeldUp else { return status == .success ? .incomplete : status }
        return downstream?.status ?? status
    }

    // Whether the gate lets the work go on.
    private func passes(
        _ number: Int, _ request: PlanRequest, _ dates: DateSet, _ course: inout StagedOutcome
    ) async throws -> Bool {
        let stop = Invocation.current.stop
        guard stop.demand == .none else { return false }
        guard let gate = Gates.all.first(where: { $0.number == number }) else { return true }
        var turn: SoleRight?
        while true {
            let ledger = try await run.session.ledger()
            // A gate judges dates of history on which games count; where there are none, it has nothing to say.
            let judged = dates.intersection(ledger.facts.schedule.countingDates.within(ledger.facts.history))
            guard !judged.isEmpty else { return true }
            let judgement = GateJudgement(session: run.session)
            if let passed = try await judgement.standingPass(gate, ledger, dates: dates, stretch: request.stretch) {
                course.gates.append(
                    StagedOutcome.Gate(number: number, report: nil, judgedAt: passed, isOverridden: false))
                return true
            }
            if isShared, turn == nil {
                turn = try await turnToJudge(number)
                // Who had it may have left a verdict.
                guard stop.demand == .none else { return false }
                if turn == nil { await Invocation.current.pause(Self.secondsBetweenTurns) }
                continue
            }
            defer { withExtendedLifetime(turn) {} }
            return try await judge(gate, ledger, request, dates, &course)
        }
    }

    private static let secondsBetweenTurns = 0.2

    private func turnToJudge(_ number: Int) async throws -> SoleRight? {
        do {
            return try await SoleRight("gate-\(number)", of: run.session)
        } catch let failure as CommandFailure where failure.status == .heldElsewhere {
            return nil
        }
    }

    private func judge(
        _ gate: any Gate, _ ledger: Ledger, _ request: PlanRequest, _ dates: DateSet, _ course: inout StagedOutcome
    ) async throws -> Bool {
        let judgement = GateJudgement(session: run.session)
        let before = isShared ? try await judgement.newestVerdict(gate.number) : nil
        let override = skipsGates ? "--no-gate: \(Invocation.current.commandLine)" : nil
        let report = try await judgement.reports(
            [gate], ledger, dates: dates, stretch: request.stretch, override: override)[0]
        course.gates.append(
            StagedOutcome.Gate(
                number: gate.number, report: report, judgedAt: report.evaluatedAt,
                isOverridden: !report.passed && skipsGates))
        // Of many workers one tells what all of them find.
        if !report.passed, !skipsGates, before?.factsDigest != report.factsDigest {
            await tellHeld(by: gate.number, report)
        }
        return (report.passed || skipsGates) && Invocation.current.stop.demand == .none
    }

    // Nobody may be watching. That it cannot be told is no reason not to end as the gate says.
    private func tellHeld(by number: Int, _ report: GateReport) async {
        let worker = WorkerSession(session: run.session, verbosity: run.verbosity, name: run.name)
        let desk = try? worker.desk(run.session.worker().identifiers)
        try? await desk?.post(
            .error, .gateFailed,
            "gate \(number) holds the backfill: \(report.status); 'backcourt gate \(number)' lists why")
    }

    // The result lists the gates; who waits for it hears of them on the way.
    private func tell(_ line: String) {
        let elapsed = Invocation.current.clock.now().seconds(since: started)
        let isAwaited = run.verbosity > .quiet && elapsed >= ProgressDisplay.secondsBetweenLines
        if isAwaited || run.verbosity == .verbose { Invocation.current.console.err("backcourt: \(line)\n") }
    }
}

/// What became of the stages so far.
struct StagedOutcome {
    /// One gate on the way.
    struct Gate {
        let number: Int
        /// The verdict; nil when an earlier one still holds.
        let report: GateReport?
        let judgedAt: Timestamp
        let isOverridden: Bool

        var hasPassed: Bool { report?.passed ?? true }
        var status: String { report?.status ?? "READY FOR STAGE \(number + 1)" }
        var isHeld: Bool { report == nil }
    }

    /// What the stages did, and what of the plan was not reached.
    private(set) var report = BatchReport()
    /// Whether any stage was let through.
    private(set) var hasBegun = false
    /// Whether no stage is to begin any more.
    private(set) var hasEnded = false
    var gates: [Gate] = []

    /// Takes in a stage; a signal, a store that gave up, or another run that does the work ends it.
    mutating func add(_ stage: BatchReport) {
        report.add(stage)
        hasBegun = true
        hasEnded = stage.wasInterrupted || stage.storeError != nil || stage.hasGivenUp
    }

    /// Takes in a stage that was not let through; none is after it.
    mutating func leave(_ part: Plan) {
        report.addUnreached(part)
        hasEnded = true
    }

    /// Whether a gate stands in the way.
    var isHeldUp: Bool { gates.contains { !$0.hasPassed && !$0.isOverridden } }
}

/// What a backfill in stages did, as people and machines read it.
struct StagedOutput: CommandOutput {
    let batch: BatchOutput
    let gates: [StagedOutcome.Gate]
    /// Whether any stage was let through.
    let hasBegun: Bool

    var json: JSONValue {
        guard case .object(let members) = batch.json else { return batch.json }
        let verdicts = gates.map { gate -> JSONValue in
            [
                "gate": .int(gate.number), "status": .string(gate.status), "passed": .bool(gate.hasPassed),
                "overridden": .bool(gate.isOverridden), "held": .bool(gate.isHeld),
                "evaluated_at": .string("\(gate.judgedAt)"),
            ]
        }
        return .object(members + [.init(name: "gates", value: .array(verdicts))])
    }

    var list: ResultList { batch.list }

    var text: String {
        let lines = gates.map { gate in
            let note = gate.isOverridden ? ", overridden" : gate.isHeld ? ", as judged at \(gate.judgedAt)" : ""
            return "Gate \(gate.number): \(gate.status)\(note)."
        }
        let obstacles = gates.compactMap(\.report).map(GateOutput.obstacles).joined()
        return (hasBegun ? batch.text : "") + Wrapping.filled(lines) + obstacles + advice
    }
}

extension StagedOutput {
    // What a gate that does not pass means, and what can be done.
    private var advice: String {
        if batch.report.wasInterrupted, !hasBegun {
            return "Nothing was computed before the interrupt; run the same command again.\n"
        }
        guard let gate = gates.last, !gate.hasPassed, !gate.isOverridden else { return "" }
        return Wrapping.filled(
            "\(hasBegun ? "The next stage" : "Nothing") was \(hasBegun ? "not begun" : "computed"): heal what "
                + "gate \(gate.number) found and run the same command again, or waive it; --no-gate goes on anyhow.")
    }
}

extension Phase {
    /// The gate that must have passed before the phase is computed.
    fileprivate var gateBefore: Int { rawValue - 3 }
    /// The gate that judges what was computed; gate 3, which rehearses, is asked for by itself.
    fileprivate var gateAfter: Int { rawValue - 2 }
}
