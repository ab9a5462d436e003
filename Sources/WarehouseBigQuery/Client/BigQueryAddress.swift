internal import Foundation
package import PipelineModel

/// Where a store is: `bigquery://PROJECT?location=EU&prefix=league_`.
///
/// `location` is where the datasets are, US when it is not said; `prefix` goes before the name of every dataset; `endpoint`
/// stands for Google's own address, as that of an emulator; `credentials` names a file with a service account's key. The
/// address holds no secret, and is kept and shown.
package struct BigQueryAddress: Hashable, Sendable {
    /// The project that holds the datasets and pays.
    package let project: String
    /// Where the datasets are.
    package let location: String
    /// What the names of all datasets begin with.
    package let prefix: String
    /// Where requests go, without a slash at the end.
    package let endpoint: String
    /// A file with a service account's key; nil to ask the environment and then the machine.
    package let credentials: String?

    private static let google = "https://bigquery.googleapis.com"
    private static let form = "write bigquery://PROJECT?location=EU"

    /// Reads an address.
    ///
    /// - Throws: ``WarehouseError`` invalid for a text that is none, or one with a password.
    package init(_ text: String) throws(WarehouseError) {
        guard let parts = URLComponents(string: text), parts.scheme == "bigquery", let project = parts.host,
            ["", "/"].contains(parts.path), Self.isName(project, beside: "-:.")
        else { throw WarehouseError(.invalid, "this is no address of a BigQuery project; \(Self.form)") }
        guard parts.user == nil, parts.password == nil else {
            throw WarehouseError(
                .invalid,
                "the address holds a user or password, and addresses are kept and shown; name a key file instead")
        }
        var options: [String: String] = [:]
        for item in parts.queryItems ?? [] {
            guard ["location", "prefix", "endpoint", "credentials"].contains(item.name), let value = item.value,
                !value.isEmpty, options.updateValue(value, forKey: item.name) == nil
            else {
                throw WarehouseError(
                    .invalid,
                    "the address says '\(item.name)', which is unknown, empty or said twice; there are location, prefix, "
                        + "endpoint and credentials")
            }
        }
        self.project = project
        location = options["location"] ?? "US"
        prefix = options["prefix"] ?? ""
        credentials = options["credentials"]
        guard Self.isName(location, beside: "-"), prefix.isEmpty || Self.isName(prefix, beside: "_") else {
            throw WarehouseError(.invalid, "the address's location or prefix is no name; \(Self.form)")
        }
        endpoint = try Self.endpoint(options["endpoint"] ?? Self.google)
    }

    private static func endpoint(_ text: String) throws(WarehouseError) -> String {
        guard let url = URLComponents(string: text), url.host != nil, ["http", "https"].contains(url.scheme),
            url.user == nil, url.query == nil
        else {
            throw WarehouseError(.invalid, "the address's endpoint is none; write http://127.0.0.1:9050")
        }
        guard isPrivate(text) else {
            throw WarehouseError(.invalid, "the address's endpoint is not of this machine, so it has to be https")
        }
        return text.hasSuffix("/") ? String(text.dropLast()) : text
    }

    /// Whether nobody on the way reads what is sent to `text`: a token sent in the clear is anybody's.
    static func isPrivate(_ text: String) -> Bool {
        guard let url = URLComponents(string: text), let host = url.host else { return false }
        return url.scheme == "https" || url.scheme == "http" && isLoopback(host)
    }

    /// Whether requests go to this machine, as to an emulator, which wants no credentials.
    package var isLocal: Bool { Self.isLoopback(URLComponents(string: endpoint)?.host ?? "") }

    private static func isLoopback(_ host: String) -> Bool {
        ["127.0.0.1", "localhost", "::1", "[::1]"].contains(host)
    }

    private static func isName(_ text: String, beside others: String) -> Bool {
        !text.isEmpty && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) || others.contains($0) }
    }

    /// For people.
    package var place: String {
        let local = endpoint == Self.google ? "" : " at \(endpoint)"
        return "bigquery://\(project)\(prefix.isEmpty ? "" : "/\(prefix)*")\(local)"
    }

    /// The name in the project of a dataset that tables are declared in.
    package func dataset(_ name: String) -> String { prefix + name }
}
