"""Every draw of a forecast, block by block: what went in, and how the talks ended in each model form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from winset.case.case import Case
from winset.chance.distributions import Fixed
from winset.forecasting.block import Plan
from winset.forecasting.run import REPLICATES, plans_of
from winset.forecasting.talks import Table

Columns = dict[str, NDArray[Any]]


def draw_tables(case: Case, draws: int, seed: int) -> Iterator[Columns]:
    """Yield the draws of a case as columns, one block at a time, so that memory does not grow with the draws.

    Every block has the same columns in the same order:

    - ``story``, ``replicate``, ``draw``: which draw it is; ``draw`` counts from 0 within its replicate;
    - one for each uncertain number, under its path;
    - for each model form ``<form>: package``, the package that ended the talks (empty if none did), and
      ``<form>: deal day``, days from the case's date to the deal (not a number without one).

    The rows are the very draws that `winset.forecast` counts with the same `draws` and `seed`: a form's share of rows
    with a deal is its probability. Numbers and forms that only other stories have are not a number and empty.

    Raises
    ------
    InputError
        If `draws` is out of range.
    """
    plans = plans_of(case, draws, seed)
    uncertain = {path: None for _, _, plan in plans for path in _uncertain(plan)}
    forms = {name: None for _, _, plan in plans for name in _form_names(plan)}
    for story, _, plan in plans:
        for replicate in range(REPLICATES):
            for block in range(plan.blocks):
                yield _block(plan, story, replicate, block, tuple(uncertain), tuple(forms))


def _uncertain(plan: Plan) -> list[str]:
    """Return the paths of a plan's uncertain numbers."""
    return [path for path, known in plan.distributions.items() if not isinstance(known, Fixed)]


def _form_names(plan: Plan) -> list[str]:
    """Return the names of a plan's forms, the story left out."""
    return [form.name("") or "the only form" for form in plan.forms]


def _block(
    plan: Plan, story: str, replicate: int, block: int, uncertain: tuple[str, ...], forms: tuple[str, ...]
) -> Columns:
    """Return one block of draws."""
    board, scene = plan.board, plan.scene(replicate, block)
    draw = scene.draw
    found: Columns = {
        "story": np.full(scene.n, story),
        "replicate": np.full(scene.n, replicate),
        "draw": block * plan.size + np.arange(scene.n),
    }
    for path in uncertain:
        found[path] = draw.value(path) if path in plan.distributions else np.full(scene.n, np.nan)
    for name in forms:
        found[f"{name}: package"] = np.full(scene.n, "")
        found[f"{name}: deal day"] = np.full(scene.n, np.nan)
    packages = np.array([*board.packages, ""])
    process = plan.forms[0].process
    for name, form in zip(_form_names(plan), plan.forms, strict=True):
        if form.process != process:
            scene.forget(process)
            process = form.process
        table = Table(scene, form)
        played = table.play()
        days = table.deal_days(played)
        found[f"{name}: package"] = packages[played.package]
        found[f"{name}: deal day"] = np.where(np.isfinite(days), days, np.nan)
    return found
