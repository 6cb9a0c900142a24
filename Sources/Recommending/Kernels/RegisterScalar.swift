/// A scalar with the vector that fills one register; rows of factors are padded to whole ones.
package protocol RegisterScalar: FactorScalar {
    associatedtype Lanes: SIMD where Lanes.Scalar == Self
    static func sum(of lanes: Lanes) -> Self
}

extension Float: RegisterScalar {
    package typealias Lanes = SIMD8<Float>

    @inline(__always)
    package static func sum(of lanes: SIMD8<Float>) -> Float { FactorProducts.sum(lanes) }
}

extension Double: RegisterScalar {
    package typealias Lanes = SIMD4<Double>

    @inline(__always)
    package static func sum(of lanes: SIMD4<Double>) -> Double {
        let two = lanes.lowHalf + lanes.highHalf
        return two[0] + two[1]
    }
}
