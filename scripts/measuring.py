"""What the measurements of scripts/benches share: runs of Tunebook in a home of their own, medians, and lines of ratios."""
import contextlib
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import atexit

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = os.environ.get("TUNEBOOK_BIN", str(ROOT / ".build/release/tunebook"))
SHARED = pathlib.Path(os.environ.get("TUNEBOOK_SHARED", ROOT.parent / "shared"))
HOME = pathlib.Path(tempfile.mkdtemp(prefix="tunebook-bench-"))
ENVIRONMENT = {**os.environ, "HOME": str(HOME), "XDG_DATA_HOME": "", "XDG_CACHE_HOME": "", "XDG_STATE_HOME": "", "XDG_CONFIG_HOME": ""}
atexit.register(shutil.rmtree, HOME, True)


def tunebook(script):
    """Runs statements as a process: results, seconds."""
    start = time.perf_counter()
    run = subprocess.run([PROGRAM, "-c", script, "--format", "json"], capture_output=True, text=True, env=ENVIRONMENT)
    seconds = time.perf_counter() - start
    if run.returncode != 0:
        sys.exit(f"bench: Tunebook failed: {run.stderr}")
    return [json.loads(line) for line in run.stdout.splitlines()], seconds


def memory(*command):
    """The most memory that a process had, in MB."""
    watch = "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    run = subprocess.run([sys.executable, "-c", watch, *command], capture_output=True, text=True, env=ENVIRONMENT, check=True)
    return int(run.stdout) / 1024


def timed(body):
    start = time.perf_counter()
    result = body()
    return result, time.perf_counter() - start


@contextlib.contextmanager
def cores(count):
    """This process and those that it starts have so many cores."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(before)[:count])
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def median(body, runs):
    return statistics.median(body() for _ in range(runs))


def head():
    print(f"{'':<62} {'Tunebook':>12} {'peer':>14} {'ratio':>10}")


def row(what, ours, theirs=None, peer=""):
    ratio = f"{theirs / ours:8.0f} x" if theirs else ""
    shown = f"{theirs * 1000:11.1f} ms" if theirs else ""
    print(f"{what:<62} {ours * 1000:9.1f} ms {shown:>14} {ratio:>10}  {peer}", flush=True)
