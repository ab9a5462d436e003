import PipelineModel

/// Conditions that ask the same of several tables or columns, such as `stale:player_daily_cache`.
///
/// People read one line for all that hold and one for each that does not; JSON and CSV have every condition.
struct ConditionFamily {
    /// What is asked, such as `stale`.
    let name: String
    private(set) var members: [GateCondition]

    /// The families in the order of their first members.
    static func families(of conditions: [GateCondition]) -> [ConditionFamily] {
        conditions.reduce(into: []) { families, condition in
            let name = String(condition.code.prefix { $0 != ":" })
            if let place = families.firstIndex(where: { $0.name == name }) {
                families[place].members.append(condition)
            } else {
                families.append(ConditionFamily(name: name, members: [condition]))
            }
        }
    }

    /// What people read.
    var lines: [String] {
        let holding = members.filter(\.passed)
        let summary = holding.count < 2 ? holding.map(Self.line) : [shared(holding)]
        return members.filter { !$0.passed }.flatMap(Self.lines) + summary
    }

    private func shared(_ holding: [GateCondition]) -> String {
        "  pass  \(name) ×\(holding.count): " + Self.span(holding.map(\.actual))
            + " (" + Self.span(holding.map(\.expected)) + ")"
    }

    // One text for all, or the ones with the least and the greatest number.
    private static func span(_ texts: [String]) -> String {
        let ordered = texts.map { (number: Double($0.prefix { $0.isNumber || $0 == "." }) ?? 0, text: $0) }
        guard let least = ordered.min(by: { $0.number < $1.number }),
            let most = ordered.max(by: { $0.number < $1.number })
        else { return "" }
        return Set(texts).count == 1 ? least.text : "\(least.text) … \(most.text)"
    }

    private static func lines(_ condition: GateCondition) -> [String] {
        [line(condition)] + condition.examples.prefix(3).map { "          \($0)" }
    }

    private static func line(_ condition: GateCondition) -> String {
        let mark = condition.passed ? "pass" : (condition.isRequired ? "FAIL" : "note")
        return "  \(mark)  \(condition.code): \(condition.actual) (\(condition.expected))"
    }
}
