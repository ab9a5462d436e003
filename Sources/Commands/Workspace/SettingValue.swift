/// A part of config.json as it stands, whatever is in it; written again as it was read.
indirect enum SettingValue: Codable, Hashable, Sendable {
    case null
    case truth(Bool)
    case number(Double)
    case text(String)
    case list([SettingValue])
    case object([String: SettingValue])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .truth(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .text(value)
        } else if let value = try? container.decode([SettingValue].self) {
            self = .list(value)
        } else {
            self = .object(try container.decode([String: SettingValue].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .truth(let value): try container.encode(value)
        // A whole number is written without a fraction.
        case .number(let value):
            if let whole = Int(exactly: value) { try container.encode(whole) } else { try container.encode(value) }
        case .text(let value): try container.encode(value)
        case .list(let values): try container.encode(values)
        case .object(let members): try container.encode(members)
        }
    }
}

/// Reads one object of config.json member by member, and says of each mistake where it is.
struct SettingReader {
    private let members: [String: SettingValue]
    /// Where the object is: the file and the keys down to it.
    let place: String

    /// A reader of `value`, which is to be an object with no members but those of `names`.
    ///
    /// - Throws: ``CommandFailure`` usage.
    init(_ value: SettingValue, at place: String, names: [String]) throws(CommandFailure) {
        guard case .object(let members) = value else { throw .usage("\(place) is no object; write {…}") }
        if let unknown = members.keys.filter({ !names.contains($0) }).min() {
            throw .usage("\(place).\(unknown) is unknown; there are \(names.joined(separator: ", "))")
        }
        self.members = members
        self.place = place
    }

    /// Whether there is such a member, other than null.
    func has(_ name: String) -> Bool { members[name].map { $0 != .null } ?? false }

    /// A text; nil when it is not given.
    func text(_ name: String) throws(CommandFailure) -> String? {
        guard has(name), let value = members[name] else { return nil }
        guard case .text(let text) = value else { throw wrong(name, "is no text; write it in quotation marks") }
        return text
    }

    /// A whole number within `range`; nil when it is not given.
    func number(_ name: String, in range: ClosedRange<Int>) throws(CommandFailure) -> Int? {
        guard has(name), let value = members[name] else { return nil }
        guard case .number(let number) = value, let whole = Int(exactly: number), range.contains(whole) else {
            throw wrong(name, "is no number from \(range.lowerBound) to \(range.upperBound)")
        }
        return whole
    }

    /// A member that is an object itself; nil when it is not given.
    func object(_ name: String) -> SettingValue? { has(name) ? members[name] : nil }

    /// A text that has to be given.
    func requiredText(_ name: String) throws(CommandFailure) -> String {
        guard let text = try text(name) else { throw .usage("\(place): \(name) is missing") }
        return text
    }

    /// One of the spellings of `Choice`, or `other` when it is not given.
    func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: String, otherwise other: Choice
    ) throws(CommandFailure) -> Choice where Choice.RawValue == String {
        guard let text = try text(name) else { return other }
        guard let choice = Choice(rawValue: text) else {
            let spellings = Choice.allCases.map(\.rawValue)
            let list = spellings.dropLast().joined(separator: ", ") + " or \(spellings.last ?? "")"
            throw wrong(name, "is '\(text)'; write \(list)")
        }
        return choice
    }

    /// The values of a list; empty when it is not given.
    func list(_ name: String) throws(CommandFailure) -> [SettingValue] {
        guard has(name), let value = members[name] else { return [] }
        guard case .list(let values) = value else { throw wrong(name, "is no list; write […]") }
        return values
    }

    /// A mistake in the member `name`.
    func wrong(_ name: String, _ problem: String) -> CommandFailure { .usage("\(place).\(name) \(problem)") }
}
