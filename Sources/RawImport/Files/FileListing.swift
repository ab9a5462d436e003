import ContentDigest
import DelimitedText
import NBA
import PipelineModel

/// The files an import was given, sorted out.
struct FileListing: Sendable {
    /// Files with rows of raw tables, by name in byte order.
    var sources: [SourceFile] = []
    /// What became of the others.
    var reports: [FileReport] = []

    /// Looks at every file of `paths`, which name files and folders, and hashes those with rows.
    ///
    /// - Throws: ``ImportError`` missing_path when a path names nothing; duplicate_file when two files have one base
    ///   name.
    init(_ paths: [String], tables: Set<TableName>?) throws(ImportError) {
        var found: [String: String] = [:]
        let files = try Self.files(of: paths)
        for (path, isNamed) in files {
            let name = Self.baseName(of: path)
            guard let table = RawTable.all.first(where: { $0.files.matches(name) }) else {
                ignore(FileReport(name, .ignored, "no table has files of this name"), isNamed)
                continue
            }
            if let tables, !tables.contains(table.name) {
                ignore(FileReport(name, table: table.name, .ignored, "its table was not asked for"), isNamed)
                continue
            }
            if let other = found[name] {
                throw ImportError(
                    .duplicateFile, "'\(other)' and '\(path)' are both \(name); leave one of them out")
            }
            found[name] = path
            add(path, name, table)
        }
        sources.sort { FolderListing.precedes($0.name, $1.name) }
    }

    // Every file, and whether it was named itself.
    private static func files(of paths: [String]) throws(ImportError) -> [(path: String, isNamed: Bool)] {
        let missing = paths.filter { !FolderListing.isReadable($0) }
        guard missing.isEmpty else {
            let names = missing.map { "'\($0)'" }.joined(separator: ", ")
            throw ImportError(.missingPath, "\(names) cannot be read, or does not exist; nothing was imported")
        }
        return paths.flatMap { path in
            FolderListing.files(in: path).map { files in files.map { ($0, false) } } ?? [(path, true)]
        }
    }

    private mutating func ignore(_ report: FileReport, _ isNamed: Bool) {
        var report = report
        report.isNamed = isNamed
        reports.append(report)
    }

    private mutating func add(_ path: String, _ name: String, _ table: RawTable) {
        do throws(InputFileError) {
            let file = try InputFile.read(path)
            sources.append(
                SourceFile(
                    path: path, name: name, table: table, digest: Digest(of: file.stored), size: file.stored.count))
        } catch {
            reports.append(FileReport(name, table: table.name, refused: FileRefusal(error)))
        }
    }

    /// The last part of `path` without `.gz`.
    static func baseName(of path: String) -> String {
        let name = path.split(separator: "/", omittingEmptySubsequences: true).last.map(String.init) ?? path
        return name.hasSuffix(".gz") ? String(name.dropLast(3)) : name
    }
}
