"""A task of a search: a space, what is minimised over it, and the best value that there is."""
import dataclasses
import hashlib
import json
import random
import statistics
from collections.abc import Callable

from searches.spaces import draw

# The scale of a task is Random's best after so many trials.
REFERENCE_TRIALS = 25


@dataclasses.dataclass
class Task:
    name: str
    family: str
    space: dict
    value: Callable[[dict], float]
    best: float = 0.0
    # The deviation of what a tuner is told from the value; the value itself is what it is judged by.
    noise: float = 0.0

    def version(self):
        """A hash of the space, the noise and some values: a task that changes is another one."""
        chance = random.Random(0)
        values = [f"{self.value(draw(self.space, chance)):.9g}" for _ in range(10)]
        return hashlib.sha256(json.dumps([self.space, self.best, self.noise, values]).encode()).hexdigest()[:12]

    def reference(self):
        """The median of Random's best after the first trials, over 201 searches."""
        chance = random.Random(1)
        return statistics.median(min(self.value(draw(self.space, chance)) for _ in range(REFERENCE_TRIALS)) for _ in range(201))


def search(made, task, seed, trials):
    """Runs a search: the value of the best trial so far after each trial, which is the one with the best told value.

    Where the space is exhausted, the best stays."""
    chance, told, kept, path = random.Random(f"{task.name} {seed}"), float("inf"), float("nan"), []
    try:
        while len(path) < trials and (asked := made.ask()) is not None:
            trial, parameters = asked
            value = task.value(parameters)
            seen = value + task.noise * chance.gauss(0, 1)
            made.tell(trial, seen)
            if seen < told:
                told, kept = seen, value
            path.append(kept)
    finally:
        made.close()
    return path + path[-1:] * (trials - len(path))
