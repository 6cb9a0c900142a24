package import Values

/// An argument or option that names something defined, and is read as what it stands for.
package struct Reference<Object: Sendable>: Declared {
    package let description: ParameterDescription
    let kinds: [ObjectKind]
    let read: @Sendable (any SessionObject) async throws -> Object?

    /// - Parameters:
    ///   - kinds: what may be named; empty: anything.
    ///   - read: what a named object stands for; `nil` where it stands for no such thing.
    package init(
        _ name: String, _ kinds: [ObjectKind], isRequired: Bool = false, isList: Bool = false, help: String,
        read: @escaping @Sendable (any SessionObject) async throws -> Object?
    ) {
        description = ParameterDescription(
            name, .object(kinds.map(\.rawValue)), isList: isList, isRequired: isRequired, help: help)
        self.kinds = kinds
        self.read = read
    }
}

extension Reference {
    /// An object of one type.
    package init(_ name: String, _ kind: ObjectKind, isRequired: Bool = false, isList: Bool = false, help: String) {
        self.init(name, [kind], isRequired: isRequired, isList: isList, help: help) { $0 as? Object }
    }
}

extension Reference<any SessionObject> {
    package init(_ name: String, _ kinds: [ObjectKind], isRequired: Bool = false, isList: Bool = false, help: String) {
        self.init(name, kinds, isRequired: isRequired, isList: isList, help: help) { $0 }
    }
}

extension Session {
    /// What the one word of an argument or option stands for.
    ///
    /// - Throws: `PlacedError` at the word; where there is none, at the call.
    package func object<Object>(_ reference: Reference<Object>, _ call: Invocation) async throws -> Object {
        if let object = try await objects(reference, call).first { return object }
        throw PlacedError(call.missing(reference), at: call.range)
    }

    /// What each word stands for; none where the option was not given.
    package func objects<Object>(_ reference: Reference<Object>, _ call: Invocation) async throws -> [Object] {
        var objects: [Object] = []
        for word in call.words(reference) {
            let object = try await resolve(word)
            let isFit = reference.kinds.isEmpty || reference.kinds.contains(object.kind)
            let read = try await PlacedError.placeAsync(word.range) { isFit ? try await reference.read(object) : nil }
            guard let wanted = read else {
                throw PlacedError(
                    NotebookError.wrongKind("'\(word.text)'", expected: reference.kinds, found: object.kind),
                    at: word.range)
            }
            objects.append(wanted)
        }
        return objects
    }
}
