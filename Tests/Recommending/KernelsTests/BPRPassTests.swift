import Foundation
import Kernels
import Testing

@Suite struct BPRPassTests {
    private static let pairs: [BPRPair] = (0..<200).map { (place: Int) -> BPRPair in
        let liked = place * 3
        let other = liked + 1 + place % 5
        return BPRPair(user: Int32(place % 7), liked: Int32(liked % 11), other: Int32(other % 11))
    }

    private static func start<Scalar: BPRScalar>(_ factors: Int, _ scalar: Scalar.Type) -> BPRFactors<Scalar> {
        var place = 0
        func next() -> Scalar {
            place += 1
            return Scalar(Double(place * 29 % 31) / 31 - 0.5)
        }
        return BPRFactors(
            users: FactorMatrix(rows: 7, columns: factors, next), items: FactorMatrix(rows: 11, columns: factors, next),
            itemBiases: FactorMatrix(rows: 1, columns: 11, next))
    }

    private static func rows<Scalar>(_ matrix: FactorMatrix<Scalar>) -> [[Double]] {
        (0..<matrix.rows).map { matrix.values(of: $0).map { Double($0) } }
    }

    /// The paper's steps in plain loops. - Returns: the loss.
    private static func learn(
        _ p: inout [[Double]], _ q: inout [[Double]], _ b: inout [Double], rate: Double, reg: Double
    ) -> Double {
        var loss = 0.0
        for pair in pairs {
            let (user, liked, other) = (Int(pair.user), Int(pair.liked), Int(pair.other))
            let old = (p[user], q[liked], q[other])
            var product = 0.0
            for f in old.0.indices { product += old.0[f] * (old.1[f] - old.2[f]) }
            let x = b[liked] - b[other] + product
            let z = 1 / (1 + exp(x))
            loss += log(1 + exp(-x))
            b[liked] += rate * (z - reg * b[liked])
            b[other] += rate * (-z - reg * b[other])
            for f in old.0.indices {
                p[user][f] += rate * (z * (old.1[f] - old.2[f]) - reg * old.0[f])
                q[liked][f] += rate * (z * old.0[f] - reg * old.1[f])
                q[other][f] += rate * (-z * old.0[f] - reg * old.2[f])
            }
        }
        return loss
    }

    private func worst<Scalar: BPRScalar>(_ count: Int, _ scalar: Scalar.Type) -> Double {
        let factors = Self.start(count, Scalar.self)
        var (p, q) = (Self.rows(factors.users), Self.rows(factors.items))
        var b = Self.rows(factors.itemBiases)[0]
        let loss = BPRPass(factors, rate: 0.1, regularization: 0.05).run(Self.pairs)
        let expected = Self.learn(&p, &q, &b, rate: 0.1, reg: 0.05)
        let learned = Self.rows(factors.users) + Self.rows(factors.items) + Self.rows(factors.itemBiases)
        let expectedValues: [Double] = (p + q + [b]).flatMap { $0 }
        let differences = zip(learned.flatMap { $0 }, expectedValues).map { abs($0 - $1) }
        return max(abs(loss - expected) / expected, differences.max() ?? 1)
    }

    @Test(arguments: [1, 4, 7, 8, 12, 24, 64]) func stepsAreThePapers(factors: Int) {
        #expect(worst(factors, Double.self) < 1e-12)
        #expect(worst(factors, Float.self) < 1e-4)
    }

    @Test func itemsThatStayAsTheyAreMoveUsersAlone() {
        let (before, after) = (Self.start(9, Float.self), Self.start(9, Float.self))
        _ = BPRPass(after, rate: 0.1, regularization: 0.05, movesItems: false).run(Self.pairs)
        #expect(after.items.values == before.items.values && after.itemBiases.values == before.itemBiases.values)
        #expect(after.users.values != before.users.values)
    }

    @Test func scoresThatAreFarApartHaveALossAllTheSame() {
        let far = BPRFactors(
            users: FactorMatrix<Float>(rows: 1, columns: 1) { 1 },
            items: FactorMatrix(rows: 2, columns: 1) { 0 },
            itemBiases: FactorMatrix(row: [-50, 50]))
        let loss = BPRPass(far, rate: 0, regularization: 0).run([BPRPair(user: 0, liked: 0, other: 1)])
        #expect(abs(loss - 100) < 1e-3)
    }
}
