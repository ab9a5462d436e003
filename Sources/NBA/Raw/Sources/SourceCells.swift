package import GameCalendar

/// Walks the columns of a source file, which a row names once, to declare them, to read them or to write them.
///
/// A conforming type gets every column of a row in the row's order. One that reads fills the value, one that writes
/// leaves it as it is.
package protocol SourceCells {
    /// A text.
    mutating func column(_ name: StaticString, _ value: inout String)
    /// A text that may be empty.
    mutating func column(_ name: StaticString, orEmpty value: inout String)
    /// A nullable text.
    mutating func column(_ name: StaticString, _ value: inout String?)
    /// A whole number.
    mutating func column(_ name: StaticString, _ value: inout Int)
    /// A nullable whole number.
    mutating func column(_ name: StaticString, _ value: inout Int?)
    /// A finite number.
    mutating func column(_ name: StaticString, _ value: inout Double)
    /// A nullable finite number.
    mutating func column(_ name: StaticString, _ value: inout Double?)
    /// A truth value.
    mutating func column(_ name: StaticString, _ value: inout Bool)
    /// A day.
    mutating func column(_ name: StaticString, _ value: inout GameDate)
    /// A nullable instant in UTC.
    mutating func column(_ name: StaticString, _ value: inout Timestamp?)
    /// A word that stands for something else.
    mutating func column<Value>(_ name: StaticString, _ value: inout Value, _ words: SourceWords<Value>)
    /// A nullable word that must have some form.
    mutating func column<Value>(_ name: StaticString, _ value: inout Value?, _ words: SourceWords<Value>)
}

/// The words that stand for values in a source column.
package struct SourceWords<Value>: Sendable {
    /// What is expected, for people.
    package let expected: String
    /// What a word stands for; nil for a word it does not know.
    package let meaning: @Sendable (String) -> Value?
    /// The word for a value.
    package let word: @Sendable (Value) -> String

    /// Words with their meaning and back.
    package init(
        expecting expected: String, meaning: @escaping @Sendable (String) -> Value?,
        word: @escaping @Sendable (Value) -> String
    ) {
        (self.expected, self.meaning, self.word) = (expected, meaning, word)
    }
}
