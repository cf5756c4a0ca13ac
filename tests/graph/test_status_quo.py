"""Ways from the status quo: legal, by improvements where possible, as short as possible."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings

from graph_by_definition import joint, sets_of
from graph_conflicts import conflicts, elmira
from winset.errors import InputError
from winset.graph import Conflict, Way, conflict_of, stability, ways_from

quick = settings(deadline=None, derandomize=True)
ELMIRA = elmira([7, 3, 4, 8, 5, 1, 2, 6, 9], [1, 4, 8, 5, 9, 3, 7, 2, 6], [7, 3, 5, 1, 8, 6, 4, 2, 9])


@quick
@given(conflicts(unknown=True))
def test_ways_are_legal_and_by_improvements_where_possible(conflict: Conflict) -> None:
    moves, gains = sets_of(conflict.moves), sets_of(conflict.moves & conflict.better())
    everybody = range(len(moves))
    for way in ways_from(conflict, "1", conflict.states):
        goal = int(way.state) - 1
        by_gains, by_moves = goal in joint(gains, everybody, 0), goal in joint(moves, everybody, 0)
        if goal == 0:
            assert (way.by, way.states) == ("nothing", ("1",))
            continue
        assert way.by == ("improvements" if by_gains else "moves" if by_moves else "no way")
        steps = [(int(a) - 1, int(b) - 1) for a, b in pairwise(way.states)]
        movers = [int(mover) - 1 for mover in way.movers]
        assert all(b in moves[mover][a] for (a, b), mover in zip(steps, movers, strict=True))
        assert [b not in gains[mover][a] for (a, b), mover in zip(steps, movers, strict=True)] == list(way.losing)
        assert all(one != two for one, two in pairwise(movers))


@settings(deadline=None, derandomize=True, max_examples=40)
@given(conflicts(most=4))
def test_no_shorter_way_is_legal(conflict: Conflict) -> None:
    n = len(conflict.decision_makers)
    gains = sets_of(conflict.moves & conflict.better())
    moves = sets_of(conflict.moves)
    for way in ways_from(conflict, "1", conflict.states):
        graphs = gains if way.by == "improvements" else moves
        for length in range(1, min(len(way.movers), 5)):
            for movers in product(range(n), repeat=length):
                if all(one != two for one, two in pairwise(movers)):
                    here = {0}
                    for mover in movers:
                        here = {t for s in here for t in graphs[mover][s]}
                    assert int(way.state) - 1 not in here


@settings(deadline=None, derandomize=True, max_examples=40)
@given(conflicts(most=4))
def test_no_way_as_short_has_fewer_moves_without_gain(conflict: Conflict) -> None:
    n = len(conflict.decision_makers)
    gains = sets_of(conflict.moves & conflict.better())
    moves = sets_of(conflict.moves)
    for way in ways_from(conflict, "1", conflict.states):
        if way.by == "moves" and len(way.movers) < 5:
            fewest = 99
            for movers in product(range(n), repeat=len(way.movers)):
                if all(one != two for one, two in pairwise(movers)):
                    lost = {0: 0}
                    for mover in movers:
                        onwards = [
                            (t, n_lost + (t not in gains[mover][s]))
                            for s, n_lost in lost.items()
                            for t in moves[mover][s]
                        ]
                        lost = {t: min(k for state, k in onwards if state == t) for t, _ in onwards}
                    fewest = min(fewest, lost.get(int(way.state) - 1, 99))
            assert sum(way.losing) == fewest


def test_of_two_ways_that_end_alike_the_one_with_fewer_losses_is_shown() -> None:
    moves = np.zeros((3, 4, 4), dtype=bool)
    moves[1, 0, 1] = moves[2, 0, 2] = moves[0, 1, 3] = moves[0, 2, 3] = True
    conflict = conflict_of(moves, [[1, 1, 1, 0], [1, 0, 0, 0], [0, 0, 1, 0]])
    assert str(ways_from(conflict, "1", ["4"])[0]) == "1 -3-> 3 -1!-> 4"


def test_the_way_to_the_outcome_of_elmira_costs_someone() -> None:
    assert [str(way) for way in ways_from(ELMIRA, "delay")] == [
        "delay",
        "delay -MoE!-> modify+delay -Uniroyal-> modify+accept",
        "delay -Local-> delay+insist",
        "delay -MoE!-> modify+delay -Uniroyal-> modify+accept -Local-> modify+accept+insist",
        "delay -Uniroyal!-> abandon",
    ]


def test_where_to_go_is_an_equilibrium_if_nothing_is_said() -> None:
    found = [way.state for way in ways_from(ELMIRA, "abandon")]
    assert set(found) == set(stability(ELMIRA).equilibria["gmr"])
    assert [way.by for way in ways_from(ELMIRA, "abandon")] == ["no way"] * 4 + ["nothing"]


def test_ways_are_told_in_one_line() -> None:
    assert str(Way("b", "moves", ("a", "b"), ("x",), (True,))) == "a -x!-> b"
    assert str(Way("b", "no way", (), (), ())) == "no way to b"


def test_unknown_states_are_refused() -> None:
    with pytest.raises(InputError, match="`status_quo` is 'peace'; it must be one of delay, "):
        ways_from(ELMIRA, "peace")
    with pytest.raises(InputError, match="`states` is 'peace'"):
        ways_from(ELMIRA, "delay", ["peace"])
