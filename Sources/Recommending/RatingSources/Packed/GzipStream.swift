import CZlib
package import Platform
import Ratings

/// Unpacks gzip (RFC 1952), and checks the check sum and the size of each of its members, which libarchive does not.
@safe
package final class GzipStream: ByteStream {
    private let source: any ByteStream
    private let state: UnsafeMutablePointer<z_stream>
    private var packed: [UInt8] = []
    private var taken = 0
    private var isAtStart = true
    private var isOver = false
    private var piece = [UInt8](repeating: 0, count: 1 << 18)

    package var path: String { source.path }
    /// Without what is read and not unpacked yet: from the position follows how much is to come.
    package var position: Int { source.position - (packed.count - taken) }
    package var length: Int? { source.length }

    /// - Throws: `RatingsError.archive`.
    package init(_ source: any ByteStream) throws {
        self.source = source
        unsafe state = .allocate(capacity: 1)
        unsafe state.initialize(to: z_stream())
        // 16 asks for gzip alone; 15 is the largest window.
        guard unsafe tunebook_inflate_init(state, 16 + 15) == Z_OK else {
            throw RatingsError.archive(path: source.path, reason: "out of memory")
        }
    }

    deinit {
        unsafe inflateEnd(state)
        unsafe state.deallocate()
    }

    package func read(onto bytes: inout [UInt8]) throws {
        let before = bytes.count
        while bytes.count == before, !isOver {
            if taken == packed.count {
                packed.removeAll(keepingCapacity: true)
                taken = 0
                try source.read(onto: &packed)
                if packed.isEmpty {
                    guard isAtStart else { throw damage("it is cut short") }
                    isOver = true
                    return
                }
            }
            // What follows the last member is nothing where it is zeros, as tape drives leave them.
            if isAtStart, packed[taken...].allSatisfy({ $0 == 0 }) {
                taken = packed.count
                continue
            }
            bytes.append(contentsOf: try inflated())
        }
    }

    private func inflated() throws -> ArraySlice<UInt8> {
        let count = try unsafe packed.withUnsafeMutableBufferPointer { input -> Int in
            try unsafe piece.withUnsafeMutableBufferPointer { output -> Int in
                unsafe state.pointee.next_in = input.baseAddress.map { unsafe $0 + taken }
                unsafe state.pointee.avail_in = UInt32(input.count - taken)
                unsafe state.pointee.next_out = output.baseAddress
                unsafe state.pointee.avail_out = UInt32(output.count)
                let status = unsafe inflate(state, Z_NO_FLUSH)
                taken = unsafe input.count - Int(state.pointee.avail_in)
                isAtStart = false
                switch status {
                case Z_OK, Z_BUF_ERROR: break
                case Z_STREAM_END:
                    unsafe inflateReset(state)
                    isAtStart = true
                default:
                    let reason = unsafe state.pointee.msg.map { unsafe String(cString: $0) } ?? "status \(status)"
                    throw damage("it is damaged (\(reason))")
                }
                return unsafe output.count - Int(state.pointee.avail_out)
            }
        }
        return piece[..<count]
    }

    private func damage(_ reason: String) -> RatingsError { .archive(path: path, reason: reason) }
}
