import Experiments
import NNIEngine
import NNIServer
import Notebook
import Synchronization
import Values

/// Experiments that answer at a port as NNI's manager does.
extension SessionExperiments {
    /// Begins to serve an experiment, until it is asked to end or the session ends.
    ///
    /// - Throws: `RestServerError.portTaken`.
    func serve(_ experiment: any LiveExperiment, port: Int, _ session: isolated Session) async throws {
        let surroundings = RestSurroundings(port: port, home: folders.home, logs: folders.logs)
        let routes = RestRoutes(experiment, surroundings) { [self] in
            await experiment.stop()
            await stopServing(port)
        }
        let server = try await RestServer(port: port, routes)
        var entry: RegistryEntry?
        do { entry = try RegistryEntry(await experiment.summary.record, surroundings) } catch {
            session.notice("warning: nnictl does not find the experiment by itself: \(error)")
        }
        served.withLock { $0[port] = Served(server: server, entry: entry) }
    }

    /// - Throws: `RestServerError.portTaken`, before anything was started.
    static func checkPort(_ port: Int?) throws {
        if let port, !Ports.isFree(port) { throw RestServerError.portTaken(port, reason: "another program does") }
    }

    func stopServing(_ port: Int) async {
        guard let one = served.withLock({ $0.removeValue(forKey: port) }) else { return }
        one.entry?.remove()
        await one.server.stop()
    }

    func stopServing() async {
        for port in served.withLock({ Array($0.keys) }) { await stopServing(port) }
    }
}

struct Served: Sendable {
    let server: RestServer
    let entry: RegistryEntry?
}
