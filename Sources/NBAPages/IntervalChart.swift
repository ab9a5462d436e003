internal import Charts
internal import GameCalendar
internal import Markup

/// What was predicted with its interval, and what came: points over dates.
struct IntervalChart {
    struct Point {
        let date: GameDate
        let predicted: Double
        let interval: ClosedRange<Double>?
        let actual: Double?
    }

    let title: String
    let unit: String
    let points: [Point]

    private static let size = (width: 640.0, height: 240.0)
    private static let plot = (left: 44.0, top: 16.0, right: 604.0, bottom: 200.0)

    var figure: Figure {
        let values = points.flatMap { point in
            [point.predicted]
                + [point.interval?.lowerBound, point.interval?.upperBound, point.actual].compactMap(\.self)
        }
        let rows = Scale(values, includesZero: true)
        let columns = Scale(points.map { Double($0.date.dayNumber) })
        var drawing: [Element] = rows.ticks.flatMap { tick -> [Element] in
            let y = rows.position(of: tick, from: Self.plot.bottom, to: Self.plot.top)
            return [
                .line((Self.plot.left, y), (Self.plot.right, y), "grid"),
                .label(tick.written(decimals: rows.decimals), at: (Self.plot.left - 6, y + 4), "end"),
            ]
        }
        for tick in columns.ticks where !points.isEmpty {
            let x = columns.position(of: tick, from: Self.plot.left, to: Self.plot.right)
            drawing.append(
                .label(GameDate(dayNumber: Int32(tick)).monthLabel, at: (x, Self.plot.bottom + 16), "middle"))
        }
        for point in points { drawing += draw(point, columns, rows) }
        drawing.append(
            .label(
                "bar: 80 % interval   – predicted   ● within   ✕ outside", at: (Self.plot.left, Self.size.height - 4),
                "start"))
        drawing.append(.label(unit, at: (Self.plot.left, 10), "start", "axis name"))
        return Figure(title, description, width: Self.size.width, height: Self.size.height, drawing)
    }

    private func draw(_ point: Point, _ columns: Scale, _ rows: Scale) -> [Element] {
        let x = columns.position(of: Double(point.date.dayNumber), from: Self.plot.left, to: Self.plot.right)
        func y(_ value: Double) -> Double { rows.position(of: value, from: Self.plot.bottom, to: Self.plot.top) }
        var drawing: [Element] = []
        if let interval = point.interval {
            let top = y(interval.upperBound)
            drawing.append(.rectangle(x - 2, top, 4, max(1, y(interval.lowerBound) - top), "band"))
        }
        drawing.append(.line((x - 3, y(point.predicted)), (x + 3, y(point.predicted)), "series series-1"))
        guard let actual = point.actual else { return drawing }
        let isOutside = point.interval.map { !$0.contains(actual) } ?? false
        let place = (x, y(actual))
        if isOutside {
            drawing.append(.line((x - 3, place.1 - 3), (x + 3, place.1 + 3), "series series-2"))
            drawing.append(.line((x - 3, place.1 + 3), (x + 3, place.1 - 3), "series series-2"))
        } else {
            drawing.append(.dot(place, "dot series-3"))
        }
        return drawing
    }

    private var description: String {
        let judged = points.filter { $0.actual != nil && $0.interval != nil }
        let within = judged.count { point in point.actual.map { point.interval?.contains($0) ?? false } ?? false }
        let errors = points.compactMap { point in point.actual.map { abs($0 - point.predicted) } }
        guard !errors.isEmpty else { return "\(points.count) predictions, none of a game that was played." }
        let mean = errors.reduce(0, +) / Double(errors.count)
        let intervals = judged.isEmpty ? "" : " \(within) of \(judged.count) within the interval."
        return "\(points.count) predictions, on average \(mean.written(decimals: 2)) off.\(intervals)"
    }
}
