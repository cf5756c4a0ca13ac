"""Correlated levels: the stated rank correlations, each level still uniform, impossible matrices brought near."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.special import ndtri
from scipy.stats import kstest, spearmanr

from winset.chance.correlation import correlated_levels, groups, held_ranks, nearest_correlation, square_root
from winset.chance.nets import net
from winset.errors import InputError

BITS = 12
N = 1 << BITS
quickly = settings(deadline=None, max_examples=40, derandomize=True)


def free(count: int) -> NDArray[np.float64]:
    """Return independent levels of some quantities."""
    return np.array([net(1, 0, f"quantity-{place}", BITS, 0, N) for place in range(count)])


@pytest.mark.parametrize("rank", [-0.95, -0.5, 0.0, 0.3, 0.8])
def test_two_levels_reach_the_stated_rank_correlation(rank: float) -> None:
    mixed = correlated_levels(free(2), [[1, rank], [rank, 1]])
    assert spearmanr(*mixed).statistic == pytest.approx(rank, abs=4 / np.sqrt(N))


def test_a_rank_correlation_becomes_that_of_normals_by_pearson_s_formula() -> None:
    levels = free(2)
    one, other = ndtri(levels)
    between = 2 * np.sin(np.pi * 0.5 / 6)
    mixed = correlated_levels(levels, [[1, 0.5], [0.5, 1]])[1]
    assert ndtri(mixed) == pytest.approx(between * one + np.sqrt(1 - between**2) * other)


def test_three_levels_reach_all_their_rank_correlations_and_stay_uniform() -> None:
    wanted = np.array([[1, 0.6, -0.3], [0.6, 1, 0.2], [-0.3, 0.2, 1]])
    mixed = correlated_levels(free(3), wanted)
    assert spearmanr(mixed, axis=1).statistic == pytest.approx(wanted, abs=4 / np.sqrt(N))
    assert all(kstest(row, "uniform").pvalue > 0.001 for row in mixed)


def test_the_first_level_is_left_as_it_is() -> None:
    levels = free(2)
    assert correlated_levels(levels, [[1, 0.7], [0.7, 1]])[0].tobytes() == levels[0].tobytes()


def test_perfect_correlation_pairs_levels_and_perfect_opposition_mirrors_them() -> None:
    levels = free(2)
    assert correlated_levels(levels, [[1, 1], [1, 1]])[1] == pytest.approx(levels[0])
    assert correlated_levels(levels, [[1, -1], [-1, 1]])[1] == pytest.approx(1 - levels[0])


def test_a_matrix_that_is_one_already_is_returned_unchanged() -> None:
    wanted = np.array([[1, 0.5], [0.5, 1]])
    near, change = nearest_correlation(wanted)
    assert (near == wanted).all()
    assert change == 0


@quickly
@given(st.lists(st.floats(-1, 1), min_size=6, max_size=6))
def test_the_nearest_matrix_is_a_correlation_matrix_and_its_root_multiplies_back(entries: list[float]) -> None:
    wanted = np.eye(4)
    wanted[np.triu_indices(4, 1)] = entries
    wanted = wanted + wanted.T - np.eye(4)
    near, change = nearest_correlation(wanted)
    assert np.diag(near) == pytest.approx(1)
    assert near == pytest.approx(near.T)
    assert np.linalg.eigvalsh(near).min() >= -1e-9
    assert change == pytest.approx(np.abs(near - wanted).max())
    root = square_root(near)
    assert root @ root.T == pytest.approx(near, abs=1e-9)
    assert np.triu(root, 1) == pytest.approx(0, abs=1e-9)


def test_an_impossible_matrix_is_brought_near_and_says_by_how_much() -> None:
    # Two that each go with a third cannot go against each other: eigenvalues 1.9, 1.9 and -.8.
    near, change = nearest_correlation([[1, 0.9, 0.9], [0.9, 1, -0.9], [0.9, -0.9, 1]])
    assert near[0, 1] == pytest.approx(0.5)
    assert near[1, 2] == pytest.approx(-0.5)
    assert change == pytest.approx(0.4)


def test_ranks_that_cannot_hold_together_are_those_that_the_levels_then_take() -> None:
    wanted = [[1, 0.9, 0], [0.9, 1, 0.9], [0, 0.9, 1]]
    held = held_ranks(wanted)
    assert held[0, 1] == pytest.approx(held[1, 2])
    assert 0.7 < held[0, 1] < 0.75
    assert spearmanr(correlated_levels(free(3), wanted), axis=1).statistic == pytest.approx(held, abs=4 / np.sqrt(N))


def test_ranks_that_can_hold_together_are_held() -> None:
    wanted = np.array([[1, 0.6, -0.3], [0.6, 1, 0.2], [-0.3, 0.2, 1]])
    assert held_ranks(wanted) == pytest.approx(wanted)


def test_correlations_are_grouped_whatever_the_order_they_are_written_in() -> None:
    pairs = {("d", "b"): 0.5, ("b", "a"): -0.2, ("z", "y"): 0.1}
    backwards = {(other, one): rank for (one, other), rank in reversed(pairs.items())}
    for written in (pairs, backwards):
        (names, ranks), (others, _) = groups(written)
        assert names == ("a", "b", "d")
        assert others == ("y", "z")
        assert ranks.tolist() == [[1, -0.2, 0], [-0.2, 1, 0.5], [0, 0.5, 1]]


@pytest.mark.parametrize(
    ("matrix", "message"),
    [
        ([[1, 2], [2, 1]], "entries lie from -1 to 1"),
        ([[1, 0.5], [0.4, 1]], "not symmetric: it holds 0.5 at \\[0, 1\\] and 0.4 back"),
        ([[1, 0.5]], "as many rows as columns"),
        ([[]], "as many rows as columns"),
        ([[2, 0], [0, 1]], "ones on the diagonal"),
    ],
)
def test_what_is_no_correlation_matrix_is_refused(matrix: list[list[float]], message: str) -> None:
    with pytest.raises(InputError, match=message):
        nearest_correlation(matrix)


def test_ranks_beyond_one_are_refused() -> None:
    with pytest.raises(InputError, match="rank correlations lie from -1 to 1"):
        correlated_levels(free(2), [[1, 1.2], [1.2, 1]])
