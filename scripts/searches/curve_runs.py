"""Searches whose trials report every epoch: what is spent, and how good the best is that is known."""
import json
import random

from measuring import PROGRAM
from searches.served import Served

BUDGET = "TRIAL_BUDGET"


def search(made, task, seed, trials, epochs=None):
    """Runs a search to so many trials, or to so many epochs in all.

    A trial that an assessor ends is told with its last report. A tuner that grants budgets is told what its setting has come to
    by then; a setting that goes on is not trained anew. The best known trial is the best one of those that had all epochs, or, before there is one,
    of those that had most. - Returns: after each trial the epochs spent so far and the value of the best known, by a whole training."""
    chance, spent, path, kept = random.Random(f"{task.name} {seed}"), 0, [], (0, float("inf"), float("nan"))
    been = {}
    try:
        while len(path) < trials and (epochs is None or spent < epochs) and (asked := made.ask()) is not None:
            trial, parameters = asked
            budget = parameters.pop(BUDGET, None)
            curve = task.curve(parameters)
            told = [value + task.noise * chance.gauss(0, 1) for value in curve]
            if budget is None:
                last = next((epoch for epoch, value in enumerate(told, 1) if made.report(trial, epoch, value) != "continue"), len(told))
            else:
                last = min(len(told), round(budget))
            setting = json.dumps(parameters)
            before = been.get(setting, 0)
            been[setting] = max(before, last)
            spent += max(0, last - before)
            made.tell(trial, told[last - 1])
            if (last, -told[last - 1]) > (kept[0], -kept[1]) and (budget is not None or last == len(told)):
                kept = (last, told[last - 1], curve[-1])
            path.append((spent, kept[2]))
    finally:
        made.close()
    return path
