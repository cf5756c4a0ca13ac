"""Intervals of means whose values hang together in groups."""

from __future__ import annotations

import math

import numpy as np
import pytest

from winset.backtest.resampling import clustered_mean
from winset.errors import InputError


def test_with_a_group_for_each_value_the_interval_is_the_normal_one():
    values = np.random.default_rng(3).normal(5, 2, 400)
    found = clustered_mean(values, list(range(400)))
    half = 1.96 * values.std() / math.sqrt(400)
    assert found.value == pytest.approx(values.mean())
    assert (found.low, found.high) == pytest.approx((values.mean() - half, values.mean() + half), abs=0.03)


def test_values_that_hang_together_widen_the_interval_as_many_times_as_theory_says():
    each = np.random.default_rng(4).normal(0, 1, 100)
    alone, together = (
        clustered_mean(each, list(range(100))),
        clustered_mean(np.repeat(each, 9), np.repeat(range(100), 9)),
    )
    assert together.high - together.low == pytest.approx(alone.high - alone.low)
    as_if_alone = clustered_mean(np.repeat(each, 9), list(range(900)))
    assert (together.high - together.low) / (as_if_alone.high - as_if_alone.low) == pytest.approx(3, rel=0.1)


def test_the_interval_is_the_quantiles_over_all_resamples_of_few_groups():
    found = clustered_mean([0.0, 1.0], ["a", "b"], level=0.4)
    assert (found.low, found.high) == (0.5, 0.5)


def test_the_same_seed_gives_the_same_interval():
    values, groups = np.arange(30.0), [place // 3 for place in range(30)]
    assert clustered_mean(values, groups, seed=5) == clustered_mean(values, groups, seed=5)
    assert clustered_mean(values, groups, seed=5) != clustered_mean(values, groups, seed=6)


def test_one_group_has_a_mean_and_no_interval():
    found = clustered_mean([1.0, 3.0], ["a", "a"])
    assert found.value == 2
    assert math.isnan(found.low)
    assert math.isnan(found.high)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"values": [], "groups": []}, "`values` must be"),
        ({"values": [math.nan], "groups": ["a"]}, "`values` must be"),
        ({"values": [[1.0]], "groups": ["a"]}, "`values` must be"),
        ({"values": [1.0], "groups": []}, "`groups` has 0 entries for 1"),
        ({"values": [1.0], "groups": ["a"], "level": 1}, "`level` is 1"),
        ({"values": [1.0], "groups": ["a"], "resamples": 0}, "`resamples` is 0"),
    ],
)
def test_what_has_no_mean_is_refused(arguments, says):
    with pytest.raises(InputError, match=says):
        clustered_mean(**arguments)
