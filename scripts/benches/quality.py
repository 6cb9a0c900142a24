"""How good the best of a search is: Tunebook's tuners, asked from outside, beside Optuna's, NNI's and hyperopt's on the same
tasks, after 25, 50, 100 and 200 trials.

    scripts/bench quality [--tuners Auto …] [--peers optuna-tpe …] [--tasks bbob 'svd-*' …] [--trials 25 50 100 200]
        [--seeds 20] [--gp-seeds 3] [--jobs 2] [--told] [--by-task]
    scripts/bench quality --curves [--tasks 'curves-svd*' …] [--trials 100] [--seeds 20] [--jobs 2]

The tasks: functions of COCO (bbob, bbob-mixint), mixed and nested spaces, and landscapes of SVD and NCF from tables of models
that Tunebook trained. Nobody is told how many trials there will be, so one run gives the values at every budget; with
`--told` ours are told by `--max-trials`, in a run for each budget.

Normalised regret is (value - best) / (reference - best): 0 is the best value that there is, 1 the median of what Random has
after 25 trials. It is judged without the noise that a task adds to what a tuner is told, of the trial that the tuner would
call its best. A mean over tasks is one of means over seeds. Ranks are within each task and seed, 1 is best, ties share. The
test is Wilcoxon's signed-rank test, two-sided, of the tasks' means of the first tuner and another on the seeds that both have;
p is also given by Holm's correction over the others at one budget. Runs are kept in .build-peers/quality.

`--curves` compares ours where trials report every epoch (`searches.curves`): Auto that prunes with Auto that does not, by
regret and by epochs spent, and both with searches that grant budgets, by regret at as many epochs."""
import argparse
import fnmatch
import os
import pathlib
import statistics
import sys

# Each process has a core of its own.
for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[threads] = "1"
# In place of this folder, where a bench has the name of a peer.
sys.path[0] = str(pathlib.Path(__file__).resolve().parent.parent)
from scipy.stats import rankdata, wilcoxon

from searches.peers import PEERS
from searches.pruning import bench as curves_bench
from searches.runs import TASKS, Runs, best_after, task, version

DEFAULT_PEERS = [name for name in PEERS if name != "optuna-tpe-univariate"]


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/bench quality")
    parser.add_argument("--tuners", nargs="*", default=["Auto"], help="ours, NAME or NAME:argument=value,…")
    parser.add_argument("--peers", nargs="*", default=DEFAULT_PEERS, choices=[*PEERS], metavar="PEER", help=", ".join(PEERS))
    parser.add_argument("--tasks", nargs="+", default=["*"], help="names, families or patterns")
    parser.add_argument("--trials", nargs="+", type=int, default=[25, 50, 100, 200])
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--gp-seeds", type=int, default=3, help="seeds of optuna-gp, which takes minutes a run")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--told", action="store_true", help="ours know the number of trials")
    parser.add_argument("--by-task", action="store_true", help="also each task's regret after the last budget")
    parser.add_argument("--curves", action="store_true", help="tasks with learning curves: with pruning and without, and with budgets")
    asked = parser.parse_args()
    asked.trials = sorted(set(asked.trials))
    return asked


class Results:
    """Normalised regrets by tuner, task, seed and budget; `cells` are the tasks and seeds that a tuner has."""

    def __init__(self, runs, asked, seeds):
        self.regrets, self.seconds, self.failures = {}, {}, {}
        scales = {name: (task(name).best, task(name).reference() - task(name).best) for name in asked.tasks}
        for tuner in seeds:
            told = asked.told and tuner in asked.tuners
            for name in asked.tasks:
                for seed in seeds[tuner]:
                    kept = [runs.kept(tuner, name, seed, budget if told else asked.trials[-1], told) for budget in asked.trials]
                    failed = next((run["error"] for run in kept if "error" in run), None)
                    if failed:
                        self.failures[tuner, name] = failed
                        continue
                    best, scale = scales[name]
                    values = [best_after(run, budget) for run, budget in zip(kept, asked.trials)]
                    # What is better by less is the same.
                    self.regrets[tuner, name, seed] = [round(max(0.0, value - best) / scale, 9) for value in values]
                    self.seconds.setdefault(tuner, []).append(kept[-1]["seconds"])

    def cells(self, tuner):
        return {(name, seed) for who, name, seed in self.regrets if who == tuner}

    def common(self, tuners):
        return set.intersection(*(self.cells(tuner) for tuner in tuners))

    def task_means(self, tuner, cells, budget):
        by_task = {}
        for name, seed in sorted(cells):
            by_task.setdefault(name, []).append(self.regrets[tuner, name, seed][budget])
        return {name: statistics.mean(values) for name, values in by_task.items()}


def table(head, rows, width=11):
    print(f"{'':<24}" + "".join(f"{cell:>{width}}" for cell in head))
    for name, *cells in rows:
        print(f"{name:<24}" + "".join(f"{cell:>{width}}" for cell in cells))


def regrets(results, tuners, budgets, names):
    print("\nmean normalised regret after so many trials, over the tasks that all could do; median seconds a run")
    rows = []
    for tuner in tuners:
        cells = {cell for cell in results.cells(tuner) if cell[0] in names}
        means = [statistics.mean(results.task_means(tuner, cells, i).values()) for i in range(len(budgets))]
        rows.append([tuner, *(f"{mean:.4f}" for mean in means), f"{statistics.median(results.seconds[tuner]):.1f} s"])
    table([*budgets, "a run"], rows)


def families(results, tuners, budgets, names):
    print(f"\nthe same after {budgets[-1]} trials, by family")
    kinds = sorted({task(name).family for name in names})
    rows = []
    for tuner in tuners:
        means = results.task_means(tuner, {cell for cell in results.cells(tuner) if cell[0] in names}, -1)
        rows.append([tuner, *(f"{statistics.mean(mean for name, mean in means.items() if task(name).family == kind):.4f}" for kind in kinds)])
    table([f"{kind} ({sum(task(name).family == kind for name in names)})" for kind in kinds], rows, 18)


def ranks(results, tuners, budgets):
    """Once for all tuners on the seeds that all have, and once more on all seeds without those that have fewer."""
    most = max(len(results.cells(tuner)) for tuner in tuners)
    groups = [tuners] if all(len(results.cells(tuner)) == most for tuner in tuners) else [tuners, [tuner for tuner in tuners if len(results.cells(tuner)) == most]]
    for group in groups:
        cells = sorted(results.common(group))
        print(f"\nmean ranks of {len(group)} over {len(cells)} pairs of a task and a seed")
        ranked = [[rankdata([results.regrets[tuner, *cell][i] for tuner in group]) for cell in cells] for i in range(len(budgets))]
        table(budgets, [[tuner, *(f"{statistics.mean(row[j] for row in by_cell):.2f}" for by_cell in ranked)] for j, tuner in enumerate(group)])


def tests(results, tuners, budgets):
    first, *others = tuners
    print(f"\n{first} against the others: tasks where it is better, worse; Wilcoxon's p, Holm's p; n tasks differ")
    for i, budget in enumerate(budgets):
        found = []
        for other in others:
            cells = results.common([first, other])
            ours, theirs = (results.task_means(tuner, cells, i) for tuner in (first, other))
            differences = [ours[name] - theirs[name] for name in ours if ours[name] != theirs[name]]
            p = wilcoxon(differences).pvalue if differences else 1.0
            found.append([other, sum(d < 0 for d in differences), sum(d > 0 for d in differences), p, len(differences)])
        adjusted, least = {}, 0.0
        for rank, (other, *_, p, _) in enumerate(sorted(found, key=lambda row: row[3])):
            least = max(least, min(1.0, p * (len(found) - rank)))
            adjusted[other] = least
        print(f"after {budget} trials")
        table(["better", "worse", "p", "Holm", "n"], [[other, better, worse, f"{p:.4f}", f"{adjusted[other]:.4f}", n] for other, better, worse, p, n in found])


def by_task(results, tuners, budgets, names):
    print(f"\nmean normalised regret after {budgets[-1]} trials, by task")
    means = {tuner: results.task_means(tuner, results.cells(tuner), -1) for tuner in tuners}
    table(tuners, [[name, *(f"{means[tuner][name]:.4f}" if name in means[tuner] else "failed" for tuner in tuners)] for name in names], 1 + max(10, *map(len, tuners)))


def main():
    asked = arguments()
    if asked.curves:
        return curves_bench(asked, table)
    patterns = asked.tasks
    asked.tasks = [name for name in TASKS if any(fnmatch.fnmatch(name, pattern) for pattern in patterns) or task(name).family in patterns]
    if not asked.tasks:
        sys.exit(f"bench: there is no such task; there are {', '.join(TASKS)}")
    tuners = []
    for tuner in [*asked.tuners, *asked.peers]:
        if version(tuner) is None:
            print(f"{tuner} is not measured: it needs {' and '.join(PEERS[tuner][1])}, which can't be installed here")
        else:
            tuners.append(tuner)
    if not any(name.startswith("bbob") for name in TASKS):
        print("without coco-experiment (PyPI) there are no tasks of bbob")
    seeds = {tuner: range(1, 1 + (min(asked.gp_seeds, asked.seeds) if tuner == "optuna-gp" else asked.seeds)) for tuner in tuners}
    works = []
    for tuner in tuners:
        told = asked.told and tuner in asked.tuners
        works += [(tuner, name, seed, trials, told) for seed in seeds[tuner] for name in asked.tasks for trials in (asked.trials if told else asked.trials[-1:])]
    runs = Runs()
    new, seconds = runs.complete(works, asked.jobs)
    print(f"{len(asked.tasks)} tasks, {asked.seeds} seeds, {len(works)} runs, {new} of them new in {seconds:.0f} s; ours {'are' if asked.told else 'are not'} told the number of trials")
    print(", ".join(f"{tuner} {version(tuner)}" for tuner in tuners))
    results = Results(runs, asked, seeds)
    for (tuner, name), error in results.failures.items():
        print(f"{tuner} failed on {name}, which is left out of the means: {error}")
    tuners = [tuner for tuner in tuners if results.cells(tuner)]
    names = [name for name in asked.tasks if all(any(cell[0] == name for cell in results.cells(tuner)) for tuner in tuners)]
    if not names:
        sys.exit("bench: no task that all could do")
    regrets(results, tuners, asked.trials, names)
    families(results, tuners, asked.trials, names)
    ranks(results, tuners, asked.trials)
    if len(tuners) > 1:
        tests(results, tuners, asked.trials)
    if asked.by_task:
        by_task(results, tuners, asked.trials, asked.tasks)


if __name__ == "__main__":
    main()
