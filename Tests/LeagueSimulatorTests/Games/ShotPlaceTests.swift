import NBA
import Randomness
import Testing

@testable import LeagueSimulator

struct ShotPlaceTests {
    @Test(arguments: ShotZone.allCases)
    func `a place is where its zone is`(_ zone: ShotZone) {
        var random = SeededRandom(seed: 21)
        for _ in 0..<2000 {
            let place = ShotPlace(in: zone, &random)
            switch zone {
            case .restrictedArea: #expect(place.feet <= 4 && place.worth == 2)
            case .paint: #expect(place.feet >= 4 && abs(place.x) < 80 && place.worth == 2)
            case .midRange: #expect((8...23).contains(place.feet) && place.worth == 2)
            case .leftCorner: #expect(place.x <= -220 && place.feet >= 22 && place.area == "Left Side(L)")
            case .rightCorner: #expect(place.x >= 220 && place.feet >= 22 && place.area == "Right Side(R)")
            case .aboveTheBreak: #expect(place.feet >= 23 && place.y > 92 && place.worth == 3)
            case .backcourt: #expect(place.y > 420 && place.worth == 3 && place.range == "Back Court Shot")
            }
        }
    }
}
