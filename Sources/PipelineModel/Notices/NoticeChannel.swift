/// Whom a channel reaches.
public enum ChannelReach: Hashable, Sendable {
    /// A place where whoever looks finds it: a file, a terminal.
    case record
    /// People who are elsewhere: a chat, a mailbox.
    case people
}

/// A way to tell people something.
///
/// To add one: conform in a file of its own and add it to the list the composition root reads. Return or throw within a
/// few seconds, and at once when the task is cancelled: a channel that does not is given up on and left alone for a while.
public protocol NoticeChannel: Sendable {
    /// Name in messages; without secrets.
    var name: String { get }
    /// Whom it reaches. A notice that people are to be reached with stays untold until one of these took it.
    var reach: ChannelReach { get }
    /// The least urgent notices it is given.
    var level: NoticeLevel { get }
    /// Tells one notice, or one digest of many. A failure never fails a run, and is tried again later.
    func deliver(_ notice: Notice) async throws
}

extension NoticeChannel {
    /// People.
    public var reach: ChannelReach { .people }
    /// Everything.
    public var level: NoticeLevel { .info }
}
