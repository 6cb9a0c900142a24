"""The measurements of scripts/bench: each figure is the median of several runs, Tunebook and its peer in turn."""
import os
import pathlib
import pty
import sys
import time
import warnings

import pandas as pd
from recommenders.datasets.python_splitters import python_random_split
from recommenders.evaluation.python_evaluation import map_at_k, ndcg_at_k, precision_at_k, recall_at_k
from recommenders.models.surprise.surprise_utils import compute_ranking_predictions
from surprise import SVD, Dataset, Reader

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from measuring import ENVIRONMENT, HOME, PROGRAM, head, median, memory, row, timed, tunebook

warnings.simplefilter("ignore")
EPOCHS = 30


def main():
    data_file = HOME / "ratings.csv"
    tunebook(f"r = load synthetic; save r '{data_file}'")
    data = pd.read_csv(data_file).rename(columns={"user": "userID", "item": "itemID"})
    load = f"r = load csv '{data_file}'; data = split r --ratio 0.7 0.15 0.15; "
    train, validation, _ = python_random_split(data, [0.7, 0.15, 0.15], seed=42)
    trainset = Dataset.load_from_df(train[["userID", "itemID", "rating"]], Reader(rating_scale=(1, 5))).build_full_trainset()
    head()

    def our_epoch():
        few, many = (tunebook(load + f"m = train svd data.train --n-factors 100 --n-epochs {n}; print m.seconds")[0][-1]["value"] for n in (1, 1 + EPOCHS))
        return (many - few) / EPOCHS

    def their_epoch():
        few, many = (timed(lambda n=n: SVD(n_factors=100, n_epochs=n, random_state=0).fit(trainset))[1] for n in (1, 11))
        return (many - few) / 10

    row("SVD epoch, 70,000 ratings x 100 factors", median(our_epoch, 5), median(their_epoch, 3), "Surprise")

    model = SVD(n_factors=100, n_epochs=5, random_state=0).fit(trainset)

    def their_ranking():
        def body():
            scores = compute_ranking_predictions(model, train, remove_seen=True)
            for metric in (precision_at_k, recall_at_k, ndcg_at_k, map_at_k):
                metric(validation, scores, k=10)
        return timed(body)[1]

    def our_ranking():
        metrics = "evaluate m data.validation --metrics precision@10 recall@10 ndcg@10 map@10; "
        base = load + "m = train svd data.train --n-factors 100 --n-epochs 5; "
        once, eleven = tunebook(base + metrics)[1], tunebook(base + metrics * 11)[1]
        return (eleven - once) / 10

    row("ranking, all users x items, 4 metrics at 10", median(our_ranking, 5), their_ranking(), "recommenders")

    job = load + ("space wide; n_factors choice 10 50 100 150 200; init_std_dev uniform 0.01 0.2; lr_all loguniform 1e-3 0.05; reg_all uniform 0.001 0.5; end; "
                  "e = experiment start svd data --space wide --tuner TPE --max-trials 10 --concurrency 2 --maximize precision@10 --fix n_epochs=30 --seed 1 --wait")
    row("job: 10 TPE trials x 30 epochs, precision@10, as a process", median(lambda: tunebook(job)[1], 5), None, "(real NNI takes about 109 s for it)")
    row("print 1, as a process", median(lambda: tunebook("print 1")[1], 20), None, "")

    def prompt():
        start = time.perf_counter()
        process, terminal = pty.fork()
        if process == 0:
            os.execve(PROGRAM, [PROGRAM], {**ENVIRONMENT, "TERM": "xterm"})
        seen = b""
        while b"[1] " not in seen:
            seen += os.read(terminal, 4096)
        seconds = time.perf_counter() - start
        os.close(terminal)
        os.waitpid(process, 0)
        return seconds

    row("start to prompt", median(prompt, 20), None, "")

    few, many = (memory(PROGRAM, "-c", job.replace("--max-trials 10", f"--max-trials {trials}")) for trials in (2, 40))
    print(f"\nmemory of the job's process: {few:.0f} MB with 2 trials, {many:.0f} MB with 40")


if __name__ == "__main__":
    main()
