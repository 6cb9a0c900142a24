import CVectors

/// What a product of two items is kept as: eight are read at a time, as doubles.
protocol ItemProduct: Sendable, ExpressibleByIntegerLiteral {
    var number: Double { get }
    static func lanes(_ start: UnsafePointer<Self>) -> SIMD8<Double>
}

extension Double: ItemProduct {
    var number: Double { self }

    @inline(__always)
    static func lanes(_ start: UnsafePointer<Double>) -> SIMD8<Double> {
        unsafe UnsafeRawPointer(start).loadUnaligned(as: SIMD8<Double>.self)
    }
}

extension UInt16: ItemProduct {
    var number: Double { Double(self) }

    @inline(__always)
    static func lanes(_ start: UnsafePointer<UInt16>) -> SIMD8<Double> { unsafe tb_doubles_of_counts(start) }
}

/// Products of all pairs of items, row by row.
///
/// Nobody writes to them once they are made, which is why they may be shared.
@safe
final class ProductRows<Product: ItemProduct>: @unchecked Sendable {
    let size: Int
    private let stride: Int
    private let elements: UnsafePointer<Product>
    /// Whoever owns the elements, where they are another's.
    private let owner: SquareMatrix?

    deinit {
        if owner == nil { unsafe elements.deallocate() }
    }

    subscript(row: Int, column: Int) -> Product {
        precondition(row >= 0 && row < size && column >= 0 && column < size)
        return unsafe elements[row * stride + column]
    }

    /// Where a row begins.
    @unsafe
    func start(of row: Int) -> UnsafePointer<Product> {
        precondition(row >= 0 && row < size)
        return unsafe elements + row * stride
    }

    func withRow<Result>(_ row: Int, _ read: (UnsafeBufferPointer<Product>) -> Result) -> Result {
        unsafe read(UnsafeBufferPointer(start: start(of: row), count: size))
    }

    private init(size: Int, stride: Int, elements: UnsafePointer<Product>, owner: SquareMatrix?) {
        (self.size, self.stride, self.owner) = (size, stride, owner)
        unsafe self.elements = elements
    }
}

extension ProductRows<Double> {
    /// The matrix itself.
    convenience init(_ matrix: SquareMatrix) {
        unsafe self.init(
            size: matrix.size, stride: matrix.stride, elements: UnsafePointer(matrix.elements), owner: matrix)
    }
}

extension ProductRows<UInt16> {
    /// Counts in two bytes each, a quarter of what there is to read; `nil` where a product is no whole number or too great.
    convenience init?(counts matrix: SquareMatrix) {
        let size = matrix.size
        // A product of two items is no greater than the greater of their squares.
        guard (0..<size).allSatisfy({ matrix[$0, $0] <= Double(UInt16.max) }) else { return nil }
        let elements = UnsafeMutablePointer<UInt16>.allocate(capacity: max(1, size * size))
        for row in 0..<size {
            for column in 0..<size {
                guard let count = unsafe UInt16(exactly: matrix.elements[row * matrix.stride + column]) else {
                    unsafe elements.deallocate()
                    return nil
                }
                unsafe elements[row * size + column] = count
            }
        }
        unsafe self.init(size: size, stride: size, elements: UnsafePointer(elements), owner: nil)
    }
}
