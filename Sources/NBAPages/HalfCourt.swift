internal import Charts
internal import Markup
internal import NBA

/// A half court with three zones, each as strong as its share of the shots and with its numbers.
struct HalfCourt {
    struct Zone {
        let group: ShotZoneGroup
        /// Share of the attempts, percent; nil when not known.
        let rate: Double?
        /// Share of attempts made, 0...1; nil when there are none.
        let share: Double?

        init(_ group: ShotZoneGroup, rate: Double?, share: Double?) {
            (self.group, self.rate, self.share) = (group, rate, share)
        }
    }

    let title: String
    let zones: [Zone]

    // Feet times eight: the court is 50 wide, the line of three 23.75 from the basket and 3 from the sides.
    private static let feet = 8.0
    private static let size = (width: 50 * feet, height: 40 * feet)

    var figure: Figure {
        var drawing: [Element] = []
        let shapes: [(ShotZoneGroup, String)] = [
            (.threePt, "M0 0H400V320H0z"), (.midRange, Self.arc), (.paint, "M136 0H264V152H136z"),
        ]
        for (group, path) in shapes {
            let strength = Self.strength(zones.first { $0.group == group }?.rate)
            drawing.append(Element("path", ["d": path, "class": "area", "fill-opacity": strength]))
        }
        for path in ["M0 0H400V320H0z", Self.arc, "M136 0H264V152H136z", "M176 32H224"] {
            drawing.append(Element("path", ["d": path, "class": "outline"]))
        }
        drawing.append(Element("circle", ["cx": "200", "cy": "42", "r": "6", "class": "outline"]))
        for (group, x, y) in [(ShotZoneGroup.paint, 200.0, 96.0), (.midRange, 88.0, 110.0), (.threePt, 200.0, 276.0)] {
            guard let zone = zones.first(where: { $0.group == group }) else { continue }
            let rate = zone.rate.map { "\($0.written(decimals: 0)) % of shots" } ?? "not known"
            let share = zone.share.map { "\(($0 * 100).written(decimals: 1)) % made" } ?? "–"
            drawing.append(.label(Self.name(group), at: (x, y - 16), "middle", "axis name"))
            drawing.append(.label(rate, at: (x, y), "middle", "axis name"))
            drawing.append(.label(share, at: (x, y + 16), "middle", "axis name"))
        }
        return Figure(title, description, width: Self.size.width, height: Self.size.height, drawing)
    }

    // Down the sides to where the line bends, and around the basket, which stands 5.25 feet from the baseline.
    private static let arc = "M24 0V112A190 190 0 0 0 376 112V0z"

    private static func strength(_ rate: Double?) -> String {
        rate.map { (0.06 + 0.6 * min(1, $0 / 70)).written(decimals: 2) } ?? "0"
    }

    private static func name(_ group: ShotZoneGroup) -> String {
        switch group {
        case .paint: "paint"
        case .midRange: "mid-range"
        case .threePt: "three"
        }
    }

    private var description: String {
        zones.map { zone in
            let rate = zone.rate.map { "\($0.written(decimals: 1)) percent of his shots" } ?? "not known"
            let share = zone.share.map { ", \(($0 * 100).written(decimals: 1)) percent made" } ?? ""
            return "\(Self.name(zone.group)): \(rate)\(share)."
        }.joined(separator: " ")
    }
}
