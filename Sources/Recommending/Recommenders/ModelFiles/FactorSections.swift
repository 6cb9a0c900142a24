import Kernels

extension ModelArchive {
    /// A matrix of factors from the section of that name.
    ///
    /// - Throws: `Fault`.
    func factors<Scalar: FactorScalar>(
        _ name: String, rows: Int, columns: Int, as scalar: Scalar.Type
    ) throws -> FactorMatrix<Scalar> {
        guard columns > 0 else { throw Fault("its number of factors makes no sense") }
        var values = try scalars(name, shape: [rows, columns], as: Scalar.self).makeIterator()
        return FactorMatrix(rows: rows, columns: columns) { values.next() ?? 0 }
    }
}

extension ModelArchive.Section {
    static func factors<Scalar: FactorScalar>(_ factors: FactorMatrix<Scalar>) -> Self {
        .scalars(factors.values, shape: [factors.rows, factors.columns])
    }
}
