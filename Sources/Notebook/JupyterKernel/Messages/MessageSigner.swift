import CSodium

/// Signs messages with HMAC-SHA256 over their four parts, as Jupyter's wire protocol says.
struct MessageSigner: Sendable {
    private let key: [UInt8]

    /// - Parameter key: with an empty one nothing is signed, and everything is believed.
    init(key: [UInt8]) { self.key = key }

    /// The signature in hexadecimal digits; empty without a key.
    func signature(_ parts: some Sequence<[UInt8]>) -> [UInt8] {
        guard !key.isEmpty else { return [] }
        var state = crypto_auth_hmacsha256_state()
        unsafe crypto_auth_hmacsha256_init(&state, key, key.count)
        for part in parts { unsafe crypto_auth_hmacsha256_update(&state, part, UInt64(part.count)) }
        var sum = [UInt8](repeating: 0, count: Int(crypto_auth_hmacsha256_BYTES))
        unsafe crypto_auth_hmacsha256_final(&state, &sum)
        let digits = Array("0123456789abcdef".utf8)
        return sum.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    }

    /// Compares in a time that does not tell how much is right.
    func verifies(_ signature: [UInt8], of parts: some Sequence<[UInt8]>) -> Bool {
        let right = self.signature(parts)
        if right.isEmpty { return true }
        guard right.count == signature.count else { return false }
        return unsafe sodium_memcmp(right, signature, right.count) == 0
    }
}
