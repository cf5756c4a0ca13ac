"""Speed of frontiers and solutions, as ratios to NegMAS where it is installed, in one run.

Run it from a checkout: ``python benchmarks/bargain.py``. With the interpreter of an environment that holds NegMAS 0.16,
``--negmas PATH``, the same utilities are handed to it and its answers are compared. Set that environment up apart,
since it is no dependency: ``python -m venv negmas-env`` and ``negmas-env/bin/pip install "negmas==0.16.*"``; the path
is then ``negmas-env/bin/python``. Every figure is processor time, the least of several rounds here. It fails if a
figure is past its limit, which on a machine that is busy with other work means little.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from winset.bargain import additive_frontier, package_settlements, pareto_frontier, settlements

ROUNDS = 7
FOUR, ALONE = 100, 20
"""How many times less processor time than NegMAS the four together and the frontier alone may take."""

PEER = """
import json, sys, time, warnings
warnings.filterwarnings("ignore")
import numpy as np
from negmas.outcomes import make_issue
from negmas.preferences import MappingUtilityFunction
from negmas.preferences.ops import kalai_points, ks_points, nash_points, pareto_frontier, pareto_frontier_numpy

u = np.load(sys.argv[1])
found = {}
clock = time.process_time
start = clock()
alone = pareto_frontier_numpy(u)
found["alone"] = clock() - start
issue = make_issue(len(u), "outcome")
outcomes = [(row,) for row in range(len(u))]
columns = [dict(zip(outcomes, column.tolist())) for column in u.T]
start = clock()
ufuns = [MappingUtilityFunction(column, issues=[issue], reserved_value=0.0) for column in columns]
frontier, rows = pareto_frontier(ufuns, outcomes=outcomes)
solutions = [nash_points, ks_points, kalai_points]
points = [solution(ufuns, frontier, outcomes=outcomes) for solution in solutions]
found["four"] = clock() - start
start = clock()
kept = u[alone]
frontier_points = [tuple(row) for row in kept]
ranges = [(float(column.min()), float(column.max())) for column in u.T]
again = [solution(ufuns, frontier_points, ranges=ranges) for solution in solutions]
found["arrays"] = found["alone"] + clock() - start
found["frontier"] = sorted(map(int, rows))
found["points"] = [[list(map(float, point)) for point, _ in answers] for answers in points]
print(json.dumps(found))
"""


def least(work: Callable[[], Any], rounds: int = ROUNDS) -> float:
    """Return the least processor time of several rounds, in seconds."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def menus(n_outcomes: int, n_parties: int) -> Iterator[tuple[str, Any]]:
    """Yield menus of three kinds, all of them between 0 and 1 for every party."""
    rng = np.random.default_rng(n_parties)
    yield "random", rng.random((n_outcomes, n_parties))
    normal, common = rng.standard_normal((n_outcomes, n_parties)), rng.standard_normal((n_outcomes, 1))
    for name, raw in (
        ("positively correlated", common + 0.3 * normal),
        (
            "negatively correlated",
            normal - normal.mean(axis=1, keepdims=True) + 0.3 * rng.standard_normal(normal.shape),
        ),
    ):
        yield name, (raw - raw.min(axis=0)) / np.ptp(raw, axis=0)


def peer(python: str, utilities: Any) -> dict[str, Any]:
    """Return what NegMAS answers and how long it takes."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "utilities.npy"
        np.save(file, utilities)
        run = subprocess.run([python, "-c", PEER, str(file)], capture_output=True, text=True, check=True)
    return dict(json.loads(run.stdout.splitlines()[-1]))


def same(utilities: Any, theirs: dict[str, Any]) -> bool:
    """Tell whether frontier, Nash and egalitarian points agree; NegMAS keeps one copy of outcomes that are alike.

    Its Kalai-Smorodinsky point is another criterion on a menu, the least difference between shares, and is not
    compared.
    """
    found = settlements(utilities, np.zeros(utilities.shape[1]))
    nash, _, egalitarian = theirs["points"]
    return (
        {tuple(row) for row in utilities[found.frontier]} == {tuple(row) for row in utilities[theirs["frontier"]]}
        and utilities[found.nash.value].tolist() in nash
        and utilities[found.egalitarian.value].tolist() in egalitarian
    )


def issues(correlation: float) -> list[Any]:
    """Return the values of twelve issues with six options to two parties."""
    rng = np.random.default_rng(12)
    values = []
    for _ in range(12):
        one, other = rng.standard_normal((2, 6))
        values.append(np.column_stack([one, correlation * one + (1 - correlation**2) ** 0.5 * other]))
    return values


def main() -> int:
    """Print the figures and return how many of them are past their limits."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--negmas", help="interpreter of an environment with NegMAS 0.16")
    python = options.parse_args().negmas
    past = 0

    def told(what: str, seconds: float, limit: float, more: str = "") -> None:
        """Print a time with its limit."""
        nonlocal past
        past += seconds > limit
        note = f"at most {limit:g} s" + (", PAST IT" if seconds > limit else "")
        print(f"{what:<58} {seconds:8.4f} s  ({note}){more}", flush=True)

    def ratio(what: str, ours: float, theirs: float, limit: float) -> None:
        """Print how many times longer NegMAS takes."""
        nonlocal past
        past += theirs < limit * ours
        note = f"at least {limit:g}" + (", PAST IT" if theirs < limit * ours else "") if limit else "no limit"
        print(f"    {what:<54} {theirs:8.4f} s  ratio {theirs / ours:.0f}  ({note})", flush=True)

    for n_parties in (2, 3):
        for name, utilities in menus(10**5, n_parties):
            no_deal = np.zeros(n_parties)
            alone = least(lambda u=utilities: pareto_frontier(u))
            four = least(lambda u=utilities, d=no_deal: settlements(u, d))
            size = pareto_frontier(utilities).size
            print(f"{n_parties} parties, 100,000 outcomes, {name}: {size} on the frontier")
            print(f"    frontier alone {alone:.4f} s, with all solutions {four:.4f} s")
            if python:
                theirs = peer(python, utilities)
                ratio("NegMAS, frontier alone", alone, theirs["alone"], ALONE)
                ratio("NegMAS, the four from utility functions", four, theirs["four"], FOUR)
                ratio("NegMAS, the four from arrays and known ranges", four, theirs["arrays"], 0)
                agree = same(utilities, theirs)
                past += not agree
                print(f"    the same frontier, Nash and egalitarian points: {'yes' if agree else 'NO'}")

    for name, utilities in menus(10**6, 3):
        told(f"3 parties, 1,000,000 outcomes, {name}", least(lambda u=utilities: settlements(u, [0, 0, 0]), 3), 1)
    for n_parties in (4, 5, 6):
        for name, utilities in menus(10**5, n_parties):
            rounds = 1 if name.startswith("neg") else 3
            seconds = least(lambda u=utilities: settlements(u, np.zeros(u.shape[1])), rounds)
            told(f"{n_parties} parties, 100,000 outcomes, {name}", seconds, 20)

    for name, correlation in (("random", 0.0), ("positively", 0.6), ("negatively", -0.6), ("nearly opposed", -0.99)):
        values = issues(correlation)
        found = additive_frontier(values)
        seconds = least(lambda v=values: package_settlements(v, [0, 0]))
        more = f"  {len(found.utilities)} on the frontier, {found.n_points_on_the_way} on the way"
        told(f"12 issues, 6 options, {name} correlated", seconds, 10, more)
    values = issues(-1.0)
    found = additive_frontier(values)
    seconds = least(lambda: additive_frontier(values), 1)
    told("12 issues, 6 options, constant sum", seconds, 10, f"  within {found.tolerance.max():.2g} of the frontier")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"most memory of all this {memory:.2f} GB")
    return past


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
