import Display
import Notebook
import Script
import Values

/// The requests that run nothing.
extension Kernel {
    func answer(_ request: Request, _ content: JSONObject, on channel: Channel) async throws(RequestError) {
        func reply(_ type: String, _ content: JSONObject) {
            self.reply(type, to: request, on: channel, JSONObject([("status", "ok")]).merging(content))
        }
        switch request.type {
        case "kernel_info_request": reply("kernel_info_reply", Self.information)
        case "complete_request": reply("complete_reply", completion(try CodePlace(content)))
        case "inspect_request": reply("inspect_reply", await inspection(try CodePlace(content)))
        case "is_complete_request":
            // Its status is the answer itself.
            self.reply("is_complete_reply", to: request, on: channel, completeness(try CodePlace(content).code))
        case "history_request": reply("history_reply", ["history": try history.answer(content)])
        case "comm_info_request": reply("comm_info_reply", ["comms": .object(JSONObject())])
        // There is nobody here to talk to.
        case "comm_open":
            publish(
                "comm_close", for: request, ["comm_id": content["comm_id"] ?? "", "data": .object(JSONObject())])
        case "comm_msg", "comm_close": break
        default: throw .field("msg_type", expected: "a request of the message protocol \(MessageWriter.version)")
        }
    }

    private static var information: JSONObject {
        [
            "protocol_version": .string(MessageWriter.version), "implementation": "tunebook",
            "implementation_version": .string(Release.version),
            "language_info": [
                "name": .string(KernelSpec.language), "version": .string(Release.version),
                "mimetype": "text/x-tunebook",
                "file_extension": ".tb",
                // The comments and quotes of shells are those of the language.
                "pygments_lexer": "bash", "codemirror_mode": "shell",
            ],
            "banner": .string("Tunebook \(Release.version). 'help' lists the commands, Tab completes."),
            "help_links": [], "debugger": false, "supported_features": [],
        ]
    }

    // MARK: - Words

    private func completion(_ place: CodePlace) -> JSONObject {
        let typed = place.before
        let context = LineContext(line: typed, cursor: typed.count)
        let start = typed.prefix(context.partialStart).unicodeScalars.count
        return [
            "matches": .array(Completer(session).candidates(context).map { .string($0.text) }),
            "cursor_start": .integer(start), "cursor_end": .integer(typed.unicodeScalars.count),
            "metadata": .object(JSONObject()),
        ]
    }

    /// What there is to say of the word at the cursor: of a command that ends with it, of what is named so, or of a term.
    private func inspection(_ place: CodePlace) async -> JSONObject {
        let text = place.throughWord
        let context = LineContext(line: text, cursor: text.count)
        guard let output = await explanation(of: context.partial, after: context.words) else {
            return ["found": false, "data": .object(JSONObject()), "metadata": .object(JSONObject())]
        }
        let bundle = MimeBundle.of(output, text: MimeBundle.text(of: output))
        return ["found": true, "data": .object(bundle), "metadata": .object(JSONObject())]
    }

    private func explanation(of word: String, after words: [String]) async -> Output? {
        guard !word.isEmpty else { return nil }
        let call = words + [word]
        if !session.commands.beginning(with: call).isEmpty, let help = await session.help(about: call) { return help }
        if let help = await session.help(about: [word]) { return help }
        if let value = try? await session.value(of: word) { return await value.output() }
        // An option is about the parameter of its name.
        let option = String(word.drop { $0 == "-" }).replacing("-", with: "_")
        return option == word ? nil : await session.help(about: [option])
    }

    private func completeness(_ code: String) -> JSONObject {
        do {
            _ = try Parser.parse(Source(name: "", text: code), commands: session.commands.vocabulary)
            return ["status": "complete"]
        } catch {
            guard error.isIncomplete else { return ["status": "invalid"] }
            // Lines of a block are indented; a text in quotes has no blanks that nobody typed.
            let goesOn = code.hasSuffix("\\") || LineContext(line: code, cursor: code.count).quote != nil
            return ["status": "incomplete", "indent": goesOn ? "" : "  "]
        }
    }
}

/// A place in a text, which clients count in Unicode's code points.
private struct CodePlace {
    let code: String
    private let cursor: Int

    /// - Throws: `RequestError.field` where there is no text. A cursor outside of it stands at its end.
    init(_ content: JSONObject) throws(RequestError) {
        guard let code = content["code"]?.string else { throw .field("code", expected: "a text") }
        self.code = code
        let count = code.unicodeScalars.count
        let given = content["cursor_pos"]?.integer ?? count
        cursor = given >= 0 ? min(given, count) : count
    }

    var before: String { String(code.unicodeScalars.prefix(cursor)) }

    /// The text to the end of the word that the cursor is in.
    var throughWord: String {
        let rest = code.unicodeScalars.dropFirst(cursor).prefix {
            $0.properties.isAlphabetic || "0123456789_-.@".unicodeScalars.contains($0)
        }
        let text = before + String(rest)
        // The question mark of WORD? is no part of the word.
        return text.hasSuffix("?") ? String(text.dropLast()) : text
    }
}
