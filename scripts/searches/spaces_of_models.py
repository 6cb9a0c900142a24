"""Mixed and nested spaces as models have them, with functions that are written here and are 0 at their best: nested choices,
categories that interact, plateaus, whole numbers, valleys in the logarithm, idle parameters, noise."""
import functools
import itertools
import math
import random

from searches.task import Task


def uniform(low=0.0, high=1.0): return {"_type": "uniform", "_value": [low, high]}
def loguniform(low, high): return {"_type": "loguniform", "_value": [low, high]}
def whole(low, high): return {"_type": "randint", "_value": [low, high + 1]}
def steps(low, high, q): return {"_type": "quniform", "_value": [low, high, q]}
def doubling(low, high): return {"_type": "qloguniform", "_value": [low, high, 1]}
def choice(*options): return {"_type": "choice", "_value": list(options)}
def numbered(count, part): return {f"x{i}": part for i in range(count)}


# An optimiser with settings of its own, beside what all of them share.
OPTIMIZER = {
    "optimizer": choice(
        {"_name": "sgd", "lr": loguniform(1e-4, 1.0), "momentum": uniform(0.0, 0.99), "nesterov": choice(True, False)},
        {"_name": "adam", "lr": loguniform(1e-5, 1e-1), "beta": uniform(0.5, 0.999)},
        {"_name": "adagrad", "lr": loguniform(1e-3, 1.0)}),
    "reg": loguniform(1e-6, 1.0), "batch": choice(32, 64, 128, 256, 512), "layers": whole(1, 6), "dropout": uniform(0.0, 0.8)}


def optimizer(p):
    o, batch = p["optimizer"], math.log2(p["batch"])
    lr = math.log10(o["lr"])
    loss = {"sgd": 0.0, "adam": 0.15, "adagrad": 0.4}[o["_name"]]
    if o["_name"] == "sgd":
        # Momentum makes steps larger, a larger batch bears them.
        loss += 0.4 * (lr + 2.0 - math.log10(1 - o["momentum"]) - 1.0 - 0.3 * (batch - 7)) ** 2
        loss += 1.5 * (o["momentum"] - 0.9) ** 2 + (0 if o["nesterov"] else 0.05)
    elif o["_name"] == "adam":
        loss += 0.5 * (lr + 3.2) ** 2 + (o["beta"] - 0.9) ** 2
    else:
        loss += 0.3 * (lr + 1.0) ** 2
    loss += 0.08 * (math.log10(p["reg"]) + 3.0 - 2 * (p["dropout"] - 0.3)) ** 2 + 0.5 * (p["dropout"] - 0.3) ** 2
    return loss + 0.04 * (batch - 7) ** 2 + 0.05 * (p["layers"] - 3) ** 2


# Which model is best shows only once its own settings are good. One level deep: NNI's TPE fails on a choice below a choice.
MODELS = {"model": choice(
    {"_name": "popular"},
    {"_name": "knn", "k": doubling(2, 256), "shrink": loguniform(0.1, 1000.0), "weight": choice("cosine", "pearson", "jaccard", "dice")},
    {"_name": "als", "factors": doubling(4, 256), "reg": loguniform(1e-4, 10.0), "alpha": loguniform(0.1, 100.0)},
    {"_name": "net", "lr": loguniform(1e-5, 1e-1), "depth": whole(1, 5), "width": doubling(8, 512),
     "act": choice("relu", "elu", "tanh"), "slope": uniform(0.1, 2.0)})}


def models(p):
    m = p["model"]
    match m["_name"]:
        case "popular":
            return 1.0
        case "knn":
            return 0.35 + 0.05 * (math.log2(m["k"]) - 5) ** 2 + 0.1 * (math.log10(m["shrink"]) - 1) ** 2 + {"cosine": 0, "pearson": 0.1, "jaccard": 0.15, "dice": 0.12}[m["weight"]]
        case "als":
            factors = math.log2(m["factors"]) - 6
            return 0.15 + 0.04 * factors ** 2 + 0.2 * (math.log10(m["reg"]) + 1 - 0.3 * factors) ** 2 + 0.15 * (math.log10(m["alpha"]) - 1.5) ** 2
        case _:
            act = {"relu": 0.08, "elu": 0.2 * (m["slope"] - 1.2) ** 2, "tanh": 0.2}[m["act"]]
            return 0.6 * (math.log10(m["lr"]) + 3 + 0.2 * (m["depth"] - 3)) ** 2 + 0.06 * (m["depth"] - 3) ** 2 + 0.03 * (math.log2(m["width"]) - 7) ** 2 + act


MIXED = {"a": choice("p", "q", "r", "s"), "b": choice(True, False), "c": whole(0, 9), "d": steps(0.0, 1.0, 0.1), "e": uniform(), "f": uniform(),
         "g": loguniform(1e-3, 1.0), "h": {"_type": "normal", "_value": [0, 1]}, "i": choice("u", "v", "w")}


def mixed(p):
    """The categories move the best place of the numbers."""
    place = {"p": 0.3, "q": 0.6, "r": 0.1, "s": 0.8}[p["a"]]
    loss = {"p": 0.4, "q": 0.0, "r": 0.3, "s": 0.1}[p["a"]] + {"u": 0.2, "v": 0.5, "w": 0.0}[p["i"]] + (0.0 if p["b"] == (p["a"] == "q") else 0.3)
    loss += 0.02 * (p["c"] - 6) ** 2 + 2 * (p["d"] - 0.4) ** 2 + 3 * (p["e"] - place) ** 2 + 2 * (p["f"] - p["e"]) ** 2
    return loss + 0.1 * (math.log10(p["g"]) + 1.5) ** 2 + 0.1 * (p["h"] - 0.7) ** 2


CATEGORIES = {f"c{i}": choice(*"abcde") for i in range(6)} | {"x": uniform()}


@functools.cache
def table(pair):
    chance = random.Random(pair)
    return [[chance.random() for _ in range(5)] for _ in range(5)]


def paired(letters):
    return sum(table(i)[letters[i]][letters[i + 1]] for i in range(5))


@functools.cache
def best_paired():
    return min(map(paired, itertools.product(range(5), repeat=6)))


def categories(p):
    """Neighbouring categories count in pairs; nothing can be told from one alone."""
    return paired([ord(p[f"c{i}"]) - ord("a") for i in range(6)]) - best_paired() + (p["x"] - 0.35) ** 2


def plateaus(p):
    """A staircase in each parameter; past 0.9 all is lost, as where training diverges."""
    lr = math.log10(p["lr"])
    if p["a"] > 0.9 or lr > -0.5:
        return 3.0
    stairs = [math.floor(8 * abs(p[name] - 0.55)) / 8 for name in "abc"]
    return sum(s * s for s in stairs) * 2 + 0.25 * math.floor(abs(lr + 2.2)) + 0.1 * abs(p["k"] - 3)


def valley(p):
    """Two settings that make up for each other over decades, and a third that turns with them."""
    lr, decay, size = math.log10(p["lr"]), math.log10(p["decay"]), math.log2(p["size"])
    return (lr - decay - 1.0 + 0.15 * (lr + 3) ** 2) ** 2 + 0.05 * (lr + 3.6) ** 2 + 0.05 * (size - 6 + lr + 3) ** 2


def idle(p):
    """Three of sixteen count."""
    return 4 * (p["x2"] - 0.23) ** 2 + 2 * (p["x7"] - 0.81) ** 2 + 3 * (p["x11"] - p["x7"]) ** 2


def whole_numbers(p):
    """A finite space: a ridge of whole numbers and steps."""
    return 0.02 * (p["a"] - 13) ** 2 + 0.03 * (p["a"] - p["b"] - 4) ** 2 + 2 * (p["c"] - 0.35) ** 2 + 0.1 * abs(p["d"] - 2) + {"x": 0, "y": 0.1, "z": 0.25}[p["e"]]


def wavy(p):
    """Many local minima around a bowl."""
    return sum(5 * (v - 0.62) ** 2 + 0.15 * (1 - math.cos(9 * math.pi * (v - 0.62))) for v in p.values())


def edge(p):
    """The best lies in a corner of the ranges."""
    return 1 - p["x0"] + 0.7 * p["x1"] + 0.5 * (math.log10(p["lr"]) + 1) ** 2 + 0.1 * (8 - p["k"]) + (0 if p["bias"] else 0.2)


STAIRS = {"a": uniform(), "b": uniform(), "c": steps(0.0, 1.0, 0.05), "lr": loguniform(1e-5, 1.0), "k": whole(0, 10)}
VALLEY = {"lr": loguniform(1e-6, 1.0), "decay": loguniform(1e-6, 1.0), "size": doubling(2, 1024)}
WHOLE = {"a": whole(0, 30), "b": whole(0, 20), "c": steps(0.0, 1.0, 0.05), "d": whole(0, 5), "e": choice("x", "y", "z")}
EDGE = {"x0": uniform(), "x1": uniform(), "lr": loguniform(1e-4, 1e-1), "k": whole(1, 8), "bias": choice(True, False)}


def tasks():
    def own(name, space, value, best=0.0, noise=0.0):
        return name, lambda: Task(name, "models", space, value, best, noise)
    return dict([
        own("nested-optimizer", OPTIMIZER, optimizer), own("nested-models", MODELS, models),
        own("nested-optimizer-noisy", OPTIMIZER, optimizer, noise=0.1), own("mixed", MIXED, mixed),
        own("mixed-noisy", MIXED, mixed, noise=0.2), own("categories", CATEGORIES, categories),
        own("plateaus", STAIRS, plateaus), own("valley", VALLEY, valley), own("idle", numbered(16, uniform()), idle),
        own("whole", WHOLE, whole_numbers), own("wavy", numbered(4, uniform()), wavy), own("edge", EDGE, edge)])
