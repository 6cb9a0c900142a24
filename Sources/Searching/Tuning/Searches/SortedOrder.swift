extension RandomAccessCollection where Index == Int {
    /// The first place whose element does not come before something; all that do must stand first.
    ///
    /// - Complexity: O(log n).
    func partitionPoint(_ comesBefore: (Element) -> Bool) -> Int {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = low + (high - low) / 2
            if comesBefore(self[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension [Double] {
    /// Puts a value where it belongs among values that rise; no NaN.
    mutating func insertSorted(_ value: Double) { insert(value, at: partitionPoint { $0 <= value }) }
}
