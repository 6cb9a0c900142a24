"""Functions of COCO's suites bbob (numbers) and bbob-mixint (whole numbers and numbers), of the package coco-experiment: the
first instance, whose optimum lies anywhere but in the middle."""
import contextlib
import functools
import importlib.util
import os
import tempfile

from searches.task import Task

# function, dimension
NUMBERS = [(1, 5), (2, 5), (3, 3), (6, 5), (7, 5), (8, 3), (8, 10), (10, 2), (15, 5), (17, 10), (20, 2), (21, 5)]
WHOLE_NUMBERS = [(1, 10), (3, 5), (8, 5), (15, 10), (21, 5)]


@functools.cache
def problem(suite, function, dimension):
    """A function of a suite, and its optimum, which COCO tells by a file in the working folder."""
    import cocoex
    import numpy
    found = cocoex.Suite(suite, "", f"function_indices:{function} dimensions:{dimension} instance_indices:1")[0]
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        found._best_parameter("print")
        return found, float(found(numpy.loadtxt(os.listdir()[0])))


def task(suite, name, function, dimension):
    found, best = problem(suite, function, dimension)
    whole = found.number_of_integer_variables
    space = {}
    for i, (low, high) in enumerate(zip(found.lower_bounds.tolist(), found.upper_bounds.tolist())):
        space[f"x{i}"] = {"_type": "randint", "_value": [int(low), int(high) + 1]} if i < whole else {"_type": "uniform", "_value": [low, high]}
    return Task(name, suite, space, lambda p: float(found([p[name] for name in space])), best)


def tasks():
    if importlib.util.find_spec("cocoex") is None:
        return {}
    named = {f"bbob-f{f}-d{d}": ("bbob", f, d) for f, d in NUMBERS} | {f"mixint-f{f}-d{d}": ("bbob-mixint", f, d) for f, d in WHOLE_NUMBERS}
    return {name: functools.partial(task, suite, name, f, d) for name, (suite, f, d) in named.items()}
