import Rehearsal

/// What the command line asks for.
struct ChaosOptions: Sendable {
    /// Folder with raw files, of which the first two weeks are used; a made-up league when nil.
    var data: String?
    var rounds = 200
    /// The only round to run, to see again what broke; all when nil.
    var round: Int?
    /// Which of ``parts`` are run.
    var chosen = Self.parts
    /// What is disturbed: stores in files, services, stores on a server.
    static let parts = ["files", "services", "server"]
    var seed = UInt64.random(in: 1...999_999)
    /// The program under test.
    var program: String

    init(_ arguments: [String]) throws {
        guard let program = Program.sibling("backcourt") else {
            throw Broken(description: "the program is not beside this one; run 'make chaos'")
        }
        self.program = program
        var rest = arguments[...]
        while let name = rest.popFirst() {
            guard let value = rest.popFirst() else { throw Broken(description: "\(name) wants a value") }
            switch name {
            case "--data": data = value
            case "--rounds": rounds = try Self.number(name, value)
            case "--round": round = try Self.number(name, value)
            case "--seed": seed = UInt64(try Self.number(name, value))
            case "--parts": chosen = try Self.parts(value)
            default:
                throw Broken(
                    description: "\(name) is not known; known are --data, --parts, --rounds, --round, --seed")
            }
        }
    }

    private static func parts(_ value: String) throws -> [String] {
        let named = value.split(separator: ",").map(String.init)
        guard !named.isEmpty, named.allSatisfy(parts.contains) else {
            throw Broken(description: "--parts are some of \(parts.joined(separator: ",")), not \(value)")
        }
        return named
    }

    private static func number(_ name: String, _ value: String) throws -> Int {
        guard let number = Int(value), number > 0 else {
            throw Broken(description: "\(name) wants a number, not \(value)")
        }
        return number
    }
}
