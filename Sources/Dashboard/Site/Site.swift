internal import GameCalendar
package import LiveServer
internal import Markup
internal import PipelineEngine
internal import PipelineModel

/// The dashboard: an answer to every request for a page.
package final class Site: Sendable {
    let sources: DashboardSources
    let settings: SiteSettings
    let visitors: Visitors
    let actions: ActionDesk?
    let profiles: TableProfiles
    private let cache = PageCache()
    // Pages made at once, and those that wait for it.
    private let turns = Turns(2, waiting: 200)
    private let shell: PageShell
    /// What tells readers that there is something new.
    package let feed = ChangeFeed()

    /// A dashboard over `sources`.
    ///
    /// - Parameter actions: what can be done from pages; nil for pages to look at only.
    package init(_ sources: DashboardSources, _ settings: SiteSettings, actions: ActionDesk?) {
        (self.sources, self.settings, self.actions) = (sources, settings, actions)
        visitors = Visitors(token: settings.token, hosts: settings.hosts, secret: sources.secret)
        profiles = TableProfiles(sources.store, readinessColumn: sources.readinessColumn)
        let pipeline = [
            NavigationEntry("Backfill", "/"), NavigationEntry("Tables", "/tables"), NavigationEntry("Runs", "/runs"),
            NavigationEntry("Failures", "/failures"), NavigationEntry("Gates", "/gates"),
            NavigationEntry("Plan", "/plan"),
            NavigationEntry("Actions", "/actions"),
        ]
        shell = PageShell(navigation: pipeline + sources.subject.navigation, name: settings.name)
    }

    var second: Double { Double(sources.now().microseconds) / 1e6 }

    /// The answer to `request`. Never fails: what goes wrong is a page that says so.
    ///
    /// - Parameter metrics: what `/metrics` answers.
    package func answer(_ request: WebRequest, metrics: @Sendable () async -> String) async -> WebAnswer {
        var answer = await respond(request, metrics)
        answer.headers += Self.protection
        return answer
    }

    private static let protection: [(name: String, value: String)] = [
        (
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
                + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        ),
        ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"), ("Cross-Origin-Resource-Policy", "same-origin"),
    ]

    private func respond(_ request: WebRequest, _ metrics: @Sendable () async -> String) async -> WebAnswer {
        guard visitors.isAddressedHere(request) else {
            return plain(421, "this server answers to its own name and address only")
        }
        // A page of somebody else may lead here, but may not make this server work for it.
        if request.headers["sec-fetch-site"] == "cross-site", request.headers["sec-fetch-mode"] != "navigate" {
            return plain(403, "another site asks for this; open it by yourself")
        }
        let path = request.path.split(separator: "/").map(String.init)
        if let asset = Asset.all.first(where: { $0.address == request.path }) {
            return WebAnswer(
                200,
                headers: [("Content-Type", asset.type), ("Cache-Control", "public, max-age=31536000, immutable")],
                body: .bytes(asset.bytes))
        }
        if path == ["sign-in"] || path == ["sign-out"] { return sign(request, isOut: path == ["sign-out"]) }
        guard settings.isOpen || visitors.isKnown(request, at: second) else {
            return path.first == "api" ? plain(401, "send the header 'Authorization: Bearer TOKEN'") : signIn(401)
        }
        switch request.method {
        case .post: return await act(path, request)
        case .get where path == ["metrics"], .head where path == ["metrics"]:
            let type = "text/plain; version=0.0.4; charset=utf-8"
            return WebAnswer(200, headers: [("Content-Type", type)], body: .bytes(Array(await metrics().utf8)))
        case .get, .head: return await show(path, request)
        case .other:
            var answer = plain(405, "this path takes GET and HEAD")
            answer.headers.append(("Allow", "GET, HEAD"))
            return answer
        }
    }

    private func show(_ path: [String], _ request: WebRequest) async -> WebAnswer {
        switch path.first {
        case "live" where path.count == 1:
            guard let stream = feed.connect() else {
                return plain(503, "too many readers are connected; try again later")
            }
            return WebAnswer(
                200, headers: [("Content-Type", "text/event-stream"), ("Cache-Control", "no-store")],
                body: .stream(stream))
        case "api": return await sources.twin(Array(path.dropFirst()), request.query)
        case "dates" where path.count == 1:
            let date = request.value("date").flatMap { GameDate($0) }
            return redirect(to: date.map { "/dates/\($0)" } ?? "/")
        default: return await page(path, request)
        }
    }

    private func page(_ path: [String], _ request: WebRequest) async -> WebAnswer {
        do {
            let standing = try await sources.standing()
            let key = Self.key(path, request)
            // What was started from here changes without the store knowing.
            let version = path.first == "actions" ? Int(sources.now().microseconds) : standing.version
            let document = try await cache.document(key, version: version) { [self] in
                let made = try await turns.take {
                    try await SitePages(site: self, standing: standing).page(path, request)
                }
                guard let page = made else { throw TooBusy() }
                let text = shell.document(page, version: standing.version)
                return PageCache.Document(status: page.status, bytes: Array(text.utf8), isWhole: page.isWhole)
            }
            return html(document.status, document.bytes)
        } catch let nothing as NothingToShow {
            var page = Page("Nothing here yet", at: "", [.paragraph(nothing.sentence)])
            page.isWhole = false
            return html(200, Array(shell.document(page, version: 0).utf8))
        } catch is TooBusy {
            return failure(503, "Too many pages are asked for at once; try again in a moment.")
        } catch let error as WarehouseError {
            return failure(503, "The store cannot be read now: \(error.message)")
        } catch {
            return failure(500, "This page cannot be made: \(error)")
        }
    }

    private struct TooBusy: Error {}

    // What a page depends on beside its path; whatever else stands in an address makes no page of its own.
    private static let items = [
        "at", "batch", "before", "blocked", "date", "end", "expires", "failed", "jobs", "market", "name", "partial",
        "phase", "policy", "population", "reason", "season", "seasons", "stale", "start", "status", "system", "table",
    ]

    private static func key(_ path: [String], _ request: WebRequest) -> String {
        let known = items.compactMap { name in request.value(name).map { "\(name)=\(FormEncoding.encoded($0))" } }
        return path.map(FormEncoding.encoded).joined(separator: "/") + "?" + known.joined(separator: "&")
    }

    func html(_ status: Int, _ bytes: [UInt8]) -> WebAnswer {
        WebAnswer(
            status, headers: [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-cache")],
            body: .bytes(bytes))
    }

    /// A page that stands by itself.
    func document(_ page: Page) -> WebAnswer { html(page.status, Array(shell.document(page, version: nil).utf8)) }

    func failure(_ status: Int, _ sentence: String) -> WebAnswer {
        var page = Page("Something is in the way", at: "", [.paragraph(sentence)])
        (page.status, page.isLive) = (status, false)
        return document(page)
    }

    func plain(_ status: Int, _ sentence: String) -> WebAnswer {
        WebAnswer(
            status, headers: [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store")],
            body: .bytes(Array("\(sentence)\n".utf8)))
    }

    func redirect(to address: String) -> WebAnswer {
        WebAnswer(303, headers: [("Location", address), ("Cache-Control", "no-store")])
    }
}
