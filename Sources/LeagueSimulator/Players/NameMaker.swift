import NBA
import Randomness

/// What a player is called, here and at the source the facts are collected from.
struct FullName: Hashable, Sendable {
    /// As printed.
    let display: String
    /// Like `fennwogi01`: five letters of the surname, two of the given name, a number.
    let sourceID: String
}

/// Makes up names, each with a lookup of its own.
struct NameMaker {
    private var lookups: Set<String> = []
    private var sourceStems: [String: Int] = [:]

    /// A name that nobody has had before.
    mutating func next(_ random: inout SeededRandom) -> FullName {
        while true {
            let given = random.element(of: NameParts.given) ?? ""
            let surname = surname(&random)
            var display = "\(given) \(surname)"
            // A namesake of an earlier player is his junior; others are sometimes named after somebody unknown.
            let isTaken = lookups.contains(PlayerLookup.key(of: display))
            if isTaken || random.chance(4) {
                display += " \(random.element(of: NameParts.suffixes.prefix(isTaken ? 4 : 3)) ?? "")"
            }
            if lookups.insert(PlayerLookup.key(of: display)).inserted {
                return FullName(display: display, sourceID: sourceID(given, surname))
            }
        }
    }

    private func surname(_ random: inout SeededRandom) -> String {
        if random.chance(12), let marked = random.element(of: NameParts.marked) { return marked }
        let first = random.element(of: NameParts.firstHalves) ?? ""
        return first + (random.element(of: NameParts.secondHalves) ?? "")
    }

    private mutating func sourceID(_ given: String, _ surname: String) -> String {
        let stem = PlayerLookup.key(of: surname).prefix(5) + PlayerLookup.key(of: given).prefix(2)
        let number = sourceStems[String(stem), default: 0] + 1
        sourceStems[String(stem)] = number
        return "\(stem)\(number < 10 ? "0" : "")\(number)"
    }
}
