// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "backcourt",
    products: [
        .executable(name: "backcourt", targets: ["backcourt"]),
        .library(name: "GameCalendar", targets: ["GameCalendar"]),
        .library(name: "PipelineModel", targets: ["PipelineModel"]),
        .library(name: "PipelineEngine", targets: ["PipelineEngine"]),
        .library(name: "PipelineTesting", targets: ["PipelineTesting", "Randomness"]),
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0", traits: []),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.34.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    ],
    targets: [
        .systemLibrary(name: "CLibCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .target(name: "CSQLiteSetup", linkerSettings: [.linkedLibrary("sqlite3")]),

        // The core: decisions and vocabulary. No I/O, no clock, no basketball.
        .target(name: "GameCalendar"),
        .target(name: "Randomness"),
        .target(name: "ContentDigest", dependencies: ["CLibCrypto"]),
        .target(name: "PipelineModel", dependencies: ["GameCalendar", "ContentDigest"]),
        .target(name: "PipelineEngine", dependencies: ["GameCalendar", "ContentDigest", "PipelineModel"]),

        // Effects.
        .target(
            name: "PipelineRuntime",
            dependencies: ["GameCalendar", "ContentDigest", "PipelineModel", "PipelineEngine"]),
        .target(
            name: "WarehouseSQLite",
            dependencies: [
                "GameCalendar", "ContentDigest", "PipelineModel", "CSQLiteSetup",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]),
        .target(
            name: "WarehousePostgres", dependencies: ["GameCalendar", "ContentDigest", "PipelineModel", "CLibPQ"]),
        .target(
            name: "WarehouseBigQuery", dependencies: ["GameCalendar", "ContentDigest", "PipelineModel", "CLibCrypto"]),
        .target(name: "CMailTransfer", linkerSettings: [.linkedLibrary("curl")]),
        .target(name: "Notifications", dependencies: ["GameCalendar", "PipelineModel", "CMailTransfer"]),
        .target(name: "DelimitedText", dependencies: ["CZlib"]),
        // Pages: HTML and drawings, and what they show of a pipeline. Reads, never writes.
        .target(name: "Markup"),
        .target(name: "Charts", dependencies: ["GameCalendar", "Markup"]),
        .target(
            name: "Dashboard",
            dependencies: [
                "GameCalendar", "ContentDigest", "PipelineModel", "PipelineEngine", "Markup", "Charts", "LiveServer",
            ]),
        // What comes from outside while the pipeline runs: requests over HTTP, files in a folder. Knows no pipeline.
        .target(
            name: "LiveServer",
            dependencies: [
                "GameCalendar",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "CoreMetrics", package: "swift-metrics"),
            ]),

        // The pipeline that ships: NBA.
        .target(name: "GradientBoosting", dependencies: ["Randomness"]),
        .target(name: "NBA", dependencies: ["GameCalendar", "ContentDigest", "PipelineModel", "GradientBoosting"]),
        .target(
            name: "NBAPages",
            dependencies: [
                "GameCalendar", "ContentDigest", "PipelineModel", "PipelineEngine", "NBA", "Markup", "Charts",
                "Dashboard",
                "LiveServer",
            ]),
        .target(
            name: "RawImport",
            dependencies: ["GameCalendar", "ContentDigest", "PipelineModel", "NBA", "DelimitedText"]),

        .target(
            name: "LeagueSimulator",
            dependencies: ["GameCalendar", "PipelineModel", "NBA", "DelimitedText", "Randomness"]),

        // The composition root.
        .target(
            name: "Commands",
            dependencies: [
                "GameCalendar", "ContentDigest", "PipelineModel", "PipelineEngine", "PipelineRuntime",
                "WarehouseSQLite", "WarehousePostgres", "WarehouseBigQuery", "Notifications", "NBA", "RawImport",
                "DelimitedText",
                "LeagueSimulator",
                "Randomness", "LiveServer", "Dashboard", "NBAPages",
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .target(name: "CMemorySetup"),
        .executableTarget(name: "backcourt", dependencies: ["Commands", "CMemorySetup"]),

        // What an adapter or a processor is tested with.
        .target(
            name: "PipelineTesting", dependencies: ["GameCalendar", "ContentDigest", "PipelineModel", "Randomness"]),

        // Rehearsals of the real program: child processes and a fabricated league; the tools that measure and kill it.
        .target(
            name: "Rehearsal",
            dependencies: [
                "DelimitedText", "GameCalendar", "Randomness", .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .executableTarget(
            name: "backcourt-bench",
            dependencies: [
                "GameCalendar", "PipelineModel", "NBA", "WarehouseSQLite", "WarehousePostgres", "DelimitedText",
                "Rehearsal",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            path: "Benchmarks/Bench"),
        .executableTarget(
            name: "backcourt-screenshots", dependencies: ["Rehearsal"], path: "Benchmarks/Screenshots"),
        .executableTarget(
            name: "backcourt-chaos",
            dependencies: [
                "GameCalendar", "PipelineModel", "NBA", "WarehouseSQLite", "DelimitedText", "Randomness", "Rehearsal",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            path: "Benchmarks/Chaos"),

        .testTarget(name: "GameCalendarTests", dependencies: ["GameCalendar", "PipelineTesting", "Randomness"]),
        .testTarget(name: "RandomnessTests", dependencies: ["Randomness"]),
        .testTarget(name: "GradientBoostingTests", dependencies: ["GradientBoosting", "Randomness"]),
        .testTarget(name: "ContentDigestTests", dependencies: ["ContentDigest"]),
        .testTarget(
            name: "PipelineModelTests",
            dependencies: ["GameCalendar", "ContentDigest", "PipelineModel", "PipelineTesting", "Randomness"]),
        .testTarget(
            name: "PipelineEngineTests",
            dependencies: [
                "GameCalendar", "ContentDigest", "PipelineModel", "PipelineEngine", "PipelineTesting", "Randomness",
            ]),
        .testTarget(
            name: "PipelineRuntimeTests",
            dependencies: [
                "GameCalendar", "ContentDigest", "PipelineModel", "PipelineEngine", "PipelineRuntime",
                "PipelineTesting", "Randomness",
            ]),
        .testTarget(
            name: "WarehousePostgresTests",
            dependencies: [
                "GameCalendar", "ContentDigest", "PipelineModel", "PipelineTesting", "WarehousePostgres", "Rehearsal",
            ]),
        .testTarget(
            name: "WarehouseBigQueryTests",
            dependencies: [
                "GameCalendar", "ContentDigest", "PipelineModel", "PipelineTesting", "WarehouseBigQuery",
                "WarehouseSQLite", "WarehousePostgres", "CLibCrypto", "Randomness", "Rehearsal",
            ]),
        .testTarget(
            name: "WarehouseSQLiteTests",
            dependencies: [
                "GameCalendar", "ContentDigest", "PipelineModel", "WarehouseSQLite", "PipelineTesting",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .testTarget(
            name: "NotificationsTests",
            dependencies: ["GameCalendar", "PipelineModel", "PipelineRuntime", "Notifications", "PipelineTesting"]),
        .testTarget(
            name: "LiveServerTests",
            dependencies: [
                "LiveServer", .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "CoreMetrics", package: "swift-metrics"),
            ]),
        .testTarget(name: "MarkupTests", dependencies: ["Markup"]),
        .testTarget(
            name: "DashboardTests",
            dependencies: [
                "GameCalendar", "ContentDigest", "PipelineModel", "PipelineEngine", "Markup", "LiveServer", "Dashboard",
                "PipelineTesting", "Randomness",
            ]),
        .testTarget(name: "ChartsTests", dependencies: ["Charts", "GameCalendar", "Markup"]),
        .testTarget(name: "DelimitedTextTests", dependencies: ["DelimitedText", "CZlib", "Randomness"]),
        .testTarget(
            name: "NBATests",
            dependencies: [
                "GameCalendar", "ContentDigest", "PipelineModel", "NBA", "DelimitedText", "PipelineTesting",
                "Randomness", "GradientBoosting",
            ]),
        .testTarget(
            name: "RawImportTests",
            dependencies: [
                "GameCalendar", "ContentDigest", "PipelineModel", "NBA", "RawImport", "DelimitedText",
                "WarehouseSQLite", "PipelineTesting",
            ]),
        .testTarget(
            name: "LeagueSimulatorTests",
            dependencies: [
                "GameCalendar", "ContentDigest", "PipelineModel", "NBA", "DelimitedText", "Randomness",
                "LeagueSimulator",
            ]),
        .testTarget(
            name: "CommandsTests",
            dependencies: [
                "GameCalendar", "ContentDigest", "PipelineModel", "PipelineEngine", "PipelineRuntime", "NBA",
                "Commands", "PipelineTesting", .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "GameCalendar", "ContentDigest", "PipelineModel", "NBA", "WarehouseSQLite", "Commands",
                "PipelineTesting", "Randomness", "Rehearsal", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
    ],
    swiftLanguageModes: [.v6]
)

// One loop sets what every target obeys.
for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .treatAllWarnings(as: .error),
    ]
}

// Learning and the league's formulas are all arithmetic: without the optimizer one model of a debug build takes minutes, and
// so do the tests over three real seasons.
for target in package.targets where ["GradientBoosting", "NBA"].contains(target.name) {
    target.swiftSettings?.append(.unsafeFlags(["-O"], .when(configuration: .debug)))
}
