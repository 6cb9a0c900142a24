package enum ExperimentError: Error, Hashable, CustomStringConvertible {
    case tooOld(word: String, name: String, count: Int)
    case runsElsewhere(name: String, machine: String?)
    case runsHere(name: String)
    case needsMoreTrials(name: String, trials: Int)
    case fewerTrials(name: String, trials: Int)
    case hasEnded(name: String)
    case unknown(String, nearest: String?)
    case store(path: String, reason: String)
    case newerStore(path: String)
    case nothingSucceeded(name: String, first: String?)
    case unchangeable(name: String)
    case noOutput(name: String)

    package var description: String {
        switch self {
        case .tooOld(let word, let name, let count):
            count == 1
                ? "there is one experiment named '\(name)', and no '\(word)'"
                : "there are \(count) experiments named '\(name)', the oldest is '\(name)~\(count - 1)', and no '\(word)'"
        case .runsElsewhere(let name, let machine):
            machine.map {
                "'\(name)' runs in a session on the machine '\($0)', as far as the store tells; where that is gone, 'experiment resume \(name) --take-over' goes on with it"
            } ?? "'\(name)' runs in another session"
        case .runsHere(let name): "'\(name)' is running"
        case .needsMoreTrials(let name, let trials):
            "'\(name)' is done with its \(trials) trials; --max-trials \(max(trials + 10, trials * 2)) lets it go on"
        case .fewerTrials(let name, let trials):
            "'\(name)' has \(trials) trials already; --max-trials is how many there are to be in all"
        case .hasEnded(let name):
            "'\(name)' has ended; 'experiment resume \(name)' goes on with it, with more trials where it is done"
        case .unknown(let name, let nearest):
            "there is no experiment '\(name)'; "
                + (nearest.map { "did you mean '\($0)'?" } ?? "'experiment list' shows those there are")
        case .store(let path, let reason): "can't use the experiment store \(path): \(reason)"
        case .newerStore(let path):
            "the experiment store \(path) was written by a newer Tunebook and is left as it is; --store names another one"
        case .nothingSucceeded(let name, let first):
            "no trial of '\(name)' has succeeded" + (first.map { ": \($0)" } ?? " yet")
        case .unchangeable(let name):
            "'\(name)' can't be changed in this way while it runs"
        case .noOutput(let name):
            "no output of '\(name)' is kept: its trials are no processes; 'experiment show' tells how one ended"
        }
    }
}
