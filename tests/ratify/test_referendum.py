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
    Groups,
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


def several(data: st.DataObject) -> Groups:
    """One to five groups of any shares, turnout, weight and majority."""
    n = data.draw(st.integers(1, 5))
    some = st.lists(share, min_size=n, max_size=n)
    return Groups(data.draw(some), data.draw(some), [w + 0.01 for w in data.draw(some)], data.draw(some))


@settings(deadline=None, derandomize=True)
@given(st.none() | share, st.floats(0, 12), st.integers(0, 6), quorum, st.data())
def test_majorities_in_groups_agree_with_asking_group_by_group(
    s: Any, scale: float, needed: int, of_yes: Any, data: st.DataObject
) -> None:
    groups, levels = several(data), (np.arange(4000) + 0.5) / 4000
    rules = {"poll_error": scale, "yes_quorum": of_yes}
    moved = (-2 + scale * stdtrit(4, levels)) / 100
    won = sum((g + moved > m).astype(int) for g, m in zip(groups.shares, groups.majority, strict=True))
    whole, turnout = groups.together() if s is None else (s, 0.7)
    expected = drawn_referendum(whole, stdtrit(4, levels), turnout, **rules) & (won >= needed)
    drawn = drawn_referendum(s, stdtrit(4, levels), 0.7, groups=groups, needed_groups=needed, **rules)
    assert (drawn == expected).mean() > 0.9995
    chance = referendum_chance(s, 0.7, groups=groups, needed_groups=needed, **rules)
    assert drawn.mean() == pytest.approx(float(chance), abs=0.0005)


@settings(deadline=None, derandomize=True)
@given(share, st.integers(0, 5), st.data())
def test_groups_never_help_and_more_of_them_needed_never_either(s: float, needed: int, data: st.DataObject) -> None:
    groups = several(data)
    found = referendum_chance(s, groups=groups, needed_groups=needed)
    assert referendum_chance(s, groups=groups, needed_groups=needed + 1) <= found <= referendum_chance(s)
    assert referendum_chance(s, groups=groups) == referendum_chance(s, groups=groups, needed_groups=len(groups.shares))
    assert referendum_chance(s, groups=groups, needed_groups=0) == referendum_chance(s)


def test_groups_by_hand() -> None:
    """A majority of the people and 12 of 23 cantons: the twelfth canton decides, or the people if less willing."""
    shares = np.linspace(0.30, 0.74, 23)
    cantons = Groups(shares, weights=np.linspace(1, 3, 23))
    assert cantons.margin(12) == pytest.approx(0.02)
    assert referendum_chance(0.6, groups=cantons, needed_groups=12) == pytest.approx(float(referendum_chance(0.52)))
    assert referendum_chance(0.5, groups=cantons, needed_groups=12) == referendum_chance(0.5)
    assert cantons.together()[0] == pytest.approx(np.average(shares, weights=np.linspace(1, 3, 23)))
    assert referendum_chance(None, groups=cantons, needed_groups=24) == 0
    certain = {"poll_error": 0, "drift": 0}
    tied = Groups([[0.5, 0.6], [0.51, 0.6]])
    assert referendum_chance(0.6, groups=tied, **certain).tolist() == [0.0, 1.0]
    assert drawn_referendum(0.6, 0.0, groups=tied, **certain).tolist() == [False, True]
    assert Groups([0.5], turnout=[0.0]).together() == (0.0, 0.0)


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
    with pytest.raises(InputError, match="there are no `groups`; say which"):
        referendum_chance(0.6, needed_groups=2)
    with pytest.raises(InputError, match="no `groups` to take it from"):
        drawn_referendum(None, 0.0)
    with pytest.raises(InputError, match=r"`groups.shares\[1\]` is 60"):
        referendum_chance(0.6, groups=Groups([0.5, 60]))
    with pytest.raises(InputError, match="one for each group"):
        referendum_chance(0.6, groups=Groups(0.5))
    with pytest.raises(InputError, match=r"`groups.weights` are all 0"):
        referendum_chance(None, groups=Groups([0.5], weights=[0]))
