"""Searches whose trials report every epoch: what is spent, and how good the best is that is known by then.

A search is a tuner, `TUNER+ASSESSOR` one with an assessor, either with arguments as `NAME:argument=value,…`; `EPOCHS` stands
for those of a whole training."""
import json
import random
import time

from searches.runs import task
from searches.served import Served

BUDGET = "TRIAL_BUDGET"
# So many times the trials of a search without pruning are the most.
MOST = 50


def search(made, on, seed, epochs, trials):
    """Runs a search until so many epochs are spent, or so many trials had.

    A trial that an assessor ends is told with its last report. One that is granted a budget is told what its setting has come to
    by then, and what is granted more goes on where it stood. The best known trial is the best of those that had all epochs; before
    there is one, of those that had most. - Returns: after each trial the epochs spent so far, and what the best known comes to by
    a whole training."""
    chance, spent, path, kept, trained = random.Random(f"{on.name} {seed}"), 0, [], (0, float("inf"), float("nan")), {}
    try:
        while spent < epochs and len(path) < trials and (asked := made.ask()) is not None:
            trial, parameters = asked
            budget = parameters.pop(BUDGET, None)
            curve = on.curve(parameters)
            told = [value + on.noise * chance.gauss(0, 1) for value in curve]
            if budget is None:
                last = next((epoch for epoch, value in enumerate(told, 1) if made.report(trial, epoch, value) != "continue"), len(told))
            else:
                last = min(len(told), round(budget))
            setting = json.dumps(parameters)
            spent += max(0, last - trained.get(setting, 0))
            trained[setting] = max(last, trained.get(setting, 0))
            made.tell(trial, told[last - 1])
            counts = budget is not None or last == len(told)
            if counts and (last, -told[last - 1]) > (kept[0], -kept[1]):
                kept = (last, told[last - 1], curve[-1])
            path.append((spent, kept[2]))
    finally:
        made.close()
    return path


def run(work):
    """As `runs.run`, for so many epochs as that many whole trainings have: the trials at which the best changed, with what was
    spent and its value, and what the first `trials` trials spent."""
    tuner, name, seed, trials, _ = work
    start, on = time.perf_counter(), task(name)
    try:
        path = search(Served(tuner.replace("EPOCHS", str(on.epochs)), on.space, seed), on, seed, trials * on.epochs, MOST * trials)
    except Exception as error:
        return work, {"trials": trials, "error": f"{type(error).__name__}: {error}"[:300]}
    bests = [(i + 1, *step) for i, step in enumerate(path) if i == 0 or step[1] != path[i - 1][1]]
    spent = path[min(trials, len(path)) - 1][0]
    return work, {"trials": trials, "bests": bests, "spent": spent, "seconds": round(time.perf_counter() - start, 2)}


def after_trials(kept, trials):
    return [value for trial, _, value in kept["bests"] if trial <= trials][-1]


def after_epochs(kept, epochs):
    """What the best comes to that is known by then; nothing where none is."""
    return next((value for _, spent, value in reversed(kept["bests"]) if spent <= epochs), None)
