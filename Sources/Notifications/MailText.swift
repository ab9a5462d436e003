internal import Foundation
internal import GameCalendar
internal import PipelineModel

/// A notice as a mail: headers, an empty line and the text, in lines of ASCII that end in CR LF.
struct MailText {
    private let notice: Notice
    private let sender: MailAddress
    private let recipients: [MailAddress]

    init(_ notice: Notice, from sender: MailAddress, to recipients: [MailAddress]) {
        self.notice = notice
        self.sender = sender
        self.recipients = recipients
    }

    /// The whole of it. The text is in base64: no line is too long, begins with a dot, or has a byte that is not ASCII.
    var lines: String {
        var lines = [
            "Date: \(Self.date(notice.createdAt))", "From: <\(sender)>",
            "To: \(recipients.map { "<\($0)>" }.joined(separator: ",\r\n "))", "Subject: \(Self.header(subject))",
            "Message-ID: <\(Self.word(notice.noticeID))@\(sender.host)>", "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64",
            "Auto-Submitted: auto-generated", "",
        ]
        lines.append(
            Data("\(notice.text)\n".utf8).base64EncodedString(options: [
                .lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed,
            ]))
        return lines.joined(separator: "\r\n") + "\r\n"
    }

    private var subject: String {
        let place = [notice.processorName, notice.dataDate?.description].compactMap(\.self)
        return (["[backcourt]", notice.level.rawValue, notice.category.rawValue] + place).joined(separator: " ")
    }

    /// `text` as the value of a header: in one line whatever is in it, and in encoded words where it is not ASCII.
    static func header(_ text: String) -> String {
        let line = String(
            String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }))
        if line.utf8.allSatisfy({ $0 < 0x80 }), line.utf8.count < 900 { return line }
        // An encoded word has 75 characters at most, and no character is divided between two.
        var words: [String] = []
        var word = ""
        for character in line.unicodeScalars {
            if word.utf8.count + UTF8.width(character) > 42 {
                words.append(word)
                word = ""
            }
            word.unicodeScalars.append(character)
        }
        return (words + [word]).map { "=?utf-8?B?\(Data($0.utf8).base64EncodedString())?=" }.joined(separator: "\r\n ")
    }

    // `Mon, 30 Nov 2026 03:01:42 +0000`
    private static func date(_ instant: Timestamp) -> String {
        let seconds = instant.microseconds / 1_000_000
        let days = Int32(truncatingIfNeeded: seconds / 86_400)
        let date = GameDate(dayNumber: days).components
        let names = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let time = [seconds / 3600 % 24, seconds / 60 % 60, seconds % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
        let day = "\(names[Int(days) % 7]), \(date.day) \(months[date.month - 1]) \(date.year)"
        return "\(day) \(time.joined(separator: ":")) +0000"
    }

    private static func word(_ text: String) -> String {
        text.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == ".") }
    }
}

extension UTF8 {
    fileprivate static func width(_ scalar: Unicode.Scalar) -> Int { UTF8.encode(scalar)?.count ?? 0 }
}
