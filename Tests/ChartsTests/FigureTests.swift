import Charts
import Foundation
import FoundationXML
import GameCalendar
import Markup
import Testing

/// Every drawing is well-formed, described, and free of what would be markup in a name.
struct FigureTests {
    private static let hostile = #"<script>alert("x")</script> & 'co' \#u{1}"#

    private static func day(_ number: Int) -> GameDate { GameDate(year: 2023, month: 11, day: number) ?? .reference }

    private static let figures: [(String, Figure)] = [
        (
            "lines",
            LineChart(
                hostile, x: .init("date"), y: .init("MAE, points"),
                [
                    .init(hostile, [(1, 4.5), (2, nil), (3, 4.4), (4, 4.6)]), .init("b", [(1, 4.5), (2, 4.5)]),
                    .init("c", []),
                ]
            ).figure
        ),
        ("nothing", LineChart("t", x: .init("x"), y: .init("y"), []).figure),
        ("spark", Sparkline(hostile, [0.1, nil, 0.3, 0.2]).figure), ("no spark", Sparkline("t", [nil]).figure),
        (
            "grid",
            CalendarGrid(
                "t", parts: ["phase 3", hostile],
                bands: [
                    .init(
                        hostile,
                        [
                            .init(day(1), [.init("complete", .full), .init("no games", .none)]),
                            .init(day(2), [.init("missing", .outline), .init("stale", .cross)]),
                            .init(day(3), [.init("partial", .half), .init("waived", .dot)]),
                        ])
                ], linkPrefix: "/date?d=\"><b>"
            ).figure
        ),
        (
            "timeline",
            Timeline(
                "t",
                [
                    ("lane", [.init(hostile, state: "success", 0...1.5), .init("b", state: "failed", 1.5...2)]),
                    ("e", []),
                ]
            ).figure
        ),
    ]

    @Test(arguments: figures.map(\.0))
    func `it is well-formed and has a title and a description`(_ name: String) throws {
        let figure = try #require(Self.figures.first { $0.0 == name }?.1)
        let markup = figure.element(id: "f1").markup
        let document = try XMLDocument(xmlString: markup)
        let root = try #require(document.rootElement())
        #expect(root.name == "svg" && (markup.contains(#"role="img""#) || markup.contains(#"role="group""#)))
        #expect(root.elements(forName: "title").first?.stringValue?.isEmpty == false)
        #expect(root.elements(forName: "desc").first?.stringValue?.isEmpty == false)
        #expect(!markup.contains("<script") && !markup.contains("<b>"))
        #expect(!markup.contains("nan") && !markup.contains("inf"))
    }

    private static func grid(_ days: [CalendarGrid.Day]) -> CalendarGrid {
        CalendarGrid("t", parts: ["phase 3"], bands: [.init("r", days)], linkPrefix: "/dates/")
    }

    @Test func `a state is told by its shape as well as by its class`() {
        func drawn(_ shape: CalendarGrid.Shape) -> String {
            Self.grid([.init(Self.day(1), [.init("same", shape)])]).figure.element(id: "g").markup
        }
        let shapes: [CalendarGrid.Shape] = [.full, .half, .outline, .cross, .dot, .none]
        #expect(Set(shapes.map(drawn)).count == shapes.count)
    }

    @Test func `a grid counts its states for whoever does not see it`() {
        let days = (1...3).map { CalendarGrid.Day(Self.day($0), [.init($0 < 3 ? "complete" : "missing", .full)]) }
        #expect(Self.grid(days).figure.description == "phase 3: 2 complete, 1 missing.")
    }

    // 1 November 2023 is a Wednesday: the cells of its week stand under each other, the next Sunday in the next column.
    @Test func `days stand in columns of weeks`() {
        let days = [1, 4, 5].map { CalendarGrid.Day(Self.day($0), [.init("complete", .full)]) }
        let markup = Self.grid(days).figure.element(id: "g").markup
        let places = ["M56 59h13", "M56 104h13", "M71 14h13"]
        for place in places { #expect(markup.contains(place), "\(place) in \(markup)") }
    }

    @Test func `marks of one state on a day are one path`() {
        let states = Array(repeating: CalendarGrid.State("complete", .full), count: 4)
        let grid = CalendarGrid(
            "t", parts: ["a", "b", "c", "d"], bands: [.init("r", [.init(Self.day(1), states)])], linkPrefix: "/dates/")
        let markup = grid.figure.element(id: "g").markup
        #expect(markup.split(separator: "<path").count == 3 && markup.contains("2023-11-01: complete</title>"))
    }

    @Test func `work of one state side by side is one bar`() {
        let bars = (0..<5000).map { Timeline.Bar("s\($0)", state: "success", Double($0)...Double($0 + 1)) }
        let markup = Timeline("t", [("lane", bars)]).figure.element(id: "t").markup
        #expect(markup.split(separator: "<rect").count == 2)
        #expect(markup.contains("s0…s4999"))
    }

    @Test func `where a value is missing a line is broken`() {
        let chart = LineChart(
            "t", x: .init("x"), y: .init("y"),
            [.init("a", [(1, 1), (2, 2), (3, nil), (4, 1), (5, 3), (6, nil), (7, 2)])])
        let markup = chart.figure.element(id: "c").markup
        #expect(markup.split(separator: "<path").count == 3 && markup.split(separator: "<circle").count == 2)
    }
}
