extension ModelArchive {
    /// What the model learned of each item, a row an item; `nil` where it has no factors.
    package var itemFactors: [[Double]]? {
        let section = ["qi", "gmf_Q", "mlp_Q"].lazy.compactMap { sections[$0] }.first { $0.shape.count == 2 }
        guard let section, section.shape[1] > 0 else { return nil }
        let numbers: [Double]
        switch section.element {
        case .float32: numbers = LittleEndian.words(section.bytes).map { Double(Float(bitPattern: $0)) }
        case .float64: numbers = LittleEndian.longWords(section.bytes).map { Double(bitPattern: $0) }
        case .byte, .int32: return nil
        }
        let width = section.shape[1]
        return stride(from: 0, through: numbers.count - width, by: width).map { Array(numbers[$0..<($0 + width)]) }
    }
}
