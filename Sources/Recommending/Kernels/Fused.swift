/// Multiply and add as one operation where the build's processor level has one; a call of the C library for every lane
/// would cost a hundred times more.
enum Fused {
    @inline(__always)
    static func add<Vector: SIMD>(_ a: Vector, _ b: Vector, to sum: Vector) -> Vector
    where Vector.Scalar: FloatingPoint {
        #if TUNEBOOK_X86_64_V3 || arch(arm64)
            sum.addingProduct(a, b)
        #else
            a * b + sum
        #endif
    }
}
