"""Tunebook's peers from PyPI, asked and told one trial at a time as Tunebook is: `PEERS` by name.

Each is as its users have it: defaults, a seed, nothing known of the number of trials."""
import importlib.metadata
import logging
import warnings

from searches.spaces import as_hyperopt, in_order, suggested


class OptunaSearch:
    """A study in memory with a sampler."""

    def __init__(self, sampler, space):
        import optuna
        optuna.logging.set_verbosity(optuna.logging.CRITICAL)
        self.space, self.study = space, optuna.create_study(sampler=sampler)

    def ask(self):
        trial = self.study.ask()
        return trial, suggested(trial, self.space)

    def tell(self, trial, value):
        self.study.tell(trial, value)

    def close(self):
        pass


def optuna(name, **fixed):
    def make(space, seed, **arguments):
        import optuna
        warnings.simplefilter("ignore")
        if name == "GPSampler":
            import torch
            torch.set_num_threads(1)
        return OptunaSearch(getattr(optuna.samplers, name)(seed=seed, **fixed, **arguments), space)
    return make


class NNISearch:
    """NNI's TPE in this process, without its manager."""

    def __init__(self, space, seed, **arguments):
        from nni.algorithms.hpo.tpe_tuner import TpeTuner
        logging.getLogger("nni").setLevel(logging.ERROR)
        self.tuner, self.asked = TpeTuner("minimize", seed, arguments), 0
        self.tuner.update_search_space(space)

    def ask(self):
        from nni import NoMoreTrialError
        self.asked += 1
        try:
            parameters = self.tuner.generate_parameters(self.asked)
        except NoMoreTrialError:
            return None
        return (self.asked, parameters), parameters

    def tell(self, trial, value):
        self.tuner.receive_trial_result(*trial, value)
        self.tuner.trial_end(trial[0], True)

    def close(self):
        pass


class HyperoptSearch:
    """hyperopt's TPE without the loop of `fmin`."""

    def __init__(self, space, seed, **arguments):
        import numpy
        from hyperopt import Trials
        from hyperopt.base import Domain
        logging.getLogger("hyperopt").setLevel(logging.ERROR)
        self.space, self.expressions, self.arguments = space, as_hyperopt(space), arguments
        self.domain, self.trials, self.random = Domain(lambda _: 0.0, self.expressions), Trials(), numpy.random.default_rng(seed)

    def ask(self):
        from hyperopt import space_eval, tpe
        from hyperopt.base import JOB_STATE_RUNNING
        ids = self.trials.new_trial_ids(1)
        self.trials.refresh()
        [trial] = tpe.suggest(ids, self.domain, self.trials, int(self.random.integers(2 ** 31 - 1)), verbose=False, **self.arguments)
        trial["state"] = JOB_STATE_RUNNING
        chosen = {label: values[0] for label, values in trial["misc"]["vals"].items() if values}
        return trial, in_order(space_eval(self.expressions, chosen), self.space)

    def tell(self, trial, value):
        from hyperopt.base import JOB_STATE_DONE, STATUS_OK
        trial["state"], trial["result"] = JOB_STATE_DONE, {"loss": float(value), "status": STATUS_OK}
        self.trials.insert_trial_docs([trial])
        self.trials.refresh()

    def close(self):
        pass


# name: what makes a search for a space and a seed, the packages that it needs, and its argument for how many trials are drawn
# before there is a model
PEERS = {
    "optuna-tpe": (optuna("TPESampler"), ["optuna"], "n_startup_trials"),
    "optuna-tpe-group": (optuna("TPESampler", multivariate=True, group=True), ["optuna"], "n_startup_trials"),
    "optuna-tpe-univariate": (optuna("TPESampler", multivariate=False), ["optuna"], "n_startup_trials"),
    "optuna-gp": (optuna("GPSampler"), ["optuna", "torch"], "n_startup_trials"),
    "optuna-cmaes": (optuna("CmaEsSampler", warn_independent_sampling=False), ["optuna", "cmaes"], "n_startup_trials"),
    "optuna-random": (optuna("RandomSampler"), ["optuna"], None),
    "nni-tpe": (NNISearch, ["nni"], "n_startup_jobs"),
    "hyperopt-tpe": (HyperoptSearch, ["hyperopt"], "n_startup_jobs"),
}


def make_peer(name, space, seed, drawn=None):
    """A search with the peer's defaults, but for the number of trials that are drawn at random, where it is given."""
    make, _, argument = PEERS[name]
    return make(space, seed, **({argument: drawn} if drawn and argument else {}))


def peer_version(name):
    """The versions that a peer's results belong to, or nothing where one of its packages is not installed."""
    try:
        return "-".join(importlib.metadata.version(package) for package in PEERS[name][1])
    except importlib.metadata.PackageNotFoundError:
        return None
