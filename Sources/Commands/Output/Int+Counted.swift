extension Int {
    /// `1 partition`, `2 partitions`.
    func counted(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}
