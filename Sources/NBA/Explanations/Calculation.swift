package import PipelineModel

/// How a number follows from the rows of a window, in their order: a second way to the processor's result.
package enum Calculation: Hashable, Sendable {
    /// The value of the one row.
    case copy
    /// The number of the one row over a divisor; a truth value is 1 or 0.
    case number(over: Double)
    /// Sum of the first column over the number of rows; NULL below so many rows.
    case mean(minimum: Int)
    /// Sample standard deviation of the first column; NULL below so many rows.
    case deviation(minimum: Int)
    /// Factor times the sum of the first column, over the sum of the second; NULL below so many rows.
    case pooled(factor: Double, minimum: Int)
    /// Number of rows, and so many more.
    case count(plus: Int)
    /// Sum of the first column, 0 without rows.
    case sum

    /// The result over rows that hold the source's columns; nil when the rows do not say.
    package func result(over rows: [[Cell]]) -> Cell? {
        switch self {
        case .copy: return rows.count == 1 ? rows[0].first : nil
        case .number(let divisor):
            guard rows.count == 1, rows[0].first != .null else { return rows.count == 1 ? .null : nil }
            return Self.numbers(rows, 0).map { .double($0[0] / divisor) }
        case .deviation(let minimum):
            guard let values = Self.numbers(rows, 0) else { return nil }
            guard let mean = values.mean(minimum: minimum, \.self) else { return .null }
            return values.sampleDeviation(from: mean, \.self).map { .double($0) } ?? .null
        case .count(let more): return .int(rows.count + more)
        case .sum: return Self.numbers(rows, 0).map { .double($0.sum(\.self)) }
        case .mean(let minimum):
            guard let values = Self.numbers(rows, 0) else { return nil }
            return values.mean(minimum: minimum, \.self).map { .double($0) } ?? .null
        case .pooled(let factor, let minimum):
            guard rows.count >= minimum else { return .null }
            guard let numerators = Self.numbers(rows, 0), let denominators = Self.numbers(rows, 1) else { return .null }
            let value = quotient(factor * numerators.sum(\.self), over: denominators.sum(\.self))
            return value.map { .double($0) } ?? .null
        }
    }

    // The column's values; nil as soon as one is no number.
    private static func numbers(_ rows: [[Cell]], _ position: Int) -> [Double]? {
        var numbers: [Double] = []
        for row in rows {
            switch row[position] {
            case .int(let value): numbers.append(Double(value))
            case .double(let value): numbers.append(value)
            case .bool(let value): numbers.append(value ? 1 : 0)
            case .null, .text, .date, .timestamp: return nil
            }
        }
        return numbers
    }
}
