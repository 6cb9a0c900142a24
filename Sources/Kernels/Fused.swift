/// Multiply and add as one operation where the build's processor level has one; a call of the C library for every lane
/// would cost a hundred times more.
enum Fused {
    @inline(__always)
    static func add(_ a: SIMD8<Float>, _ b: SIMD8<Float>, to sum: SIMD8<Float>) -> SIMD8<Float> {
        #if TUNEBOOK_X86_64_V3 || arch(arm64)
            sum.addingProduct(a, b)
        #else
            a * b + sum
        #endif
    }
}
