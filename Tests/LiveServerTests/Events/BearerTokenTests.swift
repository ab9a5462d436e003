import Testing
@testable import LiveServer

@Suite struct BearerTokenTests {
    @Test func `only the whole token is right`() {
        let token = BearerToken("secret")
        #expect(token.judge("Bearer secret") == .right)
        #expect(token.judge("bearer secret") == .right)
        for wrong in ["secre", "secretsecret", "secreT", "Secret", "secret\u{0}", "x"] {
            #expect(token.judge("Bearer \(wrong)") == .wrong)
        }
        for nothing in [nil, "", "Bearer", "Bearer ", "Basic secret", "secret"] {
            #expect(token.judge(nothing) == .nothing)
        }
    }

    @Test func `texts are quoted as JSON`() {
        #expect(JSONAnswer.quoted("a\"b\\c\nd\u{1}\u{7f}é") == #""a\"b\\c\nd\u0001\u007fé""#)
    }
}
