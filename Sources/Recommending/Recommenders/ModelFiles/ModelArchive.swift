import Kernels
import Ratings
package import Values

/// A model taken apart: facts for people and machines, and sections of raw numbers.
package struct ModelArchive: Sendable {
    /// Why an archive makes no model.
    struct Fault: Error {
        let reason: String

        init(_ reason: String) { self.reason = reason }
    }

    /// Raw bytes, or an array of numbers with a shape, row-major and lowest byte first.
    package struct Section: Hashable, Sendable {
        package enum Element: Sendable { case byte, int32, float32, float64 }

        package let bytes: [UInt8]
        package let element: Element
        package let shape: [Int]

        private init(_ bytes: [UInt8], _ element: Element, _ shape: [Int]) {
            self.bytes = bytes
            self.element = element
            self.shape = shape
        }

        static func bytes(_ bytes: [UInt8]) -> Section { Section(bytes, .byte, [bytes.count]) }

        static func integers(_ values: [Int32]) -> Section {
            Section(values.flatMap { LittleEndian.bytes(UInt32(bitPattern: $0)) }, .int32, [values.count])
        }

        static func scalars<Scalar: KernelScalar>(_ values: [Scalar], shape: [Int]) -> Section {
            if let values = values as? [Float] {
                return Section(values.flatMap { LittleEndian.bytes($0.bitPattern) }, .float32, shape)
            }
            return Section(values.flatMap { LittleEndian.bytes(Double($0).bitPattern) }, .float64, shape)
        }
    }

    package let algorithm: String
    package let parameters: JSONObject
    package var facts = JSONObject()
    package var sections: [String: Section] = [:]

    /// What its numbers take, in a file and about as much in memory.
    package var bytes: Int { sections.values.reduce(0) { $0 + $1.bytes.count } }

    init(algorithm: String, parameters: JSONObject) {
        self.algorithm = algorithm
        self.parameters = parameters
    }
}

extension ModelArchive {
    /// What every model has.
    init(of model: some Recommender) {
        self.init(algorithm: model.algorithm, parameters: model.parameters)
        facts["scale"] = [.number(model.scale.lowerBound), .number(model.scale.upperBound)]
        sections["users"] = Self.identifiers(model.users.ids)
        sections["items"] = Self.identifiers(model.items.ids)
        let titled = model.titles.sorted { $0.key < $1.key }
        sections["titled"] = Self.identifiers(titled.map(\.key))
        sections["titles"] = .bytes(Array(JSONValue.array(titled.map { .string($0.value) }).text().utf8))
        sections["seen_starts"] = .integers(model.seen.parts.starts)
        sections["seen_items"] = .integers(model.seen.parts.items)
    }

    private static func identifiers(_ ids: [EntityID]) -> Section {
        let list = ids.map { id -> JSONValue in
            switch id {
            case .integer(let value): .integer(value)
            case .text(let value): .string(value)
            }
        }
        return .bytes(Array(JSONValue.array(list).text().utf8))
    }

    func trainingFacts() throws -> TrainingFacts {
        guard let ends = facts["scale"]?.array?.compactMap(\.number), ends.count == 2, ends[0] <= ends[1] else {
            throw Fault("it has no rating scale")
        }
        let users = Vocabulary(try identifiers("users"))
        let items = Vocabulary(try identifiers("items"))
        let titles = try list("titles").compactMap(\.string)
        let titled = try identifiers("titled")
        guard titles.count == titled.count else { throw Fault("its titles do not fit its items") }
        guard
            let seen = SeenItems(
                starts: try integers("seen_starts"), items: try integers("seen_items"), userCount: users.count,
                itemCount: items.count)
        else { throw Fault("its seen items do not fit its users") }
        return TrainingFacts(
            users: users, items: items, scale: ends[0]...ends[1],
            titles: Dictionary(zip(titled, titles), uniquingKeysWith: { first, _ in first }), seen: seen)
    }

    /// Whether the model was computed in double precision.
    var isDouble: Bool { parameters["precision"]?.string == Precision.double.rawValue }

    /// The parameters, read again.
    func configuration<Configuration>(
        _ read: (JSONObject) throws(RecommenderError) -> Configuration
    ) throws -> Configuration {
        do { return try read(parameters) } catch { throw Fault("its parameters make no sense: \(error)") }
    }

    private func section(_ name: String) throws -> [UInt8] {
        guard let section = sections[name] else { throw Fault("its part '\(name)' is missing") }
        return section.bytes
    }

    private func list(_ name: String) throws -> [JSONValue] {
        guard let list = try? JSONValue(parsingUTF8: try section(name)).array else {
            throw Fault("its part '\(name)' is damaged")
        }
        return list
    }

    private func identifiers(_ name: String) throws -> [EntityID] {
        try list(name).map { value in
            switch value {
            case .integer(let number): .integer(number)
            case .string(let text): .text(text)
            default: throw Fault("its part '\(name)' is damaged")
            }
        }
    }

    func integers(_ name: String) throws -> [Int32] {
        try LittleEndian.words(section(name)).map { Int32(bitPattern: $0) }
    }

    func scalars<Scalar: KernelScalar>(_ name: String, shape: [Int], as scalar: Scalar.Type) throws -> [Scalar] {
        let bytes = try section(name)
        let expected = shape.reduce((MemoryLayout<Scalar>.size, false)) { product, size in
            let next = product.0.multipliedReportingOverflow(by: size)
            return (next.partialValue, product.1 || next.overflow)
        }
        guard !expected.1, bytes.count == expected.0 else {
            throw Fault("its part '\(name)' has a wrong size")
        }
        let values =
            Scalar.self == Float.self
            ? LittleEndian.words(bytes).map { Scalar(Float(bitPattern: $0)) }
            : LittleEndian.longWords(bytes).map { Scalar(Double(bitPattern: $0)) }
        guard values.allSatisfy(\.isFinite) else { throw Fault("its part '\(name)' holds no numbers") }
        return values
    }
}

/// Numbers as bytes, lowest first.
enum LittleEndian {
    static func bytes<Word: FixedWidthInteger>(_ word: Word) -> [UInt8] {
        (0..<Word.bitWidth / 8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
    }

    static func words(_ bytes: [UInt8]) -> [UInt32] { read(bytes) }
    static func longWords(_ bytes: [UInt8]) -> [UInt64] { read(bytes) }

    static func word<Word: FixedWidthInteger>(_ bytes: ArraySlice<UInt8>) -> Word {
        bytes.reversed().reduce(0) { $0 << 8 | Word($1) }
    }

    private static func read<Word: FixedWidthInteger>(_ bytes: [UInt8]) -> [Word] {
        let size = Word.bitWidth / 8
        return (0..<bytes.count / size).map { word(bytes[($0 * size)..<(($0 + 1) * size)]) }
    }
}
