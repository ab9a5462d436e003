import NBA

extension ShotRecord {
    /// The kind of shot as the source names it; it follows from the place and what came of it.
    var action: String {
        let kinds = Self.kinds(place.zone, isAssisted: isAssisted)
        // Places are of chance, so they choose well enough.
        return kinds[(abs(place.x) * 7 + abs(place.y) * 3 + left) % kinds.count]
    }

    private static func kinds(_ zone: ShotZone, isAssisted: Bool) -> [String] {
        switch zone {
        case .restrictedArea:
            isAssisted
                ? [
                    "Cutting Layup Shot", "Cutting Dunk Shot", "Alley Oop Dunk Shot", "Layup Shot",
                    "Running Layup Shot",
                ]
                : [
                    "Driving Layup Shot", "Driving Layup Shot", "Putback Layup Shot", "Driving Finger Roll Layup Shot",
                    "Running Layup Shot", "Tip Layup Shot", "Driving Dunk Shot",
                ]
        case .paint:
            ["Driving Floating Jump Shot", "Floating Jump shot", "Turnaround Hook Shot", "Pullup Jump shot"]
        case .midRange:
            isAssisted ? ["Jump Shot"] : ["Pullup Jump shot", "Step Back Jump shot", "Fadeaway Jump Shot"]
        case .leftCorner, .rightCorner: ["Jump Shot"]
        case .aboveTheBreak:
            isAssisted
                ? ["Jump Shot", "Jump Shot", "Jump Shot", "Running Jump Shot"]
                : ["Pullup Jump shot", "Step Back Jump shot", "Jump Shot"]
        case .backcourt: ["Jump Shot"]
        }
    }
}
