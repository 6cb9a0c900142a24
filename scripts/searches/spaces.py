"""A search space in NNI's JSON, as each peer has it: the one place where spaces are translated.

All of them give a point in NNI's shape: a number or value for each parameter, and for a nested choice
`{"_name": …, …}`. A limit of a quantised range is a multiple of its step. What a peer lacks is made from what it has:
Optuna's normal is a uniform quantile, and hyperopt's whole numbers are `uniformint`, since its `randint` has no order."""
import math
from statistics import NormalDist


def nested(option):
    """The space below an option of a choice, or nothing where it is a plain value."""
    return {name: part for name, part in option.items() if name != "_name"} if isinstance(option, dict) else None


def draw(space, random):
    """A point as NNI's random search draws it."""
    return {name: _drawn(part["_type"], part["_value"], random) for name, part in space.items()}


def _drawn(kind, values, random):
    match kind, values:
        case "choice", options:
            option = random.choice(options)
            below = nested(option)
            return option if below is None else {"_name": option["_name"], **draw(below, random)}
        case "randint", [low, high]:
            return random.randrange(low, high)
        case "uniform", [low, high]:
            return random.uniform(low, high)
        case "quniform", [low, high, q]:
            return min(high, max(low, round(random.uniform(low, high) / q) * q))
        case "loguniform", [low, high]:
            return math.exp(random.uniform(math.log(low), math.log(high)))
        case "qloguniform", [low, high, q]:
            return min(high, max(low, round(math.exp(random.uniform(math.log(low), math.log(high))) / q) * q))
        case "normal", [mean, deviation]:
            return random.gauss(mean, deviation)
    raise ValueError(f"no '{kind}' in this bench")


def suggested(trial, space, path=""):
    """A point of an Optuna trial, whose parameters are named by their path: nested ones exist where they are chosen."""
    return {name: _suggested(trial, f"{path}{name}", part["_type"], part["_value"]) for name, part in space.items()}


def _suggested(trial, path, kind, values):
    match kind, values:
        case "choice", options:
            names = [option["_name"] if isinstance(option, dict) else option for option in options]
            # Optuna's choices are plain values.
            plain = all(isinstance(name, (str, int, float, bool)) for name in names)
            chosen = trial.suggest_categorical(path, names if plain else list(range(len(names))))
            option = options[names.index(chosen) if plain else chosen]
            below = nested(option)
            return option if below is None else {"_name": option["_name"], **suggested(trial, below, f"{path}/{option['_name']}/")}
        case "randint", [low, high]:
            return trial.suggest_int(path, low, high - 1)
        case "uniform", [low, high]:
            return trial.suggest_float(path, low, high)
        case "quniform", [low, high, q]:
            return trial.suggest_float(path, low, high, step=q)
        case "loguniform", [low, high]:
            return trial.suggest_float(path, low, high, log=True)
        case "qloguniform", [low, high, 1]:
            return trial.suggest_int(path, low, high, log=True)
        case "normal", [mean, deviation]:
            return NormalDist(mean, deviation).inv_cdf(trial.suggest_float(path, 0.001, 0.999))
    raise ValueError(f"no '{kind}' in this bench")


def in_order(point, space):
    """A point of hyperopt in the space's order of names and with its lists, of which hyperopt makes tuples."""
    tidy = {}
    for name, part in space.items():
        value = point[name]
        if isinstance(value, dict):
            below = next(option for option in part["_value"] if option["_name"] == value["_name"])
            value = {"_name": value["_name"], **in_order(value, nested(below))}
        tidy[name] = list(value) if isinstance(value, tuple) else value
    return tidy


def as_hyperopt(space, path=""):
    """The space in hyperopt's expressions, labelled by path."""
    return {name: _expression(f"{path}{name}", part["_type"], part["_value"]) for name, part in space.items()}


def _expression(path, kind, values):
    from hyperopt import hp
    match kind, values:
        case "choice", options:
            return hp.choice(path, [option if nested(option) is None else
                                    {"_name": option["_name"], **as_hyperopt(nested(option), f"{path}/{option['_name']}/")} for option in options])
        case "randint", [low, high]:
            return hp.uniformint(path, low, high - 1)
        case "uniform", [low, high]:
            return hp.uniform(path, low, high)
        case "quniform", [low, high, q]:
            return hp.quniform(path, low, high, q)
        case "loguniform", [low, high]:
            return hp.loguniform(path, math.log(low), math.log(high))
        case "qloguniform", [low, high, q]:
            return hp.qloguniform(path, math.log(low), math.log(high), q)
        case "normal", [mean, deviation]:
            return hp.normal(path, mean, deviation)
    raise ValueError(f"no '{kind}' in this bench")
