"""What an experiment costs beside its trials: many tiny trials, the store, lists. All figures are ratios of one run."""
import os
import pathlib
import signal
import sqlite3
import statistics
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from measuring import ENVIRONMENT, HOME, PROGRAM

DATA = "r = load synthetic --users 20 --items 20 --ratings 100 --rank 2; data = split r --ratio 0.6 0.2 0.2; space s; lr_all loguniform 1e-4 1e-2; end; "
NO_STORE = "/dev/null/none"


def script(trials, epochs=1, more=""):
    return DATA + (f"e = experiment start svd data --space s --tuner Random --max-trials {trials} --concurrency 2 "
                   f"--fix n_factors=1 n_epochs={epochs} --seed 1 {more}")


def run(text, store):
    start = time.perf_counter()
    subprocess.run([PROGRAM, "-c", text, "--store", str(store)], capture_output=True, check=True, env=ENVIRONMENT)
    return time.perf_counter() - start


def fresh(name=[0]):
    name[0] += 1
    return HOME / f"store-{name[0]}.sqlite"


def median(make, runs=5):
    return statistics.median(make() for _ in range(runs))


def row(what, value, limit, unit=""):
    print(f"{what:<70} {value:8.2f}{unit:<4} at most {limit}{unit}{'' if value <= limit else '   TOO MUCH'}", flush=True)
    return value <= limit


def killed(seconds):
    """Kills a search that tells its count again and again: what it told, and what the store holds."""
    store = fresh()
    file = HOME / "killed.tb"
    file.write_text(script(1000000).replace("; ", "\n") + "\n" + "print e.count\n" * 20000)
    process = subprocess.Popen([PROGRAM, "run", str(file), "--store", str(store)], stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL, env=ENVIRONMENT, text=True)
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    counts = [int(line) for line in process.communicate()[0].split("\n")[:-1] if line.isdigit()]
    kept = sqlite3.connect(store).execute("SELECT count(*) FROM trial").fetchone()[0]
    return counts[-1] if counts else 0, kept


def main():
    fine = True
    plain = median(lambda: run(script(8000), fresh()))
    waited = median(lambda: run(script(8000, more="--wait"), fresh()))
    print(f"8,000 trials of one epoch: {plain:.2f} s; with --wait {waited:.2f} s")
    fine &= row("8,000 trials with --wait, of the time without", waited / plain, 1.2, " x")
    none = median(lambda: run("print 1", fresh()))
    few = median(lambda: run(script(1000), fresh()))
    fine &= row("time a trial at 8,000, of that at 1,000", ((plain - none) / 8000) / ((few - none) / 1000), 1.2, " x")
    stored = median(lambda: run(script(2000, 10), fresh()))
    unstored = median(lambda: run(script(2000, 10), NO_STORE))
    print(f"2,000 trials of ten epochs: {stored:.2f} s; in memory {unstored:.2f} s")
    fine &= row("2,000 trials of 10 epochs with the store, of the time in memory", stored / unstored, 1.3, " x")
    losses = 0
    for seconds in (0.6, 0.8, 1.0, 1.2, 1.5):
        told, kept = killed(seconds)
        losses += max(0, told - kept)
    fine &= row("trials that were told of and lost by kill -9, five times", losses, 0)
    store = fresh()
    run(DATA + "for n in " + " ".join(map(str, range(200))) + "; e = experiment start svd data --space s --tuner Random "
        "--max-trials 50 --concurrency 2 --fix n_factors=1 n_epochs=1 --seed 1 --wait; end", store)
    listed = median(lambda: run("experiment list", store), 15)
    print(f"'experiment list' of 200 experiments x 50 trials: {listed * 1000:.0f} ms; 'print 1': {median(lambda: run('print 1', store), 15) * 1000:.0f} ms")
    fine &= row("'experiment list' of 200 experiments x 50 trials, as a process", listed * 1000, 50, " ms")
    sys.exit(0 if fine else 1)


main()
