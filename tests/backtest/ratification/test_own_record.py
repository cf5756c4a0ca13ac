"""A record is what had been done by the day, over what was to be expected, drawn towards the rule where it is short."""

from __future__ import annotations

import numpy as np
import pytest

from winset.backtest.ratification.own_record import earlier_of, multiplier, spread_of_records, totals


def by_definition(groups, signed, done, units, horizon):
    """Earlier signatures of the same group, one by one."""
    found = []
    for one in range(len(signed)):
        for other in range(len(signed)):
            if signed[other] < signed[one]:
                shared = len(set(groups[one]) & set(groups[other]))
                was_done = done[other] < signed[one]
                waited = ((done[other] if was_done else signed[one] - 1) - signed[other]) / units
                found += [(one, other, min(waited, horizon), bool(was_done and waited <= horizon))] * shared
    return sorted(found)


def test_a_record_is_made_of_what_came_before_the_day():
    rng = np.random.default_rng(1)
    signed = np.sort(rng.integers(0, 30, 40)).astype(float)
    done = np.where(rng.random(40) < 0.7, signed + rng.integers(0, 20, 40), np.nan)
    groups = [tuple(rng.choice(list("abcd"), rng.integers(0, 3), replace=False)) for _ in range(40)]
    found = earlier_of(groups, signed, done, 2.0, 5.0)
    rows = zip(found.row.tolist(), found.past.tolist(), found.waited.tolist(), found.done.tolist(), strict=True)
    assert sorted(rows) == by_definition(groups, signed, done, 2.0, 5.0)


def test_what_happens_on_the_day_itself_is_not_part_of_the_record():
    signed, done = np.array([0.0, 5.0, 5.0]), np.array([5.0, 5.0, 6.0])
    found = earlier_of([("a",)] * 3, signed, done, 1.0, 10.0)
    assert found.counted()[0].tolist() == [0, 1, 1]
    assert found.observed().tolist() == [0, 0, 0]


def test_expected_is_the_base_rate_s_hazard_summed_over_the_record():
    found = earlier_of([("a",)] * 3, np.array([0.0, 4.0, 9.0]), np.array([np.nan] * 3), 1.0, 10.0)
    assert found.expected(lambda past, waited: 0.1 * waited).tolist() == pytest.approx([0, 0.3, 0.1 * (8 + 4)])


def test_the_spread_of_records_drawn_from_a_gamma_is_found():
    rng = np.random.default_rng(2)
    expected = rng.uniform(2, 30, 3000)
    observed = rng.poisson(expected * rng.gamma(3.0, 1 / 3.0, 3000))
    assert spread_of_records(observed, expected) == pytest.approx(3.0, rel=0.1)
    assert spread_of_records(rng.poisson(expected), expected) > 50
    assert spread_of_records([], []) == spread_of_records([4], [0]) == 100


def test_no_record_is_the_rule_and_a_long_one_counts_more():
    assert multiplier([0, 4, 40], [0, 2, 20], 2.0) == pytest.approx([1, 1.5, 42 / 22])


def test_totals_are_over_chosen_rows_and_count_once_for_each_group():
    groups, chosen = [("a", "b"), ("a",), ("b",)], np.array([True, True, False])
    observed, expected = totals(groups, chosen, np.array([True, False, True]), np.array([0.5, 1.0, 2.0]))
    assert (observed.tolist(), expected.tolist()) == ([1, 1], [1.5, 0.5])
