/// What a model is computed in, by the words that parameters take.
enum Precision: String, CaseIterable, Sendable {
    case single, double
}
