import Foundation

/// A headless Chromium, driven over WebDriver; blocking, for whoever has a thread to spare.
package final class Browser {
    /// Why the browser did not do what it was told.
    package struct Failure: Error, CustomStringConvertible {
        /// The sentence.
        package let description: String
    }

    /// How a page is looked at.
    package struct Look: Hashable, Sendable {
        /// Width of the window in pixels.
        package var width: Int
        /// Whether the reader prefers dark.
        package var isDark: Bool
        /// Whether scripts run.
        package var hasScript = true

        /// A look.
        package init(width: Int, isDark: Bool, hasScript: Bool = true) {
            (self.width, self.isDark, self.hasScript) = (width, isDark, hasScript)
        }

        /// Wide and narrow, light and dark.
        package static let all = [1440, 390].flatMap { width in [false, true].map { Look(width: width, isDark: $0) } }

        /// `1440-light`.
        package var name: String { "\(width)-\(isDark ? "dark" : "light")\(hasScript ? "" : "-noscript")" }
    }

    private static let driver = "/usr/bin/chromedriver"
    private let process: ChildProcess
    private let client: HTTPClient
    private let folder: ScratchFolder
    private var session = ""

    /// Whether there is a browser to drive.
    package static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: driver) }

    /// Starts a browser with nothing open.
    ///
    /// - Throws: ``Failure`` when it does not start within half a minute.
    package init() throws {
        folder = try ScratchFolder("backcourt-browser")
        let log = "\(folder.path)/log"
        process = try ChildProcess(
            [Self.driver, "--port=0"],
            environment: ["PATH": "/usr/bin:/bin", "HOME": folder.path, "TMPDIR": folder.path], output: log, errors: log
        )
        client = try HTTPClient(port: try Self.port(log, process), token: nil)
        let arguments = [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
            "--user-data-dir=\(folder.path)/profile",
        ]
        let words = arguments.map { "\"\($0)\"" }.joined(separator: ",")
        let wanted = """
            {"capabilities":{"alwaysMatch":{"browserName":"chrome","goog:loggingPrefs":{"browser":"ALL"},\
            "goog:chromeOptions":{"args":[\(words)]}}}}
            """
        struct Session: Decodable { let sessionId: String }
        session = try command("POST", "/session", wanted, as: Session.self).sessionId
    }

    deinit {
        // The driver ends its browser with the session; what is left of either ends here.
        _ = try? command("DELETE", "/session/\(session)", nil, as: Nothing.self)
        process.send(SIGTERM)
        if process.wait(atMost: 5) == nil {
            process.send(SIGKILL)
            _ = process.wait()
        }
    }

    private static func port(_ log: String, _ process: ChildProcess) throws -> UInt16 {
        let deadline = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < deadline, !process.hasEnded {
            let text = FileManager.default.contents(atPath: log).map { String(decoding: $0, as: UTF8.self) } ?? ""
            if let range = text.range(of: "successfully on port "),
                let port = UInt16(text[range.upperBound...].prefix { $0.isNumber })
            {
                return port
            }
            usleep(20_000)
        }
        throw Failure(description: "the driver does not start")
    }

    /// Looks at pages this way from now on.
    package func look(_ look: Look) throws {
        try protocolCommand(
            "Emulation.setDeviceMetricsOverride",
            #"{"width":\#(look.width),"height":1000,"deviceScaleFactor":1,"mobile":\#(look.width < 600)}"#)
        try protocolCommand(
            "Emulation.setEmulatedMedia",
            #"{"features":[{"name":"prefers-color-scheme","value":"\#(look.isDark ? "dark" : "light")"}]}"#)
        try protocolCommand("Emulation.setScriptExecutionDisabled", #"{"value":\#(!look.hasScript)}"#)
    }

    /// Opens `address` and waits until it is loaded.
    package func open(_ address: String) throws {
        _ = try post("url", #"{"url":\#(Self.quoted(address))}"#, as: Nothing.self)
    }

    /// What `script`, the body of a function, returns, as text.
    @discardableResult
    package func evaluate(_ script: String) throws -> String {
        try post(
            "execute/sync", #"{"script":\#(Self.quoted("return String((() => {\(script)})())")),"args":[]}"#,
            as: String.self)
    }

    /// Waits until `script` returns true.
    ///
    /// - Returns: whether it did within so many seconds.
    package func waits(_ seconds: Double, until script: String) throws -> Bool {
        let deadline = ContinuousClock.now + .seconds(seconds)
        repeat {
            if try evaluate(script) == "true" { return true }
            usleep(50_000)
        } while ContinuousClock.now < deadline
        return false
    }

    /// Clicks the first element that `selector` finds.
    package func click(_ selector: String) throws {
        _ = try post("element/\(try find(selector))/click", "{}", as: Nothing.self)
    }

    /// Types into the first element that `selector` finds.
    package func type(_ text: String, into selector: String) throws {
        _ = try post("element/\(try find(selector))/value", #"{"text":\#(Self.quoted(text))}"#, as: Nothing.self)
    }

    /// Presses a key, such as a tab, wherever the focus is.
    package func press(_ key: String) throws {
        let actions = [
            #"{"type":"keyDown","value":\#(Self.quoted(key))}"#, #"{"type":"keyUp","value":\#(Self.quoted(key))}"#,
        ]
        _ = try post(
            "actions", #"{"actions":[{"type":"key","id":"keys","actions":[\#(actions.joined(separator: ","))]}]}"#,
            as: Nothing.self)
    }

    private func find(_ selector: String) throws -> String {
        let found = try post(
            "element", #"{"using":"css selector","value":\#(Self.quoted(selector))}"#, as: [String: String].self)
        guard let id = found.values.first else { throw Failure(description: "nothing is at \(selector)") }
        return id
    }

    /// What pages have written on the console since this was asked last, warnings and errors alone.
    package func complaints() throws -> [String] {
        struct Entry: Decodable {
            let level: String
            let message: String
        }
        return try post("se/log", #"{"type":"browser"}"#, as: [Entry].self)
            .filter { $0.level != "INFO" && $0.level != "DEBUG" }.map { "\($0.level): \($0.message)" }
    }

    /// A picture as PNG: of the whole page, or of what is seen of it without scrolling.
    package func picture(isWhole: Bool = true) throws -> [UInt8] {
        struct Shot: Decodable { let data: String }
        let shot = try post(
            "goog/cdp/execute",
            #"{"cmd":"Page.captureScreenshot","params":{"captureBeyondViewport":\#(isWhole)}}"#, as: Shot.self)
        guard let data = Data(base64Encoded: shot.data) else {
            throw Failure(description: "the picture cannot be read")
        }
        return Array(data)
    }

    private func protocolCommand(_ name: String, _ parameters: String) throws {
        _ = try post("goog/cdp/execute", #"{"cmd":"\#(name)","params":\#(parameters)}"#, as: Nothing.self)
    }

    private func post<Value: Decodable>(_ path: String, _ body: String, as type: Value.Type) throws -> Value {
        try command("POST", "/session/\(session)/\(path)", body, as: type)
    }

    private struct Nothing: Decodable {
        init(from decoder: any Decoder) throws {}
    }

    private struct Reply<Value: Decodable>: Decodable { let value: Value }

    private struct Refusal: Decodable {
        let error: String
        let message: String
    }

    private func command<Value: Decodable>(
        _ method: String, _ path: String, _ body: String?, as type: Value.Type
    ) throws -> Value {
        let answer = try client.request("\(method) \(path)", body ?? "", type: "application/json")
        let data = Data(answer.body.utf8)
        guard answer.status == 200 else {
            let refusal = try? JSONDecoder().decode(Reply<Refusal>.self, from: data).value
            let reason = refusal.map { "\($0.error): \($0.message)" } ?? "\(answer.status)"
            throw Failure(description: "\(method) \(path): \(reason)")
        }
        return try JSONDecoder().decode(Reply<Value>.self, from: data).value
    }

    private static func quoted(_ text: String) -> String {
        // Encoding a text cannot fail.
        guard let data = try? JSONEncoder().encode(text) else { return "\"\"" }
        return String(decoding: data, as: UTF8.self)
    }
}
