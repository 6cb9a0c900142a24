"""Landscapes of real models: settings on a grid, each trained by Tunebook once (a minute or two in all, kept in
.build-peers/quality/landscapes), between which a task interpolates: linearly in the logarithm of a number, not at all between
categories. So the best value is known: it is the table's.

The ratings are synthetic (for NCF the best ones only, so that what is seen tells what is liked) and, where
`TUNEBOOK_SHARED` has it, MovieLens 100k."""
import bisect
import functools
import hashlib
import itertools
import json
import math
import subprocess
import sys

from measuring import ENVIRONMENT, HOME, PROGRAM, ROOT, SHARED
from searches.spaces_of_models import choice, doubling, loguniform
from searches.task import Task

KEPT = ROOT / ".build-peers/quality/landscapes"
MOVIELENS = next((folder for folder in (SHARED / "ml-100k", SHARED / "data/ml-100k") if folder.exists()), None)
RATINGS = "r = load synthetic --users 300 --items 200 --ratings 10000 --seed 7; "
# The bench's folder, whose name is another each time, stands in a script as HOME.
PREFERENCES = "r = load synthetic --users 300 --items 200 --ratings 24000 --rank 2 --noise 0.1 --seed 7; save r 'HOME/ratings.csv'"
POSITIVES = "r = load csv 'HOME/positives.csv'; "

RATES, PENALTIES = [3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1, 3e-1], [1e-3, 5e-3, 2e-2, 5e-2, 0.1, 0.3, 1.0]
SVD = {"n_factors": [2, 8, 32, 128], "lr_all": RATES, "reg_all": PENALTIES, "n_epochs": [3, 10, 30], "init_std_dev": [0.01, 0.1, 0.5]}
SVD_MOVIELENS = {"n_factors": [5, 20, 80], "lr_all": RATES, "reg_all": PENALTIES[1:], "n_epochs": [5, 20]}
NCF = {"learning_rate": [3e-4, 2e-3, 1e-2, 5e-2, 3e-1], "batch_size": [64, 256, 1024], "n_epochs": [3, 12]}
FACTORS, LAYERS = {"n_factors": [2, 8, 32]}, {"layer_sizes": [[8, 4], [32, 16, 8], [64, 16]]}
NETS = {"GMF": FACTORS, "MLP": LAYERS, "NeuMF": FACTORS | LAYERS}
GRIDS = {"svd": SVD, "svd-movielens": SVD_MOVIELENS} | {f"ncf-{kind}": axes | NCF for kind, axes in NETS.items()}


class Landscape:
    """A table over axes. What has failed, or is not a number, is as bad as the worst."""

    def __init__(self, axes, values):
        good = [value for value in values.values() if value is not None]
        self.axes, self.best = axes, min(good)
        self.values = {key: max(good) if value is None else value for key, value in values.items()}

    def _weights(self, name, value):
        """The marks of an axis that a value lies between, and how much each counts."""
        marks = self.axes[name]
        if value in marks or isinstance(value, list):
            return [(marks.index(value), 1.0)]
        right = min(len(marks) - 1, max(1, bisect.bisect(marks, value)))
        low, high = math.log(marks[right - 1]), math.log(marks[right])
        share = min(1.0, max(0.0, (math.log(value) - low) / (high - low)))
        return [(right - 1, 1 - share), (right, share)]

    def corners(self, point):
        """The entries of the table that a point lies between, and how much each counts."""
        corners = itertools.product(*(self._weights(name, point[name]) for name in self.axes))
        return [(tuple(i for i, _ in corner), math.prod(w for _, w in corner)) for corner in corners]

    def at(self, point):
        return sum(weight * self.values[key] for key, weight in self.corners(point))


def run(script):
    call = [PROGRAM, "--store", str(HOME / "landscapes.sqlite"), "-c", script.replace("HOME/", f"{HOME}/")]
    done = subprocess.run(call, capture_output=True, text=True, env=ENVIRONMENT)
    if done.returncode:
        sys.exit(f"bench: Tunebook failed: {done.stderr}")


def trained(name, axes, ratings, job):
    """The trials of an experiment over the whole grid: parameters, metrics and what each reported."""
    space = "".join(f"{axis} choice {' '.join(str(mark).replace(' ', '') for mark in marks)}; " for axis, marks in axes.items())
    count = math.prod(map(len, axes.values()))
    script = (f"{ratings}data = split r --ratio 0.7 0.15 0.15 --seed 1; space s; {space}end; "
              f"e = experiment start {job} --space s --tuner GridSearch --max-trials {count} --concurrency 2 --wait; experiment export e ")
    kept = KEPT / f"{name}-{hashlib.sha256((PREFERENCES + script).encode()).hexdigest()[:12]}.json"
    if not kept.exists():
        print(f"training {count} models for the landscape {name}", file=sys.stderr, flush=True)
        KEPT.mkdir(parents=True, exist_ok=True)
        if ratings is POSITIVES:
            run(PREFERENCES)
            header, *rows = (HOME / "ratings.csv").read_text().splitlines()
            (HOME / "positives.csv").write_text("\n".join([header, *(row for row in rows if float(row.split(",")[2]) >= 5)]) + "\n")
        run(f"{script}'HOME/{name}.json'")
        trials = json.loads((HOME / f"{name}.json").read_text())["trials"]
        kept.write_text(json.dumps([{key: trial.get(key) for key in ("parameters", "metrics", "intermediate")} for trial in trials]))
    return json.loads(kept.read_text())


@functools.cache
def landscape(name, ratings, job, metric):
    axes, values = GRIDS[name], {}
    for trial in trained(name, axes, ratings, job):
        value = (trial["metrics"] or {}).get(metric)
        good = isinstance(value, (int, float)) and math.isfinite(value)
        values[tuple(marks.index(trial["parameters"][axis]) for axis, marks in axes.items())] = (value if metric == "rmse" else -value) if good else None
    return Landscape(axes, values)


def svd(task, grid, ratings, metric, space, noise=0.0):
    ground = landscape(grid, ratings, "svd data --minimize rmse --metrics precision@10", metric)
    return Task(task, "landscapes", space, ground.at, ground.best, noise)


def ncf(task, space, noise=0.0):
    """What kind of network it is, with the settings that its kind has."""
    grounds = {kind: landscape(f"ncf-{kind}", POSITIVES, f"ncf data --maximize ndcg@10 --fix model_type={kind}", "ndcg@10") for kind in NETS}

    def value(point):
        kind = point["model_type"]
        return grounds[kind["_name"]].at({**point, **kind})
    return Task(task, "landscapes", space, value, min(ground.best for ground in grounds.values()), noise)


def spans(axes):
    """The axes as ranges of their logarithm, whole numbers where the marks are."""
    return {name: (doubling if isinstance(marks[0], int) else loguniform)(marks[0], marks[-1]) for name, marks in axes.items()}


def choices(axes):
    return {name: choice(*marks) for name, marks in axes.items()}


def tasks():
    nets = {"model_type": choice(*({"_name": kind, **choices(axes)} for kind, axes in NETS.items()))}
    rates = spans({name: NCF[name] for name in ("learning_rate", "n_epochs")}) | choices({"batch_size": NCF["batch_size"]})
    found = {
        "svd-rmse": lambda: svd("svd-rmse", "svd", RATINGS, "rmse", spans(SVD)),
        "svd-rmse-noisy": lambda: svd("svd-rmse-noisy", "svd", RATINGS, "rmse", spans(SVD), noise=0.02),
        "svd-table": lambda: svd("svd-table", "svd", RATINGS, "rmse", choices(SVD)),
        "ncf-ndcg": lambda: ncf("ncf-ndcg", nets | rates),
        "ncf-ndcg-noisy": lambda: ncf("ncf-ndcg-noisy", nets | rates, noise=0.01),
        "ncf-table": lambda: ncf("ncf-table", nets | choices(NCF))}
    if MOVIELENS:
        load, space = f"r = load movielens 100k --path '{MOVIELENS}'; ", spans(SVD_MOVIELENS)
        found["movielens-rmse"] = lambda: svd("movielens-rmse", "svd-movielens", load, "rmse", space)
        found["movielens-precision"] = lambda: svd("movielens-precision", "svd-movielens", load, "precision@10", space)
    return found
