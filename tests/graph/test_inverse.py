"""The inverse question: conditions, shares and least changes against all rankings there are."""

from __future__ import annotations

from itertools import combinations, permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_conflicts import conflicts, elmira
from winset.errors import InputError
from winset.graph import CONCEPTS, Conflict, conflict_of, preferences_for, stable_states
from winset.graph.conditions import share_of_rankings

few = settings(deadline=None, derandomize=True, max_examples=15)


def with_row(conflict: Conflict, focal: int, row: Any) -> Conflict:
    """The conflict with other preferences of one decision maker."""
    worth = conflict.worth.copy()
    worth[focal] = row
    return conflict_of(conflict.moves, worth)


def pairs_reversed(before: Any, after: Any) -> int:
    """Pairs of states whose strict order is turned round."""
    return sum((before[a] - before[b]) * (after[a] - after[b]) < 0 for a, b in combinations(range(len(before)), 2))


@pytest.mark.parametrize("concept", CONCEPTS)
@few
@given(conflict=conflicts(most=4, ties=False), focal=st.integers(0, 3))
def test_all_rankings_bear_out_conditions_shares_and_least_changes(
    conflict: Conflict, concept: Any, focal: int
) -> None:
    n, m = conflict.worth.shape
    focal %= n
    need = preferences_for(conflict, "1", concept).needs[focal]
    good = []
    for row in permutations(range(m)):
        stable = bool(stable_states(with_row(conflict, focal, row))[concept][focal, 0])
        met = all(
            any(all(row[int(state) - 1] <= row[0] for state in states) for states in clause)
            for clause in need.conditions
        )
        assert met == stable
        if stable:
            good.append(pairs_reversed(conflict.worth[focal], row))
    total = len(list(permutations(range(m))))
    assert need.share == pytest.approx(len(good) / total, abs=1e-12)
    assert need.reversed_pairs == min(good)
    assert need.is_least
    assert need.is_met == (need.reversed_pairs == 0) == (not need.moved)


@pytest.mark.parametrize("concept", CONCEPTS)
@few
@given(conflict=conflicts())
def test_the_changed_ranking_is_stable_and_as_far_off_as_said(conflict: Conflict, concept: Any) -> None:
    found = preferences_for(conflict, conflict.states[-1], concept)
    stable = stable_states(conflict)[concept]
    assert found.is_equilibrium == stable[:, -1].all()
    changed = conflict.worth.copy()
    for focal, need in enumerate(found.needs):
        tiers = [tier if isinstance(tier, tuple) else (tier,) for tier in need.ranking]
        for rank, tier in enumerate(tiers):
            changed[focal, [int(name) - 1 for name in tier]] = -rank
        assert need.is_met == stable[focal, -1]
        assert stable_states(with_row(conflict, focal, changed[focal]))[concept][focal, -1]
        assert pairs_reversed(conflict.worth[focal], changed[focal]) == need.reversed_pairs
    then = stable_states(conflict_of(conflict.moves, changed))[concept][:, -1].all()
    assert found.is_equilibrium_then == then
    assert then or concept in ("seq", "sseq")


def test_what_would_keep_the_status_quo_of_elmira() -> None:
    conflict = elmira([7, 3, 4, 8, 5, 1, 2, 6, 9], [1, 4, 8, 5, 9, 3, 7, 2, 6], [7, 3, 5, 1, 8, 6, 4, 2, 9])
    found = preferences_for(conflict, "delay")
    assert [str(need) for need in found.needs] == [
        "no better: modify+delay",
        "no better: accept; no better: abandon",
        "no better: delay+insist",
    ]
    assert [need.is_met for need in found.needs] == [True, True, False]
    assert [need.share for need in found.needs] == pytest.approx([1 / 2, 1 / 3, 1 / 2])
    local = found.needs[2]
    assert (local.moved, local.reversed_pairs) == (("delay+insist",), 1)
    assert found.is_equilibrium_then
    deterred = preferences_for(conflict, "delay", "gmr").needs[2]
    assert deterred.is_met
    assert "modify+delay+insist" in str(deterred)


def test_a_share_is_left_out_where_too_many_states_matter() -> None:
    assert share_of_rankings((tuple(frozenset({k}) for k in range(21)),)) is None
    assert share_of_rankings((tuple(frozenset({k}) for k in range(20)),)) == pytest.approx(20 / 21)
    assert share_of_rankings(tuple((frozenset({k}),) for k in range(20))) == pytest.approx(1 / 21)
    assert share_of_rankings(()) == 1


def test_a_state_that_nobody_can_leave_needs_nothing() -> None:
    need = preferences_for(conflict_of(np.zeros((1, 2, 2)), [[1, 2]]), "1").needs[0]
    assert str(need) == "whatever is preferred"
    assert need.share == 1


def test_questions_that_make_no_sense_are_refused() -> None:
    conflict = conflict_of(np.zeros((1, 2, 2)), [[1, 2]])
    with pytest.raises(InputError, match="`state` is '3'; it must be one of 1, 2"):
        preferences_for(conflict, "3")
    with pytest.raises(InputError, match="`concept` is 'core'; it must be one of nash, gmr"):
        preferences_for(conflict, "1", "core")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="leaves preferences unknown"):
        preferences_for(conflict_of(np.zeros((1, 2, 2)), [[1, np.nan]]), "1")
    with pytest.raises(InputError, match="201 states; the question is answered up to 200"):
        preferences_for(conflict_of(np.zeros((1, 201, 201)), np.zeros((1, 201))), "1")
