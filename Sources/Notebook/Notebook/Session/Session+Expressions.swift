import Script
import Values

extension Session {
    func evaluate(_ expression: Expression) async throws -> any SessionObject {
        switch expression.kind {
        case .integer(let value): return PlainValue(.integer(value))
        case .number(let value): return PlainValue(.number(value))
        case .boolean(let value): return PlainValue(.boolean(value))
        case .text(let word): return PlainValue(.string(try await evaluate(word).text))
        case .name(let name): return try await found(name, at: expression.range)
        case .field(let owner, let name):
            return try await field(name.name, of: try await evaluate(owner), named: owner, at: name.range)
        case .unary(.not, let operand): return PlainValue(.boolean(!(try await holds(operand))))
        case .unary(.minus, let operand):
            let value = try await evaluate(operand)
            switch await value.json() {
            case .integer(let number) where number != .min: return PlainValue(.integer(-number))
            case let json:
                guard let number = json.number else {
                    throw PlacedError(NotebookError.notNumber(await value.summary(), operation: "-"), at: operand.range)
                }
                return PlainValue(.number(-number))
            }
        case .binary(.and, let left, let right):
            return PlainValue(.boolean(try await holds(left) ? try await holds(right) : false))
        case .binary(.or, let left, let right):
            return PlainValue(.boolean(try await holds(left) ? true : try await holds(right)))
        case .binary(let operation, let left, let right):
            let (one, other) = (try await evaluate(left), try await evaluate(right))
            let (leftValue, rightValue) = (await one.json(), await other.json())
            return try PlacedError.place(expression.range) {
                PlainValue(try Arithmetic.apply(operation, leftValue, rightValue))
            }
        }
    }

    private func field(
        _ name: String, of owner: any SessionObject, named expression: Expression, at range: SourceRange
    ) async throws -> any SessionObject {
        do {
            if let value = try await owner.field(name) { return value }
        } catch {
            throw PlacedError(error, at: range)
        }
        let known = await owner.fieldNames()
        throw PlacedError(
            NotebookError.unknownField(
                name, of: "\(owner.kind.article)", known: known, nearest: nearestName(to: name, among: known)),
            at: range)
    }

    /// A word with everything interpolated. `$data.train` is a field where `data` has fields; `$name.csv` is a text.
    func evaluate(_ word: Word) async throws -> CallWord {
        if !word.isQuoted, case .interpolation(let expression)? = word.parts.first {
            let object = try await evaluate(expression)
            if word.parts.count == 1 {
                return await self.word(object, at: word.range)
            }
            if word.parts.count == 2, case .literal(let rest) = word.parts[1], rest.hasPrefix("."),
                object.kind != .value
            {
                let value = try await resolve(
                    rest.dropFirst().split(separator: ".").map(String.init)[...], of: object, at: word.range)
                return await self.word(value, at: word.range)
            }
        }
        var text = ""
        var parts = word.parts[...]
        while let part = parts.popFirst() {
            switch part {
            case .literal(let piece): text += piece
            case .interpolation(let expression):
                var (value, after) = (try await evaluate(expression), "")
                if case .literal(let piece)? = parts.first {
                    (value, after) = try await fields(value, ahead: piece, at: word.range)
                    parts.removeFirst()
                }
                text += await plainText(value) + after
            }
        }
        if !word.isQuoted, text == "~" || text.hasPrefix("~/") { text = home + text.dropFirst() }
        return CallWord(text: text, isQuoted: word.isQuoted, range: word.range)
    }

    /// The field, and the field's field, that a text begins with as long as there is one: of `.best.rmse.` the first two.
    private func fields(
        _ owner: any SessionObject, ahead text: String, at range: SourceRange
    ) async throws -> (value: any SessionObject, rest: String) {
        guard owner.kind != .value, text.hasPrefix(".") else { return (owner, text) }
        var name = text.dropFirst().prefix { $0.isLetter || $0.isNumber || "_@-".contains($0) }
        while !name.isEmpty {
            if let value = try await PlacedError.placeAsync(range, { try await owner.field(String(name)) }) {
                return try await fields(value, ahead: String(text[name.endIndex...]), at: range)
            }
            name = name.lastIndex(of: "-").map { name[..<$0] } ?? ""
        }
        return (owner, text)
    }

    /// A word that is one object alone.
    private func word(_ object: any SessionObject, at range: SourceRange) async -> CallWord {
        CallWord(
            text: await plainText(object), isQuoted: true, range: range, object: object,
            plain: object.kind == .value ? await object.json() : nil)
    }

    private func plainText(_ object: any SessionObject) async -> String {
        object.kind == .value ? await object.json().plainText : await object.summary()
    }

    /// What a bare word names: `data.train`, `tpe.best.model`, `_3`.
    package func resolve(_ word: CallWord) async throws -> any SessionObject {
        if let object = word.object { return object }
        var parts = word.text.split(separator: ".").map(String.init)[...]
        let name = parts.popFirst() ?? word.text
        let owner = try await found(name, at: word.range)
        return try await resolve(parts, of: owner, at: word.range)
    }

    private func resolve(
        _ fields: ArraySlice<String>, of object: any SessionObject, at range: SourceRange
    ) async throws -> any SessionObject {
        var value = object
        for name in fields {
            value = try await field(name, of: value, named: Expression(.name(name), range: range), at: range)
        }
        return value
    }
}

/// Operators on plain values.
enum Arithmetic {
    static func apply(_ operation: BinaryOperator, _ left: JSONValue, _ right: JSONValue) throws -> JSONValue {
        switch operation {
        case .equal: return .boolean(isEqual(left, right))
        case .notEqual: return .boolean(!isEqual(left, right))
        case .contained: return .boolean(try contains(right, left))
        case .less, .lessOrEqual, .greater, .greaterOrEqual: return .boolean(try compare(operation, left, right))
        case .add where left.string != nil || right.string != nil: return .string(left.plainText + right.plainText)
        default: return try compute(operation, left, right)
        }
    }

    private static func isEqual(_ left: JSONValue, _ right: JSONValue) -> Bool {
        if let one = left.number, let other = right.number { return one == other }
        return left == right
    }

    private static func contains(_ whole: JSONValue, _ part: JSONValue) throws -> Bool {
        if let list = whole.array { return list.contains { isEqual($0, part) } }
        if let text = whole.string, let part = part.string { return text.contains(part) }
        throw NotebookError.notList(whole.plainText)
    }

    private static func compare(_ operation: BinaryOperator, _ left: JSONValue, _ right: JSONValue) throws -> Bool {
        if let one = left.number, let other = right.number { return order(operation, one, other) }
        if let one = left.string, let other = right.string { return order(operation, one, other) }
        throw NotebookError.incomparable(left.plainText, right.plainText, operation: operation.rawValue)
    }

    private static func order<Value: Comparable>(_ operation: BinaryOperator, _ one: Value, _ other: Value) -> Bool {
        switch operation {
        case .less: one < other
        case .lessOrEqual: one <= other
        case .greater: one > other
        default: one >= other
        }
    }

    /// Whole numbers stay whole but in division; one that grows too large goes on as a floating-point number.
    private static func compute(_ operation: BinaryOperator, _ left: JSONValue, _ right: JSONValue) throws -> JSONValue
    {
        guard let one = left.number, let other = right.number else {
            let culprit = left.number == nil ? left : right
            throw NotebookError.notNumber(culprit.plainText, operation: operation.rawValue)
        }
        if case .integer(let a) = left, case .integer(let b) = right, operation != .divide {
            let (whole, overflows) =
                switch operation {
                case .add: a.addingReportingOverflow(b)
                case .subtract: a.subtractingReportingOverflow(b)
                default: a.multipliedReportingOverflow(by: b)
                }
            if !overflows { return .integer(whole) }
        }
        switch operation {
        case .add: return .number(one + other)
        case .subtract: return .number(one - other)
        case .multiply: return .number(one * other)
        default:
            guard other != 0 else { throw NotebookError.divisionByZero }
            let quotient = one / other
            return left.integer != nil && right.integer != nil
                ? Int(exactly: quotient).map { .integer($0) } ?? .number(quotient) : .number(quotient)
        }
    }
}
