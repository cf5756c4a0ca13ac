"""The uncovered set, by its definition and by its two-step principle."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from winset.errors import InputError
from winset.ratify import pairwise_votes, uncovered_set


def tournament(choice: np.ndarray) -> np.ndarray:
    """Let the lower row beat the higher, or the other way round."""
    upper = np.triu(choice, 1)
    return upper | np.tril(~upper.T, -1)


relations = st.integers(1, 9).flatmap(lambda n: hnp.arrays(bool, (n, n)))


@settings(deadline=None, derandomize=True)
@given(relations, relations)
def test_it_holds_what_nothing_covers(choice: np.ndarray, ties: np.ndarray) -> None:
    b = tournament(choice)
    n = min(len(b), len(ties))
    b = b[:n, :n] & ~(ties[:n, :n] | ties[:n, :n].T)

    def covers(y: int, x: int) -> bool:
        return bool(b[y, x] and all(b[y, z] for z in range(n) if b[x, z]))

    expected = [x for x in range(n) if not any(covers(y, x) for y in range(n))]
    assert uncovered_set(b) == expected
    assert expected


@settings(deadline=None, derandomize=True)
@given(relations)
def test_without_ties_its_members_reach_all_others_in_two_votes(choice: np.ndarray) -> None:
    b = tournament(choice)
    reach = (b | (b.astype(int) @ b > 0) | np.eye(len(b), dtype=bool)).all(axis=1)
    assert uncovered_set(b) == np.flatnonzero(reach).tolist()


@settings(deadline=None, derandomize=True)
@given(relations, st.randoms(use_true_random=False))
def test_renaming_outcomes_renames_it(choice: np.ndarray, rng) -> None:
    b = tournament(choice)
    order = list(range(len(b)))
    rng.shuffle(order)
    assert {order[x] for x in uncovered_set(b[np.ix_(order, order)])} == set(uncovered_set(b))


def test_two_hundred_outcomes_in_words_of_sixty_four() -> None:
    b = tournament(np.random.default_rng(1).random((200, 200)) < 0.9)
    by_count = [x for x in range(200) if not (b[:, x] & ~((b[x] & ~b).any(axis=1))).any()]
    assert uncovered_set(b) == by_count
    assert len(by_count) < 200


def test_the_best_of_all_covers_all_and_an_empty_list_has_none() -> None:
    assert uncovered_set(np.triu(np.ones((5, 5)), 1)) == [0]
    assert uncovered_set(np.zeros((3, 3))) == [0, 1, 2]
    assert uncovered_set(np.zeros((0, 0))) == []


@settings(deadline=None, derandomize=True)
@given(hnp.arrays(int, (5, 4), elements=st.integers(0, 3)), hnp.arrays(int, (4,), elements=st.integers(0, 4)))
def test_outcomes_beat_each_other_by_strict_votes(u: np.ndarray, votes: np.ndarray) -> None:
    b = pairwise_votes(u, votes=votes)
    for x in range(5):
        for y in range(5):
            assert b[x, y] == (2 * votes[u[x] > u[y]].sum() > votes.sum())


def test_refusals() -> None:
    with pytest.raises(InputError, match="it must be square"):
        uncovered_set([[0, 1]])
    with pytest.raises(InputError, match="outcomes 0 and 1 beat each other"):
        uncovered_set([[0, 1], [1, 0]])
    with pytest.raises(InputError, match="outcomes 1 and 1 beat each other"):
        uncovered_set([[0, 0], [0, 1]])
    with pytest.raises(InputError, match="`quota` lets outcomes 0 and 1 beat each other"):
        pairwise_votes([[1, 0], [0, 1]], quota=1)
    with pytest.raises(InputError, match="`utilities` has shape"):
        pairwise_votes([1, 2])
