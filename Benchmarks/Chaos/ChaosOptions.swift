import Rehearsal

/// What the command line asks for.
struct ChaosOptions {
    /// Folder with raw files; a made-up league when nil.
    var data: String?
    var kills = 50
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
            case "--kills": kills = try Self.number(name, value)
            case "--seed": seed = UInt64(try Self.number(name, value))
            default: throw Broken(description: "\(name) is not known; known are --data, --kills and --seed")
            }
        }
        guard kills >= 10 else { throw Broken(description: "--kills is at least 10, so that every point can be hit") }
    }

    private static func number(_ name: String, _ value: String) throws -> Int {
        guard let number = Int(value), number > 0 else {
            throw Broken(description: "\(name) wants a number, not \(value)")
        }
        return number
    }
}
