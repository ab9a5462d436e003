internal import LiveServer
internal import Markup

extension Site {
    /// Takes the token from a form, or ends a session.
    func sign(_ request: WebRequest, isOut: Bool) -> WebAnswer {
        guard request.method == .post else { return isOut ? redirect(to: "/sign-in") : signIn(200) }
        guard visitors.isSameOrigin(request) else {
            return plain(403, "this form must be sent from this server's own page")
        }
        if isOut {
            visitors.dismiss(request)
            return redirect(to: "/")
        }
        let token = request.fields.first { $0.name == "token" }?.value ?? ""
        guard let cookie = visitors.admit(token.filter { !$0.isWhitespace }, of: request, at: second) else {
            return signIn(403)
        }
        var answer = redirect(to: "/actions")
        answer.headers.append(("Set-Cookie", cookie))
        return answer
    }

    /// The page that asks for the token.
    func signIn(_ status: Int) -> WebAnswer {
        let sentence = status == 403 ? [Element("p", ["class": "note"], [Element(text: "That is not the token.")])] : []
        let form = Element(
            "form", ["class": "act", "method": "post", "action": "/sign-in"],
            [
                Element(
                    "label", [:],
                    [
                        Element(text: "Token"),
                        Element(
                            "input",
                            ["name": "token", "type": "password", "required": "", "autocomplete": "current-password"]),
                    ]),
                Element("button", ["class": "main"], [Element(text: "Sign in")]),
            ])
        let leave = Element(
            "form", ["method": "post", "action": "/sign-out"], [Element("button", [:], [Element(text: "Sign out")])])
        var page = Page(
            "Sign in", at: "/sign-in",
            sentence + [
                .paragraph(
                    "Whoever wants to change something presents the token. It is in the file 'token' of the workspace:"),
                .command("cat WORKSPACE/token"), form, leave,
            ])
        (page.status, page.isLive) = (status, false)
        return document(page)
    }
}
