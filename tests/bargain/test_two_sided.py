"""Ratification on both sides under doubt: brute force, symmetry, simulation, refusals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from winset.bargain import both_ratify, safest_share
from winset.errors import InputError

share = st.floats(0, 1)


@settings(deadline=None, derandomize=True)
@given(share, share, share, share)
def test_no_share_on_a_fine_grid_is_safer(la: float, wa: float, lb: float, wb: float) -> None:
    bounds = la, la + wa, lb, lb + wb
    best = safest_share(*bounds)
    assert best.probability >= both_ratify(np.linspace(0, 1, 4001), *bounds).max() - 1e-9
    assert best.probability == both_ratify(best.share, *bounds)


@settings(deadline=None, derandomize=True)
@given(share, share, share, share)
def test_exchanging_the_sides_exchanges_the_shares(la: float, wa: float, lb: float, wb: float) -> None:
    here, there = safest_share(la, la + wa, lb, lb + wb), safest_share(lb, lb + wb, la, la + wa)
    assert here.probability == pytest.approx(there.probability, abs=1e-9)
    assert here.share == pytest.approx(1 - there.share, abs=1e-9)


def test_full_doubt_on_both_sides_fails_three_times_in_four() -> None:
    best = safest_share(0, 1, 0, 1)
    assert (float(best.share), float(best.probability)) == (0.5, 0.25)


def test_ratification_on_both_sides_is_that_of_drawn_limits() -> None:
    rng, n = np.random.default_rng(11), 100_000
    passed = (rng.uniform(0.1, 0.7, n) <= 0.55) & (rng.uniform(0.2, 0.8, n) <= 0.45)
    assert passed.mean() == pytest.approx(float(both_ratify(0.55, 0.1, 0.7, 0.2, 0.8)), abs=4 * 0.5 / np.sqrt(n))


def test_refusals_name_field_and_bounds() -> None:
    with pytest.raises(InputError, match="`low_b` is 2 and `high_b` 1"):
        safest_share(0, 1, 2, 1)
    with pytest.raises(InputError, match="`low_a` is -1"):
        both_ratify(0.5, -1, 1, 0, 1)
