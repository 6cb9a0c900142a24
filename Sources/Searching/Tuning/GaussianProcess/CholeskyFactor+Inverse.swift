extension CholeskyFactor {
    /// The lower triangle of (L·Lᵀ)⁻¹, its rows one after the other.
    func inverse() -> [Double] {
        let lower = lowerInverse()
        var product = [Double](repeating: 0, count: lower.count)
        // Row k of L⁻¹ adds its outer product with itself; the last ones are taken four at once.
        var k = 0
        while k < count {
            let width = k + 4 <= count ? 4 : 1
            let a = Self.start(k)
            let (b, c, d) = width == 4 ? (a + k + 1, a + 2 * k + 3, a + 3 * k + 6) : (a, a, a)
            for row in 0..<min(k + width, count) {
                let here = Self.start(row)
                let p = row <= k ? lower[a + row] : 0
                if width == 1 {
                    for column in 0...row { product[here &+ column] += p * lower[a &+ column] }
                    continue
                }
                let (q, r, s) = (row <= k + 1 ? lower[b + row] : 0, row <= k + 2 ? lower[c + row] : 0, lower[d + row])
                // Beyond its end a row would be read into the next; its factor is 0 there.
                for column in 0...row {
                    product[here &+ column] +=
                        p * lower[a &+ column] + q * lower[b &+ column] + r * lower[c &+ column] + s
                        * lower[d &+ column]
                }
            }
            k += width
        }
        return product
    }

    /// L⁻¹, its rows one after the other.
    private func lowerInverse() -> [Double] {
        var inverse = [Double](repeating: 0, count: Self.start(count))
        for row in 0..<count {
            let here = Self.start(row)
            let scale = 1 / self[row, row]
            var k = 0
            while k < row {
                let width = k + 4 <= row ? 4 : 1
                let a = Self.start(k)
                let p = -self[row, k] * scale
                if width == 1 {
                    for column in 0...k { inverse[here &+ column] += p * inverse[a &+ column] }
                } else {
                    let (b, c, d) = (a + k + 1, a + 2 * k + 3, a + 3 * k + 6)
                    let q = -self[row, k + 1] * scale
                    let (r, s) = (-self[row, k + 2] * scale, -self[row, k + 3] * scale)
                    for column in 0...k {
                        inverse[here &+ column] +=
                            p * inverse[a &+ column] + q * inverse[b &+ column] + r * inverse[c &+ column]
                            + s * inverse[d &+ column]
                    }
                    inverse[here + k + 1] += q * inverse[b + k + 1] + r * inverse[c + k + 1] + s * inverse[d + k + 1]
                    inverse[here + k + 2] += r * inverse[c + k + 2] + s * inverse[d + k + 2]
                    inverse[here + k + 3] += s * inverse[d + k + 3]
                }
                k += width
            }
            inverse[here + row] = scale
        }
        return inverse
    }
}
