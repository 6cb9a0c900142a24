#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The C library's functions, the ones that NumPy calls, so that draws agree to the bit.
package enum Logarithm {
    package static func natural(_ value: Double) -> Double { log(value) }
}
