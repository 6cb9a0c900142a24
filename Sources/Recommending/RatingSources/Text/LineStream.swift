import Platform

/// A text made of another, line by line, so that lines keep their numbers.
final class LineStream: ByteStream {
    private let source: any ByteStream
    private let change: (_ line: ArraySlice<UInt8>, _ number: Int) throws -> [UInt8]
    private var rest: [UInt8] = []
    private var number = 0
    private var isOver = false
    var path: String { source.path }
    var position: Int { source.position }
    var length: Int? { source.length }

    /// - Parameter change: what a line becomes; without its end.
    init(_ source: any ByteStream, _ change: @escaping (ArraySlice<UInt8>, Int) throws -> [UInt8]) {
        self.source = source
        self.change = change
    }

    func read(onto bytes: inout [UInt8]) throws {
        let before = bytes.count
        while bytes.count == before, !isOver {
            let known = rest.count
            try source.read(onto: &rest)
            isOver = rest.count == known
            var start = 0
            while let end = rest[max(start, start == 0 ? known : start)...].firstIndex(of: 0x0A) {
                try add(rest[start..<end], to: &bytes)
                start = end + 1
            }
            if isOver, start < rest.count { try add(rest[start...], to: &bytes) }
            rest.removeFirst(isOver ? rest.count : start)
        }
    }

    private func add(_ line: ArraySlice<UInt8>, to bytes: inout [UInt8]) throws {
        number += 1
        bytes += try change(line.last == 0x0D ? line.dropLast() : line, number)
        bytes.append(0x0A)
    }
}
