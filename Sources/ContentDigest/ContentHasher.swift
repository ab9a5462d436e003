internal import CLibCrypto

/// SHA-256 over bytes fed in pieces; the pieces' borders do not matter.
///
/// The system's libcrypto does the work: about 0.5 ns a byte where the processor has the instructions.
public struct ContentHasher: ~Copyable {
    private let context: OpaquePointer?

    /// A hasher that has seen nothing.
    public init() {
        context = EVP_MD_CTX_new()
        EVP_DigestInit_ex(context, EVP_sha256(), nil)
    }

    deinit {
        EVP_MD_CTX_free(context)
    }

    /// Feeds raw bytes.
    public func update(_ bytes: UnsafeRawBufferPointer) {
        EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
    }

    /// Feeds raw bytes.
    public func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { update($0) }
    }

    /// Feeds a text as its UTF-8 byte count (32 bits, little-endian) followed by the bytes.
    public func update(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            update(fixed: UInt32(bytes.count))
            update(UnsafeRawBufferPointer(bytes))
        }
    }

    /// Feeds the 32 bytes of a digest.
    public func update(_ digest: Digest) {
        digest.withBytes { update($0) }
    }

    /// Feeds an integer in little-endian order.
    public func update(fixed value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { update($0) }
    }

    /// The digest of everything fed.
    public consuming func finalized() -> Digest {
        Digest(writing: { bytes in
            _ = EVP_DigestFinal_ex(context, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), nil)
        })
    }
}

extension Digest {
    /// SHA-256 of `bytes`.
    public init(of bytes: [UInt8]) {
        let hasher = ContentHasher()
        hasher.update(bytes)
        self = hasher.finalized()
    }

    /// SHA-256 of a text's UTF-8 bytes.
    public init(of text: String) {
        self.init(of: Array(text.utf8))
    }
}
