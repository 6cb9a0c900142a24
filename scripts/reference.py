#!/usr/bin/env python3
"""Writes Tests/Fixtures/reference.json: numbers of the peers that the tests compare with, over ratings drawn here.

Needs scikit-surprise 1.1.5, recommenders 1.2.1 and pandas before 3 (PyPI):
    python3 -m venv .build-peers && .build-peers/bin/pip install scikit-surprise==1.1.5 recommenders==1.2.1 'pandas<3'
    .build-peers/bin/python scripts/reference.py
"""
import json
import math
import pathlib
import warnings

import numpy as np
import pandas as pd
from recommenders.datasets.python_splitters import python_chrono_split, python_random_split, python_stratified_split
from recommenders.evaluation import python_evaluation as judge
from recommenders.models.surprise.surprise_utils import compute_ranking_predictions, predict
from surprise import SVD, Dataset, Reader

USERS, ITEMS, COUNT = 60, 40, 900


def draw_ratings():
    """Ratings of a small low-rank model, in no order, some at the same time."""
    random = np.random.RandomState(20)
    p, q = random.normal(0, 0.8, (USERS, 3)), random.normal(0, 0.8, (ITEMS, 3))
    pairs = random.permutation(USERS * ITEMS)[:COUNT]
    rows = []
    for pair in pairs:
        user, item = divmod(int(pair), ITEMS)
        score = 3.5 + p[user] @ q[item] + random.normal(0, 0.4)
        rows.append([user + 1, 100 + item, float(min(5, max(1, round(score)))), int(880000000 + 60 * random.randint(0, 300))])
    return rows


def frame(rows):
    return pd.DataFrame(rows, columns=["userID", "itemID", "rating", "timestamp"])


def random_state():
    cases = []
    for seed in (0, 42, 4294967295):
        cases.append({
            "seed": seed,
            "uint32": [int(x) for x in np.random.RandomState(seed).randint(0, 2**32, 700, dtype=np.uint32)[-5:]],
            "random_sample": np.random.RandomState(seed).random_sample(5).tolist(),
            "normal": np.random.RandomState(seed).normal(0.5, 0.1, 5).tolist(),
            "permutation": np.random.RandomState(seed).permutation(20).tolist(),
        })
    return cases


def splits(data):
    cases = []
    for by, splitter in (("random", python_random_split), ("chrono", python_chrono_split), ("stratified", python_stratified_split)):
        for ratio in (0.75, [0.8, 0.2], [0.6, 0.25, 0.15]):
            for seed in (42, 7):
                extra = {} if by == "chrono" else {"seed": seed}
                parts = splitter(data.copy(), ratio=ratio, **extra)
                cases.append({"by": by, "ratio": ratio if isinstance(ratio, list) else [ratio], "seed": seed,
                              "parts": [[int(i) for i in part.index] for part in parts]})
    return cases


def trainset(data):
    return Dataset.load_from_df(data[["userID", "itemID", "rating"]], Reader(rating_scale=(1, 5))).build_full_trainset()


def svd(train, test):
    cases = []
    for parameters in (
        {"n_factors": 1, "n_epochs": 1, "random_state": 0},
        {"n_factors": 7, "n_epochs": 12, "random_state": 42},
        {"n_factors": 5, "n_epochs": 10, "random_state": 3, "biased": False},
        {"n_factors": 9, "n_epochs": 8, "random_state": 1, "init_mean": 0.2, "init_std_dev": 0.3, "lr_bu": 0.01, "lr_bi": 0.002,
         "lr_pu": 0.03, "lr_qi": 0.004, "reg_bu": 0.5, "reg_bi": 0.01, "reg_pu": 0.2, "reg_qi": 0.03},
    ):
        model = SVD(**parameters).fit(trainset(train))
        cases.append({
            "parameters": parameters,
            "estimates": [model.predict(row.userID, row.itemID).est for row in test.itertuples()],
            "unknown": [model.predict(-1, int(test.itemID.iloc[0])).est, model.predict(int(test.userID.iloc[0]), -1).est, model.predict(-1, -1).est],
        })
    return cases


def number(value):
    return None if value is None or math.isnan(value) else float(value)


def metrics(truth, scores):
    expected = {name: number(getattr(judge, name)(truth, scores)) for name in ("rmse", "mae", "rsquared", "exp_var")}
    for k in (1, 5, 10):
        for name in ("precision_at_k", "recall_at_k", "ndcg_at_k", "map_at_k", "r_precision_at_k"):
            expected[f"{name[:-5]}@{k}"] = number(getattr(judge, name)(truth, scores, k=k))
    return expected


def main():
    warnings.simplefilter("ignore")
    rows = draw_ratings()
    data = frame(rows)
    train, validation, _ = python_random_split(data.copy(), [0.7, 0.15, 0.15], seed=42)
    model = SVD(n_factors=6, n_epochs=15, random_state=42).fit(trainset(train))
    all_scores = compute_ranking_predictions(model, train, remove_seen=True)
    row_scores = predict(model, validation)
    pipeline = {name: float(getattr(judge, name)(validation, row_scores)) for name in ("rmse", "mae")}
    for name in ("precision_at_k", "recall_at_k", "ndcg_at_k", "map_at_k"):
        pipeline[name[:-5] + "@10"] = float(getattr(judge, name)(validation, all_scores, k=10))

    random = np.random.RandomState(5)
    scores = data[["userID", "itemID"]].assign(prediction=np.round(random.uniform(1, 5, len(data)), 1))
    reference = {
        "rows": rows,
        "random_state": random_state(),
        "splits": splits(data),
        "svd": svd(train, validation),
        "metrics": {"truth": validation[["userID", "itemID", "rating"]].values.tolist(), "predictions": scores.values.tolist(), "expected": metrics(validation, scores)},
        "pipeline": pipeline,
    }
    path = pathlib.Path(__file__).parent.parent / "Tests" / "Fixtures" / "reference.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(reference) + "\n")


if __name__ == "__main__":
    main()
