"""Waits that are not over count while they were watched, and scores of them are not biased by being cut off."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from winset.backtest import survival
from winset.backtest.survival import censoring_weights, kaplan_meier, known_by
from winset.errors import InputError, WinsetError

WAITS = st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=40)


def by_definition(times, happened, when):
    """The product-limit estimator, factor by factor."""
    left = 1.0
    for at in sorted(set(times)):
        if at <= when:
            waiting = sum(time >= at for time in times)
            gone = sum(time == at and it for time, it in zip(times, happened, strict=True))
            left *= 1 - gone / waiting
    return left


@settings(deadline=None, derandomize=True)
@given(WAITS)
def test_the_curve_is_the_product_limit_estimator(waits):
    times, happened = zip(*waits, strict=True)
    curve = kaplan_meier(times, happened)
    for when in range(14):
        assert curve.after(when) == pytest.approx(by_definition(times, happened, when))
        assert curve.before(when) == pytest.approx(by_definition(times, happened, when - 1))


@settings(deadline=None, derandomize=True)
@given(WAITS, st.integers(0, 12))
def test_weights_stand_for_all_as_long_as_somebody_is_left(waits, horizon):
    times, happened = (np.array(part) for part in zip(*waits, strict=True))
    weights = censoring_weights(times, happened, horizon)
    _, known = known_by(times, happened, horizon)
    assert (weights[~known] == 0).all()
    if (times >= horizon).any():
        assert weights.sum() == pytest.approx(len(waits))
    if known.all():
        assert (weights == 1).all()


def test_weighted_shares_are_those_of_waits_that_nobody_cut_off():
    rng = np.random.default_rng(1)
    whole, cut = rng.exponential(4.0, 60_000), rng.uniform(0, 15, 60_000)
    times, happened = np.minimum(whole, cut), whole <= cut
    by, _ = known_by(times, happened, 5.0)
    share = np.average(by, weights=censoring_weights(times, happened, 5.0))
    assert share == pytest.approx(1 - np.exp(-5 / 4), abs=0.01)
    assert share == pytest.approx(1 - float(kaplan_meier(times, happened).after(5.0)), abs=1e-9)
    assert by.mean() < 0.65


def test_nobody_to_learn_from_leaves_all_waiting():
    assert kaplan_meier([], []).after([0, 5]).tolist() == [1.0, 1.0]
    assert kaplan_meier([], []).hazard([5]).tolist() == [0.0]


def test_a_hazard_stays_finite_where_nobody_is_left():
    assert kaplan_meier([1.0], [True]).hazard([0.5, 2.0]).tolist() == [0.0, 35.0]


@pytest.mark.parametrize(("times", "happened"), [([-1.0], [True]), ([np.nan], [True]), ([1.0, 2.0], [True])])
def test_impossible_waits_are_refused(times, happened):
    with pytest.raises(InputError, match="`times`"):
        kaplan_meier(times, happened)


def test_without_the_extra_the_way_to_it_is_said(monkeypatch):
    monkeypatch.setattr(survival, "find_spec", lambda name: None)
    with pytest.raises(WinsetError, match=r"pip install 'winset\[backtest\]'"):
        kaplan_meier([1.0], [True])
