import Statistics
import Testing

@Suite struct PrincipalComponentsTests {
    @Test func pointsOnALineHaveOneDirection() {
        let rows = (0..<10).map { [Double($0), 2 * Double($0), 0] }
        let components = PrincipalComponents.first(2, of: rows)
        #expect(components.count == 1 && abs((components.first?.share ?? 0) - 1) < 1e-9)
        let scores = components.first?.scores ?? []
        #expect(scores == scores.sorted(), "the largest weight is positive")
        #expect(abs(scores.reduce(0, +)) < 1e-9)
    }

    @Test func theSharesOfAllDirectionsAddUpTo1() {
        func value(_ row: Int, _ column: Int) -> Double {
            let mixed = row * 31 + column * 17 + row * row * (column + 1)
            return Double(mixed % 23)
        }
        let rows: [[Double]] = (0..<50).map { row in (0..<4).map { value(row, $0) } }
        let components = PrincipalComponents.first(4, of: rows)
        let shares: [Double] = components.map(\.share)
        #expect(abs(shares.reduce(0, +) - 1) < 1e-6 && components.count == 4)
        var both = 0.0
        for row in rows.indices { both += components[0].scores[row] * components[1].scores[row] }
        #expect(abs(both) < 1, "directions are at right angles")
    }

    @Test func rowsThatDoNotDifferHaveNone() {
        #expect(PrincipalComponents.first(2, of: [[1, 2], [1, 2]]).isEmpty)
        #expect(PrincipalComponents.first(2, of: [[1, 2]]).isEmpty && PrincipalComponents.first(2, of: []).isEmpty)
        #expect(PrincipalComponents.first(2, of: [[1], [1, 2]]).isEmpty)
    }
}
