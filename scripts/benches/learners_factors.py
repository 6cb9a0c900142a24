"""The learners of factors, `als` and `bpr`, beside implicit: an epoch at the same loss, quality, and the lists of all users.

`measure()` prints a row for each figure, on one core and on two; `scripts/bench learners` calls it.
"""
import os
import pathlib
import sys

# implicit asks for it: its own threads share the work, and BLAS must not start more in each of them.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("MKL_NUM_THREADS", "1")
import numpy as np
import scipy.sparse as sparse
from implicit.als import AlternatingLeastSquares
from implicit.bpr import BayesianPersonalizedRanking

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from measuring import HOME, SHARED, cores, head, row, timed, tunebook

FACTORS, EPOCHS, RUNS = 64, 15, 5
WEIGHT, RIDGE = 0.1, 0.3
SEEDS = (1, 2, 3, 4, 5)


class Data:
    """MovieLens 100k where it is, else ratings of its size: four fifths to train on, a tenth to judge by."""

    def __init__(self):
        where = SHARED / "data/ml-100k"
        source = f"r = load movielens 100k --path '{where}'" if where.exists() else "r = load synthetic"
        self.load = f"{source}; data = split r --ratio 0.8 0.1 0.1; "
        tunebook(self.load + "; ".join(f"save data.{part} '{HOME / part}.csv'" for part in ("train", "test")))
        train, test = (self.read(HOME / f"{part}.csv") for part in ("train", "test"))
        # In order of first appearance, as Tunebook draws the first factors.
        self.users, self.items = ({x: n for n, x in enumerate(dict.fromkeys(column))} for column in train)
        at = [self.users[u] for u in train[0]], [self.items[i] for i in train[1]]
        self.matrix = sparse.csr_matrix((np.ones(len(at[0]), np.float32), at), (len(self.users), len(self.items)))
        self.truth = {}
        for user, item in zip(*test):
            self.truth.setdefault(user, set()).add(item)

    @staticmethod
    def read(path):
        """Users and items, all liked: no rating is 0."""
        lines = [line.split(",") for line in path.read_text().splitlines()[1:]]
        return [line[0] for line in lines], [line[1] for line in lines]

    def ndcg(self, model):
        """As recommenders' ndcg_at_k of ten with what was seen removed."""
        known = [u for u in self.truth if u in self.users]
        names = list(self.items)
        best, _ = model.recommend(np.array([self.users[u] for u in known]), self.matrix[[self.users[u] for u in known]], N=10)
        gains = 1 / np.log2(np.arange(10) + 2)
        total = 0.0
        for user, items in zip(known, best):
            hits = np.array([names[i] in self.truth[user] for i in items])
            total += (gains * hits).sum() / gains[:min(10, len(self.truth[user]))].sum()
        return total / len(self.truth)


def epoch(fit, few, many):
    """The seconds of an epoch: the least difference of long and short trainings, as nothing but other work adds to it."""
    return min((fit(many) - fit(few)) / (many - few) for _ in range(RUNS))


def first_factors(data):
    """What `als` begins with, in implicit's scale: its products are `1 + WEIGHT` times ours."""
    random = np.random.RandomState(0)
    draw = lambda rows: random.normal(0, 0.1 / np.sqrt(FACTORS), (rows, FACTORS)) * np.sqrt(1 + WEIGHT)
    return [draw(len(x)).astype(np.float32) for x in (data.users, data.items)]


def their_als(data, epochs, threads, exact):
    """`Σ c (1 or 0 − ŷ)²` with `c = (1 + w) / w` where seen and `λ = reg (1 + w) / w` is our loss but for scale and constant."""
    model = AlternatingLeastSquares(FACTORS, regularization=RIDGE * (1 + WEIGHT) / WEIGHT, alpha=(1 + WEIGHT) / WEIGHT,
                                    iterations=epochs, use_cg=not exact, num_threads=threads)
    model.user_factors, model.item_factors = first_factors(data)
    seconds = timed(lambda: model.fit(data.matrix, show_progress=False))[1]
    return model, seconds


def loss(data, model):
    """Ours, of implicit's factors."""
    p, q = (np.asarray(x, np.float64) / np.sqrt(1 + WEIGHT) for x in (model.user_factors, model.item_factors))
    scores = p @ q.T
    seen = scores[data.matrix.nonzero()]
    return ((seen - 1) ** 2).sum() + WEIGHT * (scores ** 2).sum() + RIDGE * ((p ** 2).sum() + (q ** 2).sum())


def als(data, threads):
    options = f"--n-factors {FACTORS} --reg {RIDGE} --unobserved-weight {WEIGHT} --frequency-exponent 0 --threads {threads}"
    train = lambda n: tunebook(data.load + f"m = train als data.train --n-epochs {n} {options}; print m.seconds; m")[0]
    ours = epoch(lambda n: train(n)[-2]["value"], 2, 2 + EPOCHS)
    theirs = epoch(lambda n: their_als(data, n, threads, True)[1], 1, 4)
    name = f"ALS epoch, {data.matrix.nnz:,} positives x {FACTORS} factors, {threads} thread{'s' * (threads > 1)}"
    row(name, ours, theirs, "implicit, exact")
    row(name, ours, epoch(lambda n: their_als(data, n, threads, False)[1], 2, 2 + EPOCHS), "implicit, three steps of conjugate gradients")
    curve = train(EPOCHS)[-1]["value"]["curve"]
    mine, exact = curve[-1]["loss"], loss(data, their_als(data, EPOCHS, threads, True)[0])
    print(f"    loss after {EPOCHS} epochs: {mine:.4f}, implicit's exact {exact:.4f} ({abs(mine / exact - 1):.0e} apart)")
    needed = next((n for n in range(EPOCHS, 200) if loss(data, their_als(data, n, threads, False)[0]) <= mine), None)
    if needed:
        slow = min(their_als(data, needed, threads, False)[1] for _ in range(RUNS))
        row(f"    to that loss: {EPOCHS} epochs, conjugate gradients {needed}", ours * EPOCHS, slow, "implicit")
    else:
        print("    implicit's conjugate gradients do not come to that loss in 200 epochs")


def their_bpr(data, epochs, threads, seed=1):
    model = BayesianPersonalizedRanking(FACTORS, learning_rate=0.01, regularization=0.01, iterations=epochs, num_threads=threads, random_state=seed)
    seconds = timed(lambda: model.fit(data.matrix, show_progress=False))[1]
    return model, seconds


def bpr(data, threads):
    train = lambda n, seed=1: f"m = train bpr data.train --n-epochs {n} --n-factors {FACTORS} --threads {threads} --random-state {seed}; "
    ours = epoch(lambda n: tunebook(data.load + train(n) + "print m.seconds")[0][-1]["value"], 5, 55)
    theirs = epoch(lambda n: their_bpr(data, n, threads)[1], 5, 55)
    row(f"BPR epoch, {data.matrix.nnz:,} positives x {FACTORS} factors, {threads} thread{'s' * (threads > 1)}", ours, theirs, "implicit")
    if threads > 1:
        return
    values = [[tunebook(data.load + train(50, seed) + "evaluate m data.test --metrics ndcg@10")[0][-1]["value"]["ndcg@10"] for seed in SEEDS],
              [data.ndcg(their_bpr(data, 50, threads, seed)[0]) for seed in SEEDS]]
    told = [f"{np.mean(x):.4f} (standard error {np.std(x, ddof=1) / np.sqrt(len(x)):.4f})" for x in values]
    print(f"    ndcg@10 after 50 epochs, {len(SEEDS)} seeds: {told[0]}, implicit's {told[1]}")


def lists(data, threads):
    """Ours with reading the lists by one metric, of the users who occur in the test part."""
    base = data.load + f"m = train als data.train --n-epochs 2 --n-factors {FACTORS}; "
    judged = "evaluate m data.test --metrics precision@10; "
    once = lambda times: tunebook(base + judged * times)[1]
    ours = min((once(21) - once(1)) / 20 for _ in range(RUNS))
    model, everyone = their_als(data, 2, threads, False)[0], np.array([data.users[u] for u in data.truth if u in data.users])
    seen = data.matrix[everyone]
    theirs = min(timed(lambda: model.recommend(everyone, seen, N=10))[1] for _ in range(4 * RUNS))
    row(f"ten items for each of {len(everyone)} users, {threads} core{'s' * (threads > 1)}", ours, theirs, "implicit")


def measure():
    data = Data()
    for threads in (1, 2):
        with cores(threads):
            als(data, threads)
            bpr(data, threads)
            lists(data, threads)


if __name__ == "__main__":
    head()
    measure()
