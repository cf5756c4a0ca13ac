"""Referendums with uncertain turnout and quorums: limits, two roads, ballots drawn one by one, and refusals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtr, ndtri
from scipy.stats import multivariate_normal

from winset.errors import InputError
from winset.ratify import grouped_referendum_probability, referendum_chance, referendum_turnout_chance

share = st.floats(0, 1)
quorum = st.none() | st.floats(0, 1)
points = st.floats(0.01, 20) | st.just(0.0)
rho = st.floats(-1, 1) | st.sampled_from([-1.0, 0.0, 1.0])


def chance(*numbers: Any, **others: Any) -> float:
    return float(referendum_turnout_chance(*numbers, **others))


@settings(deadline=None, derandomize=True)
@given(share, share, points, points, rho, share)
def test_without_a_quorum_it_is_the_chance_of_a_yes(
    s: float, t: float, e: float, te: float, r: float, m: float
) -> None:
    old = referendum_chance(s, poll_error=e, df=1e9, majority=m)
    assert chance(s, t, poll_error=e, turnout_error=te, correlation=r, majority=m) == pytest.approx(
        float(old), abs=1e-7
    )


@settings(deadline=None, derandomize=True)
@given(share, share, st.floats(0, 20), quorum, st.none() | st.floats(1e-6, 1))
def test_a_known_turnout_is_turnout_as_given(s: float, t: float, e: float, k: Any, a: Any) -> None:
    rules = {"turnout_quorum": k, "yes_quorum": a, "poll_error": e}
    old = referendum_chance(s, t, df=1e9, **rules)
    assert chance(s, t, turnout_error=0, correlation=0.5, **rules) == pytest.approx(float(old), abs=1e-7)


@settings(deadline=None, derandomize=True)
@given(share, share, points, st.floats(0.01, 20), share)
def test_without_correlation_it_is_a_product_with_one_it_is_the_less_likely_of_the_two(
    s: float, t: float, e: float, te: float, k: float
) -> None:
    rules: dict[str, Any] = {"poll_error": e, "turnout_error": te}
    yes, enough = chance(s, t, **rules), float(ndtr(100 * (t - k) / te))
    rules["turnout_quorum"] = k
    assert chance(s, t, **rules) == pytest.approx(yes * enough, abs=1e-9)
    assert chance(s, t, correlation=1, **rules) == pytest.approx(min(yes, enough) if e else yes * enough, abs=1e-9)
    assert chance(s, t, correlation=-1, **rules) == pytest.approx(
        max(0.0, yes + enough - 1) if e else yes * enough, abs=1e-9
    )


def test_a_turnout_quorum_is_a_corner_of_the_two_dimensional_normal() -> None:
    rng = np.random.default_rng(1)
    for s, t, k, size in rng.uniform(0.2, 0.8, (60, 4)):
        e, te = rng.uniform(0.5, 20, 2)
        r = float(rng.choice([-1, 1])) * size ** float(rng.choice([0.001, 0.1, 1]))
        corner = multivariate_normal.cdf([(s - 0.5) / e * 100, (t - k) / te * 100], cov=[[1, r], [r, 1]])
        found = chance(s, t, poll_error=e, turnout_error=te, correlation=r, drift=0, turnout_quorum=k)
        assert found == pytest.approx(corner, abs=1e-9)


@pytest.mark.parametrize("r", [-1.0, -0.9999, -0.6, 0.0, 0.3, 0.99, 1.0])
@pytest.mark.parametrize(("e", "te"), [(8.5, 5.0), (0.0, 5.0), (0.01, 12.0), (15.0, 0.02)])
def test_both_quorums_agree_with_many_drawn_votes(r: float, e: float, te: float) -> None:
    rng, n = np.random.default_rng(2), 400_000
    z, w = rng.standard_normal((2, n))
    turnout = 0.45 + te / 100 * z
    yes = 0.56 + e / 100 * (r * z + np.sqrt(1 - r**2) * w)
    drawn = (turnout >= 0.42) & (yes > 0.5) & (turnout * yes >= 0.25)
    found = chance(0.58, 0.45, poll_error=e, turnout_error=te, correlation=r, turnout_quorum=0.42, yes_quorum=0.25)
    assert found == pytest.approx(drawn.mean(), abs=4 * np.sqrt(drawn.mean() * (1 - drawn.mean()) / n) + 1e-12)


@pytest.mark.parametrize("r", [-1.0, 1.0])
def test_a_yes_quorum_where_turnout_tells_the_share_is_an_interval_of_turnouts(r: float) -> None:
    levels = ndtri((np.arange(2_000_000) + 0.5) / 2_000_000)
    turnout, yes = 0.45 + 0.1 * levels, 0.6 + r * 0.08 * levels
    passed = ((yes > 0.5) & (turnout * yes >= 0.25)).mean()
    found = chance(0.6, 0.45, poll_error=8, turnout_error=10, drift=0, correlation=r, yes_quorum=0.25)
    assert found == pytest.approx(passed, abs=2e-6)


@settings(deadline=None, derandomize=True)
@given(share, share, share, points, points, rho, quorum, quorum, share)
def test_more_yes_never_hurts_and_quorums_never_help(
    s: float, more: float, t: float, e: float, te: float, r: float, k: Any, a: Any, harder: float
) -> None:
    rules: dict[str, Any] = {"poll_error": e, "turnout_error": te, "correlation": r}
    quorums = {"turnout_quorum": k, "yes_quorum": a}
    found = chance(s, t, **rules, **quorums)
    assert 0 <= found <= 1
    assert found <= chance(max(s, more), t, **rules, **quorums) + 1e-9
    assert found <= chance(s, t, **rules) + 1e-9
    assert chance(s, t, **rules, turnout_quorum=max(k or 0, harder), yes_quorum=a) <= found + 1e-9
    assert chance(s, t, **rules, turnout_quorum=k, yes_quorum=max(a or 0, harder)) <= found + 1e-9


def test_without_any_error_it_is_a_step() -> None:
    sure: dict[str, Any] = {"poll_error": 0, "turnout_error": 0, "drift": 0}
    assert referendum_turnout_chance([0.5, 0.51], 0.4, **sure).tolist() == [0, 1]
    assert referendum_turnout_chance(0.6, [0.39, 0.4], turnout_quorum=0.4, **sure).tolist() == [0, 1]
    assert referendum_turnout_chance([0.624, 0.625], 0.4, yes_quorum=0.25, **sure).tolist() == [0, 1]
    assert chance(0.6, 0.0, yes_quorum=0.1, **sure) == 0


def test_correlation_helps_or_hurts_as_turnout_brings_friends_or_opponents() -> None:
    chances = [chance(0.55, 0.5, turnout_quorum=0.5, correlation=r) for r in (-0.8, 0.0, 0.8)]
    assert chances == sorted(chances)
    assert chances[2] - chances[0] > 0.2


def test_rows_are_broadcast_and_equal_rows_are_reckoned_once() -> None:
    found = referendum_turnout_chance([[0.5], [0.6]], [0.4, 0.5, 0.4], turnout_quorum=0.4)
    assert found.shape == (2, 3)
    assert (found[:, 0] == found[:, 2]).all()
    assert found[1, 1] == chance(0.6, 0.5, turnout_quorum=0.4)
    many = referendum_turnout_chance(np.full(100_000, 0.6), 0.5, turnout_quorum=0.4)
    assert (many == found[1, 1]).all()
    assert referendum_turnout_chance([], 0.5).shape == (0,)
    rows = np.linspace(0.3, 0.7, 20_500)
    assert (np.diff(referendum_turnout_chance(rows, 0.5, turnout_quorum=0.45)) > 0).all()


# --- groups of voters, and nothing uncertain but the count ---


@pytest.mark.parametrize(
    ("turnout_quorum", "yes_quorum"), [(None, 0.302), (0.6, None), (0.6, 0.302), (0.6, 0.29), (0.0, 0.0), (0.45, 0.305)]
)
def test_counting_noise_with_quorums_agrees_with_drawn_ballots(turnout_quorum: Any, yes_quorum: Any) -> None:
    """Half a ballot, which the normal distribution does not know, is worth up to .004 among ten thousand voters."""
    rng, n = np.random.default_rng(3), 200_000
    voters, turnout, support = np.array([6000, 4100]), np.array([0.5, 0.75]), np.array([0.55, 0.45])
    cast = rng.binomial(voters, turnout, (n, 2))
    yes = rng.binomial(cast, support).sum(axis=1)
    votes, electorate = cast.sum(axis=1), voters.sum()
    passed = (2 * yes > votes) & (votes >= (turnout_quorum or 0) * electorate)
    passed &= yes >= (yes_quorum or 0) * electorate
    found = grouped_referendum_probability(
        voters, turnout, support, turnout_quorum=turnout_quorum, yes_quorum=yes_quorum
    )
    assert 0.05 < found < 0.95
    assert found == pytest.approx(passed.mean(), abs=0.005)


@settings(deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.integers(0, 900), share, share), max_size=4), share, share, share)
def test_quorums_never_help_groups(groups: list[tuple[int, float, float]], k: float, a: float, more: float) -> None:
    voters, turnout, support = np.reshape(np.array(groups, dtype=float), (-1, 3)).T

    def found(**rules: Any) -> float:
        return grouped_referendum_probability(voters, turnout, support, **rules)

    both = found(turnout_quorum=k, yes_quorum=a)
    assert 0 <= both <= min(found(turnout_quorum=k), found(yes_quorum=a)) + 1e-9
    assert found(turnout_quorum=max(k, more), yes_quorum=a) <= both + 1e-9
    assert found(turnout_quorum=k, yes_quorum=max(a, more)) <= both + 1e-9
    assert max(found(turnout_quorum=k), found(yes_quorum=a)) <= found() + 1e-9


def test_groups_at_the_edge() -> None:
    """All vote alike; all vote; nobody is unsure of anything."""
    assert grouped_referendum_probability([100], [0.5], [1], turnout_quorum=0.5) == pytest.approx(0.5)
    assert grouped_referendum_probability([100], [0.5], [1], yes_quorum=0.5) == pytest.approx(0.5)
    assert grouped_referendum_probability([100], [1], [0.5], turnout_quorum=1) == pytest.approx(0.5)
    assert grouped_referendum_probability([100], [1], [0.5], yes_quorum=0.55) == pytest.approx(float(ndtr(-1)))
    assert grouped_referendum_probability([100], [1], [1], turnout_quorum=1, yes_quorum=1) == 1
    assert grouped_referendum_probability([100, 1], [1, 0], [1, 1], turnout_quorum=1) == 0
    assert grouped_referendum_probability([], [], [], turnout_quorum=0) == 0


def test_refusals() -> None:
    with pytest.raises(InputError, match=r"`correlation` is 1.1; .* from -1 to 1"):
        referendum_turnout_chance(0.6, 0.5, correlation=1.1)
    with pytest.raises(InputError, match="`turnout_error` is -1"):
        referendum_turnout_chance(0.6, 0.5, turnout_error=-1)
    with pytest.raises(InputError, match="`yes_quorum` is 25"):
        referendum_turnout_chance(0.6, 0.5, yes_quorum=25)
    with pytest.raises(InputError, match="`turnout_quorum` is 40"):
        grouped_referendum_probability([10], [0.5], [0.5], turnout_quorum=40)
