/// The secret a sender presents.
package struct BearerToken: Sendable {
    private let secret: [UInt8]

    /// The token `secret`.
    package init(_ secret: String) {
        self.secret = Array(secret.utf8)
    }

    /// What a request's Authorization header says.
    package enum Presented: Hashable {
        case nothing, wrong, right
    }

    /// Judges an Authorization header, `Bearer TOKEN`.
    ///
    /// Takes as long for a token that is wrong in its first byte as for one that is wrong in its last: the time tells how
    /// long the presented token is, and nothing of the secret.
    package func judge(_ header: String?) -> Presented {
        guard let header else { return .nothing }
        let words = header.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
        guard words.count == 2, words[0].lowercased() == "bearer" else { return .nothing }
        return isSecret(Array(words[1].utf8)) ? .right : .wrong
    }

    /// Whether it is the secret that is presented; takes as long whatever is wrong with it.
    package func isSecret(_ presented: [UInt8]) -> Bool {
        var difference = presented.count ^ secret.count
        for (index, byte) in presented.enumerated() {
            difference |= Int(byte ^ secret[index % secret.count])
        }
        return difference == 0
    }
}
