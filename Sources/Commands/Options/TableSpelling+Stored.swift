import PipelineEngine
import PipelineModel

extension TableSpelling {
    /// The stored table one spelling means, the engine's own tables included.
    static func declaration(
        _ spelling: some StringProtocol, _ catalog: Catalog
    ) throws(CommandFailure) -> TableDeclaration {
        let text = String(spelling)
        if let engine = EngineTables.all.first(where: { $0.name.rawValue == text }) { return engine }
        let name = try table(text, catalog)
        guard let entry = catalog.entry(name) else { throw .usage("there is no table '\(text)'") }
        return entry.table
    }
}
