/// A scalar that models may be trained in. What a kernel asks of it stands beside the kernel: generic loops are only as
/// fast as written-out ones where each scalar brings its own compiled ones.
package protocol KernelScalar: BinaryFloatingPoint, SIMDScalar, Sendable, Codable {}

extension Float: KernelScalar {}
extension Double: KernelScalar {}
