import Charts
import Foundation
import FoundationXML
import Testing

/// Every drawing is well-formed, described, and free of what would be markup in a name.
struct FigureTests {
    private static let hostile = #"<script>alert("x")</script> & 'co' \#u{1}"#

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
            StateGrid(
                "t", parts: ["phase 3", hostile],
                rows: [
                    (
                        "2023-24",
                        [
                            .init(
                                "2023-11-01", [.init("complete", .full), .init("no games", .none)],
                                link: "/date?d=\"><b>"),
                            .init("2023-11-02", [.init("missing", .outline), .init("stale", .cross)], link: "/d"),
                            .init("2023-11-03", [.init("partial", .half), .init("waived", .dot)], link: "/d"),
                        ]
                    )
                ]
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
        #expect(root.name == "svg" && markup.contains(#"role="img""#))
        #expect(root.elements(forName: "title").first?.stringValue?.isEmpty == false)
        #expect(root.elements(forName: "desc").first?.stringValue?.isEmpty == false)
        #expect(!markup.contains("<script") && !markup.contains("<b>"))
        #expect(!markup.contains("nan") && !markup.contains("inf"))
    }

    @Test func `a state is told by its shape as well as by its class`() throws {
        func drawn(_ shape: StateGrid.Shape) -> String {
            let day = StateGrid.Day("d", [.init("same", shape)], link: "/")
            return StateGrid("t", parts: ["p"], rows: [("r", [day])]).figure.element(id: "g").markup
        }
        let shapes: [StateGrid.Shape] = [.full, .half, .outline, .cross, .dot, .none]
        #expect(Set(shapes.map(drawn)).count == shapes.count)
    }

    @Test func `a grid counts its states for whoever does not see it`() {
        let days = (1...3).map { StateGrid.Day("\($0)", [.init($0 < 3 ? "complete" : "missing", .full)], link: "/") }
        let figure = StateGrid("t", parts: ["phase 3"], rows: [("r", days)]).figure
        #expect(figure.description == "phase 3: 2 complete, 1 missing.")
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
