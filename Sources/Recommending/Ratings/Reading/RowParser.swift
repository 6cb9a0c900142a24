/// Reads the rows of a block of text. What it gives depends on the block and the layout alone, so that blocks can be read
/// in any order and by any number of threads.
struct RowParser: Sendable {
    let layout: ColumnLayout
    let format: CSVFormat
    private let plain: PlainRow.Columns?

    init(layout: ColumnLayout, format: CSVFormat) {
        self.layout = layout
        self.format = format
        plain = PlainRow.Columns(layout, format)
    }

    /// - Parameter block: whole lines.
    func rows(of block: [UInt8]) -> ParsedRows {
        var rows = ParsedRows()
        if let fault = TextCheck.fault(in: block, lineEnd: layout.grammar.lineEnd) {
            rows.fault = fault
            return rows
        }
        let expected = block.count / 24
        rows.userPositions.reserveCapacity(expected)
        rows.itemPositions.reserveCapacity(expected)
        rows.ratings.reserveCapacity(expected)
        if layout.timestamp != nil { rows.ticks.reserveCapacity(expected) }
        var start = 0
        let text = block.span
        let hasTimes = layout.timestamp != nil
        let scale = format.scale ?? -.infinity ... .infinity
        while start < block.count {
            if let plain, rows.decimals == 0, let row = PlainRow(text, at: start, plain), scale.contains(row.rating) {
                rows.lineCount += 1
                rows.userPositions.append(rows.users.insert(integer: row.user))
                rows.itemPositions.append(rows.items.insert(integer: row.item))
                rows.ratings.append(row.rating)
                if hasTimes { rows.ticks.append(Int64(row.time)) }
                if !rows.lines.isEmpty || rows.lineCount != rows.count { rows.note(line: rows.lineCount) }
                start = row.next
                continue
            }
            guard let next = add(recordAt: start, of: text, to: &rows) else { break }
            start = next
        }
        rows.close()
        return rows
    }

    /// - Returns: where the next record begins; `nil` where there is no way on.
    private func add(recordAt start: Int, of text: borrowing Span<UInt8>, to rows: inout ParsedRows) -> Int? {
        let line = rows.lineCount + 1
        if let sign = layout.commentSign, text[start] == sign {
            rows.comments.add(line: line)
            rows.lineCount += 1
            var end = start
            while text[end] != layout.grammar.lineEnd { end += 1 }
            return end + 1
        }
        var record = FoundFields()
        let (user, item) = (layout.user, layout.item)
        let (rating, timestamp) = (layout.rating ?? -1, layout.timestamp ?? -1)
        var lastFilled = -1
        let ending = layout.grammar.read(text, from: start) { column, bytes, isQuoted in
            let field = TextField(bytes: bytes, isQuoted: isQuoted)
            if !bytes.isEmpty { lastFilled = column }
            if column == user { record.user = field }
            if column == item { record.item = field }
            if column == rating { record.rating = field }
            if column == timestamp { record.timestamp = field }
        }
        guard case .complete(let columns, let lines, let next) = ending else {
            rows.fault = fault(ending, start, text, line)
            if case .open = ending { rows.rest = start }
            return nil
        }
        defer { rows.lineCount += lines }
        // Lines of nothing but separators and blanks hold no rating.
        if lastFilled < 0 || isBlank(text, start..<next) { return next }
        guard columns <= layout.columns || lastFilled < layout.columns, columns >= layout.leastColumns else {
            rows.fault = RowFault(
                kind: .columns(expected: max(layout.columns, layout.leastColumns), found: columns), line: line,
                column: 1)
            return nil
        }
        if let fault = add(record, text, start, line, to: &rows) {
            rows.fault = fault
            return nil
        }
        return next
    }

    private func isBlank(_ text: borrowing Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard text[range.lowerBound] <= RecordGrammar.blank || text[range.lowerBound] == layout.grammar.separator[0]
        else {
            return false
        }
        for place in range where text[place] > RecordGrammar.blank {
            guard layout.grammar.separator.contains(text[place]) else { return false }
        }
        return true
    }

    private func add(
        _ record: FoundFields, _ text: borrowing Span<UInt8>, _ start: Int, _ line: Int, to rows: inout ParsedRows
    ) -> RowFault? {
        func fault(_ field: TextField, _ expected: String) -> RowFault {
            RowFault(
                kind: .field(expected: expected, found: String(layout.text(of: field, text).prefix(40))), line: line,
                column: max(field.bytes.lowerBound - (field.isQuoted ? 1 : 0) - start, 0) + 1)
        }
        if record.user.bytes.isEmpty { return fault(record.user, "a user") }
        if record.item.bytes.isEmpty { return fault(record.item, "an item") }
        var rating = 1.0
        if layout.rating != nil {
            if format.missing == .drop, layout.isMissing(record.rating, text) {
                rows.missing.add(line: line)
                return nil
            }
            guard let value = layout.number(record.rating, text) else {
                return fault(record.rating, expectedRating(record.rating, text))
            }
            rating = value
            if let scale = format.scale, !scale.contains(value) {
                return fault(record.rating, "a rating from \(scale.lowerBound) to \(scale.upperBound)")
            }
        }
        if layout.timestamp != nil {
            guard add(time: record.timestamp, text, to: &rows) else {
                return fault(record.timestamp, layout.expectedTime)
            }
        }
        rows.userPositions.append(position(of: record.user, text, in: &rows.users, line, &rows.blankIDs))
        rows.itemPositions.append(position(of: record.item, text, in: &rows.items, line, &rows.blankIDs))
        rows.ratings.append(rating)
        rows.note(line: line)
        return nil
    }

    private func expectedRating(_ field: TextField, _ text: borrowing Span<UInt8>) -> String {
        let hint =
            layout.isMissing(field, text)
            ? "; --missing drop leaves out rows without one"
            : layout.decimalMark == UInt8(ascii: ".") && text.contains(UInt8(ascii: ","), in: field.bytes)
                ? "; --decimal ',' reads a comma as its point" : ""
        return "a \(format.value.rawValue) (a number\(hint))"
    }

    private func position(
        of field: TextField, _ text: borrowing Span<UInt8>, in vocabulary: inout Vocabulary, _ line: Int,
        _ blanks: inout Remarks
    ) -> Int32 {
        if let value = Digits.integer(text, field.bytes) { return vocabulary.insert(integer: value) }
        if field.isQuoted {
            return vocabulary.insert(bytes: layout.content(of: field, text).span)
        }
        let bytes = field.bytes
        if text[bytes.lowerBound] == RecordGrammar.blank || text[bytes.upperBound - 1] == RecordGrammar.blank {
            // In a column of numbers blanks are nothing, as for pandas.
            if let value = Digits.integer(text, Digits.trimmed(text, bytes)) {
                return vocabulary.insert(integer: value)
            }
            blanks.add(line: line)
        }
        return vocabulary.insert(bytes: text.extracting(bytes))
    }

    /// - Returns: whether the field is a time.
    private func add(time field: TextField, _ text: borrowing Span<UInt8>, to rows: inout ParsedRows) -> Bool {
        if layout.timeKind == .number, rows.decimals == 0, let value = Digits.integer(text, field.bytes) {
            rows.ticks.append(Int64(value))
            return true
        }
        guard let time = TimeText(layout.trimmedText(of: field, text), decimalMark: layout.decimalMark),
            time.kind == layout.timeKind
        else { return false }
        if time.decimals > rows.decimals {
            guard let finer = Timestamps.rescaled(rows.ticks, by: time.decimals - rows.decimals) else { return false }
            (rows.ticks, rows.decimals) = (finer, time.decimals)
        }
        guard let tick = Timestamps.rescaled([time.ticks], by: rows.decimals - time.decimals) else { return false }
        rows.ticks.append(tick[0])
        return true
    }

    private func fault(
        _ ending: RecordGrammar.Ending, _ start: Int, _ text: borrowing Span<UInt8>, _ line: Int
    ) -> RowFault {
        func rest(_ place: Int) -> String {
            var end = place
            while end - place < 40, end < text.count, text[end] != layout.grammar.lineEnd { end += 1 }
            return String(copying: text.extracting(place..<end))
        }
        switch ending {
        case .open(let quote):
            return RowFault(
                kind: .field(expected: "a closing quote", found: rest(quote)), line: line, column: quote - start + 1)
        case .textAfterQuote(let field):
            return RowFault(
                kind: .field(
                    expected:
                        "a separator after the closing quote (--escape '\\' where a quote within quotes stands behind one)",
                    found: rest(field)), line: line, column: field - start + 1)
        case .tooLong, .complete: return RowFault(kind: .tooLong, line: line, column: 1)
        }
    }
}

/// The fields of a record that mean something.
struct FoundFields {
    var user = TextField()
    var item = TextField()
    var rating = TextField()
    var timestamp = TextField()
}

struct TextField: Hashable {
    var bytes = 0..<0
    var isQuoted = false
}

extension Span<UInt8> {
    fileprivate func contains(_ byte: UInt8, in range: Range<Int>) -> Bool {
        for place in range where self[place] == byte { return true }
        return false
    }
}
