"""Searches by many tuners over many tasks, several processes at once; what has run once is kept.

A run is kept by the tuner's version (a hash of the program, a peer's version) and the task's: a new build runs ours again and
no peer. A run that failed is not kept."""
import functools
import json
import multiprocessing
import os
import sys
import time

from measuring import ROOT
from searches import black_boxes, curves, landscapes, spaces_of_models
from searches.peers import PEERS, make_peer, peer_version
from searches.served import Served, program_version
from searches.task import search

KEPT = ROOT / ".build-peers/quality/runs"
TASKS = black_boxes.tasks() | spaces_of_models.tasks() | landscapes.tasks()
# Those whose trials report every epoch.
CURVES = curves.tasks()


@functools.cache
def task(name):
    return (TASKS | CURVES)[name]()


def version(tuner):
    """What a tuner's runs belong to, or nothing where a peer is not installed."""
    return peer_version(tuner) if tuner in PEERS else program_version()


def run(work):
    """A search by a tuner, which is told of the number of trials or not: the trials at which the best changed, and its value."""
    tuner, name, seed, trials, told = work
    start = time.perf_counter()
    try:
        space = task(name).space
        made = make_peer(tuner, space, seed) if tuner in PEERS else Served(tuner, space, seed, trials if told else None)
        path = search(made, task(name), seed, trials)
    except Exception as error:
        return work, {"trials": trials, "error": f"{type(error).__name__}: {error}"[:300]}
    bests = [(i + 1, value) for i, value in enumerate(path) if i == 0 or value != path[i - 1]]
    return work, {"trials": trials, "bests": bests, "seconds": round(time.perf_counter() - start, 2)}


def best_after(kept, trials):
    return [value for trial, value in kept["bests"] if trial <= trials][-1]


class Runs:
    """The runs of tuners on tasks, in files; `run` makes one that is not there."""

    def __init__(self, run=run):
        self.run = run
        self.files, self.versions = {}, {}

    def _path(self, tuner, name):
        if tuner not in self.versions:
            self.versions[tuner] = version(tuner)
        return KEPT / f"{tuner.replace('/', '_')}@{self.versions[tuner]}" / f"{name}@{task(name).version()}.json"

    def _file(self, tuner, name):
        if (tuner, name) not in self.files:
            path = self._path(tuner, name)
            self.files[tuner, name] = json.loads(path.read_text()) if path.exists() else {}
        return self.files[tuner, name]

    @staticmethod
    def _key(seed, trials, told):
        return f"{seed} of {trials}" if told else str(seed)

    def kept(self, tuner, name, seed, trials, told=False):
        """A run of at least so many trials, or nothing."""
        found = self._file(tuner, name).get(self._key(seed, trials, told))
        return found if found and found["trials"] >= trials else None

    def keep(self, work, result):
        tuner, name, seed, trials, told = work
        self._file(tuner, name)[self._key(seed, trials, told)] = result
        if "error" in result:
            return
        path = self._path(tuner, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_text(json.dumps({key: kept for key, kept in self._file(tuner, name).items() if "error" not in kept}))
        os.replace(part, path)

    def complete(self, works, jobs):
        """Runs what is not kept yet, as many at once as there are jobs."""
        missing = [work for work in works if not self.kept(*work)]
        start = said = time.monotonic()
        with multiprocessing.Pool(jobs) as pool:
            for done, (work, result) in enumerate(pool.imap_unordered(self.run, missing), 1):
                self.keep(work, result)
                if time.monotonic() - said > 30:
                    said = time.monotonic()
                    print(f"{done} of {len(missing)} runs, {(said - start) / 60:.0f} min, now {work[0]} on {work[1]}", file=sys.stderr, flush=True)
        return len(missing), time.monotonic() - start
