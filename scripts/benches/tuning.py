"""What a suggestion costs: an ask and a tell, one by one, after 100 to 100,000 trials of 11 mixed parameters; Tunebook's tuners
over a pipe, Optuna's, hyperopt's and NNI's in this process. A time is the median of several, without the first, where a
model begins; the ratio is to ours of the same kind after as many trials.

    scripts/bench tuning [--tuners TPE GP Random] [--limit 20]

The trials before are drawn at random where a tuner has an argument for that, and else suggested; one that gets there in no
`--limit` seconds is left at what it reached. Of ours the most memory of the service is told after 100,000 trials."""
import argparse
import itertools
import os
import pathlib
import statistics
import sys
import time

for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[threads] = "1"
# In place of this folder, where a bench has the name of a peer.
sys.path[0] = str(pathlib.Path(__file__).resolve().parent.parent)
from searches.peers import PEERS, make_peer, peer_version
from searches.served import Served
from searches.spaces_of_models import MIXED, doubling, mixed, uniform

SPACE = MIXED | {"j": uniform(), "k": doubling(1, 1024)}
# Suggestions that are timed, and the seconds after which fewer will do.
TIMED, ENOUGH = 21, 5
# Trials of a tuner, and what draws the first of them.
OURS = {"TPE": ([100, 1000, 10_000, 100_000], "n_startup_jobs"), "GP": ([100, 500], "cold_start_num"), "Random": ([100, 1000, 10_000, 100_000], None)}
OTHERS = ([100, 1000], None)
THEIRS = {"optuna-tpe": [100, 1000], "hyperopt-tpe": [1000], "nni-tpe": [1000], "optuna-gp": [100, 500]}
KINDS = {"optuna-tpe": "TPE", "hyperopt-tpe": "TPE", "nni-tpe": "TPE", "optuna-gp": "GP"}


def step(search):
    trial, parameters = search.ask()
    search.tell(trial, mixed(parameters) + parameters["j"])


def suggestion(search, trials, limit):
    """Seconds of a suggestion after so many trials, and the trials that there were."""
    start = time.perf_counter()
    for told in range(trials):
        if time.perf_counter() - start > limit:
            break
        step(search)
    else:
        told = trials
    seconds, start = [], time.perf_counter()
    while len(seconds) < TIMED and (len(seconds) < 3 or time.perf_counter() - start < ENOUGH):
        before = time.perf_counter()
        step(search)
        seconds.append(time.perf_counter() - before)
    return statistics.median(seconds[1:]), told


def ours(tuner, trials, argument, limit):
    """The suggestion of a service and its memory; an argument that draws the first trials is added to those that are given."""
    drawn = f"{tuner}{',' if ':' in tuner else ':'}{argument}={trials}" if argument else tuner
    search = Served(drawn, SPACE, 1)
    try:
        return *suggestion(search, trials, limit), search.megabytes()
    finally:
        search.close()


def show(who, told, trials, seconds, note="", ratio=None):
    reached = "" if told == trials else f"(no more than {told:,} in time)"
    shown = f"{ratio:8.2g} x" if ratio and ratio < 10 else f"{ratio:8.0f} x" if ratio else ""
    print(f"{who:<20} {trials:>9,} {seconds * 1000:11.3f} ms {shown:>11}  {note}{reached}", flush=True)


def main():
    parser = argparse.ArgumentParser(prog="scripts/bench tuning")
    parser.add_argument("--tuners", nargs="+", default=[*OURS], help="ours, NAME or NAME:argument=value,…")
    parser.add_argument("--limit", type=float, default=20, help="seconds to get to a number of trials")
    asked = parser.parse_args()
    print(f"{'':<20} {'trials':>9} {'a suggestion':>14} {'ratio':>11}")
    measured = {}
    for tuner in asked.tuners:
        marks, argument = OURS.get(tuner.partition(":")[0], OTHERS)
        for trials in marks:
            try:
                seconds, told, megabytes = ours(tuner, trials, argument, asked.limit)
            except RuntimeError as error:
                print(f"{tuner:<20} {trials:>9,} is not measured: {str(error).splitlines()[0]}", flush=True)
                break
            measured[tuner, trials] = seconds
            show(tuner, told, trials, seconds, f"{megabytes:.0f} MB " if trials == 100_000 else "")
            if told < trials:
                break
    for peer, trials in itertools.chain.from_iterable(((peer, count) for count in marks) for peer, marks in THEIRS.items()):
        if peer_version(peer) is None:
            print(f"{peer:<20} {trials:>9,} is not measured: it needs {' and '.join(PEERS[peer][1])}, which can't be installed here")
            continue
        seconds, told = suggestion(make_peer(peer, SPACE, 1, drawn=trials), trials, asked.limit)
        own = measured.get((KINDS[peer], trials))
        show(peer, told, trials, seconds, f"to {KINDS[peer]} " if own else "", seconds / own if own else None)


if __name__ == "__main__":
    main()
