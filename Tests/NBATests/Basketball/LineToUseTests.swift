import GameCalendar
import NBA
import Testing

struct LineToUseTests {
    private func offer(_ book: String, _ line: Double, at time: String? = nil, minutes: Int? = nil) -> PropLine {
        var offer = PropLine()
        (offer.bookmaker, offer.line, offer.minutesBeforeTip) = (book, line, minutes)
        offer.snapshotAt = time.flatMap { Timestamp("2024-01-01T\($0):00Z") }
        return offer
    }

    @Test func `nothing offered, no line`() {
        #expect(lineToUse([]) == nil)
        #expect(lineToUse([offer("a", 20, at: "20:30", minutes: -16)]) == nil)
    }

    @Test func `the lower median over bookmakers is a line somebody offered`() {
        #expect(lineToUse([offer("a", 20.5), offer("b", 22.5)]) == 20.5)
        #expect(lineToUse([offer("a", 20.5), offer("b", 22.5), offer("c", 21.5)]) == 21.5)
    }

    @Test func `a bookmaker's newest snapshot counts, up to a quarter of an hour after the start`() {
        let offers = [
            offer("a", 20, at: "18:00", minutes: 120), offer("a", 21, at: "20:15", minutes: -15),
            offer("a", 25, at: "20:16", minutes: -16),
        ]
        #expect(lineToUse(offers) == 21)
        #expect(lineToUse(offers.reversed()) == 21)
    }

    @Test func `a line without a snapshot is the oldest, and all of them are one snapshot`() {
        #expect(lineToUse([offer("a", 30), offer("a", 20, at: "12:00")]) == 20)
        #expect(lineToUse([offer("a", 30), offer("a", 28), offer("a", 35)]) == 30)
    }

    @Test func `several lines in one snapshot give their lower median`() {
        #expect(lineToUse([offer("a", 30, at: "12:00"), offer("a", 28, at: "12:00"), offer("b", 40)]) == 28)
    }
}
