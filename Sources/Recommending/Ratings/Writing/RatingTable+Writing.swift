import Platform

extension RatingTable {
    /// Writes the rows as `user,item,rating[,timestamp]` under a head, as a whole or not at all.
    ///
    /// - Throws: `PlatformError.unwritable`.
    package func writeCSV(to path: String) throws { try FileBytes.write(csvBytes(), to: path) }

    /// The rows as text that reads back as the same table.
    package func csvBytes() -> [UInt8] {
        let userTexts = users.ids.map { Self.csvField($0) }
        let itemTexts = items.ids.map { Self.csvField($0) }
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
                bytes += timestamps.text(row).utf8
            }
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes
    }

    /// Quoted where the bytes would be read as anything but themselves, by this program or by others.
    private static func csvField(_ id: EntityID) -> [UInt8] {
        guard case .text(let text) = id else { return Array(id.description.utf8) }
        let quote = UInt8(ascii: "\"")
        let special = Array(",;|\t\n\r\"%#".utf8)
        let bytes = Array(text.utf8)
        let blank = UInt8(ascii: " ")
        guard bytes.contains(where: special.contains) || bytes.first == blank || bytes.last == blank else {
            return bytes
        }
        return [quote] + bytes.flatMap { $0 == quote ? [quote, quote] : [$0] } + [quote]
    }

    /// The shortest text that reads back as the same number.
    private static func number(_ value: Double) -> String {
        Int(exactly: value).map(String.init) ?? "\(value)"
    }
}
