import CZlib

/// A run of zlib's `inflate` over one buffer of gzip members.
struct GzipStream: ~Copyable {
    /// The C state. zlib keeps a pointer back to it, so it must not move: it lives on the heap, at one address.
    private let state: UnsafeMutablePointer<z_stream>
    private let input: UnsafeBufferPointer<UInt8>
    private var consumed = 0
    /// True once the last member has ended exactly where the data end.
    private(set) var isFinished = false

    /// Prepares to read `input`, which must stay where it is as long as the stream lives.
    init(_ input: UnsafeBufferPointer<UInt8>) throws(GzipExpansion.Failure) {
        let state = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        state.initialize(to: z_stream())
        let gzipOnly: Int32 = 16 + MAX_WBITS
        let status = inflateInit2_(state, gzipOnly, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard status == Z_OK else {
            state.deallocate()
            throw .corrupt("zlib cannot start, status \(status)")
        }
        self.state = state
        self.input = input
    }

    deinit {
        inflateEnd(state)
        state.deinitialize(count: 1)
        state.deallocate()
    }

    /// `start` followed by as much text as fits into `capacity` bytes.
    mutating func extend(_ start: [UInt8], toCapacity capacity: Int) throws(GzipExpansion.Failure) -> [UInt8] {
        var failure: GzipExpansion.Failure?
        let text = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            (_, count) = buffer.initialize(from: start)
            do throws(GzipExpansion.Failure) {
                while count < capacity && !isFinished {
                    count += try inflateOnce(into: UnsafeMutableBufferPointer(rebasing: buffer[count...]))
                }
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return text
    }

    /// One call of `inflate`; the number of bytes it wrote.
    private mutating func inflateOnce(
        into output: UnsafeMutableBufferPointer<UInt8>
    ) throws(GzipExpansion.Failure) -> Int {
        let offered = min(input.count - consumed, Self.stride)
        let room = min(output.count, Self.stride)
        // zlib declares its input mutable and never writes to it.
        state.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress).map { $0 + consumed }
        state.pointee.avail_in = UInt32(offered)
        state.pointee.next_out = output.baseAddress
        state.pointee.avail_out = UInt32(room)
        let status = inflate(state, Z_NO_FLUSH)
        let taken = offered - Int(state.pointee.avail_in)
        let written = room - Int(state.pointee.avail_out)
        consumed += taken
        switch status {
        case Z_STREAM_END: try startNextMember()
        case Z_OK where taken > 0 || written > 0: break
        case Z_OK, Z_BUF_ERROR: throw .truncated
        case Z_MEM_ERROR: throw .corrupt("zlib ran out of memory")
        default: throw .corrupt(state.pointee.msg.map { String(cString: $0) } ?? "zlib gave status \(status)")
        }
        return written
    }

    /// Ends the run when the data end here; otherwise another member must begin.
    private mutating func startNextMember() throws(GzipExpansion.Failure) {
        let rest = input[consumed...]
        if rest.isEmpty {
            isFinished = true
        } else if rest.starts(with: GzipExpansion.magic) {
            inflateReset(state)
        } else {
            throw .corrupt("\(rest.count) bytes follow the compressed data")
        }
    }

    /// Most bytes handed to one call: zlib counts in 32 bits.
    private static let stride = 1 << 30
}
