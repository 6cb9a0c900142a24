"""The measurements of scripts/bench load: 5 million ratings as user,item,rating,timestamp, read by Tunebook, pandas (with two
factorize calls), DuckDB (with both columns numbered) and polars (likewise), each in a process of its own, from plain, gz
and zst files: wall and processor time and the most memory beside the empty program's. Then 1, 5 and 20 million rows, one
core and two, and how long a load that is stopped goes on."""
import os
import pathlib
import shutil
import signal
import statistics
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from measuring import ENVIRONMENT, HOME, PROGRAM

RUNS = 5
PEERS = {
    "pandas": ("import pandas as pd", "d = pd.read_csv(path); pd.factorize(d.userId); pd.factorize(d.movieId)"),
    "DuckDB": (
        # Its progress, shown where it takes long, would stand among the figures.
        "import duckdb; con = duckdb.connect(); con.execute('set enable_progress_bar = false')",
        "con.execute(f\"create table r as select * from read_csv('{path}')\");"
        "[con.execute(f'create table {c} as select {c}, row_number() over () n from (select distinct {c} from r)') for c in ('userId', 'movieId')]"),
    "polars": ("import polars as pl", "d = pl.read_csv(path).with_columns(pl.col('userId').rank('dense'), pl.col('movieId').rank('dense'))"),
}
CHILD = """import sys, time
path = sys.argv[1]
{imports}
def most(): return int(next(line for line in open('/proc/self/status') if line.startswith('VmHWM')).split()[1])
base = most()
wall, cpu = time.perf_counter(), time.process_time()
{body}
print(time.perf_counter() - wall, time.process_time() - cpu, most() - base)"""


def write(path, rows):
    """In a process of its own: a child's memory is told as no less than its parent's."""
    return int(subprocess.run([sys.executable, __file__, str(path), str(rows)], capture_output=True, text=True, check=True).stdout)


def write_here(path, rows):
    import numpy as np
    import pandas as pd

    rng = np.random.default_rng(7)
    users, items = max(1, rows // 36), 26_000
    user = rng.integers(1, users + 1, int(rows * 1.02))
    item = np.minimum(rng.exponential(3000, len(user)).astype(np.int64) + 1, items)
    pairs = np.unique(user * 100_000 + item)
    rng.shuffle(pairs)
    pairs = pairs[:rows]
    pd.DataFrame({
        "userId": pairs // 100_000, "movieId": pairs % 100_000, "rating": rng.integers(1, 11, len(pairs)) / 2,
        "timestamp": rng.integers(800_000_000, 1_500_000_000, len(pairs))}).to_csv(path, index=False)
    return len(pairs)


def ours(*statements, cores=None):
    """Wall and processor seconds and the most memory in kB of Tunebook as a process."""
    command = [PROGRAM] + [word for statement in statements for word in ("-c", statement)]
    if cores:
        command = ["taskset", "-c", cores] + command
    start = time.perf_counter()
    child = subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    if status:
        sys.exit("bench: Tunebook failed")
    return time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss


def theirs(peer, path):
    imports, body = PEERS[peer]
    run = subprocess.run([sys.executable, "-c", CHILD.format(imports=imports, body=body), str(path)], capture_output=True, text=True)
    return [float(word) for word in run.stdout.split()] if run.returncode == 0 else None


def middle(measures):
    return [statistics.median(column) for column in zip(*measures)]


def main():
    empty = middle(ours("print 1") for _ in range(RUNS))
    path = HOME / "ratings.csv"
    rows = write(path, 5_000_000)
    subprocess.run(["gzip", "-k", path], check=True)
    if shutil.which("zstd"):
        subprocess.run(["zstd", "-q", "-k", path], check=True)
    print(f"{rows} ratings, {path.stat().st_size / 1e6:.0f} MB; medians of {RUNS} runs in turn; Tunebook as a whole process ({empty[0] * 1000:.0f} ms of it its start), peers without their imports")
    print(f"{'':<12} {'':<10} {'wall':>9} {'ratio':>8} {'processor':>10} {'ratio':>8} {'memory':>9} {'a rating':>10}")
    for name in ("ratings.csv", "ratings.csv.gz", "ratings.csv.zst"):
        if not (HOME / name).exists():
            continue
        measures = {"Tunebook": [], **{peer: [] for peer in PEERS}}
        for _ in range(RUNS):
            measures["Tunebook"].append(ours(f"r = load csv '{HOME / name}'"))
            for peer in PEERS:
                measured = theirs(peer, HOME / name)
                if measured:
                    measures[peer].append(measured)
        own = middle(measures.pop("Tunebook"))
        own[2] -= empty[2]
        show(name, "Tunebook", own, None, rows)
        for peer, list_ in measures.items():
            if list_:
                show(name, peer, middle(list_), own, rows)
    one, two = (middle(ours(f"r = load csv '{path}'", cores=cores) for _ in range(RUNS)) for cores in ("0", "0,1"))
    print(f"one core {one[0]:.2f} s, two {two[0]:.2f} s: {one[0] / two[0]:.2f} times")
    for millions in (1, 20):
        count = write(path, millions * 1_000_000)
        wall, cpu, most = middle(ours(f"r = load csv '{path}'") for _ in range(3))
        print(f"{count} ratings: {wall:.2f} s, {1e9 * (wall - empty[0]) / count:.0f} ns and {1024 * (most - empty[2]) / count:.1f} bytes a rating")
    stopped = []
    for _ in range(RUNS):
        child = subprocess.Popen([PROGRAM, "-c", f"r = load csv '{path}'"], env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(0.5)
        child.send_signal(signal.SIGINT)
        start = time.perf_counter()
        child.wait()
        stopped.append(time.perf_counter() - start)
    print(f"a load that is stopped by Ctrl-C ends after {statistics.median(stopped) * 1000:.0f} ms")


def show(name, who, measured, own, rows):
    wall, cpu, most = measured
    ratios = [f"{theirs / ours_:7.1f}x" if own else "" for theirs, ours_ in zip(measured, own or measured)]
    print(f"{name[8:]:<12} {who:<10} {wall:7.2f} s {ratios[0]:>8} {cpu:8.2f} s {ratios[1]:>8} {most / 1024:6.0f} MB {1024 * most / rows:7.1f} B", flush=True)


if len(sys.argv) == 3:
    print(write_here(sys.argv[1], int(sys.argv[2])))
else:
    main()
