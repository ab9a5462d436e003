/// A request for a page, or a form that was sent.
package struct WebRequest: Sendable {
    /// What is asked.
    package enum Method: Hashable, Sendable {
        case get, head, post, other
    }

    /// What is asked.
    package var method: Method
    /// The path with its percent signs decoded, such as `/tables/player_game_summary`.
    package var path: String
    /// What comes after the question mark, decoded, in the order given.
    package var query: [(name: String, value: String)]
    /// Headers that matter to pages, by their lower-case names.
    package var headers: [String: String]
    /// The body of a form; empty for others.
    package var body: [UInt8]

    /// A request.
    package init(
        _ method: Method = .get, _ path: String, query: [(name: String, value: String)] = [],
        headers: [String: String] = [:], body: [UInt8] = []
    ) {
        (self.method, self.path, self.query) = (method, path, query)
        (self.headers, self.body) = (headers, body)
    }

    /// The first value of a query item; nil when it is not given or empty.
    package func value(_ name: String) -> String? {
        let value = query.first { $0.name == name }?.value
        return value?.isEmpty == false ? value : nil
    }

    /// The fields of a form that was sent as application/x-www-form-urlencoded; empty for any other body.
    package var fields: [(name: String, value: String)] {
        let type = (headers["content-type"] ?? "").prefix { $0 != ";" }
        guard type.lowercased() == "application/x-www-form-urlencoded" else { return [] }
        return FormEncoding.items(String(decoding: body, as: UTF8.self))
    }
}

/// Names and values as addresses and forms carry them.
package enum FormEncoding {
    /// The items of `a=1&b=2`, decoded.
    package static func items(_ text: String) -> [(name: String, value: String)] {
        text.split(separator: "&").map { item in
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (decoded(parts[0], plusIsSpace: true), parts.count > 1 ? decoded(parts[1], plusIsSpace: true) : "")
        }
    }

    /// `text` with every `%41` turned into its byte; what is no such thing stays.
    package static func decoded(_ text: some StringProtocol, plusIsSpace: Bool = false) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2, let high = digit(rest[rest.startIndex]),
                let low = digit(rest[rest.startIndex + 1])
            {
                bytes.append(high << 4 | low)
                rest.removeFirst(2)
            } else {
                bytes.append(plusIsSpace && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// `text` so that it can stand in an address.
    package static func encoded(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
                UInt8(ascii: "~"):
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                encoded += digits.count < 2 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return encoded
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
