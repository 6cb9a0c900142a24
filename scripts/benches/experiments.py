"""What a durable trial costs that does nothing: in this process, as a command of a shell, in Optuna with its SQLite storage and
under real NNI; and what the order of trials costs, which makes a search the same at any concurrency, in quality and in time.

An empty trial in process trains one epoch of one factor on 60 ratings. A command only reports. Each result is on the disk
before anybody hears of it, here as there."""
import json
import pathlib
import statistics
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from measuring import ENVIRONMENT, HOME, PROGRAM

DATA = "r = load synthetic --users 20 --items 20 --ratings 100 --rank 2; data = split r --ratio 0.6 0.2 0.2; space s; lr_all loguniform 1e-4 1e-2; end; "
SHELL = 'line=\'{"parameter_id": 0, "trial_job_id": "\'$NNI_TRIAL_JOB_ID\'", "type": "FINAL", "sequence": 0, "value": "1"}\'\nprintf \'ME%06d%s\\n\' $((${#line} + 1)) "$line" >> "$NNI_SYS_DIR/.nni/metrics"\n'
CONFIGURATION = "trialConcurrency: 2\nmaxTrialNumber: {n}\nsearchSpace:\n  x: {{_type: uniform, _value: [0, 1]}}\ntrialCommand: {command}\ntuner:\n  name: Random\ntrainingService:\n  platform: local\n"
OPTUNA = """import sys, time, optuna
optuna.logging.set_verbosity(optuna.logging.ERROR)
study = optuna.create_study(storage='sqlite:///' + sys.argv[1], sampler=optuna.samplers.RandomSampler(seed=1))
start = time.perf_counter()
study.optimize(lambda trial: trial.suggest_float('x', 0, 1), n_trials=int(sys.argv[2]))
print(time.perf_counter() - start)"""
JOB = "r = load synthetic --users 300 --items 200 --ratings 20000 --seed {data}; data = split r --ratio 0.7 0.15 0.15 --seed 1; space s; n_factors choice 5 10 20 50; lr_all loguniform 1e-3 5e-2; reg_all loguniform 5e-3 0.5; end; "


def run(text, store):
    start = time.perf_counter()
    done = subprocess.run([PROGRAM, "--format", "json", "--store", str(store), "-c", text], cwd=HOME, capture_output=True, text=True, env=ENVIRONMENT)
    if done.returncode:
        sys.exit(f"bench: Tunebook failed: {done.stderr}")
    return time.perf_counter() - start, [json.loads(line) for line in done.stdout.splitlines()]


def fresh(number=[0]):
    number[0] += 1
    return HOME / f"durable-{number[0]}.sqlite"


def each(make, few, many, runs=3):
    """Seconds a trial, without the start."""
    return statistics.median((make(many) - make(few)) / (many - few) for _ in range(runs))


def in_process(n):
    return run(DATA + f"e = experiment start svd data --space s --tuner Random --max-trials {n} --concurrency 2 --fix n_factors=1 n_epochs=1 --wait", fresh())[0]


def as_command(n):
    (HOME / "empty.sh").write_text(SHELL)
    (HOME / "empty.yml").write_text(CONFIGURATION.format(n=n, command="bash empty.sh"))
    return run("e = experiment start --config empty.yml --wait", fresh())[0]


def optuna(n):
    return float(subprocess.run([sys.executable, "-c", OPTUNA, str(fresh()), str(n)], capture_output=True, text=True, check=True).stdout)


def under_nni(n):
    (HOME / "empty.py").write_text("import nni\nnni.get_next_parameter()\nnni.report_final_result(1.0)\n")
    (HOME / "nni.yml").write_text(CONFIGURATION.format(n=n, command=f"{sys.executable} empty.py"))
    return run("e = experiment start --config nni.yml --engine nni --wait", fresh())[0]


def order():
    """The best of a search with the order of trials and without, at two at once and at eight, and how long both took."""
    def search(data, more):
        seconds, results = run(JOB.format(data=data) + f"e = experiment start svd data --space s --max-trials 60 --fix n_epochs=30 --minimize rmse --seed {data} {more} --wait; experiment best e", fresh())
        return seconds, next(r["value"]["metrics"]["rmse"] for r in reversed(results) if r["kind"] == "trial")
    for concurrency in (2, 8):
        ordered, free = ([search(data, f"--concurrency {concurrency} {word}") for data in range(1, 7)] for word in ("", "--asynchronous"))
        quality = statistics.mean(a[1] / b[1] for a, b in zip(ordered, free)) - 1
        seconds = statistics.median(a[0] for a in ordered) / statistics.median(b[0] for b in free) - 1
        print(f"the order of trials at {concurrency} at once, six searches of 60 trials: best rmse {100 * quality:+.2f} %, time {100 * seconds:+.1f} %")


def main():
    ours = each(in_process, 1000, 11000)
    command = each(as_command, 20, 220)
    print(f"in process                     {1 / ours:8.0f} durable trials a second")
    print(f"as a command (bash)            {1 / command:8.0f}")
    peer = each(optuna, 50, 250)
    print(f"Optuna, SQLite, in process     {1 / peer:8.0f}    ratio {peer / ours:6.0f}")
    if (pathlib.Path(sys.executable).parent / "nnictl").exists():
        ENVIRONMENT["TUNEBOOK_NNI"] = str(pathlib.Path(sys.executable).parent.parent)
        theirs = each(under_nni, 4, 16, runs=1)
        print(f"real NNI, python               {1 / theirs:8.2f}    ratio to commands {theirs / command:6.0f}")
    order()


main()
