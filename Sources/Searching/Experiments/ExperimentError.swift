package enum ExperimentError: Error, Hashable, CustomStringConvertible {
    case nameTaken(String)
    case unknown(String, nearest: String?)
    case store(path: String, reason: String)
    case newerStore(path: String)
    case nothingSucceeded(name: String, first: String?)
    case unchangeable(name: String)
    case noOutput(name: String)

    package var description: String {
        switch self {
        case .nameTaken(let name): "there is an experiment '\(name)' already; --name gives this one another name"
        case .unknown(let name, let nearest):
            "there is no experiment '\(name)'; "
                + (nearest.map { "did you mean '\($0)'?" } ?? "'experiment list' shows those there are")
        case .store(let path, let reason): "can't use the experiment store \(path): \(reason)"
        case .newerStore(let path):
            "the experiment store \(path) was written by a newer Tunebook and is left as it is; --store names another one"
        case .nothingSucceeded(let name, let first):
            "no trial of '\(name)' has succeeded" + (first.map { ": \($0)" } ?? " yet")
        case .unchangeable(let name):
            "'\(name)' can't be changed while it runs; one that runs on NNI can: start it with --engine nni"
        case .noOutput(let name):
            "no output of '\(name)' is kept: its trials are no processes; 'experiment show' tells how one ended"
        }
    }
}
