import PipelineEngine
import PipelineModel

/// The spellings a table goes by.
enum TableSpelling {
    /// The tables a comma list names: table names, job names, CamelCase names with the suffix Processor.
    static func tables(_ text: String, _ catalog: Catalog) throws(CommandFailure) -> Set<TableName> {
        var tables: Set<TableName> = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            tables.insert(try table(part, catalog))
        }
        return tables
    }

    /// The table one spelling means.
    static func table(_ spelling: some StringProtocol, _ catalog: Catalog) throws(CommandFailure) -> TableName {
        let text = String(spelling)
        let bare = text.split(separator: "/").last.map(String.init) ?? text
        let candidates = [bare, snakeCase(bare)]
        for candidate in candidates {
            let name = TableName(rawValue: candidate)
            if let entry = catalog.entry(name),
                catalog.base(of: catalog.position(of: name) ?? 0) == catalog.position(of: name),
                text == bare || catalog.step(for: name)?.processor.job == text
            {
                return entry.name
            }
        }
        throw .usage("there is no table or job '\(text)'; 'backcourt processors' and 'backcourt schema' list them")
    }

    private static func snakeCase(_ text: String) -> String {
        let stem = text.hasSuffix("Processor") ? String(text.dropLast("Processor".count)) : text
        var words = ""
        for character in stem {
            if character.isUppercase, !words.isEmpty { words += "_" }
            words += character.lowercased()
        }
        return words
    }
}
