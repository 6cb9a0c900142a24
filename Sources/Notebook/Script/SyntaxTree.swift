/// A parsed statement with its place.
package struct Statement: Hashable, Sendable {
    package indirect enum Kind: Hashable, Sendable {
        /// `name = …` where `target` is given.
        case command(CommandCall, target: Identifier?)
        /// `name = 1 + 2`, or a bare expression at the prompt such as `_ * 2` or `tpe.best.rmse`.
        case expression(Expression, target: Identifier?)
        /// `print EXPR EXPR …`
        case print([Expression], Redirect?)
        /// `assert EXPR ["message"]`
        case assert(Expression, message: Expression?)
        case forLoop(variable: Identifier, words: [Word], body: [Statement])
        /// `if … [else if …] [else …] end`
        case conditional([Branch], otherwise: [Statement])
        case space(Identifier, lines: [SpaceLine])
        /// `param trials = 10`
        case parameter(Identifier, Expression)
        /// `!COMMAND`: the text after the mark, as it stands.
        case shell(String, SourceRange)
        /// `time STATEMENT`
        case time(Statement)
    }

    package let kind: Kind
    package let range: SourceRange
    /// The statement's text as it was written, without a `;` or a comment after it.
    package let text: String

    package init(_ kind: Kind, range: SourceRange, text: String) {
        self.kind = kind
        self.range = range
        self.text = text
    }
}

/// One condition of an `if` and what runs where it holds.
package struct Branch: Hashable, Sendable {
    package let condition: Expression
    package let body: [Statement]

    package init(condition: Expression, body: [Statement]) {
        self.condition = condition
        self.body = body
    }
}

package struct Identifier: Hashable, Sendable {
    package let name: String
    package let range: SourceRange

    package init(_ name: String, range: SourceRange) {
        self.name = name
        self.range = range
    }
}

/// A command's words, arguments and options, not yet told apart: that is the command declaration's work.
package struct CommandCall: Hashable, Sendable {
    package let words: [Word]
    package let redirect: Redirect?
    package let range: SourceRange

    package init(words: [Word], redirect: Redirect?, range: SourceRange) {
        self.words = words
        self.redirect = redirect
        self.range = range
    }
}

/// A word: literal text and `$name`, `${expression}` between.
package struct Word: Hashable, Sendable {
    package enum Part: Hashable, Sendable {
        case literal(String)
        case interpolation(Expression)
    }

    package let parts: [Part]
    /// Whether any of it stood in quotes: a quoted `--x` is no option, a quoted word no object's name.
    package let isQuoted: Bool
    package let range: SourceRange

    package init(parts: [Part], isQuoted: Bool, range: SourceRange) {
        self.parts = parts
        self.isQuoted = isQuoted
        self.range = range
    }

    /// The text where nothing is interpolated.
    package var literal: String? {
        var text = ""
        for part in parts {
            guard case .literal(let piece) = part else { return nil }
            text += piece
        }
        return text
    }
}

package enum Redirect: Hashable, Sendable {
    case write(Word)
    case append(Word)
    /// The rest of the statement, for the shell.
    case pipe(String, SourceRange)
}

/// One line of a `space … end` block: `name type values…`.
package struct SpaceLine: Hashable, Sendable {
    package let words: [Word]
    package let range: SourceRange

    package init(words: [Word], range: SourceRange) {
        self.words = words
        self.range = range
    }
}

package struct Expression: Hashable, Sendable {
    package indirect enum Kind: Hashable, Sendable {
        case integer(Int)
        case number(Double)
        /// Quoted text with its interpolations.
        case text(Word)
        case boolean(Bool)
        /// `tpe`, `$tpe`, `_`, `_3`
        case name(String)
        /// `tpe.best`; the name may hold `@`: `m.precision@10`.
        case field(Expression, Identifier)
        case unary(UnaryOperator, Expression)
        case binary(BinaryOperator, Expression, Expression)
    }

    package let kind: Kind
    package let range: SourceRange

    package init(_ kind: Kind, range: SourceRange) {
        self.kind = kind
        self.range = range
    }
}

package enum UnaryOperator: String, Sendable { case minus = "-", not }

package enum BinaryOperator: String, Sendable {
    case add = "+", subtract = "-", multiply = "*", divide = "/"
    case equal = "==", notEqual = "!=", less = "<", lessOrEqual = "<=", greater = ">", greaterOrEqual = ">="
    /// Whether a list holds a value, or a text a part.
    case contained = "in"
    case and, or
}
