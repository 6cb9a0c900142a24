"""NCF beside recommenders' on TensorFlow: epoch, scores, memory, quality, large layers, growth. The data are MovieLens 100k
where `TUNEBOOK_SHARED` has it, else synthetic ratings of its size.

    scripts/bench ncf [--no-quality]
"""
import importlib.util
import os
import pathlib
import statistics
import sys
import time

os.environ["TF_USE_LEGACY_KERAS"] = "1"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from measuring import HOME, PROGRAM, SHARED, head, median, memory, row, timed, tunebook

NETWORK = {"n_factors": 4, "layer_sizes": [16, 8, 4], "batch_size": 256, "learning_rate": 1e-3}
LARGE = [256, 128, 64]
METRICS = ["precision@10", "recall@10", "ndcg@10", "map@10"]
SEEDS = [1, 2, 3]


def options(sizes=None):
    layers = " ".join(map(str, sizes or NETWORK["layer_sizes"]))
    return f"--n-factors {NETWORK['n_factors']} --layer-sizes {layers} --batch-size {NETWORK['batch_size']} --learning-rate {NETWORK['learning_rate']}"


class Peer:
    """recommenders' NCF on TensorFlow over the same training rows."""

    def __init__(self):
        import logging
        logging.disable(logging.WARNING)
        import pandas as pd
        from recommenders.datasets.python_splitters import python_chrono_split
        data = pd.read_csv(HOME / "ratings.csv").rename(columns={"user": "userID", "item": "itemID"})
        self.train, test = python_chrono_split(data, 0.75)
        self.test = test[test["userID"].isin(self.train["userID"]) & test["itemID"].isin(self.train["itemID"])]
        self.train.sort_values("userID").to_csv(HOME / "train.csv", index=False)

    def model(self, epochs, seed=42, sizes=None):
        from recommenders.models.ncf.dataset import Dataset
        from recommenders.models.ncf.ncf_singlenode import NCF
        dataset = Dataset(train_file=str(HOME / "train.csv"), seed=seed)
        network = {**NETWORK, "layer_sizes": sizes or NETWORK["layer_sizes"]}
        model = NCF(n_users=dataset.n_users, n_items=dataset.n_items, model_type="NeuMF", n_epochs=epochs, verbose=0, seed=seed, **network)
        return model, dataset

    def epoch(self, sizes=None, epochs=2):
        def fit(count):
            model, dataset = self.model(count, sizes=sizes)
            return timed(lambda: model.fit(dataset))[1]
        few, many = fit(1), fit(1 + epochs)
        return (many - few) / epochs

    def pairs(self):
        users, items = sorted(self.train["userID"].unique()), list(self.train["itemID"].unique())
        return [u for u in users for _ in items], items * len(users)

    def quality(self, seed):
        import pandas as pd
        from recommenders.evaluation import python_evaluation as judge
        model, dataset = self.model(20, seed=seed)
        model.fit(dataset)
        users, items = self.pairs()
        scores = pd.DataFrame({"userID": users, "itemID": items, "prediction": list(model.predict(users, items, is_list=True))})
        seen = self.train[["userID", "itemID"]].assign(seen=1)
        scores = scores.merge(seen, how="left", on=["userID", "itemID"])
        scores = scores[scores["seen"].isna()].drop(columns="seen")
        return {m: getattr(judge, m.split("@")[0] + "_at_k")(self.test, scores, k=10) for m in METRICS}


def openblas(sizes, examples):
    """The seconds that OpenBLAS needs for the products of a tower alone, forward and backward, two threads."""
    import numpy as np
    random, batch = np.random.default_rng(0), NETWORK["batch_size"]
    layers = [(random.standard_normal((i, o), dtype=np.float32), random.standard_normal((batch, i), dtype=np.float32),
               random.standard_normal((batch, o), dtype=np.float32)) for i, o in zip(sizes, sizes[1:])]

    def step():
        for weights, x, dy in layers:
            x @ weights, dy @ weights.T, x.T @ dy
    step()
    runs = 300
    return timed(lambda: [step() for _ in range(runs)])[1] / runs * examples / batch


def spread(values):
    return f"{statistics.mean(values):.4f} ± {statistics.stdev(values) / len(values) ** 0.5:.4f}"


def main():
    movielens = SHARED / "ml-100k" if (SHARED / "ml-100k").exists() else SHARED / "data" / "ml-100k"
    source = f"load movielens 100k --path '{movielens}'" if movielens.exists() else "load synthetic"
    print("data:", "MovieLens 100k" if movielens.exists() else "synthetic, of MovieLens 100k's size")
    tunebook(f"r = {source}; save r '{HOME / 'ratings.csv'}'")
    load = f"r = load csv '{HOME / 'ratings.csv'}'; data = split r --by chrono --ratio 0.75; "
    missing = [name for name in ("tensorflow", "tf_keras", "tf_slim", "recommenders") if importlib.util.find_spec(name) is None]
    if missing:
        print(f"without {', '.join(missing)} (PyPI) there is no peer to measure; the rest goes on")
    peer = None if missing else Peer()

    def our_epoch(threads=1, sizes=None, epochs=10):
        few, many = (tunebook(load + f"m = train ncf data.train --n-epochs {n} {options(sizes)} --threads {threads}; print m.seconds")[0][-1]["value"]
                     for n in (1, 1 + epochs))
        return (many - few) / epochs

    head()
    theirs = peer and peer.epoch()
    for threads in (1, 2):
        row(f"NeuMF epoch, 75,000 positives x 5, {threads} thread(s)", median(lambda: our_epoch(threads), 5), theirs, "recommenders, TensorFlow")
    theirs = peer and peer.epoch(LARGE, 1)
    ours = median(lambda: our_epoch(2, LARGE, 2), 3)
    row(f"the same with layers {LARGE}, 2 threads", ours, theirs, "recommenders, TensorFlow")
    row("    its matrix products alone in OpenBLAS", openblas(LARGE, 375_000))

    def our_scores():
        base = load + f"m = train ncf data.train --n-epochs 1 {options()}; "
        once, eleven = tunebook(base + "evaluate m data.test --metrics ndcg@10; ")[1], tunebook(base + "evaluate m data.test --metrics ndcg@10; " * 11)[1]
        return (eleven - once) / 10

    def their_scores():
        model, dataset = peer.model(0)
        model.fit(dataset)
        users, items = peer.pairs()
        return timed(lambda: model.predict(users, items, is_list=True))[1]

    row("scores of all users x items (ours: ranked and judged too)", median(our_scores, 5), peer and their_scores(), "recommenders, TensorFlow")
    print(f"\nmemory: {memory(PROGRAM, '-c', load + f'm = train ncf data.train --n-epochs 2 {options()}'):.0f} MB for loading, splitting and training")

    print("\ngrowth, synthetic, one epoch, one thread:")
    for users, items, ratings in ((1_000, 1_700, 100_000), (6_000, 4_000, 1_000_000), (138_000, 27_000, 20_000_000)):
        script = f"r = load synthetic --users {users} --items {items} --ratings {ratings} --seed 1; m = train ncf r --n-epochs 1 {options()}; print m.seconds"
        seconds = tunebook(script)[0][-1]["value"]
        print(f"{ratings:>12,} positives {seconds:9.2f} s {seconds / ratings * 1e6:7.2f} us each, {memory(PROGRAM, '-c', script):6.0f} MB, "
              f"{memory(PROGRAM, '-c', script.split(';')[0]):6.0f} MB of them for the ratings", flush=True)

    script = f"r = {source}; d = split r --by leave-one-out --negatives 99 --seed 1; m = train ncf d.train --n-factors 8 --layer-sizes 32 16 8 --n-epochs 20 --batch-size 256 --learning-rate 1e-3 --seed 1; evaluate m d.test --protocol loo --metrics hit@10 ndcg@10"
    loo = tunebook(script)[0][-1]["value"]
    print(f"\nleave-one-out, 99 negatives, NeuMF of 8 factors: HR@10 {loo['hit@10']:.3f}, NDCG@10 {loo['ndcg@10']:.3f}; the paper has .688 and .410 on MovieLens 1M")

    if "--no-quality" in sys.argv:
        return
    print(f"\nquality after 20 epochs, seeds {SEEDS}, mean and standard error:")
    ours = [tunebook(load + f"m = train ncf data.train --n-epochs 20 --seed {seed} {options()}; evaluate m data.test --metrics {' '.join(METRICS)}")[0][-1]["value"] for seed in SEEDS]
    theirs = [peer.quality(seed) for seed in SEEDS] if peer else []
    for metric in METRICS:
        shown = spread([q[metric] for q in theirs]) if theirs else ""
        print(f"{metric:<14} {spread([q[metric] for q in ours]):>18}   {shown}")


if __name__ == "__main__":
    main()
