"""Synthetic cases for tests: plain parts with nothing uncertain in them, read like any case file.

A case is written here as plain data and read as its YAML, so that every default and check applies.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from winset.case.case import Case
from winset.case.reading import read_text
from winset.forecasting.capital import Shocks
from winset.forecasting.forms import FormOf
from winset.forecasting.inputs import Draw, rank_correlations
from winset.forecasting.obstacle import Obstacle
from winset.forecasting.run import plans_of
from winset.forecasting.scene import Scene
from winset.forecasting.talks import Table

Raw = dict[str, Any]

AT_EVERY_STEP = 1e7
"""A rate of meetings at which there is one in every step."""

BASE: Raw = {
    "winset": 1,
    "id": "test",
    "title": "A test",
    "as_of": "2020-01-01",
    "until": "2020-01-31",
    "question": {"text": "Will a and b agree by the end of January 2020?", "deal": ["x"]},
    "packages": {"x": {"says": "a package"}},
    "parties": {"a": {"leader": {"worth": {"x": 10}}}, "b": {"leader": {"worth": {"x": 10}}}},
    "meetings": {"rate": AT_EVERY_STEP, "closes": 1},
    "forms": {"process": ["random-walk"], "solution": ["nash"]},
}
"""Two leaders who would sign the only package at once: the probability of a deal is 1."""


def raw_case(**parts: Any) -> Raw:
    """Return the data of the base case with top-level parts replaced; mappings given as None are left out."""
    raw = copy.deepcopy(BASE)
    raw.update(parts)
    return {key: part for key, part in raw.items() if part is not None}


def read(raw: Raw) -> Case:
    """Return the case that data describe."""
    return read_text(json.dumps(raw))


def case_of(**parts: Any) -> Case:
    """Return the base case with top-level parts replaced."""
    return read(raw_case(**parts))


def packages(*names: str, **more: Raw) -> Raw:
    """Return packages that are known by name alone; keywords say more of one."""
    return {name: {"says": f"package {name}", **more.get(name, {})} for name in names}


def party(worth: Any = None, home: Mapping[str, Any] | None = None, **leader: Any) -> Raw:
    """Return a party whose leader values packages as said (10 each of `x`), with a home."""
    said = {"worth": worth if isinstance(worth, dict) else {"x": 10 if worth is None else worth}}
    return {"leader": {**said, **leader}, "home": dict(home or {})}


def public(approval: Any, floor: Any, costs: Mapping[str, float] | None = None, **more: Any) -> Raw:
    """Return a felt public with a hard floor and approval that stands still; `costs` are points of approval."""
    opinions = {
        name: {"oppose": max(cost, 0), "support": max(-cost, 0), "names_package": True}
        for name, cost in (costs or {}).items()
    }
    return {
        "felt": "capital",
        "approval": approval,
        "floor": {"value": floor, "soft": 0},
        "pass_through": 1,
        "support_ratio": 1,
        "opposition": opinions,
        "moves": {"volatility": 0, "reversion": 0},
        **more,
    }


def body(seats: int, in_favour: Any = None, **more: Any) -> Raw:
    """Return a body in which only its members' own luck is uncertain."""
    said = {} if in_favour is None else {"in_favour": in_favour}
    return {"votes": "body", "seats": seats, **said, "common_error": 0, **more}


def referendum(in_favour: Any, **more: Any) -> Raw:
    """Return a referendum without error or drift: the stated share is the result."""
    return {"votes": "referendum", "in_favour": in_favour, "turnout": 1, "poll_error": 0, "drift": 0, **more}


def coin(seats: int, chance: float) -> Raw:
    """Return a body that passes everything with a stated chance: one whipped bloc."""
    blocs = {"all": {"seats": seats, "in_favour": chance, "whipped": True}}
    return {"votes": "body", "seats": seats, "common_error": 0, "blocs": blocs}


def scene_of(case: Case, n: int = 128, seed: int = 1, replicate: int = 0) -> Scene:
    """Return the scene of one replicate of `n` draws of a case without stories."""
    ((_, _, plan),) = plans_of(case, 8 * n, seed)
    draw = Draw(
        plan.distributions, rank_correlations(case), n=n, seed=seed, replicate=replicate, bits=n.bit_length() - 1
    )
    return Scene(plan.board, draw, Shocks(case, plan.board.calendar, draw))


def forms(case: Case) -> tuple[FormOf, ...]:
    """Return the forms in which a case is played."""
    return plans_of(case, 128, 1)[0][2].forms


def table_of(case: Case, n: int = 128, seed: int = 1, without: Obstacle | None = None) -> Table:
    """Return the table of a case's first form in one replicate."""
    scene = scene_of(case, n, seed)
    stage = scene.without_outsider(without.party) if without is not None and without.kind == "outside" else scene
    return Table(stage, forms(case)[0], without)


def deal_days(case: Case, n: int = 128, seed: int = 1, without: Obstacle | None = None) -> np.ndarray:
    """Return the day of the deal in each draw, infinite without one."""
    table = table_of(case, n, seed, without)
    return table.deal_days(table.play())


def open_cells(case: Case, n: int = 128, seed: int = 1) -> np.ndarray:
    """Return whether each package is open, shape (n_packages, n_steps, n_draws)."""
    table = table_of(case, n, seed)
    bits, size = table.windows(), table.scene.n_packages
    word = 8 * bits.dtype.itemsize
    one = np.asarray(1, dtype=bits.dtype)
    return np.stack([(bits[p // word] >> np.asarray(p % word, dtype=bits.dtype)) & one != 0 for p in range(size)])
