import GameCalendar
import NBA
import PipelineModel
import Testing

/// The worked vectors and the accuracy table of the systems that learn nothing.
@Suite(.enabled(if: RealData.folder != nil, "the reference data is not at hand"))
struct PredictionVectorTests {
    private static let curry = ("0022100169", 201_939)
    private static let jokic = ("0022300566", 203_999)

    private func value(
        _ who: (String, Int), _ system: PredictionSystem, _ market: Market = .points
    ) async throws -> String {
        let predictions = try await RealHistory.shared.value.predictions
        let row = try #require(predictions.vectors[PredictionKey(who.0, who.1, system, market)])
        #expect(row.gapReason == nil && row.recommendation == .noLine && row.featureVersion == "v2_52")
        return digits(row.predictedValue)
    }

    @Test func `the moving average in every market`() async throws {
        for (who, expected) in [
            (Self.curry, ["26.2", "5.9", "6.6", "38.7"]), (Self.jokic, ["23.205", "9.81", "9.975", "42.99"]),
        ] {
            for (market, text) in zip(Market.allCases, expected) {
                #expect(try await value(who, .movingAverage, market) == text)
            }
        }
    }

    @Test func `rules, zones and similar games`() async throws {
        #expect(try await value(Self.curry, .rules) == "25.8054841379")
        #expect(try await value(Self.jokic, .rules) == "23.3331702627")
        #expect(try await value(Self.curry, .zoneMatchup) == "27.2287383563")
        #expect(try await value(Self.jokic, .zoneMatchup) == "23.9369679314")
        #expect(try await value(Self.curry, .similarity) == "25.7890243902")
        #expect(try await value(Self.jokic, .similarity) == "25.4874206349")
        let predictions = try await RealHistory.shared.value.predictions
        func components(_ who: (String, Int)) -> String? {
            predictions.vectors[PredictionKey(who.0, who.1, .similarity, .points)]?.components
        }
        #expect(components(Self.curry)?.hasPrefix("{\"similar_games\":6.0,\"similar\":25.37804878") == true)
        #expect(components(Self.jokic)?.hasPrefix("{\"similar_games\":17.0,\"similar\":27.76984126") == true)
    }

    @Test(arguments: [
        (PredictionSystem.movingAverage, 75_743, "4.682 6.158 -0.12 0.420 0.634"),
        (.zoneMatchup, 75_743, "4.667 6.124 -0.15 0.417 0.636"), (.similarity, 64_959, "4.705 6.167 -0.16 0.413 0.632"),
        (.rules, 75_743, "4.653 6.099 0.03 0.418 0.637"),
    ])
    func `points over three seasons`(system: PredictionSystem, count: Int, figures: String) async throws {
        let accuracy = try #require(try await RealHistory.shared.value.predictions.accuracy[system]?[.points])
        func text(_ value: Double?, _ scale: Double, _ places: Int) -> String {
            let whole = Int(((value ?? .nan) * scale).rounded())
            let (units, rest) = abs(whole).quotientAndRemainder(dividingBy: Int(scale))
            return "\(whole < 0 ? "-" : "")\(units)." + String("000\(rest)".suffix(places))
        }
        #expect(accuracy.errors.count == count)
        #expect(
            [
                text(accuracy.errors.meanAbsolute, 1000, 3), text(accuracy.errors.rootMeanSquared, 1000, 3),
                text(accuracy.errors.bias, 100, 2), text(accuracy.errors.within3, 1000, 3),
                text(accuracy.errors.within5, 1000, 3),
            ].joined(separator: " ") == figures)
    }

    @Test func `mean absolute errors to the fourth decimal, and in the other markets`() async throws {
        let accuracy = try await RealHistory.shared.value.predictions.accuracy
        func error(_ system: PredictionSystem, _ market: Market) -> Double {
            accuracy[system]?[market]?.errors.meanAbsolute ?? .nan
        }
        #expect(abs(error(.movingAverage, .points) - 4.6823) <= 0.0001)
        #expect(abs(error(.zoneMatchup, .points) - 4.6669) <= 0.0001)
        #expect(abs(error(.similarity, .points) - 4.7052) <= 0.0001)
        #expect(abs(error(.rules, .points) - 4.6534) <= 0.0001)
        #expect(abs(error(.movingAverage, .rebounds) - 1.941) <= 0.0005)
        #expect(abs(error(.movingAverage, .assists) - 1.337) <= 0.0005)
        #expect(abs(error(.movingAverage, .pra) - 6.145) <= 0.0005)
    }
}
