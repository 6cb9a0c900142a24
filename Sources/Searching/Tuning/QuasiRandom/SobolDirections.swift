/// The numbers that make the coordinates of a Sobol sequence.
///
/// Primitive polynomials over GF(2), their coefficients as bits, and the first direction numbers by Joe and Kuo (2008,
/// "Constructing Sobol sequences with better two-dimensional projections", doi:10.1137/070709359, file
/// new-joe-kuo-6), chosen so that every two coordinates fill their square evenly.
enum SobolDirections {
    /// For each coordinate the 32 numbers that a point's index adds up, one a bit of the index.
    static let columns: [[UInt32]] =
        [(0..<32).map { UInt32(1) << (31 - $0) }] + table.map { columns(polynomial: $0, starting: $1) }

    /// Bratley and Fox (1988, doi:10.1145/42288.214372), section 2.
    private static func columns(polynomial: UInt32, starting first: [UInt32]) -> [UInt32] {
        let degree = first.count
        var columns = first.enumerated().map { $1 << (31 - UInt32($0)) }
        for place in degree..<32 {
            var column = columns[place - degree] ^ columns[place - degree] >> UInt32(degree)
            for term in 1..<max(degree, 1) where polynomial >> UInt32(degree - term) & 1 == 1 {
                column ^= columns[place - term]
            }
            columns.append(column)
        }
        return columns
    }

    /// Of the coordinates from the second on.
    private static let table: [(polynomial: UInt32, first: [UInt32])] = [
        (3, [1]),
        (7, [1, 3]),
        (11, [1, 3, 1]),
        (13, [1, 1, 1]),
        (19, [1, 1, 3, 3]),
        (25, [1, 3, 5, 13]),
        (37, [1, 1, 5, 5, 17]),
        (41, [1, 1, 5, 5, 5]),
        (47, [1, 1, 7, 11, 19]),
        (55, [1, 1, 5, 1, 1]),
        (59, [1, 1, 1, 3, 11]),
        (61, [1, 3, 5, 5, 31]),
        (67, [1, 3, 3, 9, 7, 49]),
        (91, [1, 1, 1, 15, 21, 21]),
        (97, [1, 3, 1, 13, 27, 49]),
        (103, [1, 1, 1, 15, 7, 5]),
        (109, [1, 3, 1, 15, 13, 25]),
        (115, [1, 1, 5, 5, 19, 61]),
        (131, [1, 3, 7, 11, 23, 15, 103]),
        (137, [1, 3, 7, 13, 13, 15, 69]),
        (143, [1, 1, 3, 13, 7, 35, 63]),
        (145, [1, 3, 5, 9, 1, 25, 53]),
        (157, [1, 3, 1, 13, 9, 35, 107]),
        (167, [1, 3, 1, 5, 27, 61, 31]),
        (171, [1, 1, 5, 11, 19, 41, 61]),
        (185, [1, 3, 5, 3, 3, 13, 69]),
        (191, [1, 1, 7, 13, 1, 19, 1]),
        (193, [1, 3, 7, 5, 13, 19, 59]),
        (203, [1, 1, 3, 9, 25, 29, 41]),
        (211, [1, 3, 5, 13, 23, 1, 55]),
        (213, [1, 3, 7, 3, 13, 59, 17]),
        (229, [1, 3, 1, 3, 5, 53, 69]),
        (239, [1, 1, 5, 5, 23, 33, 13]),
        (241, [1, 1, 7, 7, 1, 61, 123]),
        (247, [1, 1, 7, 9, 13, 61, 49]),
        (253, [1, 3, 3, 5, 3, 55, 33]),
        (285, [1, 3, 1, 15, 31, 13, 49, 245]),
        (299, [1, 3, 5, 15, 31, 59, 63, 97]),
        (301, [1, 3, 1, 11, 11, 11, 77, 249]),
    ]
}
