import Markup
import Testing

struct ElementTests {
    @Test func `text and attributes are escaped`() {
        let element = Element("p", ["title": #"a "b" <c> & 'd'"#], [Element(text: "<script>&")])
        #expect(
            element.markup
                == "<p title=\"a &quot;b&quot; &lt;c&gt; &amp; &#39;d&#39;\">&lt;script&gt;&amp;</p>")
    }

    // One character for whoever reads, two for a browser: the first of them must not end the attribute.
    @Test func `a sign with an accent on it is escaped all the same`() {
        let element = Element("p", ["title": "\"\u{301} onclick=x"], [Element(text: "<\u{338}b>")])
        #expect(element.markup == "<p title=\"&quot;\u{301} onclick=x\">&lt;\u{338}b&gt;</p>")
    }

    @Test func `only what has no end tag is closed by itself`() {
        #expect(
            Element("td").markup == "<td></td>"
                && Element("script", ["src": "/a"]).markup == "<script src=\"/a\"></script>")
        #expect(Element("br").markup == "<br/>" && Element("path", ["d": "M0 0"]).markup == "<path d=\"M0 0\"/>")
    }

    @Test func `a row has no tag of its own`() {
        #expect(Element([Element(text: "a"), Element("b", [:], [Element(text: "c")])]).markup == "a<b>c</b>")
    }

    @Test func `what markup has no place for is replaced`() {
        #expect(Element(text: "a\u{0}b\u{1B}c").markup == "a\u{FFFD}b\u{FFFD}c")
    }
}
