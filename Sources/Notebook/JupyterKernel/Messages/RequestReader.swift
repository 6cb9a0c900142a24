import Platform

/// Makes requests of what comes, and drops the rest with a word.
struct RequestReader {
    /// Of so many dropped messages it is told; a flood of them fills no log.
    private static let toldLimit = 20

    private let signer: MessageSigner
    private var number = 0
    private var dropped = 0

    init(_ signer: MessageSigner) { self.signer = signer }

    mutating func request(_ frames: [[UInt8]]) -> Request? {
        number += 1
        do { return try Request(frames, signer: signer, number: number) } catch {
            dropped += 1
            if dropped <= Self.toldLimit {
                let last = dropped == Self.toldLimit ? " (more are not told of)" : ""
                StandardStream.error.send("warning: \(error) and is dropped\(last)\n")
            }
            return nil
        }
    }
}
