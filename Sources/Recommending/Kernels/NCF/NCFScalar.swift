/// What networks of NCF ask of a scalar: their loops as compiled for it.
package protocol NCFScalar: LaneScalar {
    /// See `NCFTraining.train`.
    static func train(
        _ training: NCFTraining<Self>, _ examples: [NCFExample], member: Int, meet: () -> Void, isStopped: () -> Bool
    ) -> Double
    /// See `NCFScorer.spreadItems`.
    static func spread(_ scorer: NCFScorer<Self>)
    /// See `NCFScorer.logits`.
    static func logits(_ scorer: NCFScorer<Self>, user: Int, into scores: inout [Self])
}

extension Float: NCFScalar {
    package static func train(
        _ training: NCFTraining<Float>, _ examples: [NCFExample], member: Int, meet: () -> Void, isStopped: () -> Bool
    ) -> Double { training.pass(examples, member: member, meet: meet, isStopped: isStopped) }

    package static func spread(_ scorer: NCFScorer<Float>) { scorer.spreadItems() }

    package static func logits(_ scorer: NCFScorer<Float>, user: Int, into scores: inout [Float]) {
        scorer.fill(&scores, user: user)
    }
}

extension Double: NCFScalar {
    package static func train(
        _ training: NCFTraining<Double>, _ examples: [NCFExample], member: Int, meet: () -> Void, isStopped: () -> Bool
    ) -> Double { training.pass(examples, member: member, meet: meet, isStopped: isStopped) }

    package static func spread(_ scorer: NCFScorer<Double>) { scorer.spreadItems() }

    package static func logits(_ scorer: NCFScorer<Double>, user: Int, into scores: inout [Double]) {
        scorer.fill(&scores, user: user)
    }
}
