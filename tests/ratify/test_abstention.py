"""Votes cast with abstentions: every way to vote, bodies without abstentions, counted against approximated, drawn."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from winset.errors import InputError
from winset.ratify import abstention, carried, cast_chance, drawn_cast, passing_chance

FINE: dict[str, Any] = {"deadline": None, "derandomize": True, "max_examples": 40}
MAJORITIES = [0.5, 2 / 3, 0.6, 0.55, 0.0, 1.0]
share = st.floats(0, 1) | st.sampled_from([0.0, 0.5, 1.0])


@st.composite
def bodies(draw: st.DrawFn, most: int = 3, n_blocs: int = 3) -> dict[str, Any]:
    """Blocs that vote yes, vote no and abstain in any shares; some as one, some with a quorum."""
    n = draw(st.integers(1, n_blocs))
    seats = draw(st.lists(st.integers(1, most), min_size=n, max_size=n))
    away = draw(st.lists(share, min_size=n, max_size=n))
    for_it = draw(st.lists(share, min_size=n, max_size=n))
    return {
        "shares": [s * (1 - a) for s, a in zip(for_it, away, strict=True)],
        "abstentions": away,
        "seats": seats,
        "majority": draw(st.sampled_from(MAJORITIES)),
        "whipped": draw(st.lists(st.booleans(), min_size=n, max_size=n)),
        "quorum": draw(st.integers(0, sum(seats) + 1) | st.just(0)),
    }


def enumerated(body: dict[str, Any]) -> float:
    """Sum the chances of all that every member, or bloc that votes as one, may do."""
    voters = []
    for s, a, n, as_one in zip(body["shares"], body["abstentions"], body["seats"], body["whipped"], strict=True):
        voters += [(s, a, n)] if as_one else [(s, a, 1)] * n
    total, majority = 0.0, Fraction(body["majority"]).limit_denominator(1000)
    for answers in product([1, 0, -1], repeat=len(voters)):
        yes = sum(n for (_, _, n), answer in zip(voters, answers, strict=True) if answer == 1)
        cast = sum(n for (_, _, n), answer in zip(voters, answers, strict=True) if answer)
        if yes > majority * cast and cast >= body["quorum"]:
            chances = [{1: s, 0: a, -1: 1 - s - a}[answer] for (s, a, _), answer in zip(voters, answers, strict=True)]
            total += float(np.prod(chances))
    return total


@settings(**FINE)
@given(bodies())
def test_counted_votes_agree_with_enumeration(body: dict[str, Any]) -> None:
    assert cast_chance(**body) == pytest.approx(enumerated(body), abs=1e-9)


@pytest.mark.parametrize("majority", [0.5, 2 / 3, 0.6])
@pytest.mark.parametrize("sd", [0.0, 4.0])
@pytest.mark.parametrize("seats", [[20, 15, 9], [200, 33, 101]])
def test_where_nobody_abstains_it_is_a_quota_of_the_seats(majority: float, sd: float, seats: list[int]) -> None:
    shares, whipped = np.random.default_rng(14).random((20, 3)), [False, True, False]
    quota = int(Fraction(majority).limit_denominator(1000) * sum(seats)) + 1
    expected = passing_chance(shares, seats, quota, sd, whipped=whipped, exact=sum(seats) <= 60)
    found = cast_chance(shares, np.zeros(3), seats, majority, sd, whipped)
    assert found == pytest.approx(expected, abs=1e-9)
    assert cast_chance(shares, np.zeros(3), seats, majority, sd, whipped, quorum=30) == pytest.approx(found)


@pytest.mark.parametrize(("sd", "may_miss"), [(0.0, False), (4.0, False), (0.0, True)])
def test_the_approximation_is_close_in_large_bodies(sd: float, may_miss: bool, monkeypatch: Any) -> None:
    rng = np.random.default_rng(15)
    worst, errors = 0.0, []
    for turn in range(6):
        seats, majority = rng.integers(20, 32, 3), [0.5, 2 / 3, 0.6][turn % 3]
        away = rng.uniform(0, 0.4, (10, 3)) * rng.integers(0, 2, (10, 1))
        shares = (1 - away) * rng.normal(majority, 0.12, (10, 3)).clip(0, 1)
        quorum = int((seats * (1 - away.mean(axis=0))).sum()) if may_miss else 0
        body = shares, away, seats, majority, sd, [False, turn > 2, False], quorum
        found = cast_chance(*body)
        with monkeypatch.context() as patch:
            patch.setattr(abstention, "MOST_COUNTED", 1000)
            patch.setattr(abstention, "MOST_COUNTED_WITH_QUORUM", 1000)
            error = np.abs(found - cast_chance(*body))
        worst = max(worst, float(error.max()))
        errors.append(error.mean())
    assert 1e-9 < worst < (0.02 if may_miss else 0.005)
    assert np.mean(errors) < (0.002 if may_miss else 0.0005)


@pytest.mark.parametrize("quorum", [0, 20])
@pytest.mark.parametrize("whipped", [False, [False, True]])
def test_drawn_votes_average_to_the_chance(quorum: int, whipped: Any) -> None:
    rng, n = np.random.default_rng(16), 40_000
    blocs: dict[str, Any] = {"shares": [0.4, 0.5], "abstentions": [0.2, 0.1], "seats": [14, 10], "whipped": whipped}
    yes, no = drawn_cast(
        common_error=rng.standard_normal(n),
        common_error_sd=8.0,
        luck=rng.random((n, 2)),
        luck_abstain=rng.random((n, 2)),
        **blocs,
    )
    drawn = carried(yes.sum(axis=-1), no.sum(axis=-1), 0.5, quorum).mean()
    expected = float(cast_chance(**blocs, common_error_sd=8.0, quorum=quorum))
    assert abs(drawn - expected) < 4 * np.sqrt(expected * (1 - expected) / n)


@settings(**FINE)
@given(bodies(most=30), st.data())
def test_a_higher_share_never_loses_a_yes_nor_gains_a_no(body: dict[str, Any], data: st.DataObject) -> None:
    n = len(body["seats"])
    more, luck, stay = (np.array(data.draw(st.lists(st.floats(0, 1), min_size=n, max_size=n))) for _ in range(3))
    away = np.array(body["abstentions"])
    better = np.maximum(body["shares"], more * (1 - away))
    draws = body["seats"], 0.4, 4.0, luck, stay
    yes, no = drawn_cast(body["shares"], away, *draws, whipped=body["whipped"])
    more_yes, fewer_no = drawn_cast(better, away, *draws, whipped=body["whipped"])
    assert (more_yes >= yes).all()
    assert (fewer_no <= no).all()
    assert ((yes >= 0) & (no >= 0) & (yes + no <= body["seats"])).all()
    assert cast_chance(**body | {"shares": better}) >= cast_chance(**body) - 0.01
    assert cast_chance(**body | {"quorum": body["quorum"] + 1}) <= cast_chance(**body) + 0.01


def test_an_abstention_is_half_a_yes_under_simple_majority() -> None:
    """Of 400 with an error in common: 10 of a hundred who stay away count as if 5 of them had voted yes."""
    away = cast_chance([0.46], [0.10], [400], common_error_sd=5)
    halved = cast_chance([0.51], [0.0], [400], common_error_sd=5)
    assert away == pytest.approx(float(halved), abs=0.01)


def test_in_large_bodies_a_quorum_goes_with_the_votes_that_it_needs() -> None:
    """Forty who vote yes or stay away against thirty who vote no: with 31 yes votes a quorum of 58 is always met."""
    together = cast_chance([0.7, 0.0], [0.3, 0.0], [40, 30], quorum=58)
    assert together == pytest.approx(binom.sf(30, 40, 0.7), abs=0.02)
    sure_to_win = cast_chance([1.0, 0.2], [0.0, 0.5], [60, 50], whipped=[True, False], quorum=85)
    assert sure_to_win == pytest.approx(binom.sf(24, 50, 0.5), abs=0.005)


def test_ties_and_votes_that_nobody_casts_fail() -> None:
    assert cast_chance([1.0, 0.0], [0.0, 0.0], [10, 10]) == pytest.approx(0, abs=1e-12)
    assert cast_chance([0.0], [1.0], [10]) == pytest.approx(0, abs=1e-12)
    assert cast_chance([0.0], [1.0], [1000]) == 0
    assert cast_chance([1.0], [0.0], [1000], quorum=1001) == 0
    assert carried([29, 30, 0], [71, 70, 0], 0.29).tolist() == [False, True, False]
    assert cast_chance([1.0, 0.0], [0.0, 0.0], [29, 71], 0.29) == pytest.approx(0, abs=1e-12)


def test_refusals() -> None:
    with pytest.raises(InputError, match=r"reach 1\.2 together"):
        cast_chance([0.7], [0.5], [100])
    with pytest.raises(InputError, match="last axes must agree"):
        cast_chance([0.7, 0.2], [0.5], [100, 100])
    with pytest.raises(InputError, match="`majority` is 50"):
        cast_chance([0.7], [0.1], [100], 50)
    with pytest.raises(InputError, match="`quorum` is -1"):
        cast_chance([0.7], [0.1], [100], quorum=-1)
    with pytest.raises(InputError, match=r"`luck_abstain\[0\]` is 2"):
        drawn_cast([0.7], [0.1], [100], 0.0, 4.0, [0.5], [2])
