"""From plain data to a conflict: options, statements, preferences, files of another program, refusals."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_conflicts import ELMIRA, conflicts
from winset.errors import InputError
from winset.graph import Conflict, prioritised, read_conflict, stability
from winset.graph.option_states import option_states
from winset.graph.statements import truth

quick = settings(deadline=None, derandomize=True)
TABLE = np.array([[bool(row >> bit & 1) for bit in range(3)] for row in range(8)])

# --- statements ---


@pytest.mark.parametrize(
    ("statement", "python"),
    [
        ("a and not b", "a and not b"),
        ("a or b and c", "a or (b and c)"),
        ("not a or b", "(not a) or b"),
        ("not (a or b)", "not (a or b)"),
        ("a if b", "a or not b"),
        ("if b then a", "a or not b"),
        ("if a or b then c", "c or not (a or b)"),
        ("a iff b and c", "a == (b and c)"),
        ("a if b iff c", "(a or not b) == c"),
        ("a if b if c", "(a or not b) or not c"),
        ("not not a", "a"),
        ('"a" and ("b")', "a and b"),
    ],
)
def test_statements_bind_as_said(statement: str, python: str) -> None:
    expected = [bool(eval(python, {}, dict(zip("abc", row, strict=True)))) for row in TABLE.tolist()]
    assert truth(statement, "abc", TABLE).tolist() == expected


def test_names_may_have_several_words() -> None:
    names = ["accept the order", "sign and leave", "x"]
    assert (
        truth('accept the order and not "sign and leave"', names, TABLE).tolist()
        == (TABLE[:, 0] & ~TABLE[:, 1]).tolist()
    )


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("a and", "an option is missing before 'the end'"),
        ("", "an option is missing before 'the end'"),
        ("and a", "an option is missing before 'and'"),
        ("(a or b", "a parenthesis is not closed"),
        ("a) or b", "'\\)' stands where the statement should end"),
        ("if a", "'then' is missing"),
        ("a d", "'a d' is no option; the options are a, b, c"),
        ('a "b"', "'b' stands where the statement should end"),
    ],
)
def test_statements_that_cannot_be_read_are_refused(statement: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        truth(statement, "abc", TABLE)


# --- states and moves from options ---


def test_the_options_of_elmira_make_its_nine_states_and_their_moves() -> None:
    conflict = read_conflict(ELMIRA | {"priorities": {name: [] for name in ELMIRA["options"]}})
    moves = {
        name: {(s + 1, t + 1) for s, t in zip(*np.nonzero(table), strict=True)}
        for name, table in zip(conflict.decision_makers, conflict.moves, strict=True)
    }
    back_and_forth = {(1, 5), (2, 6), (3, 7), (4, 8)}
    assert moves["MoE"] == {(1, 2), (3, 4), (5, 6), (7, 8)}
    assert moves["Uniroyal"] == {(1, 3), (2, 4), (5, 7), (6, 8)} | {(state, 9) for state in range(1, 9)}
    assert moves["Local"] == back_and_forth | {(t, s) for s, t in back_and_forth}


@quick
@given(st.integers(1, 4), st.integers(0, 3), st.sampled_from(["stays taken", "stays dropped", None]))
def test_moves_change_own_options_only_and_respect_one_way(own: int, other: int, way: str | None) -> None:
    options = {"x": [f"a{k}" for k in range(own)], "y": [f"b{k}" for k in range(other)]}
    written: dict[str, Any] = {"options": options, "weights": {"x": {}, "y": {}}}
    conflict = read_conflict(written | ({"one_way": {"a0": way}} if way else {}))
    taken = option_states(options).taken
    for s, before in enumerate(taken):
        for t, after in enumerate(taken):
            allowed = way is None or before[0] == after[0] or before[0] == (way == "stays dropped")
            assert conflict.moves[0, s, t] == (s != t and (before[own:] == after[own:]).all() and allowed)


def test_states_may_be_named_with_the_options_taken() -> None:
    written = {
        "options": {"firm": ["delay"], "town": ["insist"]},
        "states": {"end": ["insist"], "start": ["delay"], "row": ["delay", "insist"]},
        "infeasible": ["insist and not delay"],
        "worth": {"firm": [2, 1], "town": [1, None]},
    }
    conflict = read_conflict(written)
    assert conflict.states == ("start", "row")
    assert conflict.moves.astype(int).tolist() == [[[0, 0], [0, 0]], [[0, 1], [1, 0]]]
    assert np.isnan(conflict.worth[1, 1])


def test_named_moves_replace_those_of_options() -> None:
    written = {"options": {"x": ["a", "b"]}, "weights": {"x": {"a": 1, "b": 2}}, "moves": {"x": [["nothing", "a"]]}}
    assert read_conflict(written).moves.sum() == 1
    assert stability(written).equilibria["nash"] == ("a", "b", "a+b")


def test_every_cell_of_a_conflict_can_be_written_down() -> None:
    @quick
    @given(conflicts(unknown=True))
    def holds(conflict: Conflict) -> None:
        pairs = [np.argwhere(table) + 1 for table in conflict.moves]
        written = {
            "decision_makers": list(conflict.decision_makers),
            "states": list(conflict.states),
            "moves": {name: rows.tolist() for name, rows in zip(conflict.decision_makers, pairs, strict=True)},
            "worth": {
                name: [None if np.isnan(number) else number for number in row]
                for name, row in zip(conflict.decision_makers, conflict.worth.tolist(), strict=True)
            },
        }
        again = read_conflict(json.loads(json.dumps(written)))
        assert np.array_equal(again.moves, conflict.moves)
        assert np.array_equal(again.worth, conflict.worth, equal_nan=True)

    holds()


# --- preferences ---


@quick
@given(st.lists(st.sampled_from(["a", "not b", "c or a", "b iff c", "c if b"]), max_size=5))
def test_the_first_statement_on_which_two_states_differ_decides(priorities: list[str]) -> None:
    options = {"x": ["a", "b", "c"]}
    found = prioritised(options, priorities)
    score = {name: sum(2.0**-k for k, holds in enumerate(row) if holds) for name, row in found.holds.items()}
    tiers = [tier if isinstance(tier, tuple) else (tier,) for tier in found.ranking]
    assert sorted(name for tier in tiers for name in tier) == sorted(found.holds)
    levels = [{score[name] for name in tier} for tier in tiers]
    assert all(len(level) == 1 for level in levels)
    assert levels == sorted(levels, key=max, reverse=True)


def test_a_hundred_statements_are_ranked_without_rounding() -> None:
    found = prioritised({"x": ["a", "b"]}, ["a or not a"] * 98 + ["a", "b"])
    assert found.ranking == ("a+b", "a", "b", "nothing")


def test_priorities_of_elmira_give_the_published_rankings() -> None:
    options, infeasible, merged = (ELMIRA[key] for key in ("options", "infeasible", "merged"))
    names = list(read_conflict(ELMIRA | {"weights": {name: {} for name in options}}).states)
    ministry = prioritised(
        options, ["accept", "not abandon", "not modify", "insist iff not modify"], infeasible, merged
    )
    assert [names.index(str(name)) + 1 for name in ministry.ranking] == [7, 3, 4, 8, 5, 1, 2, 6, 9]
    wishes = ["not abandon", "not modify", "accept or modify", "insist if modify", "not delay", "insist"]
    local = prioritised(options, wishes, infeasible, merged)
    assert [names.index(str(name)) + 1 for name in local.ranking] == [7, 3, 5, 1, 8, 6, 4, 2, 9]


def test_a_state_left_out_of_a_ranking_is_unknown() -> None:
    written = {"options": {"x": ["a"]}, "rankings": {"x": ["a"]}}
    assert read_conflict(written).has_unknown
    assert stability(written).equilibria["nash"] == ("nothing", "a")
    assert stability(written, moves_into_unknown=True).equilibria["nash"] == ()


# --- refusals ---

GOOD: dict[str, Any] = {"options": {"x": ["a"], "y": ["b"]}, "weights": {"x": {"a": 1}, "y": {"b": 1}}}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"dms": []}, "has the key 'dms'"),
        ({"options": {}}, "`conflict.weights` is 'x'"),
        ({"options": {"x": ["a"], "y": ["a"]}}, "`options` names 'a' twice"),
        ({"weights": {"x": {"a": 1}}}, "preferences of 'y' stand in none of them"),
        ({"rankings": {"y": ["b"]}}, "preferences of 'y' stand in rankings and weights"),
        ({"weights": {"x": {"a": 1}, "y": {"b": 1}, "z": {}}}, "`conflict.weights` is 'z'; it must be one of x, y"),
        (
            {"weights": {"x": {"a": 1}, "y": {"b": float("nan")}}},
            "`conflict.weights.y.b` is nan; it must be a finite number",
        ),
        ({"weights": {"x": {"a": 1}, "y": {"b": "much"}}}, "`conflict.weights.y.b` cannot be read as numbers"),
        ({"weights": {"x": {"a": 1}, "y": [1]}}, "`conflict.weights.y` is \\[1\\]; it must be a mapping by name"),
        ({"weights": {"x": {"a": 1}}, "priorities": {"y": "b"}}, "`conflict.priorities.y` is 'b'; it must be a list"),
        ({"weights": {"x": {"a": 1}}, "rankings": {"y": 5}}, "`conflict.rankings.y` is 5; it must be a list of states"),
        ({"weights": {"x": {"a": 1}}, "worth": {"y": ["good"]}}, "`conflict.worth.y` cannot be read as numbers"),
        ({"options": ["a", "b"]}, "`conflict.options` is \\['a', 'b'\\]; it must be a mapping"),
        ({"options": {"x": "a", "y": ["b"]}}, "`options.x` is 'a'; it must be a list of texts"),
        ({"infeasible": "a and b"}, "`infeasible` is 'a and b'; it must be a list"),
        ({"one_way": ["a"]}, "`one_way` is \\['a'\\]; it must be a mapping"),
        ({"moves": {"x": [5]}}, "`conflict.moves.x` holds 5"),
        ({"infeasible": ["a or not a"]}, "the options leave 0 states"),
        ({"one_way": {"c": "stays taken"}}, "`one_way` says 'c'"),
        ({"one_way": {"a": "fwd"}}, "stays taken or stays dropped"),
        ({"moves": {"x": [["a", "c"]]}}, "`conflict.moves.x` holds \\['a', 'c'\\]"),
        ({"moves": {"x": ["ab"]}}, "pairs of states"),
        ({"states": ["a", "b"]}, "must say for each state which options are taken"),
        ({"states": {"s": ["c"]}}, "'c' is taken in 's'"),
        ({"states": {"s": ["a"], "t": ["a"]}}, "two states with the same options"),
        ({"options": {"x": ["a"], "y": [f"b{k}" for k in range(20)]}}, "21 options; at most 20"),
        ({"options": {"x": ["a"], "y": [f"b{k}" for k in range(13)]}}, "leave 16384 states"),
    ],
)
def test_what_is_no_conflict_is_refused(change: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError, match=says):
        read_conflict(GOOD | change)


def test_numbers_may_be_names() -> None:
    written = {"options": {1: [10], 2: [20]}, "rankings": {1: [10, ["nothing", 20], "10+20"], 2: [20]}}
    assert read_conflict(written).worth[0].tolist() == [-1, 0, -1, -2]


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ([], "`conflict` is \\[\\]; it must be a mapping by name"),
        ({}, "at least one decision maker and one state"),
        ({"decision_makers": ["x"], "states": ["s"]}, "preferences of 'x' stand in none"),
        ({"decision_makers": ["x"], "states": ["s"], "weights": {"x": {}}}, "speaks of options"),
        ({"decision_makers": ["x"], "states": ["s"], "rankings": {"x": ["s", "s"]}}, "holds 's' twice"),
        ({"decision_makers": ["x"], "states": ["s"], "rankings": {"x": ["t"]}}, "`conflict.rankings.x` is 't'"),
        ({"decision_makers": ["x"], "states": ["s"], "worth": {"x": [1, 2]}}, "holds 2 numbers; there are 1 states"),
        ({"decision_makers": ["x"], "states": ["s", "s"], "worth": {"x": [1, 2]}}, "names 's' twice"),
        ({"decisionMakers": [{}], "options": []}, "looks like a file of gmcr-py but cannot be read"),
    ],
)
def test_what_is_incomplete_is_refused(written: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError, match=says):
        read_conflict(written)


# --- files of gmcr-py ---


def gmcr_file(manual: bool) -> dict[str, Any]:
    """A file in the layout of gmcr-py: two sides, three options of which one belongs to the second side first."""
    return {
        "options": [
            {"name": "wait", "permittedDirection": "both"},
            {"name": "strike", "permittedDirection": "fwd"},
            {"name": "offer", "permittedDirection": "both"},
        ],
        "infeasibles": [[[1, "Y"], [2, "Y"]]],
        "decisionMakers": [
            {
                "name": "union",
                "options": [1],
                "preferences": [[[2, "Y"]], {"compound": True, "members": [[[1, "N"]], [[0, "Y"], [2, "N"]]]}],
                "preferenceVector": [6, [5, 1], 2, 3, 4],
            },
            {"name": "firm", "options": [0, 2], "preferences": [[[1, "N"]]], "preferenceVector": [[1, 2], 6, 5, 4, 3]},
        ],
        "useManualPreferenceVectors": manual,
        "program": "gmcr-py",
    }


@pytest.mark.parametrize("manual", [False, True])
def test_files_of_gmcr_py_are_read(manual: bool) -> None:
    conflict = read_conflict(json.loads(json.dumps(gmcr_file(manual))))
    assert conflict.decision_makers == ("union", "firm")
    assert conflict.states == ("1", "2", "3", "4", "5", "6")
    assert np.argwhere(conflict.moves[0]).tolist() == [[0, 2], [1, 3]]
    assert conflict.moves[1, 0].tolist() == [False, True, False, False, True, True]
    union, firm = conflict.worth.tolist()
    if manual:
        assert union == [-1, -2, -3, -4, -1, 0]
        assert firm == [0, 0, -4, -3, -2, -1]
    else:
        assert np.argsort(union, kind="stable").tolist() == [2, 0, 1, 3, 4, 5]
        assert firm == [1, 1, 0, 0, 1, 1]
