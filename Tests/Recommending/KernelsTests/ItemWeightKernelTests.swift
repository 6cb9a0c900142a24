import Kernels
import Testing

/// Products of items, the inverse, and the elastic net, beside the same in plain loops.
@Suite struct ItemWeightKernelTests {
    /// Users × items with so many of them at 1, and values beside.
    private func rows(users: Int, items: Int) -> SparseRows {
        SparseRows(
            (0..<users).map { user in
                let columns = (0..<items).filter { ($0 * 7 + user * user * 5 + $0 * user) % 11 < 4 }
                return (columns.map(Int32.init), columns.map { Double(1 + ($0 + user) % 5) })
            }, columnCount: items)
    }

    private func matrix(users: Int, items: Int, usesValues: Bool = false) -> SquareMatrix {
        let byUser = rows(users: users, items: items)
        let products = ItemProducts(
            byUser: byUser, byItem: byUser.transposed(), weights: [Double](repeating: 1, count: users),
            usesValues: usesValues)
        let matrix = SquareMatrix(size: items)
        for item in 0..<items { products.lowerRow(of: item, in: matrix) }
        for block in 0..<((items + SquareMatrix.mirroredRows - 1) / SquareMatrix.mirroredRows) {
            matrix.mirror(block: block)
        }
        return matrix
    }

    @Test(arguments: [1, 5, 40, 77], [false, true])
    func productsOfItemsAreTheSumsOverUsersOfBoth(items: Int, usesValues: Bool) {
        let byUser = rows(users: 30, items: items)
        let matrix = matrix(users: 30, items: items, usesValues: usesValues)
        let products = ItemProducts(
            byUser: byUser, byItem: byUser.transposed(), weights: [Double](repeating: 1, count: 30),
            usesValues: usesValues)
        for one in 0..<items {
            var row = [Double](repeating: 9, count: items)
            products.row(of: one, into: &row)
            for other in 0..<items {
                let sum = (0..<30).reduce(0.0) { sum, user in
                    let (x, y) = (byUser[user, one], byUser[user, other])
                    return sum + (usesValues ? x * y : x * y > 0 ? 1 : 0)
                }
                #expect(matrix[one, other] == sum && row[other] == sum)
            }
            #expect(products.diagonal[one] == matrix[one, one])
        }
    }

    private func sweep(_ matrix: SquareMatrix) -> Bool {
        let sweep = InverseSweep(matrix)
        for number in 0..<sweep.blocks {
            guard sweep.factor(sweep: number) else { return false }
            for block in 0..<sweep.blocks { sweep.gather(sweep: number, block: block) }
            for block in 0..<sweep.blocks { sweep.project(sweep: number, block: block) }
            for tile in 0..<sweep.tiles { sweep.update(sweep: number, tile: tile) }
        }
        return true
    }

    @Test(arguments: [1, 2, 11, 12, 13, 95, 96, 97, 200, 301]) func theInverseTimesTheMatrixIsOne(size: Int) {
        let original = matrix(users: 60, items: size).copy(addingToDiagonal: 5)
        let inverse = original.copy(addingToDiagonal: 0)
        #expect(sweep(inverse))
        for row in stride(from: 0, to: size, by: max(1, size / 13)) {
            for column in 0..<size {
                let product = (0..<size).reduce(0.0) {
                    $0 - original[row, $1] * inverse[max($1, column), min($1, column)]
                }
                #expect(abs(product - (row == column ? 1 : 0)) < 1e-11)
            }
        }
    }

    @Test(arguments: [5, 100, 150]) func aMatrixWithoutAnInverseIsToldApart(size: Int) {
        // More items than users can tell apart.
        #expect(!sweep(matrix(users: size - 2, items: size)))
        #expect(!sweep(SquareMatrix(size: size)))
    }

    @Test func theGreatestValuesAreTheFirstOfASortingThatKeepsTheOrder() {
        var scratch: [Double] = []
        for count in [1, 2, 7, 30, 99] {
            let values = (0..<60).map { (place: Int) -> Double in Double((place * 37 + place * place * 11) % 17 - 3) }
            let positive = values.indices.filter { values[$0] > 0 }
            let sorted = positive.sorted { values[$0] == values[$1] ? $0 < $1 : values[$0] > values[$1] }
            let wanted = sorted.prefix(count).sorted().map(Int32.init)
            #expect(GreatestValues.places(count, of: values, scratch: &scratch) == wanted)
        }
    }

    /// Of counts, and of numbers that are none.
    @Test(arguments: [(0.5, 2.0), (3.0, 0.0), (0.0, 1.0)], [0, 0.25])
    func theElasticNetsColumnsAreWhereNothingPullsAnyMore(_ cost: (l1: Double, l2: Double), more: Double) throws {
        let (l1, l2) = cost
        let products = matrix(users: 50, items: 33).copy(addingToDiagonal: more)
        let net = ElasticNetProducts(products).net(l1: l1, l2: l2)
        for item in 0..<33 {
            let weights = try #require(net.column(item, sweeps: 100_000, tolerance: 1e-12) { false })
            #expect(weights[item] == 0 && weights.allSatisfy { $0 >= 0 })
            for other in 0..<33 where other != item {
                let fitted = (0..<33).reduce(0.0) { $0 + products[other, $1] * weights[$1] }
                let pull = products[other, item] - fitted - l1 - l2 * weights[other]
                #expect(weights[other] > 0 ? abs(pull) < 1e-4 : pull < 1e-4)
            }
            #expect(net.column(item, sweeps: 5, tolerance: 0) { true } == nil)
        }
    }

    private func check<Scalar: WeightScalar>(_: Scalar.Type, tolerance: Double) {
        let (rows, columns) = (9, 71)
        let values = (0..<rows * columns).map { Scalar(($0 * 29) % 101) / 50 }
        let tiles = WeightTiles<Scalar>(rows: rows, columns: columns, values: values)
        #expect(tiles.values == values && tiles[3, 40] == values[3 * columns + 40])
        let lists: [(rows: ArraySlice<Int32>, factors: ArraySlice<Double>)] = [
            ([0, 4, 8], [1, 0.5, 2]), ([], []), ([7], [-1]),
        ]
        var sums = [Scalar](repeating: 5, count: lists.count * columns)
        tiles.sums(of: lists, into: &sums)
        for (number, list) in lists.enumerated() {
            for column in 0..<columns {
                let sum = zip(list.rows, list.factors).reduce(0.0) {
                    $0 + $1.1 * Double(values[Int($1.0) * columns + column])
                }
                #expect(abs(Double(sums[number * columns + column]) - sum) < tolerance)
            }
        }
        for column in 0..<columns {
            let squares = (0..<rows).reduce(0.0) { $0 + Double(tiles[$1, column] * tiles[$1, column]) }
            #expect(abs(tiles.columnSquares[column] - squares) < tolerance)
        }
    }

    @Test func sumsOfRowsAreThoseOfPlainLoops() {
        check(Float.self, tolerance: 1e-4)
        check(Double.self, tolerance: 1e-12)
        let sparse = SparseRows([([0, 3], [1, 2]), ([], []), ([3, 4], [5, 7])], columnCount: 6)
        var sums = [Double](repeating: 3, count: 12)
        sparse.sums(of: [([0, 2], [1, 2]), ([1], [4])], into: &sums)
        #expect(sums == [1, 0, 0, 12, 14, 0] + [0, 0, 0, 0, 0, 0])
        #expect(sparse[2, 4] == 7 && sparse[2, 5] == 0 && sparse[1, 0] == 0)
    }
}
