"""Tasks whose trials report every epoch: a curve of losses whose last one is the trial's value.

Curves of real models are tables that Tunebook trained once (SVD and NCF over a grid, see `landscapes`), between which a task
interpolates epoch by epoch. Written ones have a value that is known, and on the way to it what training goes through: power
laws and exponentials of unlike speed, curves that cross, that fall and rise again, that are noisy, whose beginning tells
nothing of their end."""
import dataclasses
import functools
import math
from collections.abc import Callable

from searches import spaces_of_models as models
from searches.landscapes import FACTORS, LAYERS, MOVIELENS, PENALTIES, POSITIVES, RATES, RATINGS, Landscape, choices, spans, trained
from searches.spaces_of_models import choice, loguniform, uniform
from searches.task import Task

# Epochs of a whole training.
LONG, SHORT = 40, 20
RANKED = {"n_factors": [2, 8, 32], "lr_all": RATES[1:6], "reg_all": PENALTIES[1:6]}
SVD = {"n_factors": [2, 8, 32], "lr_all": RATES, "reg_all": PENALTIES, "init_std_dev": [0.01, 0.1, 0.5]}
SVD_MOVIELENS = {"n_factors": [5, 20, 80], "lr_all": RATES, "reg_all": PENALTIES[1:]}
NCF = {"learning_rate": [3e-4, 2e-3, 1e-2, 5e-2, 3e-1], "batch_size": [64, 256, 1024]}
NETS = {"GMF": FACTORS, "MLP": LAYERS, "NeuMF": FACTORS | LAYERS}
# So that a ranking is measured every epoch: an assessor that stops nobody.
EVERY_EPOCH = "--assessor Patience --assessor-args patience=1000000"


@dataclasses.dataclass
class CurveTask(Task):
    """`noise` is that of each report."""
    curve: Callable[[dict], list[float]] = None
    epochs: int = LONG


def task(name, family, space, curve, best, epochs, noise=0.0):
    return CurveTask(name, family, space, lambda p: curve(p)[-1], best, noise, curve, epochs)


class Curves:
    """A landscape for each epoch. What has failed, or is no number, is as bad as the worst of its epoch."""

    def __init__(self, axes, curves, epochs):
        def at(epoch):
            return {key: curve[epoch] if epoch < len(curve) and curve[epoch] is not None and math.isfinite(curve[epoch]) else None for key, curve in curves.items()}
        self.axes, self.grounds = axes, [Landscape(axes, at(epoch)) for epoch in range(epochs)]
        self.best = self.grounds[-1].best

    def at(self, point):
        corners = self.grounds[0].corners(point)
        return [sum(weight * ground.values[key] for key, weight in corners) for ground in self.grounds]


@functools.cache
def table(name, ratings, job, epochs, sign=1.0):
    axes, curves = GRIDS[name], {}
    for trial in trained(f"{name}-curves", axes, ratings, f"{job} n_epochs={epochs}"):
        key = tuple(marks.index(trial["parameters"][axis]) for axis, marks in axes.items())
        curves[key] = [None if value is None else sign * value for value in trial["intermediate"]]
    return Curves(axes, curves, epochs)


# By the name of a table.
GRIDS = {"svd": SVD, "svd-ranked": RANKED, "svd-movielens": SVD_MOVIELENS} | {f"ncf-{kind}": axes | NCF for kind, axes in NETS.items()}


def svd(name, grid, ratings, job, epochs, sign=1.0, noise=0.0):
    ground = table(grid, ratings, job, epochs, sign)
    return task(name, "trained", spans(GRIDS[grid]), ground.at, ground.best, epochs, noise)


def ncf(name, epochs):
    grounds = {kind: table(f"ncf-{kind}", POSITIVES, f"ncf data --maximize ndcg@10 --fix model_type={kind}", epochs, -1.0) for kind in NETS}
    nets = choice(*({"_name": kind, **choices(axes)} for kind, axes in NETS.items()))
    space = {"model_type": nets, **spans({"learning_rate": NCF["learning_rate"]}), **choices({"batch_size": NCF["batch_size"]})}

    def curve(p):
        kind = p["model_type"]
        return grounds[kind["_name"]].at({**p, **kind})
    return task(name, "trained", space, curve, min(ground.best for ground in grounds.values()), epochs)


# Written curves: a value that is known, and what lies above it on the way, which is nothing at the last epoch.
def written(name, space, value, above, epochs=LONG, noise=0.0):
    def curve(p):
        final = value(p)
        last = above(p, epochs, epochs)
        return [final + above(p, epoch, epochs) - last for epoch in range(1, epochs + 1)]
    return task(name, "written", space, curve, 0.0, epochs, noise)


def power(p, t, _):
    """Curves that fall by a power of the epochs, the more regularized ones slower."""
    return 2.0 * t ** -(0.6 - 0.25 * (math.log10(p["g"]) + 3) / 3)


def unlike(p, t, _):
    """Small steps take long, and come as far."""
    o = p["optimizer"]
    speed = 0.35 * 10 ** (0.3 * (math.log10(o["lr"]) + 2))
    return 1.5 * math.exp(-speed * t) + 0.5 * t ** -0.5


def crossing(p, t, end):
    """The sooner a setting is good, the earlier it stands still: the best ones overtake others late."""
    return 3.0 * math.exp(-t / end * (2 + 6 * p["x0"]))


def overfit(p, t, end):
    """Large steps and little decay fall fast and rise again."""
    speed = 10 ** (0.35 * (math.log10(p["lr"]) + 3))
    rise = 0.5 * speed * max(0.0, -(math.log10(p["decay"]) + 3)) / 3
    return 2.0 * math.exp(-0.4 * speed * t) + rise * (t / end) ** 1.5


def misleading(p, t, end):
    """For half of the epochs a curve tells of something else."""
    return 3.0 * math.cos(7 * p["x1"] + 5 * p["x0"]) * max(0.0, 1 - 2 * t / end) + 0.5 * t ** -0.5


def dropping(p, t, end):
    """The size of steps is divided twice, and the loss drops each time."""
    return 1.5 * t ** -0.4 + 0.4 * (t < 0.5 * end) + 0.2 * (t < 0.75 * end)


BOWL = {f"x{i}": uniform() for i in range(4)}


def bowl(p):
    return 4 * sum((p[f"x{i}"] - at) ** 2 for i, at in enumerate((0.31, 0.72, 0.55, 0.18)))


def tasks():
    found = {
        "curves-power": lambda: written("curves-power", models.MIXED, models.mixed, power),
        "curves-power-noisy": lambda: written("curves-power-noisy", models.MIXED, models.mixed, power, noise=0.05),
        "curves-unlike": lambda: written("curves-unlike", models.OPTIMIZER, models.optimizer, unlike),
        "curves-crossing": lambda: written("curves-crossing", BOWL, bowl, crossing),
        "curves-overfit": lambda: written("curves-overfit", models.VALLEY, models.valley, overfit),
        "curves-misleading": lambda: written("curves-misleading", BOWL, bowl, misleading),
        "curves-dropping": lambda: written("curves-dropping", models.EDGE, models.edge, dropping, epochs=81),
        "curves-svd": lambda: svd("curves-svd", "svd", RATINGS, "svd data --minimize rmse --fix", LONG),
        "curves-svd-noisy": lambda: svd("curves-svd-noisy", "svd", RATINGS, "svd data --minimize rmse --fix", LONG, noise=0.005),
        "curves-svd-ndcg": lambda: svd("curves-svd-ndcg", "svd-ranked", RATINGS, f"svd data --maximize ndcg@10 {EVERY_EPOCH} --fix", LONG, -1.0),
        "curves-ncf": lambda: ncf("curves-ncf", SHORT)}
    if MOVIELENS:
        load = f"r = load movielens 100k --path '{MOVIELENS}'; "
        found["curves-movielens"] = lambda: svd("curves-movielens", "svd-movielens", load, "svd data --minimize rmse --fix", LONG)
    return found
