public import ContentDigest
public import GameCalendar

/// Walks a row type's one column list to declare, encode or decode it.
///
/// A row type calls ``column(_:_:unit:_:)`` once per column, in stored order; the cursor's mode decides what that does.
/// The type is concrete and the calls are plain, so a cell costs a few nanoseconds and nothing is looked up by name.
public struct ColumnCursor: ~Copyable {
    enum Mode { case declare, encode, decode }

    let mode: Mode
    var declared: [Column] = []
    var builder: ContentBuilder
    var reader: CellReader
    // What stands before each wanted column in the content at hand: types to step over. Empty when nothing does.
    var skipped: [[ColumnType]] = []
    var position = 0
    // Whether the row at hand holds a text that is no spelling of its type.
    @usableFromInline var metUnknownSpelling = false

    static func declaring() -> ColumnCursor {
        ColumnCursor(
            mode: .declare, builder: ContentBuilder(reserving: 0), reader: .init(.init(start: nil, count: 0), at: 0))
    }

    static func encoding(reserving bytes: Int) -> ColumnCursor {
        ColumnCursor(
            mode: .encode, builder: ContentBuilder(reserving: bytes), reader: .init(.init(start: nil, count: 0), at: 0))
    }

    @usableFromInline
    static func decoding(_ bytes: UnsafeRawBufferPointer, skipping skipped: [[ColumnType]]) -> ColumnCursor {
        ColumnCursor(
            mode: .decode, builder: ContentBuilder(reserving: 0), reader: .init(bytes, at: 0), skipped: skipped)
    }

    /// What was encoded, with the shape `columns`.
    consuming func content(columns: [Column]) -> PartitionContent {
        builder.content(columns: columns)
    }

    @usableFromInline
    mutating func beginRow(at offset: Int) {
        reader.position = offset
        position = 0
        metUnknownSpelling = false
    }

    private mutating func declare(
        _ name: StaticString, _ type: ColumnType, nullable: Bool, _ unit: ColumnUnit, _ about: StaticString
    ) {
        declared.append(
            Column(
                name: name.description, type: type, isNullable: nullable, unit: unit, about: about.description))
    }

    @inline(__always)
    private mutating func stepOver() {
        if !skipped.isEmpty {
            for type in skipped[position] { reader.skip(type) }
            position += 1
        }
    }

    @inline(__always)
    private mutating func read<Value>(_ value: inout Value, _ load: (inout CellReader) -> Value) {
        stepOver()
        if reader.isPresent() { value = load(&reader) }
    }

    @inline(__always)
    private mutating func read<Value>(_ value: inout Value?, _ load: (inout CellReader) -> Value) {
        stepOver()
        value = reader.isPresent() ? load(&reader) : nil
    }
}

extension ColumnCursor {
    /// A text column.
    public mutating func column(
        _ name: StaticString, _ value: inout String, unit: ColumnUnit = .none, _ about: StaticString
    ) {
        switch mode {
        case .declare: declare(name, .text, nullable: false, unit, about)
        case .encode: builder.append(value)
        case .decode:
            stepOver()
            if reader.isPresent() { reader.text(into: &value) }
        }
    }

    /// A nullable text column.
    public mutating func column(
        _ name: StaticString, _ value: inout String?, unit: ColumnUnit = .none, _ about: StaticString
    ) {
        switch mode {
        case .declare: declare(name, .text, nullable: true, unit, about)
        case .encode: if let value { builder.append(value) } else { builder.appendNull() }
        case .decode:
            stepOver()
            if reader.isPresent() { reader.text(into: &value) } else { value = nil }
        }
    }

    /// An integer column.
    public mutating func column(
        _ name: StaticString, _ value: inout Int, unit: ColumnUnit = .none, _ about: StaticString
    ) {
        switch mode {
        case .declare: declare(name, .int, nullable: false, unit, about)
        case .encode: builder.append(value)
        case .decode: read(&value) { $0.int() }
        }
    }

    /// A nullable integer column.
    public mutating func column(
        _ name: StaticString, _ value: inout Int?, unit: ColumnUnit = .none, _ about: StaticString
    ) {
        switch mode {
        case .declare: declare(name, .int, nullable: true, unit, about)
        case .encode: if let value { builder.append(value) } else { builder.appendNull() }
        case .decode: read(&value) { $0.int() }
        }
    }

    /// A double column.
    public mutating func column(
        _ name: StaticString, _ value: inout Double, unit: ColumnUnit = .none, _ about: StaticString
    ) {
        switch mode {
        case .declare: declare(name, .double, nullable: false, unit, about)
        case .encode: builder.append(value)
        case .decode: read(&value) { $0.double() }
        }
    }

    /// A nullable double column.
    public mutating func column(
        _ name: StaticString, _ value: inout Double?, unit: ColumnUnit = .none, _ about: StaticString
    ) {
        switch mode {
        case .declare: declare(name, .double, nullable: true, unit, about)
        case .encode: if let value { builder.append(value) } else { builder.appendNull() }
        case .decode: read(&value) { $0.double() }
        }
    }

    /// A truth value.
    public mutating func column(
        _ name: StaticString, _ value: inout Bool, unit: ColumnUnit = .none, _ about: StaticString
    ) {
        switch mode {
        case .declare: declare(name, .bool, nullable: false, unit, about)
        case .encode: builder.append(value)
        case .decode: read(&value) { $0.bool() }
        }
    }

    /// A nullable truth value.
    public mutating func column(
        _ name: StaticString, _ value: inout Bool?, unit: ColumnUnit = .none, _ about: StaticString
    ) {
        switch mode {
        case .declare: declare(name, .bool, nullable: true, unit, about)
        case .encode: if let value { builder.append(value) } else { builder.appendNull() }
        case .decode: read(&value) { $0.bool() }
        }
    }

    /// A day.
    public mutating func column(
        _ name: StaticString, _ value: inout GameDate, unit: ColumnUnit = .none, _ about: StaticString
    ) {
        switch mode {
        case .declare: declare(name, .date, nullable: false, unit, about)
        case .encode: builder.append(value)
        case .decode: read(&value) { $0.date() }
        }
    }

    /// A nullable day.
    public mutating func column(
        _ name: StaticString, _ value: inout GameDate?, unit: ColumnUnit = .none, _ about: StaticString
    ) {
        switch mode {
        case .declare: declare(name, .date, nullable: true, unit, about)
        case .encode: if let value { builder.append(value) } else { builder.appendNull() }
        case .decode: read(&value) { $0.date() }
        }
    }

    /// An instant.
    public mutating func column(
        _ name: StaticString, _ value: inout Timestamp, unit: ColumnUnit = .none, _ about: StaticString
    ) {
        switch mode {
        case .declare: declare(name, .timestamp, nullable: false, unit, about)
        case .encode: builder.append(value)
        case .decode: read(&value) { $0.timestamp() }
        }
    }

    /// A nullable instant.
    public mutating func column(
        _ name: StaticString, _ value: inout Timestamp?, unit: ColumnUnit = .none, _ about: StaticString
    ) {
        switch mode {
        case .declare: declare(name, .timestamp, nullable: true, unit, about)
        case .encode: if let value { builder.append(value) } else { builder.appendNull() }
        case .decode: read(&value) { $0.timestamp() }
        }
    }

    /// The number of the file a row came from: stored, but no part of the row's digest. Only as the last column.
    public mutating func provenance(_ name: StaticString, _ value: inout Int, _ about: StaticString) {
        column(name, &value, about)
        if mode == .declare {
            let column = declared.removeLast()
            declared.append(
                Column(
                    name: column.name, type: .int, isNullable: false, unit: .none, about: column.about,
                    isDigested: false))
        }
    }

    /// A value stored under a text spelling; a stored text that is no spelling leaves `value` as it was.
    public mutating func column<Value: TextCoded>(
        _ name: StaticString, _ value: inout Value, unit: ColumnUnit = .none, _ about: StaticString
    ) {
        switch mode {
        case .declare: declare(name, .text, nullable: false, unit, about)
        case .encode: builder.append(value.textForm)
        case .decode:
            stepOver()
            guard reader.isPresent() else { return }
            if let known = Value(textUTF8: reader.utf8()) { value = known } else { metUnknownSpelling = true }
        }
    }

    /// A nullable value stored under a text spelling; a stored text that is no spelling reads as nil.
    public mutating func column<Value: TextCoded>(
        _ name: StaticString, _ value: inout Value?, unit: ColumnUnit = .none, _ about: StaticString
    ) {
        switch mode {
        case .declare: declare(name, .text, nullable: true, unit, about)
        case .encode: if let value { builder.append(value.textForm) } else { builder.appendNull() }
        case .decode:
            stepOver()
            value = reader.isPresent() ? Value(textUTF8: reader.utf8()) : nil
        }
    }
}

/// A value that is stored as text: an enumeration, a digest, a table name.
public protocol TextCoded {
    /// Its one spelling in the store.
    var textForm: String { get }
    /// Reads ``textForm``; nil for any other text.
    init?(textForm: String)
    /// Reads the UTF-8 bytes of ``textForm``; nil for any other text.
    init?(textUTF8 bytes: UnsafeRawBufferPointer)
}

extension TextCoded {
    /// Makes a string and reads that.
    public init?(textUTF8 bytes: UnsafeRawBufferPointer) {
        self.init(textForm: String(decoding: bytes, as: UTF8.self))
    }
}

extension TextCoded where Self: CaseIterable & RawRepresentable, RawValue == String {
    /// Compares the bytes with each spelling, which makes no string.
    @inlinable
    public init?(textUTF8 bytes: UnsafeRawBufferPointer) {
        for spelling in Self.allCases where spelling.rawValue.hasUTF8(bytes) {
            self = spelling
            return
        }
        return nil
    }
}

extension TextCoded where Self: RawRepresentable, RawValue == String {
    /// The raw value.
    public var textForm: String { rawValue }

    /// Reads the raw value.
    public init?(textForm: String) {
        self.init(rawValue: textForm)
    }
}

extension String {
    /// Whether the text consists of these bytes.
    @usableFromInline
    func hasUTF8(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard utf8.count == bytes.count else { return false }
        return utf8.withContiguousStorageIfAvailable { UnsafeRawBufferPointer($0).elementsEqual(bytes) } ?? false
    }
}

extension TableName: TextCoded {}

extension Digest: TextCoded {
    /// 64 hexadecimal digits.
    public var textForm: String { hex }

    /// Parses 64 hexadecimal digits.
    public init?(textForm: String) {
        self.init(hex: textForm)
    }

    /// Parses the bytes of 64 hexadecimal digits.
    public init?(textUTF8 bytes: UnsafeRawBufferPointer) {
        self.init(hexUTF8: bytes)
    }
}
