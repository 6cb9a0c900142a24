import CVectors
import Foundation

/// Operations on lanes, written for each scalar: in generic code the comparisons and the square root of vectors go lane by
/// lane.
package protocol LaneScalar: KernelScalar {
    /// `a · b + sum`; see `Fused`.
    static func fuse(_ a: SIMD8<Self>, _ b: SIMD8<Self>, _ sum: SIMD8<Self>) -> SIMD8<Self>
    static func fuse(_ a: SIMD16<Self>, _ b: SIMD16<Self>, _ sum: SIMD16<Self>) -> SIMD16<Self>
    static func sum(_ lanes: SIMD8<Self>) -> Self
    static func root(_ values: SIMD8<Self>) -> SIMD8<Self>
    /// `max(0, x)`
    static func relu(_ values: SIMD16<Self>) -> SIMD16<Self>
    /// The values where `rectified` is above 0, else 0.
    static func gate(_ values: SIMD16<Self>, by rectified: SIMD16<Self>) -> SIMD16<Self>
    /// The values, but 0 for those whose size is below `least`.
    static func flush(_ values: SIMD8<Self>, below least: Self) -> SIMD8<Self>
    static func exponential(_ value: Self) -> Self
    static func logarithm(_ value: Self) -> Self
}

extension Float: LaneScalar {
    @inline(__always)
    package static func fuse(_ a: SIMD8<Float>, _ b: SIMD8<Float>, _ sum: SIMD8<Float>) -> SIMD8<Float> {
        Fused.add(a, b, to: sum)
    }

    @inline(__always)
    package static func fuse(_ a: SIMD16<Float>, _ b: SIMD16<Float>, _ sum: SIMD16<Float>) -> SIMD16<Float> {
        Fused.add(a, b, to: sum)
    }

    @inline(__always)
    package static func sum(_ lanes: SIMD8<Float>) -> Float { FactorProducts.sum(lanes) }

    @inline(__always)
    package static func root(_ values: SIMD8<Float>) -> SIMD8<Float> { tb_root_float8(values) }

    /// The sign bit, spread over the lane, wipes out what is negative.
    @inline(__always)
    package static func relu(_ values: SIMD16<Float>) -> SIMD16<Float> {
        let bits = unsafe unsafeBitCast(values, to: SIMD16<Int32>.self)
        return unsafe unsafeBitCast(bits & ~(bits &>> 31), to: SIMD16<Float>.self)
    }

    @inline(__always)
    package static func gate(_ values: SIMD16<Float>, by rectified: SIMD16<Float>) -> SIMD16<Float> {
        let isOn = unsafe unsafeBitCast(0 - rectified, to: SIMD16<Int32>.self) &>> 31
        return unsafe unsafeBitCast(unsafeBitCast(values, to: SIMD16<Int32>.self) & isOn, to: SIMD16<Float>.self)
    }

    @inline(__always)
    package static func flush(_ values: SIMD8<Float>, below least: Float) -> SIMD8<Float> {
        let bits = unsafe unsafeBitCast(values, to: SIMD8<Int32>.self)
        let isSmall = ((bits & 0x7FFF_FFFF) &- Int32(bitPattern: least.bitPattern)) &>> 31
        return unsafe unsafeBitCast(bits & ~isSmall, to: SIMD8<Float>.self)
    }

    package static func exponential(_ value: Float) -> Float { exp(value) }
    package static func logarithm(_ value: Float) -> Float { log(value) }
}

extension Double: LaneScalar {
    @inline(__always)
    package static func fuse(_ a: SIMD8<Double>, _ b: SIMD8<Double>, _ sum: SIMD8<Double>) -> SIMD8<Double> {
        Fused.add(a, b, to: sum)
    }

    @inline(__always)
    package static func fuse(_ a: SIMD16<Double>, _ b: SIMD16<Double>, _ sum: SIMD16<Double>) -> SIMD16<Double> {
        Fused.add(a, b, to: sum)
    }

    @inline(__always)
    package static func sum(_ lanes: SIMD8<Double>) -> Double { FactorProducts.sum(lanes) }

    @inline(__always)
    package static func root(_ values: SIMD8<Double>) -> SIMD8<Double> { tb_root_double8(values) }

    @inline(__always)
    package static func relu(_ values: SIMD16<Double>) -> SIMD16<Double> {
        let bits = unsafe unsafeBitCast(values, to: SIMD16<Int64>.self)
        return unsafe unsafeBitCast(bits & ~(bits &>> 63), to: SIMD16<Double>.self)
    }

    @inline(__always)
    package static func gate(_ values: SIMD16<Double>, by rectified: SIMD16<Double>) -> SIMD16<Double> {
        let isOn = unsafe unsafeBitCast(0 - rectified, to: SIMD16<Int64>.self) &>> 63
        return unsafe unsafeBitCast(unsafeBitCast(values, to: SIMD16<Int64>.self) & isOn, to: SIMD16<Double>.self)
    }

    @inline(__always)
    package static func flush(_ values: SIMD8<Double>, below least: Double) -> SIMD8<Double> {
        let bits = unsafe unsafeBitCast(values, to: SIMD8<Int64>.self)
        let isSmall = ((bits & 0x7FFF_FFFF_FFFF_FFFF) &- Int64(bitPattern: least.bitPattern)) &>> 63
        return unsafe unsafeBitCast(bits & ~isSmall, to: SIMD8<Double>.self)
    }

    package static func exponential(_ value: Double) -> Double { exp(value) }
    package static func logarithm(_ value: Double) -> Double { log(value) }
}
