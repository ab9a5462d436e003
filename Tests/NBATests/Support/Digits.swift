import Foundation

/// `value` to twelve significant digits, as the specification prints its figures; `NULL` for nil.
func digits(_ value: Double?) -> String {
    value.map { String(format: "%.12g", $0) } ?? "NULL"
}
