/// Items' titles from a text whose first two columns are the item and its title.
package enum ItemTitles {
    /// - Parameters:
    ///   - separator: where it is no comma, quotes are a part of titles and there is no head, as in GroupLens's older sets.
    ///   - text: in UTF-8, or else in Latin-1.
    package static func read(_ text: [UInt8], separator: String) -> [EntityID: String] {
        let isUTF8 = String(validating: text, as: UTF8.self) != nil
        let bytes = isUTF8 ? text : Array(String(String.UnicodeScalarView(text.map { Unicode.Scalar($0) })).utf8)
        var titles: [EntityID: String] = [:]
        guard separator == "," else {
            for line in bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
                let fields = String(decoding: line, as: UTF8.self).split(
                    separator: separator, maxSplits: 2, omittingEmptySubsequences: false)
                if fields.count > 1 { titles[EntityID(fields[0])] = String(fields[1]) }
            }
            return titles
        }
        let sample = TextSample(
            bytes.last == 0x0A ? bytes : bytes + [0x0A], from: 0, line: 1, grammar: RecordGrammar(separator: ","),
            limit: .max)
        for record in sample.records.dropFirst() where record.fields.count > 1 {
            titles[EntityID(record.fields[0])] = record.fields[1]
        }
        return titles
    }
}
