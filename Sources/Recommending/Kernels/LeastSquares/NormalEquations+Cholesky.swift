/// Cholesky's factorisation, `matrix = UᵀU`, four rows at a time, each after all that the rows above take from it (the
/// left-looking form: Golub and Van Loan, *Matrix Computations*, section 4.2); then both triangles are solved.
extension NormalEquations {
    /// What four rows of the factor are multiplied with on their diagonal.
    struct Corner {
        var (u01, u02, u03, u12, u13, u23) = (
            Scalar.zero, Scalar.zero, Scalar.zero, Scalar.zero, Scalar.zero, Scalar.zero
        )
        /// 1 / the diagonal.
        var (r0, r1, r2, r3) = (Scalar.zero, Scalar.zero, Scalar.zero, Scalar.zero)
    }

    /// The unknowns of what was set up; `nil` where the matrix is singular, as far as the scalar can tell. What was set up
    /// is used up.
    package func solve() -> [Scalar]? { Scalar.solve(self) }

    func solution() -> [Scalar]? {
        guard factor({ false }) else { return nil }
        substitute()
        return (0..<size).map { unsafe unknowns[$0] }
    }

    /// - Returns: whether all pivots are above 0, and the work was not stopped.
    @inline(__always)
    func factor(_ isStopped: () -> Bool) -> Bool {
        // The diagonal as it was: a pivot that is nothing beside it is rounding.
        for index in 0..<width { unsafe reciprocals[index] = matrix[index * width + index] }
        for first in stride(from: 0, to: width, by: 4) {
            if first > 0 {
                if first & 0x3F == 0, isStopped() { return false }
                for column in stride(from: first / Self.tileWidth * Self.tileWidth, to: width, by: Self.tileWidth) {
                    unsafe addTile(first, column, left: negated, right: matrix, count: first)
                }
            }
            guard let corner = corner(first) else { return false }
            divide(first, by: corner)
        }
        return true
    }

    /// Factors the four by four on the diagonal.
    @inline(__always)
    private func corner(_ first: Int) -> Corner? {
        let a = unsafe matrix + first * width + first
        let (b, c, d) = unsafe (a + width, a + 2 * width, a + 3 * width)
        let least = Scalar.ulpOfOne * 4
        var u = Corner()
        let p0 = unsafe a[0]
        guard unsafe p0 > least * reciprocals[first] else { return nil }
        u.r0 = 1 / p0.squareRoot()
        unsafe (u.u01, u.u02, u.u03) = (a[1] * u.r0, a[2] * u.r0, a[3] * u.r0)
        let p1 = unsafe b[1] - u.u01 * u.u01
        guard unsafe p1 > least * reciprocals[first + 1] else { return nil }
        u.r1 = 1 / p1.squareRoot()
        unsafe (u.u12, u.u13) = ((b[2] - u.u01 * u.u02) * u.r1, (b[3] - u.u01 * u.u03) * u.r1)
        let p2 = unsafe c[2] - u.u02 * u.u02 - u.u12 * u.u12
        guard unsafe p2 > least * reciprocals[first + 2] else { return nil }
        u.r2 = 1 / p2.squareRoot()
        u.u23 = unsafe (c[3] - u.u02 * u.u03 - u.u12 * u.u13) * u.r2
        let p3 = unsafe d[3] - u.u03 * u.u03 - u.u13 * u.u13 - u.u23 * u.u23
        guard unsafe p3 > least * reciprocals[first + 3] else { return nil }
        u.r3 = 1 / p3.squareRoot()
        unsafe (reciprocals[first], reciprocals[first + 1]) = (u.r0, u.r1)
        unsafe (reciprocals[first + 2], reciprocals[first + 3]) = (u.r2, u.r3)
        return u
    }

    /// Makes the factor's four rows of the matrix's. What stands left of the diagonal is of no use to anyone.
    @inline(__always)
    private func divide(_ first: Int, by u: Corner) {
        let lanes = Lanes.scalarCount
        var (a, minus) = unsafe (matrix + first * width, negated + first * width)
        let start = first / lanes * lanes
        unsafe a += start
        unsafe minus += start
        for _ in stride(from: start, to: width, by: lanes) {
            let zero = unsafe Self.load(a) * u.r0
            let one = unsafe Fused.add(Lanes(repeating: -u.u01), zero, to: Self.load(a + width)) * u.r1
            var two = unsafe Fused.add(Lanes(repeating: -u.u02), zero, to: Self.load(a + 2 * width))
            two = Fused.add(Lanes(repeating: -u.u12), one, to: two) * u.r2
            var three = unsafe Fused.add(Lanes(repeating: -u.u03), zero, to: Self.load(a + 3 * width))
            three = Fused.add(Lanes(repeating: -u.u13), one, to: three)
            three = Fused.add(Lanes(repeating: -u.u23), two, to: three) * u.r3
            unsafe Self.store(zero, a)
            unsafe Self.store(one, a + width)
            unsafe Self.store(two, a + 2 * width)
            unsafe Self.store(three, a + 3 * width)
            unsafe Self.store(.zero - zero, minus)
            unsafe Self.store(.zero - one, minus + width)
            unsafe Self.store(.zero - two, minus + 2 * width)
            unsafe Self.store(.zero - three, minus + 3 * width)
            unsafe a += lanes
            unsafe minus += lanes
        }
    }

    /// Solves `Uᵀ y = right`, then `U x = y`.
    @inline(__always)
    func substitute() {
        for first in stride(from: 0, to: width, by: 4) { forward(first) }
        for first in stride(from: width - 4, through: 0, by: -4) { backward(first) }
    }

    /// Takes four unknowns from the right side, and what they make of the rest of it. `unknowns` becomes `y`.
    @inline(__always)
    private func forward(_ first: Int) {
        let lanes = Lanes.scalarCount
        let minus = unsafe negated + first * width + first
        let r = unsafe reciprocals + first
        let t = unsafe right + first
        let y0 = unsafe t[0] * r[0]
        let y1 = unsafe (t[1] + minus[1] * y0) * r[1]
        let y2 = unsafe (t[2] + minus[2] * y0 + minus[width + 2] * y1) * r[2]
        let y3 = unsafe (t[3] + minus[3] * y0 + minus[width + 3] * y1 + minus[2 * width + 3] * y2) * r[3]
        let y = unsafe unknowns + first
        unsafe (y[0], y[1], y[2], y[3]) = (y0, y1, y2, y3)
        let (v0, v1, v2, v3) = (
            Lanes(repeating: y0), Lanes(repeating: y1), Lanes(repeating: y2), Lanes(repeating: y3)
        )
        for column in stride(from: (first + 4) / lanes * lanes, to: width, by: lanes) {
            let row = unsafe negated + first * width + column
            var sum = unsafe Fused.add(v0, Self.load(row), to: Self.load(right + column))
            sum = unsafe Fused.add(v1, Self.load(row + width), to: sum)
            sum = unsafe Fused.add(v2, Self.load(row + 2 * width), to: sum)
            sum = unsafe Fused.add(v3, Self.load(row + 3 * width), to: sum)
            unsafe Self.store(sum, right + column)
        }
    }

    /// Makes four of `y` four of `x`, after those behind them.
    @inline(__always)
    private func backward(_ first: Int) {
        let lanes = Lanes.scalarCount
        let minus = unsafe negated + first * width + first
        let r = unsafe reciprocals + first
        let x = unsafe unknowns + first
        var (t0, t1, t2, t3) = unsafe (x[0], x[1], x[2], x[3])
        // Two blocks may share a register: the later one's unknowns are there, these count as 0 till they are known.
        unsafe (x[0], x[1], x[2], x[3]) = (0, 0, 0, 0)
        var (s0, s1, s2, s3) = (Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero)
        for column in stride(from: (first + 4) / lanes * lanes, to: width, by: lanes) {
            let row = unsafe negated + first * width + column
            let known = unsafe Self.load(unknowns + column)
            s0 = unsafe Fused.add(known, Self.load(row), to: s0)
            s1 = unsafe Fused.add(known, Self.load(row + width), to: s1)
            s2 = unsafe Fused.add(known, Self.load(row + 2 * width), to: s2)
            s3 = unsafe Fused.add(known, Self.load(row + 3 * width), to: s3)
        }
        t3 = unsafe (t3 + Scalar.sum(of: s3)) * r[3]
        t2 = unsafe (t2 + Scalar.sum(of: s2) + minus[2 * width + 3] * t3) * r[2]
        t1 = unsafe (t1 + Scalar.sum(of: s1) + minus[width + 2] * t2 + minus[width + 3] * t3) * r[1]
        t0 = unsafe (t0 + Scalar.sum(of: s0) + minus[1] * t1 + minus[2] * t2 + minus[3] * t3) * r[0]
        unsafe (x[0], x[1], x[2], x[3]) = (t0, t1, t2, t3)
    }
}
