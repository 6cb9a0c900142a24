import Platform
package import Recommenders
import Synchronization
package import Values

/// Trainings that wait to be gone on with, in so much memory and no more: the oldest make room.
///
/// What is gone is trained again, to the same bits: a search does not depend on how much there is room for.
package final class TrainerShelf: Sendable {
    /// What a training was told, which determines all that it has learned but for its number of epochs.
    package struct Key: Hashable, Sendable {
        let learner: String
        /// Its parameters after those of the trainings that it goes on from, the oldest first.
        let lineage: [JSONObject]
        /// Which of the trial's data and seeds it has.
        let fit: Int

        package init(learner: String, lineage: [JSONObject], fit: Int) {
            self.learner = learner
            self.lineage = lineage
            self.fit = fit
        }
    }

    private struct State {
        /// The oldest first.
        var kept: [(key: Key, training: TrainingProgress, bytes: Int)] = []
        var bytes = 0

        mutating func remove(at place: Int) -> TrainingProgress {
            let entry = kept.remove(at: place)
            bytes -= entry.bytes
            return entry.training
        }
    }

    private let limit: Int
    private let state = Mutex(State())

    /// - Parameter limit: bytes.
    package init(limit: Int = MachineMemory.limit / 8) { self.limit = limit }

    /// Keeps a training in place of one that was told the same.
    package func put(_ training: TrainingProgress, as key: Key) {
        let bytes = training.trainer.bytes
        state.withLock { state in
            if let place = state.kept.firstIndex(where: { $0.key == key }) { _ = state.remove(at: place) }
            guard bytes <= limit else { return }
            while state.bytes > limit - bytes, !state.kept.isEmpty { _ = state.remove(at: 0) }
            state.kept.append((key, training, bytes))
            state.bytes += bytes
        }
    }

    /// Takes a training off the shelf, if it has no more epochs than these.
    package func take(_ key: Key, epochs: Int) -> TrainingProgress? {
        state.withLock { state in
            guard let place = state.kept.firstIndex(where: { $0.key == key && $0.training.curve.count <= epochs })
            else { return nil }
            return state.remove(at: place)
        }
    }

    /// A training that stays, as others may go on from it too.
    package func look(_ key: Key) -> TrainingProgress? {
        state.withLock { state in state.kept.first { $0.key == key }?.training }
    }

    package func removeAll() { state.withLock { $0 = State() } }

    package var count: Int { state.withLock { $0.kept.count } }
    package var bytes: Int { state.withLock { $0.bytes } }
}
