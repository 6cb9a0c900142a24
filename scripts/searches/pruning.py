"""What pruning costs and saves, and searches with budgets at as many epochs: the tables of `scripts/bench quality --curves`."""
import fnmatch
import statistics
import sys

from scipy.stats import rankdata, wilcoxon

from searches import curve_runs
from searches.runs import CURVES, Runs, task

WHOLE, PRUNED = "Auto", "Auto+Forecast"
OTHERS = ["Hyperband:R=EPOCHS", "BOHB:max_budget=EPOCHS", "DEHB:max_budget=EPOCHS", "ASHA:max_budget=EPOCHS", "ASHA:max_budget=EPOCHS,searcher=TPE"]
SHARES = (0.25, 0.5, 1.0)


def bench(asked, table):
    names = [name for name in CURVES if any(fnmatch.fnmatch(name, pattern) for pattern in asked.tasks)]
    if not names:
        sys.exit(f"bench: there is no such task; there are {', '.join(CURVES)}")
    trials, seeds = asked.trials[-1], range(1, asked.seeds + 1)
    searches = [WHOLE, PRUNED, *OTHERS]
    works = [(search, name, seed, trials, False) for seed in seeds for name in names for search in searches]
    runs = Runs(curve_runs.run)
    new, seconds = runs.complete(works, asked.jobs)
    print(f"{len(names)} tasks, {len(seeds)} seeds, {len(works)} runs of {trials} whole trainings' epochs, {new} of them new in {seconds:.0f} s")
    kept = {work[:3]: runs.kept(*work) for work in works}
    failed = {search: run["error"] for (search, *_), run in kept.items() if "error" in run}
    for search, error in failed.items():
        print(f"{search} failed, and is left out: {error}")
    searches = [search for search in searches if search not in failed]
    scales = {name: (task(name).best, task(name).reference() - task(name).best) for name in names}

    def regret(name, value):
        best, scale = scales[name]
        return max(0.0, value - best) / scale

    if WHOLE in searches and PRUNED in searches:
        same_trials(kept, names, seeds, trials, regret, table)
    same_epochs(kept, searches, names, seeds, trials, regret, table)


def same_trials(kept, names, seeds, trials, regret, table):
    print(f"\nnormalised regret after {trials} trials, without pruning and with it, and the share of epochs that are spent with it")
    rows, differences, shares, means = [], [], [], []
    for name in names:
        pairs = [[regret(name, curve_runs.after_trials(kept[search, name, seed], trials)) for search in (WHOLE, PRUNED)] for seed in seeds]
        share = statistics.mean(kept[PRUNED, name, seed]["spent"] / (trials * task(name).epochs) for seed in seeds)
        differences += [pruned - whole for whole, pruned in pairs]
        shares.append(share)
        means.append([statistics.mean(column) for column in zip(*pairs)])
        rows.append([name, *(f"{mean:.4f}" for mean in means[-1]), f"{means[-1][1] - means[-1][0]:+.4f}", f"{share:.2f}"])
    averages = [statistics.mean(column) for column in zip(*means)]
    rows.append(["mean", *(f"{mean:.4f}" for mean in averages), f"{averages[1] - averages[0]:+.4f}", f"{statistics.mean(shares):.2f}"])
    table([WHOLE, "pruned", "difference", "epochs"], rows)
    for what, found in (("tasks", [pruned - whole for whole, pruned in means]), ("pairs of a task and a seed", differences)):
        unlike = [round(difference, 9) for difference in found if abs(difference) > 1e-9]
        p = wilcoxon(unlike).pvalue if unlike else 1.0
        error = statistics.stdev(found) / len(found) ** 0.5 if len(found) > 1 else float("nan")
        print(f"over {len(found)} {what}: mean difference {statistics.mean(found):+.4f} (standard error {error:.4f}), Wilcoxon's p {p:.4f}, {len(unlike)} differ")


def same_epochs(kept, searches, names, seeds, trials, regret, table):
    print(f"\nmean normalised regret at a share of the epochs of {trials} whole trainings; mean rank at the last")
    cells = [(name, seed) for name in names for seed in seeds]

    def at(search, name, seed, share):
        value = curve_runs.after_epochs(kept[search, name, seed], share * trials * task(name).epochs)
        return float("nan") if value is None else regret(name, value)
    found = {(search, share): [at(search, *cell, share) for cell in cells] for search in searches for share in SHARES}
    ranks = [rankdata(row) for row in zip(*(found[search, SHARES[-1]] for search in searches))]
    table([*(f"{share:.0%}" for share in SHARES), "rank"],
          [[search.replace("max_budget=EPOCHS", "").replace("R=EPOCHS", "").replace(":,", ":").rstrip(":"),
            *(f"{statistics.mean(found[search, share]):.4f}" for share in SHARES), f"{statistics.mean(row[i] for row in ranks):.2f}"] for i, search in enumerate(searches)])
