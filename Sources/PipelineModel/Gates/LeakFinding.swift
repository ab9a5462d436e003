/// Something a table knew that could not have been known.
public struct LeakFinding: Hashable, Sendable, CustomStringConvertible {
    /// The partition that knew it.
    public let partition: Partition
    /// One sentence.
    public let detail: String

    /// `partition` knew too much.
    public init(partition: Partition, detail: String) {
        (self.partition, self.detail) = (partition, detail)
    }

    /// The partition and the sentence.
    public var description: String { "\(partition): \(detail)" }
}
