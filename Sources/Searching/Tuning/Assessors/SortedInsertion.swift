extension [Double] {
    /// Puts a value where it belongs among values that rise; no NaN.
    mutating func insertSorted(_ value: Double) {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = low + (high - low) / 2
            if self[middle] <= value { low = middle + 1 } else { high = middle }
        }
        insert(value, at: low)
    }
}
