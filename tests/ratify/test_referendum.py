"""Referendums: worked numbers, closed forms against simulation, and polls that were too sure."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import stdtrit

from winset.errors import InputError
from winset.ratify import (
    beta_referendum_probability,
    drawn_referendum,
    grouped_referendum_probability,
    referendum_chance,
)

share = st.floats(0, 1)
quorum = st.none() | st.floats(0, 1)


def test_counting_noise_agrees_with_drawn_ballots() -> None:
    rng, n = np.random.default_rng(8), 200_000
    voters, turnout, support = np.array([60, 41]), np.array([0.5, 0.8]), np.array([0.6, 0.45])
    cast = rng.binomial(voters, turnout, (n, 2))
    lead = 2 * rng.binomial(cast, support).sum(axis=1) - cast.sum(axis=1)
    halved_ties = (lead > 0).mean() + (lead == 0).mean() / 2
    assert grouped_referendum_probability(voters, turnout, support) == pytest.approx(halved_ties, abs=0.005)


def test_without_noise_a_tie_fails() -> None:
    assert grouped_referendum_probability([100], [1], [1]) == 1.0
    assert grouped_referendum_probability([100], [0], [0.7]) == 0.0


@settings(deadline=None, derandomize=True)
@given(st.floats(0.5, 50), st.floats(0.5, 50))
def test_a_beta_share_is_symmetric(a: float, b: float) -> None:
    total = beta_referendum_probability(a, b) + beta_referendum_probability(b, a)
    assert total == pytest.approx(1)


def test_a_lead_of_32_points_is_not_certainty() -> None:
    """A poll of 66 to 34 among 1500: counts alone say 1.000, polls of the past say less; by two roads."""
    rng, n = np.random.default_rng(9), 400_000
    assert beta_referendum_probability(990 + 1, 510 + 1) > 0.9999
    polled = rng.beta(991, 511, n)
    simulated = (polled + (-2 + 6 * rng.standard_t(4, n)) / 100 > 0.5).mean()
    averaged = referendum_chance(polled).mean()
    assert averaged == pytest.approx(simulated, abs=0.001)
    assert averaged == pytest.approx(0.957, abs=0.003)


def test_six_points_are_the_scale_of_the_error() -> None:
    errors = 6 * np.random.default_rng(10).standard_t(4, 2_000_000)
    inside = referendum_chance(0.56, drift=0) - referendum_chance(0.44, drift=0)
    assert inside == pytest.approx((np.abs(errors) < 6).mean(), abs=0.002)


@settings(deadline=None, derandomize=True)
@given(share, share, quorum, quorum, st.floats(0.5, 12))
def test_drawn_votes_average_to_the_chance(s: float, t: float, of_turnout: Any, of_yes: Any, sd: float) -> None:
    levels = (np.arange(4000) + 0.5) / 4000
    rules = {"poll_error": sd, "turnout_quorum": of_turnout, "yes_quorum": of_yes}
    votes = drawn_referendum(s, stdtrit(4, levels), t, **rules)
    assert votes.mean() == pytest.approx(float(referendum_chance(s, t, **rules)), abs=0.0005)
    assert (np.diff(votes.astype(int)) >= 0).all()


@settings(deadline=None, derandomize=True)
@given(share, share, share, quorum, quorum)
def test_more_yes_never_hurts_and_quorums_never_help(s: float, more: float, t: float, q: Any, k: Any) -> None:
    chance = referendum_chance(s, t, turnout_quorum=q, yes_quorum=k)
    assert chance <= referendum_chance(max(s, more), t, turnout_quorum=q, yes_quorum=k)
    assert chance <= referendum_chance(s, t)


def test_quorums_by_hand() -> None:
    assert referendum_chance(0.9, 0.4, turnout_quorum=0.5) == 0
    assert referendum_chance(0.9, 0.1, yes_quorum=0.2) == 0
    certain = {"poll_error": 0, "drift": 0}
    assert referendum_chance([0.5, 0.51], **certain).tolist() == [0.0, 1.0]
    assert referendum_chance([0.64, 0.65], 0.2, yes_quorum=0.13, **certain).tolist() == [0.0, 1.0]
    assert referendum_chance([0.6, 0.61], majority=0.6, **certain).tolist() == [0.0, 1.0]


def test_refusals() -> None:
    with pytest.raises(InputError, match=r"`share_yes` is 66; .* from 0 to 1"):
        referendum_chance(66)
    with pytest.raises(InputError, match="`df` is 2"):
        referendum_chance(0.6, df=2)
    with pytest.raises(InputError, match=r"`yes_quorum` is 13"):
        referendum_chance(0.6, yes_quorum=13)
    with pytest.raises(InputError, match="both must be above 0"):
        beta_referendum_probability(0, 3)
    with pytest.raises(InputError, match=r"`turnout\[0\]`"):
        grouped_referendum_probability([10], [-0.1], [0.5])
