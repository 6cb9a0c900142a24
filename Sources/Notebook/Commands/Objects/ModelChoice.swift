import Experiments

/// By what a model was chosen among others: what judged them all flatters the best.
package struct ModelChoice: Hashable, Sendable {
    let metric: String
    /// The fingerprint of the ratings that judged; `nil` where those are not at hand as a dataset.
    let judgedBy: String?
}

extension ExperimentConfiguration {
    /// How its best trial was chosen; `nil` where no recommender was searched.
    var choice: ModelChoice? {
        guard let subject = subject.recommender else { return nil }
        // The fingerprints of what trains and of what judges stand one behind the other.
        let judges = subject.folds == nil ? subject.fingerprint.map { String($0.suffix($0.count / 2)) } : nil
        return ModelChoice(metric: objective, judgedBy: judges)
    }
}
