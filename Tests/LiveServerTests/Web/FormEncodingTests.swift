import LiveServer
import Testing

/// What addresses and forms carry.
struct FormEncodingTests {
    @Test(arguments: [
        ("a%20b", "a b"), ("%", "%"), ("%4", "%4"), ("%zz", "%zz"), ("%C3%A4", "ä"), ("%FF", "\u{FFFD}"),
        ("a+b", "a+b"),
        ("%2e%2E", ".."), ("", ""),
    ])
    func `percent signs are decoded, and what is none stays`(_ text: String, _ decoded: String) {
        #expect(FormEncoding.decoded(text) == decoded)
    }

    @Test func `items keep their order, and a plus is a space`() {
        let items = FormEncoding.items("a=1+2&b=&c&a=%26%3D&=x")
        #expect(items.map(\.name) == ["a", "b", "c", "a", ""] && items.map(\.value) == ["1 2", "", "", "&=", "x"])
    }

    @Test(arguments: ["", "a b", "ä&=?#/%", "2023-11-01", "\u{0}\n", "😀"])
    func `what is encoded is decoded again`(_ text: String) {
        let encoded = FormEncoding.encoded(text)
        #expect(FormEncoding.decoded(encoded) == text && encoded.allSatisfy(\.isASCII))
    }

    @Test func `only a form has fields`() {
        let body = Array("a=1".utf8)
        #expect(
            WebRequest(
                .post, "/", headers: ["content-type": "application/x-www-form-urlencoded; charset=utf-8"], body: body
            ).fields.count == 1)
        #expect(WebRequest(.post, "/", headers: ["content-type": "application/json"], body: body).fields.isEmpty)
        #expect(WebRequest(.post, "/", body: body).fields.isEmpty)
    }
}
