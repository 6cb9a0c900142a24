"""The notebook's job on the embedded engine and on real NNI: recommenders' SVD space, 10 TPE trials of 30 epochs, precision
at 10, two at once. NNI runs it with recommenders' own script and with tunebook-trial; nothing else differs."""
import json
import pathlib
import random
import statistics
import subprocess
import sys
import time
import urllib.request

import pandas as pd

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from measuring import ENVIRONMENT, HOME, PROGRAM, head, median, row, tunebook

PYTHON = pathlib.Path(sys.executable)
NNI_ENVIRONMENT = {**ENVIRONMENT, "PATH": f"{PYTHON.parent}:{ENVIRONMENT['PATH']}", "PYTHONWARNINGS": "ignore"}
TRIALS, EPOCHS = 10, 30
# So many seconds without a trial mean that no more will come.
PATIENCE = 60
SPACE = {"n_factors": ("choice", [10, 50, 100, 150, 200]), "init_mean": ("uniform", [-0.5, 0.5]), "init_std_dev": ("uniform", [0.01, 0.2]),
         **{f"lr_{part}": ("uniform", [1e-6, 0.1]) for part in ("bu", "bi", "pu", "qi")},
         **{f"reg_{part}": ("uniform", [1e-6, 1]) for part in ("bu", "bi", "pu", "qi")}}
FLAGS = (f"--datastore {HOME} --surprise-reader ml-100k --rating-metrics rmse --ranking-metrics precision_at_k ndcg_at_k --usercol userID "
         f"--itemcol itemID --k 10 --random-state 42 --epochs {EPOCHS} --primary-metric precision_at_k --biased")


def ask(port, path):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/nni/{path}", timeout=20) as answer:
        return json.load(answer)


def nnictl(*arguments):
    return subprocess.run([PYTHON.parent / "nnictl", *arguments], cwd=HOME, capture_output=True, text=True, env=NNI_ENVIRONMENT)


def under_nni(name, command):
    """Runs the job under NNI: seconds from `nnictl create` to the end, seconds of a trial."""
    port = random.randrange(20_000, 30_000)
    (HOME / f"{name}.yml").write_text("\n".join([
        f"experimentName: {name}", "trialConcurrency: 2", f"maxTrialNumber: {TRIALS}", "searchSpaceFile: space.json", f"trialCommand: {command}",
        "trialCodeDirectory: .", "tuner:", "  name: TPE", "  classArgs:", "    optimize_mode: maximize", "    seed: 1",
        "trainingService:", "  platform: local"]))
    for _ in range(4):
        start = time.perf_counter()
        made = nnictl("create", "--config", f"{name}.yml", "--port", str(port))
        if made.returncode == 0:
            break
        # nnictl waits for its manager three seconds only; on a second start the files are in memory.
        nnictl("stop", "--port", str(port))
    else:
        sys.exit(f"bench: NNI does not start: {made.stdout}{made.stderr}")
    try:
        seen, since = None, time.perf_counter()
        while True:
            status = ask(port, "check-status")["status"]
            jobs = ask(port, "trial-jobs")
            states = [job["status"] for job in jobs]
            if states != seen:
                seen, since = states, time.perf_counter()
            if status == "DONE":
                break
            if status not in ("INITIALIZED", "RUNNING", "NO_MORE_TRIAL", "TUNER_NO_MORE_TRIAL"):
                sys.exit(f"bench: NNI ended with {status}")
            # On a slow machine NNI's tuner may hear of a trial's end before its result; it then dies, and says nothing.
            if "RUNNING" not in states and "WAITING" not in states and time.perf_counter() - since > PATIENCE:
                print(f"note: NNI's tuner died after {len(jobs)} of {TRIALS} trials of {name}; its time is that of those", flush=True)
                break
            time.sleep(0.2)
        seconds = since - start
        failed = [job for job in jobs if job["status"] != "SUCCEEDED"]
        if failed:
            print((pathlib.Path(failed[0]["logPath"]) / "trial.stderr").read_text()[-2000:], file=sys.stderr)
            print(f"bench: {len(failed)} of {len(jobs)} trials failed", file=sys.stderr)
        trials = [(job["endTime"] - job["startTime"]) / 1000 for job in jobs if job["status"] == "SUCCEEDED"]
        return seconds, statistics.median(trials)
    finally:
        nnictl("stop", "--port", str(port))


def main():
    tunebook(f"r = load synthetic; data = split r --ratio 0.7 0.15 0.15 --seed 42; save data.train '{HOME}/train.csv'; save data.validation '{HOME}/validation.csv'")
    for part in ("train", "validation"):
        frame = pd.read_csv(HOME / f"{part}.csv").rename(columns={"user": "userID", "item": "itemID"})
        frame[["userID", "itemID", "rating"]].to_pickle(HOME / f"{part}.pkl")
    (HOME / "space.json").write_text(json.dumps({name: {"_type": kind, "_value": value} for name, (kind, value) in SPACE.items()}))
    space = "".join(f"{name} {kind} {' '.join(map(str, value))}; " for name, (kind, value) in SPACE.items())
    job = ("r = load synthetic; data = split r --ratio 0.7 0.15 0.15 --seed 42; space wide; " + space + "end; "
           f"e = experiment start svd data --space wide --tuner TPE --max-trials {TRIALS} --concurrency 2 --maximize precision@10 "
           f"--metrics rmse ndcg@10 --fix n_epochs={EPOCHS} random_state=42 --seed 1 --wait")

    embedded = median(lambda: tunebook(job)[1], 5)
    trial = pathlib.Path(PROGRAM).resolve().with_name("tunebook-trial")
    ours, our_trial = under_nni("tunebook", f"{trial} svd {FLAGS} --train-datapath train.csv --validation-datapath validation.csv --remove-seen")
    # There --remove-seen means to keep what was seen, so it is left out.
    theirs, their_trial = under_nni(
        "recommenders", f"{PYTHON} -m recommenders.tuning.nni.svd_training {FLAGS} --train-datapath train.pkl --validation-datapath validation.pkl")

    head()
    row("the job: embedded, a process from cold; NNI with the script", embedded, theirs, "recommenders under NNI")
    row("the job under NNI: with tunebook-trial; with the script", ours, theirs, "recommenders under NNI")
    row("a trial under NNI: tunebook-trial; the script", our_trial, their_trial, "recommenders under NNI")
    row("the job: embedded; NNI with tunebook-trial", embedded, ours, "tunebook-trial under NNI")


if __name__ == "__main__":
    main()
