"""Joint moves and coalitions: definitions, single members, Elmira, refusals."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_by_definition import joint, sets_of
from graph_conflicts import conflicts, elmira
from winset.errors import InputError
from winset.graph import Conflict, conflict_of, departures, joint_matrix, reachable, stable_states

quick = settings(deadline=None, derandomize=True)


@quick
@given(conflicts(), st.data())
def test_three_ways_to_find_joint_moves_agree(conflict: Conflict, data: st.DataObject) -> None:
    n, m = conflict.worth.shape
    team = sorted(data.draw(st.sets(st.integers(0, n - 1))))
    matrix = joint_matrix(conflict.moves[team])
    for start in range(m):
        found = reachable(conflict.moves, start, team)
        assert set(np.flatnonzero(found).tolist()) == joint(sets_of(conflict.moves), team, start)
        assert np.array_equal(matrix[start], found)


@quick
@given(conflicts())
def test_a_coalition_of_one_is_a_decision_maker(conflict: Conflict) -> None:
    stable = stable_states(conflict)
    found = departures(conflict, coalitions=[[name] for name in conflict.decision_makers])
    left = {(departure.coalition[0], departure.state): departure for departure in found}
    for i, maker in enumerate(conflict.decision_makers):
        for s, state in enumerate(conflict.states):
            departure = left.get((maker, state))
            assert (departure is None) == stable["nash"][i, s]
            if departure is not None:
                assert set(departure.stable) == {concept for concept, rows in stable.items() if rows[i, s]}


@quick
@given(conflicts(most=4))
def test_coalitions_leave_as_defined(conflict: Conflict) -> None:
    n, m = conflict.worth.shape
    moves, worth = sets_of(conflict.moves), conflict.worth
    gains = sets_of(conflict.moves & conflict.better())
    found = {(one.state, one.coalition): one for one in departures(conflict)}
    for size in range(2, n + 1):
        for team in combinations(range(n), size):
            others = [one for one in range(n) if one not in team]
            for s in range(m):
                better = {t for t in range(m) if (worth[list(team), t] > worth[list(team), s]).all()}
                goals = joint(moves, team, s) & better
                departure = found.get((str(s + 1), tuple(str(member + 1) for member in team)))
                assert set(departure.improvements if departure else ()) == {str(goal + 1) for goal in goals}
                if departure:
                    for graphs, loose, strict in ((moves, "gmr", "smr"), (gains, "seq", "sseq")):
                        answers = [joint(graphs, others, goal) - better for goal in goals]
                        assert (loose in departure.stable) == all(answers)
                        safe = [{v for v in known if not joint(moves, team, v) & better} for known in answers]
                        assert (strict in departure.stable) == all(safe)


def test_the_ministry_and_uniroyal_leave_state_five_of_elmira_for_eight() -> None:
    conflict = elmira([7, 3, 4, 8, 5, 1, 2, 6, 9], [1, 4, 8, 5, 9, 3, 7, 2, 6], [7, 3, 5, 1, 8, 6, 4, 2, 9])
    (departure,) = departures(conflict, states=["delay+insist", "modify+accept+insist", "abandon"])
    assert departure.state == "delay+insist"
    assert departure.coalition == ("MoE", "Uniroyal")
    assert departure.improvements == ("modify+accept+insist",)


def test_coalitions_that_make_no_sense_are_refused() -> None:
    conflict = conflict_of(np.zeros((2, 2, 2)), np.zeros((2, 2)))
    with pytest.raises(InputError, match="`coalitions` holds \\[\\]"):
        departures(conflict, coalitions=[[]])
    with pytest.raises(InputError, match="`coalitions` holds '1'"):
        departures(conflict, coalitions=["1"])
    with pytest.raises(InputError, match="`coalitions` is '3'; it must be one of 1, 2"):
        departures(conflict, coalitions=[["3"]])
    with pytest.raises(InputError, match="`states` is '9'"):
        departures(conflict, states=["9"])
    with pytest.raises(InputError, match="8178 `coalitions`; at most 4096"):
        departures(conflict_of(np.zeros((13, 1, 1)), np.zeros((13, 1))))


def test_more_work_than_is_stated_is_refused_until_states_are_named() -> None:
    rng = np.random.default_rng(2)
    large = conflict_of(rng.random((5, 600, 600)) < 0.01, rng.integers(0, 9, (5, 600)))
    with pytest.raises(InputError, match="from 600 states by 26 coalitions; at most 200,000,000"):
        departures(large)
    assert {found.state for found in departures(large, states=["1"], coalitions=[["1", "2"]])} <= {"1"}
