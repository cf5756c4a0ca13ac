"""When a legislature helps its own executive abroad, and when it hurts him: with a veto, and with a right to amend."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from winset.bargain import executive_legislature
from winset.errors import InputError

RIGHTS: tuple[Any, ...] = ("veto", "amend")

places = st.floats(-3, 3).map(lambda x: round(x, 3))


def effect(*ideals: float, **right: Any) -> Any:
    return executive_legislature(*ideals, **right).diagnostics["executive"]


def test_one_legislature_helps_by_a_veto_and_hurts_by_amending() -> None:
    """Executive .6, foreign 0, legislature 1, status quo 1.5. Alone the leaders settle on .435.

    A veto stops them at .5, nearer to the executive's .6. A right to amend ends at the legislature's own 1, which both
    leaders prefer to 1.5 and the executive likes far less than .435.
    """
    veto, amend = (executive_legislature(0.6, 0, 1, 1.5, right=right) for right in RIGHTS)
    assert (veto.value, amend.value) == (0.5, 1.0)
    free = veto.diagnostics["unconstrained"]
    assert abs(0.5 - 0.6) < abs(free - 0.6) < abs(1.0 - 0.6)
    assert (veto.diagnostics["executive"], amend.diagnostics["executive"]) == ("helped", "hurt")


def test_a_veto_alone_hurts_where_it_leaves_too_little() -> None:
    """A legislature at 1.3 stops at 1.1, further from .6 than .435 is; one at 2 stops everything."""
    assert executive_legislature(0.6, 0, 1.3, 1.5).value == pytest.approx(1.1)
    assert [effect(0.6, 0, L, 1.5) for L in (0.9, 1, 1.1, 1.3, 2)] == ["unaffected", "helped", "helped", "hurt", "hurt"]
    assert effect(-1, 0.2, 1, 1.5) == "hurt"


@settings(deadline=None, derandomize=True, max_examples=300)
@given(places, places, places, places, st.sampled_from(RIGHTS))
def test_helped_and_hurt_are_measured_against_the_leaders_alone(
    E: float, F: float, L: float, q: float, right: Any
) -> None:
    found = executive_legislature(E, F, L, q, right=right)
    free = found.diagnostics["unconstrained"]
    if free is None:
        assert found.diagnostics["executive"] == "unaffected"
        return
    settled = q if found.value is None else found.value
    further = abs(settled - E) - abs(free - E)
    assume(abs(further) > 1e-6 or further == 0)
    assert found.diagnostics["executive"] == ("unaffected" if further == 0 else "hurt" if further > 0 else "helped")


@settings(deadline=None, derandomize=True, max_examples=200)
@given(places, places, places, places)
def test_who_amends_gets_the_best_that_both_leaders_take(E: float, F: float, L: float, q: float) -> None:
    grid = np.append(np.linspace(-10, 10, 20_001), [q, L])
    taken = grid[(np.abs(grid - E) <= abs(q - E) + 1e-9) & (np.abs(grid - F) <= abs(q - F) + 1e-9)]
    best = taken[np.argmin(np.abs(taken - L))]
    found = executive_legislature(E, F, L, q, right="amend")
    assert (q if found.value is None else found.value) == pytest.approx(best, abs=2e-3)


@settings(deadline=None, derandomize=True, max_examples=200)
@given(places, places, places, places)
def test_a_right_to_amend_never_hurts_the_legislature(E: float, F: float, L: float, q: float) -> None:
    veto, amend = (executive_legislature(E, F, L, q, right=right) for right in RIGHTS)
    assert veto.status == amend.status
    if veto.value is not None and amend.value is not None:
        assert abs(amend.value - L) <= abs(veto.value - L) + 1e-9


@settings(deadline=None, derandomize=True)
@given(places, places, places, st.lists(st.floats(0, 3), min_size=3, max_size=8))
def test_as_a_veto_grows_stronger_it_does_nothing_then_perhaps_helps_then_hurts(
    E: float, F: float, q: float, distances: list[float]
) -> None:
    """Schelling's conjecture holds in the middle only, and nowhere for an executive who wants more than he gets."""
    assume(abs(E - q) > 0.01)
    free = executive_legislature(E, F, E, q).diagnostics["unconstrained"]
    assume(free is not None)
    way = np.sign(E - q)
    seen = [effect(E, F, q + way * far, q) for far in sorted(distances, reverse=True)]
    stages = [{"unaffected": 0, "helped": 1, "hurt": 2}[word] for word in seen]
    assert stages == sorted(stages)
    assert abs(free - q) > abs(E - q) - 1e-9 or "helped" not in seen


@settings(deadline=None, derandomize=True)
@given(places, places, places, places, st.sampled_from(RIGHTS))
def test_the_mirrored_line_has_the_mirrored_settlement(E: float, F: float, L: float, q: float, right: Any) -> None:
    here, there = executive_legislature(E, F, L, q, right=right), executive_legislature(-E, -F, -L, -q, right=right)
    assert here.status == there.status
    assert here.diagnostics["executive"] == there.diagnostics["executive"]
    if here.value is not None and there.value is not None:
        assert here.value == pytest.approx(-there.value)


def test_an_amendment_stops_where_a_leader_would_refuse() -> None:
    found = executive_legislature(1, 9, 5, 0, right="amend")
    assert (found.value, found.diagnostics["bound_by"]) == (2, "legislature")
    assert executive_legislature(1, 1, 1, 0, right="amend").diagnostics["regime"] == "slack"
    assert executive_legislature(1, 2, -1, 0, right="amend").status == "empty"


def test_an_unknown_right_is_refused() -> None:
    unknown: Any = "ask"
    with pytest.raises(InputError, match="`right` is 'ask'; it must be 'veto' or 'amend'"):
        executive_legislature(0.6, 0, 1, 1.5, right=unknown)
