"""Folds keep groups together, deal them out evenly, and a leak of an outcome into its own forecast is found."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from winset.backtest.folds import folds_of, moved_by_own_outcome
from winset.errors import InputError

GROUPS = st.lists(st.sampled_from("abcdefgh"), min_size=2, max_size=60).filter(lambda groups: len(set(groups)) > 1)


@settings(deadline=None, derandomize=True)
@given(GROUPS, st.integers(2, 12), st.integers(0, 5))
def test_a_group_is_in_one_part_and_parts_are_even(groups, n, seed):
    folds = folds_of(groups, n, seed)
    assert all(len({part for part, own in zip(folds, groups, strict=True) if own == group}) == 1 for group in groups)
    sizes = np.bincount(folds)
    assert len(sizes) == min(n, len(set(groups)))
    assert sizes.min() > 0
    assert sizes.max() - sizes.min() <= max(groups.count(group) for group in groups)


def test_the_order_of_rows_does_not_matter():
    groups = [f"d{number % 13}" for number in range(40)]
    order = np.random.default_rng(2).permutation(40)
    plain, mixed = folds_of(groups, 5, 3), folds_of([groups[place] for place in order], 5, 3)
    together = {frozenset(np.array(groups)[plain == part]) for part in range(5)}
    assert {frozenset(np.array(groups)[order][mixed == part]) for part in range(5)} == together


def test_another_seed_deals_otherwise():
    groups = [f"d{number}" for number in range(30)]
    assert folds_of(groups, 5, 1).tolist() != folds_of(groups, 5, 2).tolist()


@pytest.mark.parametrize(("groups", "n"), [(["a", "a"], 2), ([], 2), (["a", "b"], 1)])
def test_one_part_is_none(groups, n):
    with pytest.raises(InputError, match="take two or more of both"):
        folds_of(groups, n)


def regression_on(column):
    """Forecasts by regression on a column, out of sample."""

    def forecasts(outcomes):
        made = np.empty(outcomes.shape)
        x = column(outcomes)
        for part in np.unique(FOLDS):
            own = part == FOLDS
            slope, level = np.polyfit(x[~own], outcomes[~own], 1)
            made[own] = level + slope * x[own]
        return made

    return forecasts


RNG = np.random.default_rng(1)
Y, FOLDS = RNG.uniform(0, 100, 60), np.repeat(np.arange(6), 10)
KNOWN = RNG.uniform(0, 100, 60)


def test_a_column_that_was_known_before_is_no_leak():
    assert moved_by_own_outcome(regression_on(lambda y: KNOWN), Y, FOLDS) == ()


def test_a_column_made_of_the_outcome_is_a_leak_in_every_part():
    assert moved_by_own_outcome(regression_on(lambda y: KNOWN + 0.1 * y), Y, FOLDS) == (0, 1, 2, 3, 4, 5)


def test_a_mean_over_all_parts_is_a_leak():
    assert moved_by_own_outcome(lambda y: np.full(60, y.mean()), Y, FOLDS) == (0, 1, 2, 3, 4, 5)


def test_a_leak_in_one_part_is_found_there():
    assert moved_by_own_outcome(lambda y: np.where(FOLDS == 4, y, KNOWN), Y, FOLDS) == (4,)
