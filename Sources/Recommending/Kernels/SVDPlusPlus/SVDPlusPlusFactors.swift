/// What an SVD++ learns: an SVD, and implicit factors of the items, being trained, by one thread at a time.
@safe
package final class SVDPlusPlusFactors<Scalar: SVDPlusPlusScalar>: @unchecked Sendable {
    /// `[users × factors]`
    package let users: FactorMatrix<Scalar>
    /// `[items × factors]`
    package let items: FactorMatrix<Scalar>
    /// `[items × factors]`: what it says of a user to have rated the item, whatever the rating.
    package let implicit: FactorMatrix<Scalar>
    package internal(set) var userBiases: [Scalar]
    package internal(set) var itemBiases: [Scalar]

    /// - Parameters:
    ///   - userBiases: empty: all 0, as training starts; likewise `itemBiases`.
    package init(
        users: FactorMatrix<Scalar>, items: FactorMatrix<Scalar>, implicit: FactorMatrix<Scalar>,
        userBiases: [Scalar] = [], itemBiases: [Scalar] = []
    ) {
        precondition(users.columns == items.columns && items.columns == implicit.columns && items.rows == implicit.rows)
        precondition(userBiases.isEmpty || userBiases.count == users.rows)
        precondition(itemBiases.isEmpty || itemBiases.count == items.rows)
        self.users = users
        self.items = items
        self.implicit = implicit
        self.userBiases = userBiases.isEmpty ? [Scalar](repeating: 0, count: users.rows) : userBiases
        self.itemBiases = itemBiases.isEmpty ? [Scalar](repeating: 0, count: items.rows) : itemBiases
    }

    /// The same values, to be learned on apart from these.
    package func copy() -> SVDPlusPlusFactors {
        SVDPlusPlusFactors(
            users: users.copy(), items: items.copy(), implicit: implicit.copy(), userBiases: userBiases,
            itemBiases: itemBiases)
    }

    /// What it takes of memory.
    package var bytes: Int {
        users.bytes + items.bytes + implicit.bytes
            + (userBiases.count + itemBiases.count) * MemoryLayout<Scalar>.stride
    }
}

/// The learning rates and regularizations of all kinds of values.
package struct SVDPlusPlusSteps<Scalar: SVDScalar>: Sendable {
    package let userBias: SVDStep<Scalar>
    package let itemBias: SVDStep<Scalar>
    package let userFactor: SVDStep<Scalar>
    package let itemFactor: SVDStep<Scalar>
    package let implicit: SVDStep<Scalar>

    package init(
        userBias: SVDStep<Scalar>, itemBias: SVDStep<Scalar>, userFactor: SVDStep<Scalar>,
        itemFactor: SVDStep<Scalar>, implicit: SVDStep<Scalar>
    ) {
        self.userBias = userBias
        self.itemBias = itemBias
        self.userFactor = userFactor
        self.itemFactor = itemFactor
        self.implicit = implicit
    }
}

extension FactorMatrix where Scalar: SVDPlusPlusScalar {
    /// What users are to SVD++: `p_u + Σ_{j∈N} y_j / √|N|`, where the matrix has the `p_u`.
    ///
    /// - Parameter known: the items of each user, each once; its values do not count.
    package func with(implicit: FactorMatrix, of known: SparseRows) -> FactorMatrix {
        precondition(known.count == rows && known.columnCount == implicit.rows && columns == implicit.columns)
        let sums = copy()
        Scalar.addImplicit(implicit, of: known, to: sums)
        return sums
    }
}

/// What it says of users which items they rated.
enum ImplicitSums {
    /// `Σ_{j∈N} y_j / √|N|`
    @unsafe @inline(__always)
    static func sum<Lanes: SIMD>(
        _ implicit: FactorMatrix<Lanes.Scalar>, of user: Int, _ known: SparseRows,
        into sum: UnsafeMutablePointer<Lanes>, vectors: Int
    ) where Lanes.Scalar: SVDPlusPlusScalar {
        for vector in 0..<vectors { unsafe sum[vector] = .zero }
        let range = known.range(user)
        for place in range {
            let y = unsafe row(implicit, Int(known.columns[place]), of: Lanes.self)
            for vector in 0..<vectors { unsafe sum[vector] += y[vector] }
        }
        let root = Lanes.Scalar(max(1, range.count)).squareRoot()
        for vector in 0..<vectors { unsafe sum[vector] /= root }
    }

    @inline(__always)
    static func add<Lanes: SIMD>(
        _ implicit: FactorMatrix<Lanes.Scalar>, of known: SparseRows, to users: FactorMatrix<Lanes.Scalar>,
        lanes: Lanes.Type
    ) where Lanes.Scalar: SVDPlusPlusScalar {
        let vectors = users.stride / Lanes.scalarCount
        let sum = UnsafeMutablePointer<Lanes>.allocate(capacity: vectors)
        defer { unsafe sum.deallocate() }
        for user in 0..<users.rows {
            unsafe Self.sum(implicit, of: user, known, into: sum, vectors: vectors)
            let p = unsafe row(users, user, of: lanes)
            for vector in 0..<vectors { unsafe p[vector] += sum[vector] }
        }
    }

    /// A row of a matrix as vectors, which it is padded to a whole number of.
    @unsafe @inline(__always)
    static func row<Lanes: SIMD>(
        _ matrix: FactorMatrix<Lanes.Scalar>, _ row: Int, of lanes: Lanes.Type
    ) -> UnsafeMutablePointer<Lanes> where Lanes.Scalar: FactorScalar {
        unsafe UnsafeMutableRawPointer(matrix.elements + row * matrix.stride).assumingMemoryBound(to: Lanes.self)
    }
}
