/// Products of packed panels, a tile at a time: the inner loop of everything dense.
///
/// A panel holds `side` rows of a matrix, the first column of all of them, then the second, and so on, so that both
/// factors are read in order. Four rows of a tile by its twelve columns are twelve vectors of four sums: with three for the
/// right factor and one for the left as many as a processor has registers (Goto and van de Geijn, 2008,
/// doi:10.1145/1356052.1356053).
enum ProductTile {
    /// Rows and columns of a tile.
    static let side = 12

    enum Change { case set, subtract }

    /// `tile = left · rightᵀ`, or `tile −= left · rightᵀ`, for panels of `depth` columns.
    ///
    /// - Parameter stride: doubles from one of the tile's rows to the next.
    @inline(__always)
    static func multiply(
        _ left: UnsafePointer<Double>, _ right: UnsafePointer<Double>, depth: Int, _ change: Change,
        _ tile: UnsafeMutablePointer<Double>, stride: Int
    ) {
        for row in Swift.stride(from: 0, to: side, by: 4) {
            unsafe fourRows(left + row, right, depth: depth, change, tile + row * stride, stride: stride)
        }
    }

    @inline(__always)
    private static func fourRows(
        _ left: UnsafePointer<Double>, _ right: UnsafePointer<Double>, depth: Int, _ change: Change,
        _ tile: UnsafeMutablePointer<Double>, stride: Int
    ) {
        typealias Lanes = SIMD4<Double>
        let zero = Lanes.zero
        var (a0, a1, a2) = (zero, zero, zero)
        var (b0, b1, b2) = (zero, zero, zero)
        var (c0, c1, c2) = (zero, zero, zero)
        var (d0, d1, d2) = (zero, zero, zero)
        var (p, q) = unsafe (left, UnsafeRawPointer(right))
        for _ in 0..<depth {
            let x = unsafe q.loadUnaligned(as: Lanes.self)
            let y = unsafe q.loadUnaligned(fromByteOffset: 32, as: Lanes.self)
            let z = unsafe q.loadUnaligned(fromByteOffset: 64, as: Lanes.self)
            let a = unsafe Lanes(repeating: p[0])
            a0 = Fused.add(a, x, to: a0)
            a1 = Fused.add(a, y, to: a1)
            a2 = Fused.add(a, z, to: a2)
            let b = unsafe Lanes(repeating: p[1])
            b0 = Fused.add(b, x, to: b0)
            b1 = Fused.add(b, y, to: b1)
            b2 = Fused.add(b, z, to: b2)
            let c = unsafe Lanes(repeating: p[2])
            c0 = Fused.add(c, x, to: c0)
            c1 = Fused.add(c, y, to: c1)
            c2 = Fused.add(c, z, to: c2)
            let d = unsafe Lanes(repeating: p[3])
            d0 = Fused.add(d, x, to: d0)
            d1 = Fused.add(d, y, to: d1)
            d2 = Fused.add(d, z, to: d2)
            unsafe p += side
            unsafe q += side * 8
        }
        unsafe put(a0, a1, a2, change, tile)
        unsafe put(b0, b1, b2, change, tile + stride)
        unsafe put(c0, c1, c2, change, tile + 2 * stride)
        unsafe put(d0, d1, d2, change, tile + 3 * stride)
    }

    @inline(__always)
    private static func put(
        _ x: SIMD4<Double>, _ y: SIMD4<Double>, _ z: SIMD4<Double>, _ change: Change,
        _ row: UnsafeMutablePointer<Double>
    ) {
        let place = UnsafeMutableRawPointer(row)
        switch change {
        case .set:
            unsafe place.storeBytes(of: x, as: SIMD4<Double>.self)
            unsafe place.storeBytes(of: y, toByteOffset: 32, as: SIMD4<Double>.self)
            unsafe place.storeBytes(of: z, toByteOffset: 64, as: SIMD4<Double>.self)
        case .subtract:
            let (u, v) = unsafe (
                place.loadUnaligned(as: SIMD4<Double>.self),
                place.loadUnaligned(fromByteOffset: 32, as: SIMD4<Double>.self)
            )
            let w = unsafe place.loadUnaligned(fromByteOffset: 64, as: SIMD4<Double>.self)
            unsafe place.storeBytes(of: u - x, as: SIMD4<Double>.self)
            unsafe place.storeBytes(of: v - y, toByteOffset: 32, as: SIMD4<Double>.self)
            unsafe place.storeBytes(of: w - z, toByteOffset: 64, as: SIMD4<Double>.self)
        }
    }
}
