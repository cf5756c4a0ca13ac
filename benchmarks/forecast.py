"""Speed and memory of a forecast, as ratios to what NumPy needs merely to draw the same normals, in one run.

Run it from a checkout: ``make bench``. Every figure is the least processor time of several rounds over the same work:
all blocks of `kuril-2019` at 16,384 draws, weekly steps to the deadline, two felt publics. It fails if a figure is past
its limit, which on a machine that is busy with other work means little.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from typing import Any

import numpy as np

import winset
from winset.case.reading import read_text
from winset.forecasting.block import Plan, play_block
from winset.forecasting.run import DRAWS, REPLICATES, SEED, plans_of
from winset.forecasting.scene import Scene
from winset.forecasting.talks import Table

ROUNDS = 7


def least(work: Callable[[], Any]) -> float:
    """Return the least processor time of several rounds, in seconds."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def scenes(plan: Plan) -> list[Scene]:
    """Return the scenes of all blocks with everything but paths and windows worked out."""
    found = []
    for replicate in range(REPLICATES):
        scene = plan.scene(replicate, 0)
        for form in plan.forms:
            scene.votes(form.vote_error)
            for party in plan.board.parties:
                scene.willing(party, form.vote_error)
        found.append(scene)
    return found


def deep_case() -> str:
    """Return a case with 40 leaves at one home: of ten groups, each a body and three consents, two answers each."""
    blocs = {
        "government": {"seats": 40, "whipped": True, "in_favour": "0.9 to 0.99"},
        "opposition": {"seats": 35, "in_favour": "0.1 to 0.4"},
    }
    groups = {
        f"group-{i}": {
            "at_least": 2,
            "of": {
                f"body-{i}": {"votes": "body", "seats": 75, "blocs": blocs},
                **{f"court-{i}{j}": {"consents": "0.8 to 0.95"} for j in range(3)},
            },
        }
        for i in range(10)
    }
    home = {"all": {"all_of": groups}}
    return json.dumps(
        {
            "winset": 1,
            "id": "deep",
            "title": "A deep tree",
            "as_of": "2019-01-23",
            "until": "2021-09-30",
            "question": {"text": "Will it be ratified?", "deal": ["x"]},
            "packages": {"x": {"says": "the text"}},
            "parties": {
                "a": {"leader": {"worth": {"x": "5 to 20"}}, "home": home},
                "b": {"leader": {"worth": {"x": "0 to 20"}}},
            },
        }
    )


def main() -> int:
    """Print the ratios and return how many of them are past their limits."""
    past = 0

    def told(what: str, figure: float, shown: str, limit: float) -> None:
        """Print a figure with its limit."""
        nonlocal past
        past += figure > limit
        print(f"{what:<38} {shown}  (at most {limit:g}{', PAST IT' if figure > limit else ''})")

    case = winset.load("kuril-2019")
    (_, _, plan), *_ = plans_of(case, DRAWS, SEED)
    ready = scenes(plan)
    steps, publics = plan.board.calendar.size - 1, len(ready[0].shocks.publics)
    buffer = np.empty((steps, plan.size))

    def normals() -> None:
        for replicate in range(REPLICATES):
            generator = np.random.Generator(np.random.Philox(replicate))
            for _ in range(publics):
                generator.standard_normal(out=buffer)

    def first_form() -> None:
        for scene in ready:
            scene.shocks.draw_normals()
            windows(scene, plan.forms[0].process)

    def windows(scene: Scene, process: str) -> None:
        scene.forget(process)
        form = next(form for form in plan.forms if form.process == process)
        Table(scene, form).windows()

    draw_only = least(normals)
    first = least(first_form)
    print(f"kuril-2019: {DRAWS:,} draws, {steps} steps, {publics} felt publics, {len(plan.board.packages)} packages")
    print(f"{'NumPy drawing the normals':<38} {draw_only:.3f} s   ratio 1")
    told("first form, paths and windows", first / draw_only, f"{first:.3f} s   ratio {first / draw_only:.2f}", 2)
    for process in dict.fromkeys(form.process for form in plan.forms[1:]):
        if process != plan.forms[0].process:
            further = least(lambda process=process: [windows(scene, process) for scene in ready])
            ratio = further / draw_only
            told(f"further form, {process}", ratio, f"{further:.3f} s   ratio {ratio:.2f}", 0.7)

    whole = least(lambda: [play_block(plan, replicate, 0) for replicate in range(REPLICATES)])
    ((_, _, deep),) = plans_of(read_text(deep_case()), DRAWS, SEED)
    tree = least(lambda: play_block(deep, 0, 0)) / least(lambda: play_block(plan, 0, 0))
    told("a tree of 40 leaves, 10 of them bodies", tree, f"ratio {tree:.2f} to kuril-2019, per draw", 3)
    what = f"all {len(plan.forms)} forms, all replays, counted"
    print(f"{what:<38} {whole:.3f} s   ratio {whole / draw_only:.1f}")

    peaks = []
    for draws in (DRAWS, 4 * DRAWS):
        tracemalloc.start()
        winset.forecast(case, draws=draws)
        peaks.append(tracemalloc.get_traced_memory()[1] / 1e6)
        tracemalloc.stop()
    grown = peaks[1] / peaks[0]
    told(f"peak memory at {4 * DRAWS:,} draws", grown, f"{peaks[1]:.0f} MB   ratio {grown:.2f} to {DRAWS:,} draws", 1.1)

    command = [sys.executable, "-c", "import winset"]
    bare = [sys.executable, "-c", "pass"]
    quick = min(_wall(command) for _ in range(5)) - min(_wall(bare) for _ in range(5))
    told("import winset", quick, f"{quick:.3f} s", 0.3)
    whole_run = min(_wall([sys.executable, "-m", "winset", "run", "kuril-2019"]) for _ in range(3))
    told("winset run kuril-2019", whole_run, f"{whole_run:.2f} s", 5)
    return past


def _wall(command: list[str]) -> float:
    """Return the wall time of a command, in seconds."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
