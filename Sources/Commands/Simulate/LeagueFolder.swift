import ContentDigest
import Foundation
import LeagueSimulator

/// A folder that holds the files of made-up leagues and nothing else.
///
/// A hidden list in it names every file with its SHA-256, in the form `sha256sum --check` reads. What is not on the
/// list, or has changed since, is somebody's own, and then nothing is written.
struct LeagueFolder {
    /// Where it is.
    let path: String
    private var written: [String] = []

    private static let listName = ".simulated"

    /// Makes the folder, or empties it of an earlier league.
    ///
    /// - Throws: ``CommandFailure`` of status usage when it holds a file that no earlier league put there.
    init(claiming path: String) throws(CommandFailure) {
        self.path = path
        let listed = Self.listed(in: path)
        for name in try Self.files(in: path) where listed[name] == nil || listed[name] != Self.digest(path, name) {
            throw .usage("\(path) holds \(name), which simulate did not write; name another folder with --out")
        }
        for name in listed.keys { try? FileManager.default.removeItem(atPath: "\(path)/\(name)") }
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw .usage("\(path) cannot be made; check that its parent is a folder and writable")
        }
        try save()
    }

    /// Files written.
    var count: Int { written.count }

    /// Writes a file; it appears whole or not at all.
    mutating func write(_ file: SimulatedFile) throws(CommandFailure) {
        // Listed first: if this is the end, whatever is there is known to be ours.
        written.append("\(Digest(of: file.bytes))  \(file.name)")
        try save()
        let url = URL(fileURLWithPath: "\(path)/\(file.name)")
        do {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(file.bytes).write(to: url, options: .atomic)
        } catch {
            throw Self.unwritable(url.path)
        }
    }

    private func save() throws(CommandFailure) {
        let list = "\(path)/\(Self.listName)"
        do {
            try Data(written.map { $0 + "\n" }.joined().utf8).write(to: URL(fileURLWithPath: list), options: .atomic)
        } catch {
            throw Self.unwritable(list)
        }
    }

    private static func unwritable(_ path: String) -> CommandFailure {
        .usage("\(path) cannot be written; check the folder's permissions and free space")
    }

    // Digests by name, as an earlier league left them.
    private static func listed(in path: String) -> [String: String] {
        guard let list = FileManager.default.contents(atPath: "\(path)/\(listName)") else { return [:] }
        var listed: [String: String] = [:]
        for line in String(decoding: list, as: UTF8.self).split(separator: "\n") where line.utf8.count > 66 {
            listed[String(line.dropFirst(66))] = String(line.prefix(64))
        }
        return listed
    }

    // Everything that is not hidden, by path inside the folder; an import does not see hidden files either.
    private static func files(in path: String) throws(CommandFailure) -> [String] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return [] }
        // A link to a folder has to be followed to see what is in it.
        let real = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        guard isFolder.boolValue, let names = try? FileManager.default.subpathsOfDirectory(atPath: real) else {
            throw .usage("\(path) is no folder that can be read; name another one with --out")
        }
        return names.sorted().filter { name in
            guard !name.split(separator: "/").contains(where: { $0.hasPrefix(".") }) else { return false }
            let type = try? FileManager.default.attributesOfItem(atPath: "\(path)/\(name)")[.type] as? FileAttributeType
            return type != .typeDirectory
        }
    }

    private static func digest(_ path: String, _ name: String) -> String? {
        FileManager.default.contents(atPath: "\(path)/\(name)").map { Digest(of: Array($0)).description }
    }
}
