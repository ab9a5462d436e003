import Foundation

/// Real seasons, where they are at hand: in the folder an environment variable names, or one beside the package.
enum RealSeasons {
    static let labels = ["2021-22", "2022-23", "2023-24"]

    static let folder: String? = {
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let candidates: [String?] = [
            ProcessInfo.processInfo.environment["BACKCOURT_TEST_DATA"],
            package.deletingLastPathComponent().appending(path: "shared/data").path,
        ]
        return candidates.compactMap(\.self).first {
            FileManager.default.fileExists(atPath: "\($0)/schedule_2021-22.csv.gz")
        }
    }()
}
