import Foundation

/// Who this process is.
enum ProcessIdentity {
    static var pid: Int32 { ProcessInfo.processInfo.processIdentifier }
    static var host: String { ProcessInfo.processInfo.hostName }
    static var user: String { ProcessInfo.processInfo.userName }
}
