/// One epoch of Surprise's SVD++, user by user.
///
/// With `N` the user's items and `s = Σ_{j∈N} y_j / √|N|`, a rating moves all `y_j` of `N` in the same way,
/// `y ← c·y + d` with `c = 1 − rate·reg` and `d = rate · err · q / √|N|`. So after any number of ratings each is
/// `power · y + shift` with one number and one vector for all, and `s ← c·s + rate · err · q`. These alone are kept while
/// the user's ratings are visited, and the `y_j` are moved once at their end: a rating costs O(factors) instead of
/// O(|N| · factors), for the same values but for rounding.
package struct SVDPlusPlusPass<Scalar: SVDPlusPlusScalar> {
    private let steps: SVDPlusPlusSteps<Scalar>
    private let mean: Scalar
    /// Each user's rows, of items and ratings.
    private let starts: [Int]
    private let items: [Int32]
    private let ratings: [Scalar]
    /// The items of each user, each once.
    private let known: SparseRows
    private let factors: SVDPlusPlusFactors<Scalar>

    /// - Parameters:
    ///   - starts: where each user's ratings begin, and the end of the last one's.
    ///   - known: the items of each user, each once; its values do not count.
    package init(
        starts: [Int], items: [Int32], ratings: [Scalar], known: SparseRows, mean: Scalar,
        factors: SVDPlusPlusFactors<Scalar>, steps: SVDPlusPlusSteps<Scalar>
    ) {
        precondition(starts.count == factors.users.rows + 1 && known.count == factors.users.rows)
        precondition(starts.first == 0 && starts.last == items.count && items.count == ratings.count)
        precondition(zip(starts, starts.dropFirst()).allSatisfy { $0 <= $1 })
        precondition(items.allSatisfy { $0 >= 0 && $0 < factors.items.rows })
        precondition(known.columnCount == factors.items.rows)
        self.starts = starts
        self.items = items
        self.ratings = ratings
        self.known = known
        self.mean = mean
        self.factors = factors
        self.steps = steps
    }

    /// Learns from the ratings of these users. - Returns: the sum of squared errors before each step.
    package func run(users: Range<Int>) -> Double {
        precondition(users.lowerBound >= 0 && users.upperBound < starts.count)
        return Scalar.run(self, users: users)
    }

    /// - Parameter lanes: a vector that rows are whole numbers of.
    @inline(__always)
    func run<Lanes: SIMD>(_ users: Range<Int>, lanes: Lanes.Type) -> Double where Lanes.Scalar == Scalar {
        let vectors = factors.users.stride / Lanes.scalarCount
        let scratch = UnsafeMutablePointer<Lanes>.allocate(capacity: 2 * vectors)
        defer { unsafe scratch.deallocate() }
        let (sum, shift) = unsafe (scratch, scratch + vectors)
        var loss = 0.0
        unsafe factors.userBiases.withUnsafeMutableBufferPointer { userBiases in
            unsafe factors.itemBiases.withUnsafeMutableBufferPointer { itemBiases in
                for user in users {
                    let p = unsafe ImplicitSums.row(factors.users, user, of: lanes)
                    let root = Scalar(known.range(user).count).squareRoot()
                    unsafe ImplicitSums.sum(factors.implicit, of: user, known, into: sum, vectors: vectors)
                    for vector in 0..<vectors { unsafe shift[vector] = .zero }
                    var power: Scalar = 1
                    for place in starts[user]..<starts[user + 1] {
                        let item = Int(items[place])
                        let q = unsafe ImplicitSums.row(factors.items, item, of: lanes)
                        let product = unsafe Self.product(q, p, sum, vectors)
                        let error = unsafe ratings[place] - (mean + userBiases[user] + itemBiases[item] + product)
                        loss += Double(error) * Double(error)
                        unsafe userBiases[user] +=
                            steps.userBias.rate * (error - steps.userBias.regularization * userBiases[user])
                        unsafe itemBiases[item] +=
                            steps.itemBias.rate * (error - steps.itemBias.regularization * itemBiases[item])
                        unsafe learn(p, q, sum, shift, error: error, root: root, vectors)
                        power *= 1 - steps.implicit.rate * steps.implicit.regularization
                    }
                    unsafe move(user, by: power, shift, vectors)
                }
            }
        }
        return loss
    }

    /// `q · (p + s)`
    @unsafe @inline(__always)
    private static func product<Lanes: SIMD>(
        _ q: UnsafeMutablePointer<Lanes>, _ p: UnsafeMutablePointer<Lanes>, _ s: UnsafeMutablePointer<Lanes>,
        _ vectors: Int
    ) -> Scalar where Lanes.Scalar == Scalar {
        var (a, b) = (Lanes.zero, Lanes.zero)
        var vector = 0
        while vector + 1 < vectors {
            unsafe a = Fused.add(q[vector], p[vector] + s[vector], to: a)
            unsafe b = Fused.add(q[vector + 1], p[vector + 1] + s[vector + 1], to: b)
            vector += 2
        }
        if vector < vectors { unsafe a = Fused.add(q[vector], p[vector] + s[vector], to: a) }
        return (a + b).sum()
    }

    @unsafe @inline(__always)
    private func learn<Lanes: SIMD>(
        _ p: UnsafeMutablePointer<Lanes>, _ q: UnsafeMutablePointer<Lanes>, _ sum: UnsafeMutablePointer<Lanes>,
        _ shift: UnsafeMutablePointer<Lanes>, error: Scalar, root: Scalar, _ vectors: Int
    ) where Lanes.Scalar == Scalar {
        func keep(_ step: SVDStep<Scalar>) -> Lanes { Lanes(repeating: 1 - step.rate * step.regularization) }
        func pull(_ step: SVDStep<Scalar>) -> Lanes { Lanes(repeating: step.rate * error) }
        let (userKeep, userPull) = (keep(steps.userFactor), pull(steps.userFactor))
        let (itemKeep, itemPull) = (keep(steps.itemFactor), pull(steps.itemFactor))
        let (implicitKeep, implicitPull) = (keep(steps.implicit), pull(steps.implicit))
        let shiftPull = implicitPull / root
        for vector in 0..<vectors {
            let (pv, qv, sv) = unsafe (p[vector], q[vector], sum[vector])
            unsafe p[vector] = Fused.add(userPull, qv, to: pv * userKeep)
            unsafe q[vector] = Fused.add(itemPull, pv + sv, to: qv * itemKeep)
            unsafe sum[vector] = Fused.add(implicitPull, qv, to: sv * implicitKeep)
            unsafe shift[vector] = Fused.add(shiftPull, qv, to: shift[vector] * implicitKeep)
        }
    }

    /// Moves the implicit factors of all items of a user.
    @unsafe @inline(__always)
    private func move<Lanes: SIMD>(
        _ user: Int, by power: Scalar, _ shift: UnsafeMutablePointer<Lanes>, _ vectors: Int
    ) where Lanes.Scalar == Scalar {
        let power = Lanes(repeating: power)
        for place in known.range(user) {
            let y = unsafe ImplicitSums.row(factors.implicit, Int(known.columns[place]), of: Lanes.self)
            for vector in 0..<vectors { unsafe y[vector] = Fused.add(power, y[vector], to: shift[vector]) }
        }
    }
}

/// What SVD++ asks of a scalar.
package protocol SVDPlusPlusScalar: SVDScalar {
    /// Learns from the ratings of users; see `SVDPlusPlusPass`.
    static func run(_ pass: SVDPlusPlusPass<Self>, users: Range<Int>) -> Double
    /// Adds to each user's factors what their items say of them.
    static func addImplicit(
        _ implicit: FactorMatrix<Self>, of known: SparseRows, to users: FactorMatrix<Self>)
}

extension Float: SVDPlusPlusScalar {
    package static func run(_ pass: SVDPlusPlusPass<Float>, users: Range<Int>) -> Double {
        pass.run(users, lanes: SIMD8<Float>.self)
    }

    package static func addImplicit(
        _ implicit: FactorMatrix<Float>, of known: SparseRows, to users: FactorMatrix<Float>
    ) { ImplicitSums.add(implicit, of: known, to: users, lanes: SIMD8<Float>.self) }
}

extension Double: SVDPlusPlusScalar {
    package static func run(_ pass: SVDPlusPlusPass<Double>, users: Range<Int>) -> Double {
        pass.run(users, lanes: SIMD4<Double>.self)
    }

    package static func addImplicit(
        _ implicit: FactorMatrix<Double>, of known: SparseRows, to users: FactorMatrix<Double>
    ) { ImplicitSums.add(implicit, of: known, to: users, lanes: SIMD4<Double>.self) }
}
