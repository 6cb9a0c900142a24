import Foundation

/// The sine that MD5's table is made of.
enum Sine {
    static func of(_ value: Double) -> Double { sin(value) }
}
