import Foundation
import GRDB
import PipelineModel
import Testing

extension TemporaryStore {
    /// Changes the store behind the program's back.
    func editByHand(_ sql: String) throws {
        // Patient, since a store that another process opens or closes is locked for a moment.
        var configuration = GRDB.Configuration()
        configuration.busyMode = .timeout(20)
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.inDatabase { try $0.execute(sql: sql) }
        try queue.close()
    }

    /// Puts `bytes` where the store's file belongs.
    func write(_ bytes: Data) throws {
        try bytes.write(to: URL(fileURLWithPath: path))
    }
}

/// Expects a failure of this code whose sentence contains every one of `words`.
func expectFailure(
    _ code: WarehouseError.Code, naming words: String..., sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () async throws -> Void
) async {
    do {
        try await body()
        Issue.record("expected a failure with code \(code.rawValue)", sourceLocation: sourceLocation)
    } catch let error as WarehouseError {
        #expect(error.code == code, "\(error.message)", sourceLocation: sourceLocation)
        for word in words {
            #expect(error.message.contains(word), "\(error.message)", sourceLocation: sourceLocation)
        }
    } catch {
        Issue.record("unexpected \(error)", sourceLocation: sourceLocation)
    }
}
