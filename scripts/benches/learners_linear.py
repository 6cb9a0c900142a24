"""Learners of item weights beside implicit, NumPy's inverse, scikit-learn and, where it is there, LensKit: one core and two, the best of several runs.

Peers run in processes of their own, as the number of OpenBLAS' threads is set before NumPy is imported.
"""
import json
import os
import subprocess
import sys

from measuring import HOME, SHARED, cores, row, tunebook

RUNS = 5
K = 100
SLIM = {"alpha": 1e-3, "l1_ratio": 0.1}
# What a peer's process runs: prints the best seconds of each of its tasks.
PEER = """
import json, os, sys, time, warnings
warnings.simplefilter("ignore")
import numpy as np, scipy.sparse as sp
task, path, threads, runs, k, slim = json.loads(sys.argv[1])
rows = np.loadtxt(path, delimiter=",", skiprows=1, usecols=(0, 1, 2))
users, items = (np.unique(rows[:, c], return_inverse=True)[1] for c in (0, 1))
X = sp.csr_matrix((np.ones(len(rows), np.float32), (users, items)))
def best(body):
    found = []
    for _ in range(runs):
        start = time.perf_counter()
        body()
        found.append(time.perf_counter() - start)
    return min(found)
if task == "implicit":
    from implicit.nearest_neighbours import CosineRecommender
    def fit():
        model = CosineRecommender(K=k, num_threads=threads)
        model.fit(X, show_progress=False)
        return model
    model = fit()
    print(json.dumps([best(fit), best(lambda: model.recommend(np.arange(X.shape[0]), X, N=10))]))
elif task == "inverse":
    G = (X.T @ X).toarray().astype(np.float64)
    G[np.diag_indices_from(G)] += 250
    print(json.dumps([best(lambda: np.linalg.inv(G))]))
elif task == "columns":
    from sklearn.linear_model import ElasticNet
    A = X.astype(np.float64).tocsc()
    chosen = range(0, A.shape[1], max(1, A.shape[1] // 40))
    def fit():
        for item in chosen:
            B = A.copy()
            y = B[:, [item]].toarray().ravel()
            B.data[B.indptr[item]:B.indptr[item + 1]] = 0
            ElasticNet(positive=True, fit_intercept=False, max_iter=100, tol=1e-4, **slim).fit(B, y)
    runs = 2
    print(json.dumps([best(fit) / len(chosen)]))
elif task == "lenskit":
    from lenskit.data import from_interactions_df
    from lenskit.knn import ItemKNNScorer
    import pandas as pd
    data = from_interactions_df(pd.DataFrame({"user_id": users, "item_id": items}))
    print(json.dumps([best(lambda: ItemKNNScorer(max_nbrs=20, save_nbrs=k, feedback="implicit").train(data))]))
"""


def peer(task, path, threads):
    """The peer's seconds for its tasks; none where LensKit can't be run."""
    count = {name: str(threads) for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "RAYON_NUM_THREADS", "LK_NUM_THREADS")}
    argument = json.dumps([task, str(path), threads, RUNS, K, SLIM])
    run = subprocess.run([sys.executable, "-c", PEER, argument], capture_output=True, text=True, env={**os.environ, **count})
    if run.returncode != 0:
        if task == "lenskit":
            return None
        sys.exit(f"bench: {task} failed: {run.stderr}")
    return json.loads(run.stdout.splitlines()[-1])


def ours(load, learner, threads):
    """The training's own seconds, each time from a fresh load, as trainings on the same data share work; and those of all users' lists with the metric that reads them."""
    train = f"m = train {learner} data.train --threads {threads}"
    fits = [tunebook(f"{load}{train}; print m.seconds")[0][-1]["value"] for _ in range(RUNS)]
    judged = "evaluate m data.train --metrics precision@10; "
    once = lambda times: tunebook(f"{load}{train}; {judged * times}")[1]
    return min(fits), min((once(21) - once(1)) / 20 for _ in range(3))


def thirty(load):
    """Seconds of a search of thirty trials of EASE, which share the products of items."""
    return tunebook(load + "e = experiment start ease data --max-trials 30 --maximize ndcg@10 --tuner Random --seed 1 --concurrency 1 --wait")[1]


def measure():
    folder = SHARED / "data/ml-100k"
    if folder.exists():
        load = f"r = load movielens 100k --path '{folder}'; data = split r --ratio 0.8 0.1 0.1 --seed 42; "
    else:
        load = "r = load synthetic; data = split r --ratio 0.8 0.1 0.1 --seed 42; "
    path = HOME / "learners.csv"
    tunebook(f"{load}t = data.train; save t '{path}'")
    items = len({line.split(",")[1] for line in path.read_text().splitlines()[1:]})
    for threads in (1, 2):
        with cores(threads):
            on(load, path, items, threads)
    row("30 trials of EASE that share the products of items", min(thirty(load) for _ in range(2)))


def on(load, path, items, threads):
    said = f"{threads} core{'s' * (threads > 1)}"
    (fitted, listed), (inverse,), (column,) = (peer(task, path, threads) for task in ("implicit", "inverse", "columns"))
    lenskit = peer("lenskit", path, threads)
    fit, lists = ours(load, f"itemknn --k {K}", threads)
    row(f"item kNN, 80,000 ratings, k {K}, {said}", fit, fitted, "implicit")
    if lenskit:
        row("  the same", fit, lenskit[0], "LensKit")
    row("  ten items for each user", lists, listed, "implicit's item kNN")
    fit, lists = ours(load, "ease", threads)
    row(f"EASE with its products of items, {said}", fit, inverse, "one inversion by NumPy's OpenBLAS")
    row("  ten items for each user", lists, listed, "implicit's item kNN")
    fit, lists = ours(load, "slim " + " ".join(f"--{name.replace('_', '-')} {value}" for name, value in SLIM.items()), threads)
    row(f"SLIM, a column, {said}", fit / items, column / threads, "scikit-learn's ElasticNet" + ", as if as many columns at once" * (threads > 1))
    row("  ten items for each user", lists, listed, "implicit's item kNN")
