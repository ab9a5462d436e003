import Notifications
import PipelineModel

/// Whom notices reach beside the log and the terminal: the key `notifications` of config.json.
///
///     {"webhooks": [{"url": "https://hooks.example.org/…", "form": "slack", "level": "warning"}],
///      "mail": {"server": "mail.example.org", "from": "backcourt@example.org", "to": ["you@example.org"],
///               "user": "backcourt", "password_env": "BACKCOURT_MAIL_PASSWORD"}}
struct NotificationSettings: Hashable, Sendable {
    /// A URL that notices are posted to.
    struct Webhook: Hashable, Sendable {
        let address: WebhookAddress
        let form: WebhookForm
        let level: NoticeLevel
    }

    /// Webhooks, as listed.
    let webhooks: [Webhook]
    /// Mail; nil when there is none.
    let mail: MailSettings?
    /// What was read, to be written again.
    let written: SettingValue

    /// Reads the settings; `path` names the file.
    ///
    /// - Throws: ``CommandFailure`` usage: one sentence on the first mistake, never with a URL's secrets.
    init(_ value: SettingValue, in path: String) throws(CommandFailure) {
        let reader = try SettingReader(value, at: "\(path): notifications", names: ["webhooks", "mail"])
        var webhooks: [Webhook] = []
        for (index, value) in try reader.list("webhooks").enumerated() {
            webhooks.append(try Self.webhook(value, at: "\(reader.place).webhooks[\(index)]"))
        }
        self.webhooks = webhooks
        if let value = reader.object("mail") {
            mail = try MailSettings(value, at: "\(reader.place).mail")
        } else {
            mail = nil
        }
        written = value
    }

    private static func webhook(_ value: SettingValue, at place: String) throws(CommandFailure) -> Webhook {
        let reader = try SettingReader(value, at: place, names: ["url", "form", "level"])
        let url = try reader.requiredText("url")
        let form = try reader.choice("form", otherwise: WebhookForm.generic)
        let level = try reader.choice("level", otherwise: NoticeLevel.warning)
        do throws(WebhookAddress.Invalid) {
            return Webhook(address: try WebhookAddress(url), form: form, level: level)
        } catch {
            throw reader.wrong("url", error.reason)
        }
    }

    /// A channel for each.
    ///
    /// - Throws: ``CommandFailure`` usage when the password is not in `environment`.
    func channels(_ environment: [String: String]) throws(CommandFailure) -> [any NoticeChannel] {
        var channels: [any NoticeChannel] = webhooks.map { .webhook($0.address, form: $0.form, level: $0.level) }
        if let mail { channels.append(try mail.channel(environment)) }
        return channels
    }

    /// What may be shown: name and value of each.
    var shown: [(name: String, value: String)] {
        let hooks = webhooks.enumerated().map { index, webhook in
            (
                name: "notifications.webhooks[\(index)]",
                value: "\(webhook.address), \(webhook.form.rawValue), from \(webhook.level.rawValue)"
            )
        }
        return hooks + (mail.map { [(name: "notifications.mail", value: $0.shown)] } ?? [])
    }
}
