import Foundation

/// The C library's logarithm and power, the ones that NumPy calls.
enum Logarithms {
    static func natural(_ value: Double) -> Double { log(value) }
}

enum Exponentials {
    static func two(to power: Double) -> Double { exp2(power) }
}
