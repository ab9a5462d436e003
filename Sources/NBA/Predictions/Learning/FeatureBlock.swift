import GameCalendar
package import PipelineModel

/// A table of features that models learn from, one row for each player before a game.
package protocol FeatureTable: WarehouseRow {
    /// Every feature, in order; each of them is a nullable column.
    static var features: [Feature] { get }
}

extension FeatureRow: FeatureTable {}

/// A date of a table of features as models learn from it: keys, and the features one row after the other as floats.
package struct FeatureBlock<Table: FeatureTable>: InputRow {
    package var keys: [PlayerGameKey] = []
    package var values: [Float] = []

    package init() {}

    package mutating func columns(_ c: inout ColumnCursor) {
        var row = FeatureCells<Table>()
        row.columns(&c)
    }

    package static var input: TableName { Table.table.name }
    package static var stored: StoredColumns { StoredColumns(Table.table, FeatureBlock.declaredColumns) }

    /// One block, or none for no rows.
    package static func rows(from content: PartitionContent) -> [FeatureBlock] {
        guard content.rowCount > 0 else { return [] }
        let wanted = Set(Table.features.map(\.name.description))
        let columns = content.columns.map { (type: $0.type, isFeature: wanted.contains($0.name)) }
        var block = FeatureBlock()
        block.keys = PlayerGameKey.keys(of: content)
        block.values.reserveCapacity(content.rowCount * wanted.count)
        content.bytes.withUnsafeBytes { bytes in
            var reader = CellReader(bytes, at: 0)
            for row in 0..<content.rowCount {
                reader.position = content.offsets[row]
                for column in columns {
                    if column.isFeature {
                        block.values.append(reader.isPresent() ? Float(reader.double()) : .nan)
                    } else {
                        reader.skip(column.type)
                    }
                }
            }
        }
        return [block]
    }
}

// The columns of a block, for the catalog's check.
private struct FeatureCells<Table: FeatureTable>: ColumnCoded {
    var identity = PlayerIdentity()
    var values = [Double?](repeating: nil, count: Table.features.count)

    init() {}

    mutating func columns(_ c: inout ColumnCursor) {
        identity.columns(&c)
        for index in Table.features.indices {
            let feature = Table.features[index]
            c.column(feature.name, &values[index], unit: feature.unit, feature.about)
        }
    }
}

extension PlayerGameKey {
    /// The keys of a content that has them as columns, in its order.
    fileprivate static func keys(of content: PartitionContent) -> [PlayerGameKey] { content.decoded() }
}
