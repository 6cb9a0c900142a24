package import Experiments

extension NNIExperiment {
    /// What this session may do with the manager.
    package enum Tie: Sendable {
        /// It started the manager and ends it.
        case owns
        /// It started the manager and leaves it running.
        case detached
        /// The manager ran before.
        case attached
    }

    /// How long it waits for what does not answer, in seconds.
    package struct Patience: Sendable {
        /// Between two looks.
        package var interval = 0.5
        /// For a manager that has stopped answering.
        package var manager = 30.0
        /// For a worker that can't be reached.
        package var worker = 30.0
        /// For the other workers to be given a trial, once one is lost.
        package var recovery = 20.0
        /// For a manager that was told to end.
        package var stop = 40.0

        package init() {}
    }

    package struct Parts: Sendable {
        package var client: ManagerClient
        package var tie = Tie.attached
        package var managerProcess: Int?
        package var models: KeptModels?
        /// Trains a trial again where its model can't be read.
        package var runner: (any TrialRunner)?
        package var workers: [Worker] = []
        package var patience = Patience()
        /// What was written for it, to be removed with the manager.
        package var folder: String?
        /// The experiment's folder on the manager's machine.
        package var logFolder: String?

        package init(client: ManagerClient) { self.client = client }
    }
}
