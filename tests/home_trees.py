"""Small trees of rules at home, as written in a case, and what they say by definition."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
from hypothesis import strategies as st

from cases import Raw, case_of, coin, party
from winset.case.case import Case


def home(tree: Raw, **parts: Any) -> Case:
    """Return a case in which party a must carry a home."""
    return case_of(parties={"a": party(home={"all": tree}), "b": party()}, **parts)


def by_definition(tree: Raw, says: dict[str, Any], name: str) -> Any:
    """Return whether a written rule is met, from what everyone says."""
    if "stopped_only_if" in tree:
        return ~stopped(tree["stopped_only_if"], says, name)
    for key, needed in (("all_of", None), ("any_of", 1), ("of", tree.get("at_least"))):
        if key in tree:
            met = np.array([by_definition(branch, says, below) for below, branch in tree[key].items()])
            return met.sum(axis=0) >= (len(met) if needed is None else needed)
    return says[name]


def stopped(tree: Raw, says: dict[str, Any], name: str) -> Any:
    """Return whether those who can stop a package do; who says yes does not."""
    if "stopped_only_if" in tree:
        return ~by_definition(tree["stopped_only_if"], says, name)
    for key, needed in (("all_of", None), ("any_of", 1), ("of", tree.get("at_least"))):
        if key in tree:
            met = np.array([stopped(branch, says, below) for below, branch in tree[key].items()])
            return met.sum(axis=0) >= (len(met) if needed is None else needed)
    return ~says[name]


@st.composite
def trees(draw: st.DrawFn, depth: int = 3) -> Raw:
    """Draw a tree of coins and consents, each with a name of its own."""
    count = itertools.count()
    kinds = ["leaf"] if not depth else ["leaf", "all_of", "any_of", "at_least", "stopped_only_if"]

    def node(left: int) -> Raw:
        kind = draw(st.sampled_from(kinds if left else ["leaf"]))
        if kind == "leaf":
            chance = draw(st.sampled_from([0.1, 0.4, 0.5, 0.8]))
            return {"consents": chance} if draw(st.booleans()) else coin(3, chance) | {"quota": 2}
        if kind == "stopped_only_if":
            return {kind: node(left - 1)}
        below = {f"n{next(count)}": node(left - 1) for _ in range(draw(st.integers(1, 3)))}
        if kind == "at_least":
            return {"at_least": draw(st.integers(1, len(below))), "of": below}
        return {kind: below}

    return node(depth)
