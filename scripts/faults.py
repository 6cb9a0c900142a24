#!/usr/bin/env python3
"""Breaks experiments off at seeded random moments and looks at what is left: scripts/faults.py PROGRAM [COUNT] [SEED].

A run is killed (kill -9), asked to end (SIGTERM), meets a file that may not grow any more, a disk whose writes fail for a while
(broken_disk.c, with the compiler that comes with Swift), or a full volume where volumes can be mounted (as the system's
administrator).
Then every trial that was announced is in the store exactly once, the store is whole, no process is left, and the search
that is resumed is the unbroken one, trial for trial. Half of the searches train SVD, one in ten runs shell commands.
Prints a line for each kind, and what went wrong; exits with 1 where anything did."""
import collections
import concurrent.futures
import json
import os
import pathlib
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time

PROGRAM = str(pathlib.Path(sys.argv[1]).resolve())
COUNT = int(sys.argv[2]) if len(sys.argv) > 2 else 200
SEED = int(sys.argv[3]) if len(sys.argv) > 3 else 1
TRIALS = 24
BROKEN = pathlib.Path(tempfile.gettempdir(), f"tunebook-broken-disk-{os.getpid()}.so")
DATA = "d = load synthetic --users 120 --items 80 --ratings 4000 --seed 7; s = split d --seed 1 --ratio 0.7 0.15 0.15\nspace p\nn_factors choice 5 10 20\nlr_all loguniform 1e-3 5e-2\nreg_all uniform 0 0.2\nend\n"
SHELL = 'x=$(sed \'s/.*"x": *\\([-+.0-9eE]*\\).*/\\1/\' "$NNI_SYS_DIR/parameter.cfg")\nline=\'{"parameter_id": 0, "trial_job_id": "\'$NNI_TRIAL_JOB_ID\'", "type": "FINAL", "sequence": 0, "value": "\'$x\'"}\'\nprintf \'ME%06d%s\\n\' $((${#line} + 1)) "$line" >> "$NNI_SYS_DIR/.nni/metrics"\n'
CONFIGURATION = "trialConcurrency: 2\nmaxTrialNumber: 24\nsearchSpace:\n  x: {_type: uniform, _value: [0, 1]}\ntrialCommand: bash trial.sh\ntuner:\n  name: TPE\n  classArgs: {optimize_mode: minimize, seed: 3}\ntrainingService:\n  platform: local\n"
SEEN = ("trial", "status", "rmse", "default", "n_factors", "lr_all", "reg_all", "x")


class Home:
    """A folder with a store of its own."""

    def __init__(self, folder):
        self.path = pathlib.Path(folder)
        self.path.mkdir()
        (self.path / "trial.sh").write_text(SHELL)
        (self.path / "c.yml").write_text(CONFIGURATION)
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("XDG_", "TUNEBOOK_", "NNI_"))}
        self.environment = {**clean, "HOME": folder, "TERM": "dumb", "LC_ALL": "C.UTF-8"}

    def volume(self, size):
        """Lets the store lie on a volume of so many bytes, or gives it another size; whether that can be done."""
        place = self.path / ".local/share/tunebook"
        place.mkdir(parents=True, exist_ok=True)
        options = "remount," if place.is_mount() else ""
        return subprocess.run(["mount", "-t", "tmpfs", "-o", f"{options}size={size}", "tmpfs", place], capture_output=True).returncode == 0

    def unmount(self):
        subprocess.run(["umount", "-l", self.path / ".local/share/tunebook"], capture_output=True)

    def start(self, script, limit=None, variables=None):
        def limited():
            if limit:
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        file = self.path / f"s{time.monotonic_ns()}.tb"
        file.write_text(script)
        out = open(self.path / "out", "w")
        return subprocess.Popen([PROGRAM, str(file)], cwd=self.path, env={**self.environment, **(variables or {})}, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.PIPE, text=True, preexec_fn=limited)

    def ask(self, script):
        """(exit status, the rows of the last table, all that was said)"""
        run = subprocess.run([PROGRAM, "--format", "json", "-c", script], cwd=self.path, env=self.environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120)
        rows = []
        for line in run.stdout.splitlines():
            value = json.loads(line)
            if value["kind"] == "table":
                rows = [dict(zip(value["value"]["columns"], row)) for row in value["value"]["rows"]]
        return run.returncode, sorted(rows, key=lambda row: row.get("trial", 0)), run.stdout + run.stderr

    def processes(self):
        """What lives of all that was started here."""
        mark, found = f"HOME={self.path}".encode(), []
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                if mark in pathlib.Path("/proc", pid, "environ").read_bytes().split(b"\0") and b") Z" not in pathlib.Path("/proc", pid, "stat").read_bytes():
                    found.append(int(pid))
            except OSError:
                pass
        return found


def search(kind, name, concurrency, waits):
    end = " --wait" if waits else f"\nexperiment watch {name}"
    if kind == "command":
        return f"e = experiment start --config c.yml --name {name} --concurrency {concurrency}{end}\n"
    return DATA + f"e = experiment start svd s --space p --tuner TPE --tuner-args n_startup_jobs=6 --max-trials {TRIALS} --fix n_epochs=40 --minimize rmse --seed 5 --concurrency {concurrency} --name {name}{end}\n"


def seen(rows):
    return [{key: row.get(key) for key in SEEN} for row in rows]


def one(number, folder, unbroken):
    """What went wrong in a run; an empty list where nothing did."""
    chance = random.Random(SEED * 1_000_003 + number)
    home, name = Home(f"{folder}/{number}"), f"x{number}"
    kind = "command" if number % 10 == 0 else "svd"
    fault = chance.choice(["kill", "kill", "SIGTERM", "disk", "EIO", "volume"])
    if fault == "volume" and (os.geteuid() or not home.volume(chance.randint(150, 700) << 10)):
        fault = "disk"
    if fault == "EIO" and not BROKEN.exists():
        fault = "disk"
    try:
        return judge(number, home, name, kind, fault, unbroken[kind], chance)
    finally:
        if fault == "volume":
            home.unmount()


def broken(chance):
    """The variables of a process whose disk breaks for a while, or for good."""
    begin = chance.randint(1, 400)
    return {"LD_PRELOAD": str(BROKEN), "FAULT_FROM": str(begin), "FAULT_TO": str(begin + chance.choice([1, 20, 100_000]))}


def judge(number, home, name, kind, fault, unbroken, chance):
    whole, seconds = unbroken
    faults = []
    process = home.start(search(kind, name, chance.randint(1, 4), False), limit=chance.randint(60, 400) << 10 if fault == "disk" else None, variables=broken(chance) if fault == "EIO" else None)
    if fault in ("kill", "SIGTERM"):
        time.sleep(chance.uniform(0.02, seconds * 1.1))
        process.send_signal(signal.SIGKILL if fault == "kill" else signal.SIGTERM)
    errors = process.communicate(timeout=120)[1]
    if fault == "SIGTERM" and process.returncode not in (143, 0, -15):
        faults.append(f"SIGTERM ended with {process.returncode}: {errors[-200:]}")
    announced = [int(line.split()[2]) for line in (home.path / "out").read_text().splitlines() if line.startswith(f"{name} trial ")]
    end = time.monotonic() + 5
    while home.processes() and time.monotonic() < end:
        time.sleep(0.05)
    if home.processes():
        faults.append(f"processes are left: {home.processes()}")
    if fault == "volume":
        home.volume(64 << 20)
    status, rows, said = home.ask(f"store check; experiment trials {name}")
    exists = "there is no experiment" not in said
    if "is whole" not in said:
        faults.append(f"the store is not whole: {said[-300:]}")
    # A store that could not be opened has nothing, and says so.
    is_kept = fault in ("kill", "SIGTERM") or "kept in memory alone" not in errors
    ended = [row["trial"] for row in rows if row["status"] == "SUCCEEDED"]
    if fault in ("kill", "SIGTERM"):
        for trial in announced:
            if ended.count(trial) != 1:
                faults.append(f"trial {trial} was announced and is there {ended.count(trial)} times")
    if exists and (status == 0 or rows):
        status, rows, said = home.ask(f"e = experiment resume {name}; experiment wait e; experiment trials e")
        if "is done with its" in said:
            status, rows, said = home.ask(f"experiment trials {name}")
        if status != 0 or seen(rows) != whole:
            different = [a["trial"] for a, b in zip(seen(rows), whole) if a != b]
            faults.append(f"the resumed search is not the unbroken one: {len(rows)} trials, different {different}, {said[-300:] if status else ''}")
    elif announced and is_kept:
        faults.append(f"announced {len(announced)} trials and there is no experiment: {said[-300:]}")
    return kind, fault, faults, len(announced)


def main():
    with tempfile.TemporaryDirectory(prefix="tunebook-faults-") as folder:
        compiler = next(filter(None, map(shutil.which, ("clang", "cc"))), None)
        if compiler:
            subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", BROKEN, pathlib.Path(__file__).with_name("broken_disk.c"), "-ldl"])
        unbroken = {}
        for kind in ("svd", "command"):
            home = Home(f"{folder}/{kind}")
            begun = time.monotonic()
            home.start(search(kind, "whole", 2, True)).communicate(timeout=120)
            seconds = time.monotonic() - begun
            rows = home.ask("experiment trials whole")[1]
            if len(rows) != TRIALS:
                sys.exit(f"faults: the unbroken {kind} search has {len(rows)} trials")
            unbroken[kind] = (seen(rows), seconds)
        counts, announced, wrong = collections.Counter(), 0, 0
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            for number, (kind, fault, faults, told) in enumerate(pool.map(lambda n: one(n, folder, unbroken), range(COUNT))):
                counts[kind, fault] += 1
                announced += told
                wrong += bool(faults)
                for text in faults:
                    print(f"run {number} ({kind}, {fault}): {text}", flush=True)
        for (kind, fault), count in sorted(counts.items()):
            print(f"{kind:8} {fault:8} {count:5} runs")
        BROKEN.unlink(missing_ok=True)
        print(f"{COUNT} runs with seed {SEED}: {announced} trials announced, {wrong} runs with faults")
        sys.exit(1 if wrong else 0)


main()
