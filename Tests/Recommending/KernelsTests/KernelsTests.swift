import Kernels
import Testing

/// The same computation in plain loops.
private struct PlainSVD {
    var p: [[Double]]
    var q: [[Double]]
    var bu: [Double]
    var bi: [Double]

    mutating func epoch(
        _ rows: [(user: Int, item: Int, rating: Double)], mean: Double, isBiased: Bool, rate: Double, reg: Double
    ) -> Double {
        var loss = 0.0
        for (user, item, rating) in rows {
            let product = zip(p[user], q[item]).reduce(0) { $0 + $1.0 * $1.1 }
            let error = rating - (mean + bu[user] + bi[item] + product)
            loss += error * error
            if isBiased {
                bu[user] += rate * (error - reg * bu[user])
                bi[item] += rate * (error - reg * bi[item])
            }
            for factor in p[user].indices {
                let (pf, qf) = (p[user][factor], q[item][factor])
                p[user][factor] += rate * (error * qf - reg * pf)
                q[item][factor] += rate * (error * pf - reg * qf)
            }
        }
        return loss
    }
}

@Suite struct KernelsTests {
    private static let rows: [(user: Int, item: Int, rating: Double)] = (0..<300).map { row in
        let (user, item, rating) = (row * 7 % 13, row * 5 % 17, 1 + row % 5)
        return (user, item, Double(rating))
    }

    private func start(_ row: Int, _ factor: Int) -> Double {
        let mixed = (row * 31 + factor * 17) % 23
        return Double(mixed - 11) / 50
    }

    private func starts(rows: Range<Int>, _ factors: Int) -> [[Double]] {
        rows.map { row -> [Double] in (0..<factors).map { factor in start(row, factor) } }
    }

    private func check<Scalar: SVDScalar>(_: Scalar.Type, factors: Int, isBiased: Bool, tolerance: Double) {
        var plain = PlainSVD(
            p: starts(rows: 0..<13, factors), q: starts(rows: 40..<57, factors),
            bu: [Double](repeating: 0, count: 13), bi: [Double](repeating: 0, count: 17))
        func matrix(_ rows: [[Double]]) -> FactorMatrix<Scalar> {
            var values = rows.flatMap { $0 }.map { Scalar($0) }.makeIterator()
            return FactorMatrix(rows: rows.count, columns: factors) { values.next() ?? 0 }
        }
        let trained = SVDFactors(users: matrix(plain.p), items: matrix(plain.q))
        let step = SVDStep<Scalar>(rate: 0.01, regularization: 0.1)
        let pass = SVDPass<Scalar>(
            users: Self.rows.map { Int32($0.user) }, items: Self.rows.map { Int32($0.item) },
            ratings: Self.rows.map { Scalar($0.rating) },
            mean: isBiased ? 3 : 0, isBiased: isBiased, factors: trained, userBias: step, itemBias: step,
            userFactor: step, itemFactor: step)
        for _ in 0..<3 {
            let loss = pass.run(rows: 0..<150) + pass.run(rows: 150..<300)
            let expected = plain.epoch(Self.rows, mean: isBiased ? 3 : 0, isBiased: isBiased, rate: 0.01, reg: 0.1)
            #expect(abs(loss - expected) <= tolerance * expected)
        }
        for user in 0..<13 {
            #expect(abs(Double(trained.userBiases[user]) - plain.bu[user]) <= tolerance)
            for factor in 0..<factors {
                #expect(abs(Double(trained.users[user, factor]) - plain.p[user][factor]) <= tolerance)
            }
        }
    }

    @Test(arguments: [1, 3, 8, 20], [true, false])
    func anEpochIsThePlainLoop(factors: Int, isBiased: Bool) {
        check(Double.self, factors: factors, isBiased: isBiased, tolerance: 1e-12)
        check(Float.self, factors: factors, isBiased: isBiased, tolerance: 1e-4)
    }

    @Test(arguments: [1, 7, 16, 33]) func productsAreThePlainSums(factors: Int) {
        let users = FactorMatrix<Float>(rows: 1, columns: factors) { 0.5 }
        var next: Float = 0
        let items = FactorMatrix<Float>(rows: 6, columns: factors) {
            next += 1
            return next
        }
        var scores = [Float](repeating: 0, count: 6)
        Float.products(users, user: 0, items, into: &scores)
        for item in 0..<6 {
            let expected = (0..<factors).reduce(Float(0)) { $0 + 0.5 * items[item, $1] }
            #expect(abs(scores[item] - expected) <= 1e-4 * max(1, expected))
            #expect(abs(users.product(row: 0, with: items, row: item) - expected) <= 1e-4 * max(1, expected))
        }
    }

    @Test func theBestAreThoseOfAFullSortWithTiesInTheGivenOrder() {
        let scores: [Double] = [3, 5, 5, 1, 4, 5, 2]
        let excluded = [false, false, false, false, false, true, false]
        #expect(TopSelection.best(3, of: scores, order: [0, 1, 2, 3, 4, 5, 6], excluding: excluded) == [1, 2, 4])
        #expect(TopSelection.best(3, of: scores, order: [6, 5, 4, 3, 2, 1, 0], excluding: excluded) == [2, 1, 4])
        #expect(TopSelection.best(99, of: scores, order: [0, 1, 2, 3, 4, 5, 6], excluding: excluded).count == 6)
        #expect(TopSelection.best(0, of: scores, order: [0], excluding: excluded).isEmpty)
    }

    @Test func aCopyDoesNotFollowTheOriginal() {
        let matrix = FactorMatrix<Double>(rows: 2, columns: 3) { 1 }
        #expect(matrix.copy().values == matrix.values)
        #expect(matrix.stride == 4)
    }

    @Test func thisMachineHasWhatItWasBuiltFor() { #expect(ProcessorSupport.missing == nil) }
}
