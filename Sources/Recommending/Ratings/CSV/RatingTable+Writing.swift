import Platform

extension RatingTable {
    /// Writes the rows as `user,item,rating[,timestamp]` under a head, as a whole or not at all.
    ///
    /// - Throws: `PlatformError.unwritable`.
    package func writeCSV(to path: String) throws { try FileBytes.write(csvBytes(), to: path) }

    private func csvBytes() -> [UInt8] {
        let userTexts = users.ids.map { Self.csvField($0.description) }
        let itemTexts = items.ids.map { Self.csvField($0.description) }
        var bytes: [UInt8] = Array("user,item,rating\(timestamps == nil ? "" : ",timestamp")\n".utf8)
        bytes.reserveCapacity(count * 24)
        for row in 0..<count {
            bytes += userTexts[Int(userPositions[row])]
            bytes.append(UInt8(ascii: ","))
            bytes += itemTexts[Int(itemPositions[row])]
            bytes.append(UInt8(ascii: ","))
            bytes += Self.number(ratings[row]).utf8
            if let timestamps {
                bytes.append(UInt8(ascii: ","))
                bytes += Self.number(timestamps[row]).utf8
            }
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes
    }

    private static func csvField(_ text: String) -> [UInt8] {
        guard text.contains(where: { ",\"\n\r".contains($0) }) else { return Array(text.utf8) }
        return Array(("\"" + text.replacing("\"", with: "\"\"") + "\"").utf8)
    }

    /// The shortest text that reads back as the same number.
    private static func number(_ value: Double) -> String {
        Int(exactly: value).map(String.init) ?? "\(value)"
    }
}
