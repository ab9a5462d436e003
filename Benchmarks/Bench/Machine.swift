import Foundation

/// The machine that is measured.
enum Machine {
    static var cores: Int { ProcessInfo.processInfo.activeProcessorCount }
    static var memoryBytes: Int { Int(ProcessInfo.processInfo.physicalMemory) }
    static var processor: String { value(of: "model name", separator: ":", in: "/proc/cpuinfo") ?? "unknown" }
    static var system: String { value(of: "PRETTY_NAME", separator: "=", in: "/etc/os-release") ?? "unknown" }

    static var description: String {
        "\(cores) cores, \((memoryBytes + (1 << 29)) >> 30) GB, \(processor), \(system)"
    }

    private static func value(of name: String, separator: Character, in file: String) -> String? {
        guard let data = FileManager.default.contents(atPath: file) else { return nil }
        let text = String(decoding: data, as: UTF8.self)
        for line in text.split(separator: "\n") where line.hasPrefix(name) {
            let value = line.split(separator: separator, maxSplits: 1).last.map(String.init) ?? ""
            return value.trimmingCharacters(in: CharacterSet(charactersIn: " \t\""))
        }
        return nil
    }
}
