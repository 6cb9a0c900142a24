"""The learners of ratings, `baseline`, `knn` and `svdpp`, beside Surprise: training and estimates, to the same rmse, on one thread.

`measure()` prints a row for each figure; `scripts/bench learners` calls it.
"""
import pathlib
import sys

from surprise import BaselineOnly, Dataset, KNNWithMeans, Reader, SVDpp, accuracy

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from measuring import HOME, SHARED, head, median, row, timed, tunebook

RUNS, ESTIMATES = 5, 20
SIMILARITIES = ("msd", "cosine", "pearson", "pearson_baseline")


class Data:
    """MovieLens 100k where it is, else ratings of its size: four fifths to train on, a tenth to judge by."""

    def __init__(self):
        where = SHARED / "data/ml-100k"
        source = f"r = load movielens 100k --path '{where}'" if where.exists() else "r = load synthetic"
        self.load = f"{source}; data = split r --ratio 0.8 0.1 0.1; "
        tunebook(self.load + "; ".join(f"save data.{part} '{HOME / part}.csv'" for part in ("train", "test")))
        self.trainset = Dataset(Reader(rating_scale=(1, 5))).construct_trainset(self.read("train"))
        self.test = [(user, item, rating) for user, item, rating, _ in self.read("test")]

    @staticmethod
    def read(part):
        lines = [line.split(",") for line in (HOME / f"{part}.csv").read_text().splitlines()[1:]]
        return [(line[0], line[1], float(line[2]), None) for line in lines]


def ours(data, words):
    """Seconds of a training, seconds of the estimates of the test part, rmse."""
    train = f"m = train {words} --threads 1; "
    judge = "evaluate m data.test --metrics rmse; "

    def training():
        return tunebook(data.load + train + "print m.seconds")[0][-1]["value"]

    def estimates():
        once, many = (tunebook(data.load + train + judge * n)[1] for n in (1, 1 + ESTIMATES))
        return (many - once) / ESTIMATES

    rmse = tunebook(data.load + train + judge)[0][-1]["value"]["rmse"]
    return median(training, RUNS), median(estimates, 3), rmse


def theirs(data, make, runs):
    """The same of Surprise."""
    fits, tests = [], []
    for _ in range(runs):
        model = make()
        fits.append(timed(lambda: model.fit(data.trainset))[1])
        predictions, seconds = timed(lambda: model.test(data.test))
        tests.append(seconds)
    return min(fits), min(tests), accuracy.rmse(predictions, verbose=False)


def compare(data, what, words, make, runs=3, estimates=True):
    mine, peer = ours(data, words), theirs(data, make, runs)
    row(f"{what}: training, rmse {mine[2]:.5f}", mine[0], peer[0], f"Surprise, rmse {peer[2]:.5f}")
    if estimates:
        row(f"{what}: {len(data.test):,} estimates", mine[1], peer[1], "Surprise")


def measure():
    data = Data()
    compare(data, "baseline als", "baseline data.train", lambda: BaselineOnly(verbose=False), estimates=False)
    compare(data, "baseline sgd", "baseline data.train --method sgd", lambda: BaselineOnly(bsl_options={"method": "sgd"}, verbose=False), estimates=False)
    for user_based in (True, False):
        for similarity in SIMILARITIES:
            compare(data, f"knn {similarity} of {'users' if user_based else 'items'}",
                    f"knn data.train --similarity {similarity}{'' if user_based else ' --no-user-based'}",
                    lambda: KNNWithMeans(sim_options={"name": similarity, "user_based": user_based}, verbose=False))
    for precision in ("single", "double"):
        compare(data, f"svdpp {precision}, 20 epochs x 20 factors", f"svdpp data.train --precision {precision}", lambda: SVDpp(random_state=0), runs=1)

    space = "space ks; k choice 5 10 20 30 40 50 60 70 80 90 100; min_k choice 1 2 3 4 5 6 7 8 9; end; "

    def trials(count):
        start = f"e = experiment start knn data --space ks --fix similarity=pearson --max-trials {count} --minimize rmse --seed 1"
        return tunebook(data.load + space + start + " --concurrency 1 --wait")[1]

    one, many = median(lambda: trials(1), 3), median(lambda: trials(21), 3)
    row("knn: a trial more of an experiment, with the others' similarities", (many - one) / 20)


if __name__ == "__main__":
    head()
    measure()
