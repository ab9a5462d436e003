import Foundation
import GRDB

extension CommandLineHarness {
    /// Changes the store behind the program's back.
    func edit(_ sql: String) throws {
        let queue = try DatabaseQueue(path: "\(workspace)/backcourt.sqlite")
        try queue.write { db in try db.execute(sql: sql) }
        try queue.close()
    }
}
