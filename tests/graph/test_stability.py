"""Stability: the two forms agree with the definitions, and the concepts imply one another."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_by_definition import known, sets_of, stable_by_definition
from graph_conflicts import conflicts
from winset.errors import InputError
from winset.graph import CONCEPTS, Conflict, conflict_of, stability, stable_by_matrices, stable_states

quick = settings(deadline=None, derandomize=True)


@quick
@given(conflicts())
def test_both_forms_say_what_the_definitions_say(conflict: Conflict) -> None:
    by_definition = stable_by_definition(sets_of(conflict.moves), *known(conflict.worth))
    for found in (stable_states(conflict), stable_by_matrices(conflict)):
        assert {concept: rows.tolist() for concept, rows in found.items()} == by_definition


@settings(deadline=None, derandomize=True, max_examples=25)
@given(st.integers(0, 10**6), st.integers(2, 5), st.floats(0.02, 0.4))
def test_both_forms_agree_on_larger_conflicts(seed: int, n: int, density: float) -> None:
    rng = np.random.default_rng(seed)
    conflict = conflict_of(rng.random((n, 40, 40)) < density, rng.integers(0, 30, (n, 40)))
    by_matrices = stable_by_matrices(conflict)
    for concept, rows in stable_states(conflict).items():
        assert np.array_equal(rows, by_matrices[concept]), concept


@settings(deadline=None, derandomize=True, max_examples=25)
@given(st.integers(0, 10**6), st.integers(6, 12), st.sampled_from([0.08, 0.15, 0.3]))
def test_five_decision_makers_with_moves_for_good_and_ties_are_as_the_definitions_say(
    seed: int, m: int, density: float
) -> None:
    rng = np.random.default_rng(seed)
    moves = rng.random((5, m, m)) < density
    moves[:3] &= np.triu(np.ones((m, m), dtype=bool))  # what three of them do cannot be undone
    conflict = conflict_of(moves, rng.integers(0, 4, (5, m)))
    by_definition = stable_by_definition(sets_of(conflict.moves), *known(conflict.worth))
    for found in (stable_states(conflict), stable_by_matrices(conflict)):
        assert {concept: rows.tolist() for concept, rows in found.items()} == by_definition
    for stronger, weaker in (pair.split() for pair in ("nash sseq", "sseq seq", "sseq smr", "seq gmr", "smr gmr")):
        assert not (found[stronger] & ~found[weaker]).any()


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("wary", [False, True])
@quick
@given(conflict=conflicts(unknown=True))
def test_unknown_preferences_are_taken_as_said(conflict: Conflict, bold: bool, wary: bool) -> None:
    worth = conflict.worth

    def worthwhile(i: int, s: int, t: int) -> bool:
        unknown = s != t and np.isnan(worth[i, [s, t]]).any()
        return bool(bold if unknown else worth[i, t] > worth[i, s])

    def deters(i: int, s: int, t: int) -> bool:
        unknown = s != t and np.isnan(worth[i, [s, t]]).any()
        return bool(wary if unknown else s == t or worth[i, t] <= worth[i, s])

    expected = stable_by_definition(sets_of(conflict.moves), worthwhile, deters)
    found = stability(conflict, moves_into_unknown=bold, unknown_deters=wary)
    names = conflict.states
    for concept in CONCEPTS:
        rows = [tuple(name for name, holds in zip(names, row, strict=True) if holds) for row in expected[concept]]
        assert list(found.stable[concept].values()) == rows


@quick
@given(conflicts())
def test_concepts_imply_one_another(conflict: Conflict) -> None:
    stable = stable_states(conflict)
    for pair in ("nash sseq", "sseq seq", "sseq smr", "seq gmr", "smr gmr"):
        stronger, weaker = pair.split()
        assert not (stable[stronger] & ~stable[weaker]).any(), pair


def test_no_concept_implies_a_stronger_one() -> None:
    rng = np.random.default_rng(5)
    apart: set[tuple[str, str]] = set()
    for _ in range(300):
        found = stable_states(conflict_of(rng.random((3, 5, 5)) < 0.4, rng.integers(0, 5, (3, 5))))
        apart |= {(a, b) for a in CONCEPTS for b in CONCEPTS if (found[a] & ~found[b]).any()}
    implied = {("nash", other) for other in CONCEPTS[1:]} | {("seq", "gmr"), ("smr", "gmr")}
    implied |= {("sseq", other) for other in ("seq", "smr", "gmr")}
    assert apart == {(a, b) for a in CONCEPTS for b in CONCEPTS if a != b} - implied


@quick
@given(conflicts(), st.data())
def test_names_and_order_of_decision_makers_and_states_change_nothing(conflict: Conflict, data: st.DataObject) -> None:
    n, m = conflict.worth.shape
    makers, states = data.draw(st.permutations(range(n))), data.draw(st.permutations(range(m)))
    moves = conflict.moves[makers][:, states][:, :, states]
    turned = stable_states(conflict_of(moves, conflict.worth[makers][:, states]))
    for concept, rows in stable_states(conflict).items():
        assert np.array_equal(turned[concept], rows[makers][:, states])


@quick
@given(conflicts())
def test_only_the_order_of_preferences_counts(conflict: Conflict) -> None:
    stretched = conflict_of(conflict.moves, np.exp(3 * conflict.worth) - 7)
    for concept, rows in stable_states(stretched).items():
        assert np.array_equal(rows, stable_states(conflict)[concept])


@quick
@given(conflicts())
def test_inputs_are_not_changed(conflict: Conflict) -> None:
    moves, worth = conflict.moves.copy(), conflict.worth.copy()
    stability(conflict)
    stable_by_matrices(conflict)
    assert np.array_equal(conflict.moves, moves)
    assert np.array_equal(conflict.worth, worth)


def test_the_others_may_answer_in_several_moves() -> None:
    first, second, third = np.zeros((3, 4, 4), dtype=bool)
    first[0, 1] = second[1, 2] = third[2, 3] = True
    conflict = conflict_of([first, second, third], [[1, 2, 2, 0], [0, 0, 1, 1], [0, 0, 0, 1]])
    assert "1" in stability(conflict).stable["sseq"]["1"]


def test_nobody_answers_twice_in_a_row() -> None:
    first, second = np.zeros((2, 4, 4), dtype=bool)
    first[0, 1] = second[1, 2] = second[2, 3] = True
    conflict = conflict_of([first, second], [[1, 2, 2, 0], [0, 1, 2, 3]])
    assert "1" not in stability(conflict).stable["gmr"]["1"]
    assert "1" not in stability(conflict_of([first | second], [[0, 1, 1, 2]])).stable["gmr"]["1"]


def test_edges() -> None:
    alone = stability(conflict_of([[[0]]], [[5]]))
    assert set(alone.equilibria.values()) == {("1",)}
    same = stability(conflict_of(np.ones((2, 3, 3)), np.zeros((2, 3))))
    assert same.equilibria["nash"] == ("1", "2", "3")
    chase = stability(conflict_of([[[0, 1], [0, 0]], [[0, 0], [1, 0]]], [[0, 1], [1, 0]]))
    assert chase.equilibria["nash"] == ()


@pytest.mark.parametrize(
    ("moves", "worth", "says"),
    [
        ([[[0]]], [1], "`worth` has shape \\(1,\\)"),
        ([[[0]]], [[]], "`worth` has shape"),
        ([[[0]]], [["good"]], "cannot be read as an array"),
        ([[[0, 1], [0]]], [[1, 2]], "cannot be read as an array"),
        ([[[0]]], [[1, 2]], "it must be \\(1, 2, 2\\)"),
        (np.zeros((1, 2, 2)), [[1, np.inf]], "infinite"),
        (np.zeros((0, 2, 2)), np.zeros((0, 2)), "neither of them 0"),
    ],
)
def test_arrays_that_are_no_conflict_are_refused(moves: Any, worth: Any, says: str) -> None:
    with pytest.raises(InputError, match=says):
        conflict_of(moves, worth)


def test_names_are_checked() -> None:
    with pytest.raises(InputError, match="`states` holds 1 names; there must be 2"):
        conflict_of(np.zeros((1, 2, 2)), [[1, 2]], states=["a"])
    with pytest.raises(InputError, match="`decision_makers` names 'a' twice"):
        conflict_of(np.zeros((2, 1, 1)), [[1], [2]], decision_makers=["a", "a"])
    with pytest.raises(InputError, match="5001 states; at most 5000"):
        conflict_of(np.zeros((1, 5001, 5001), dtype=bool), np.zeros((1, 5001)))
