"""A body voting in blocs: exact against simulation, approximation against exact, drawn votes against chances."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import binom, norm

from winset.errors import InputError
from winset.ratify import body as body_module
from winset.ratify import (
    chance_given,
    checked_blocs,
    common_factor,
    drawn_vote,
    drawn_votes,
    passing_chance,
    poisson_binomial_tail,
    weighted_vote_probability,
)

FINE: dict[str, Any] = {"deadline": None, "derandomize": True, "max_examples": 30}


@st.composite
def bodies(draw: st.DrawFn, most: int = 25) -> dict[str, Any]:
    """Blocs with shares anywhere, also exactly 0 and 1; some whipped, some with a veto."""
    n = draw(st.integers(1, 4))
    seats = draw(st.lists(st.integers(1, most), min_size=n, max_size=n))
    share = st.floats(0, 1) | st.sampled_from([0.0, 0.5, 1.0])
    return {
        "shares": draw(st.lists(share, min_size=n, max_size=n)),
        "seats": seats,
        "quota": draw(st.integers(0, sum(seats) + 1)),
        "whipped": draw(st.lists(st.booleans(), min_size=n, max_size=n)),
        "vetoes": draw(st.lists(st.integers(0, n - 1), max_size=2)),
    }


def enumerated(shares: Any, seats: Any, quota: int, whipped: Any, vetoes: Any) -> float:
    """Chance given the shares by treating the blocs' totals as one list of all combinations."""
    options = []
    for s, n, as_one in zip(shares, seats, whipped, strict=True):
        pmf = {0: 1 - s, n: s} if as_one else {k: float(binom.pmf(k, n, s)) for k in range(n + 1)}
        options.append(list(pmf.items()))
    total = 0.0
    for combination in product(*options):
        votes = [k for k, _ in combination]
        if sum(votes) >= quota and all(2 * votes[v] > seats[v] for v in vetoes):
            total += float(np.prod([chance for _, chance in combination]))
    return total


@settings(**FINE)
@given(bodies(most=8))
def test_exact_votes_agree_with_enumeration(body: dict[str, Any]) -> None:
    found = float(passing_chance(**body, common_error_sd=0, exact=True))
    assert found == pytest.approx(enumerated(**body), abs=1e-9)


def test_free_members_are_a_poisson_binomial() -> None:
    shares, seats = [0.3, 0.8], [7, 5]
    members = np.repeat(shares, seats)
    assert passing_chance(shares, seats, 7, 0, exact=True) == pytest.approx(poisson_binomial_tail(members, 7))


@pytest.mark.parametrize("sd", [0.5, 4.0, 12.0])
@pytest.mark.parametrize("quota", [30, 51, 52, 66])
@pytest.mark.parametrize("whipped", [False, [True, False, False]])
def test_common_error_is_integrated_as_by_adaptive_quadrature(sd: float, quota: int, whipped: Any) -> None:
    shares, seats = np.array([0.95, 0.55, 0.1]), [41, 20, 40]

    def integrand(z: float) -> float:
        share, blocs = checked_blocs(np.clip(shares + sd * z / 100, 0, 1), seats, quota, whipped)
        return float(norm.pdf(z) * chance_given(share, blocs))

    expected = sum(quad(integrand, low, low + 1, limit=200)[0] for low in range(-8, 8))
    assert passing_chance(shares, seats, quota, sd, whipped=whipped) == pytest.approx(expected, abs=0.01)


def test_the_approximation_is_close_where_members_are_many() -> None:
    rng = np.random.default_rng(5)
    worst, errors = 0.0, []
    for _ in range(12):
        seats = rng.integers(5, 30, rng.integers(2, 5))
        shares, quota = rng.beta(0.5, 0.5, (5, seats.size)), int(rng.integers(1, seats.sum() + 1))
        error = passing_chance(shares, seats, quota, 4) - passing_chance(shares, seats, quota, 4, exact=True)
        worst = max(worst, float(np.abs(error).max()))
        errors.append(np.abs(error).mean())
    assert worst < 0.02
    assert np.mean(errors) < 0.001


@pytest.mark.parametrize("sd", [0.0, 1.0, 4.0])
def test_large_blocs_with_a_veto_are_approximated_as_closely(sd: float) -> None:
    rng = np.random.default_rng(9)
    worst, errors = 0.0, []
    for _ in range(12):
        seats = rng.integers(41, 90, rng.integers(1, 4))
        shares, quota = rng.normal(0.56, 0.08, (8, seats.size)), int(seats.sum() * rng.uniform(0.45, 0.7))
        vetoes = [0, seats.size - 1]
        found = passing_chance(shares, seats, quota, sd, vetoes=vetoes)
        assert not checked_blocs(shares, seats, quota, vetoes=vetoes)[1].counted.any()
        error = found - passing_chance(shares, seats, quota, sd, vetoes=vetoes, exact=True)
        worst = max(worst, float(np.abs(error).max()))
        errors.append(np.abs(error).mean())
    assert worst < 0.02
    assert np.mean(errors) < 0.002


def test_a_body_of_a_million_with_vetoes_is_answered() -> None:
    """Every one of ten blocs must agree, and with an error in common they do so nearly together."""
    chance = passing_chance([0.51] * 10, [100_000] * 10, 500_001, [0.0, 4.0], vetoes=range(10))
    assert chance == pytest.approx([1, norm.cdf(0.25)], abs=0.02)


@settings(**FINE)
@given(bodies())
def test_totals_that_decide_nothing_are_not_counted(body: dict[str, Any]) -> None:
    _, blocs = checked_blocs(**body)
    free = int(blocs.seats[~blocs.counted].sum())
    assert (blocs.totals <= blocs.quota).all()
    assert (blocs.totals + free >= blocs.quota).all()


def test_an_error_in_common_takes_the_false_certainty_out() -> None:
    """One-factor correlation .1 is an error of 12.6 points: 55 % expected passes with only about .65."""
    alone, together = passing_chance([0.55], [400], 201, [0.0, 12.6])
    assert alone > 0.97
    assert together == pytest.approx(0.65, abs=0.01)


@pytest.mark.parametrize("whipped", [False, True, [True, False, False]])
@pytest.mark.parametrize("vetoes", [(), (1,)])
def test_drawn_votes_average_to_the_chance(whipped: Any, vetoes: Any) -> None:
    rng = np.random.default_rng(6)
    shares, seats, quota, n = [0.9, 0.55, 0.2], [30, 25, 20], 42, 40_000
    votes = drawn_vote(
        shares, seats, quota, rng.standard_normal(n), 5.0, rng.random((n, 3)), whipped=whipped, vetoes=vetoes
    )
    expected = float(passing_chance(shares, seats, quota, 5.0, whipped=whipped, vetoes=vetoes))
    standard_error = np.sqrt(expected * (1 - expected) / n)
    assert abs(votes.mean() - expected) < 4 * standard_error + 0.003


@settings(**FINE)
@given(bodies(), st.data())
def test_a_higher_share_never_loses_votes_under_the_same_draws(body: dict[str, Any], data: st.DataObject) -> None:
    luck = np.array(data.draw(st.lists(st.floats(0, 1), min_size=len(body["seats"]), max_size=len(body["seats"]))))
    error, bloc = data.draw(st.floats(-3, 3)), data.draw(st.integers(0, len(luck) - 1))
    better = list(body["shares"])
    better[bloc] = max(better[bloc], data.draw(st.floats(0, 1)))
    rules = {"whipped": body["whipped"]}
    before = drawn_votes(body["shares"], body["seats"], error, 4.0, luck, **rules)
    after = drawn_votes(better, body["seats"], error, 4.0, luck, **rules)
    assert (after >= before).all()
    assert (before >= 0).all()
    assert (after <= body["seats"]).all()


@settings(**FINE)
@given(bodies(most=15), st.floats(0, 10))
def test_stricter_rules_never_help(body: dict[str, Any], sd: float) -> None:
    chance = float(passing_chance(**body, common_error_sd=sd, exact=True))
    harder = body | {"quota": body["quota"] + 1}
    vetoed = body | {"vetoes": [*body["vetoes"], 0]}
    assert 0 <= chance <= 1
    assert float(passing_chance(**harder, common_error_sd=sd, exact=True)) <= chance + 0.01
    assert float(passing_chance(**vetoed, common_error_sd=sd, exact=True)) <= chance + 0.01


@pytest.mark.parametrize("whipped", [False, [True, False, False]])
def test_leaving_out_what_cannot_matter_changes_nothing(whipped: Any, monkeypatch: Any) -> None:
    rng = np.random.default_rng(17)
    middle = rng.choice([0.05, 0.3, 0.5, 0.9], (200, 1, 1))
    shares, sd = rng.normal(middle, 0.03, (200, 1, 3)).clip(0, 1), rng.uniform(0, 5, (200, 1))
    arguments: Any = (shares, [400, 200, 150], 376, sd)
    found = passing_chance(*arguments, whipped=whipped)
    monkeypatch.setattr(body_module, "_beyond_doubt", lambda favour, *_: np.full(favour.shape[:-1], np.nan))
    monkeypatch.setattr(common_factor, "NEGLIGIBLE", 0.0)
    assert found == pytest.approx(passing_chance(*arguments, whipped=whipped), abs=1e-8)
    assert whipped or {0.0, 1.0} <= set(found.ravel().tolist())
    assert ((found > 0.01) & (found < 0.99)).any()


def test_luck_next_to_one_is_answered() -> None:
    """The quantile function of scipy.stats.binom hangs at this level."""
    assert drawn_votes([0.5], [25], 0.0, 0.0, luck=np.nextafter(1, 0)) == [25]


@settings(**FINE)
@given(st.integers(1, 2000), st.floats(0, 1), st.floats(0, 1))
def test_drawn_votes_are_binomial_quantiles(n: int, share: float, level: float) -> None:
    votes = int(drawn_votes([share], [n], 0.0, 0.0, luck=level)[0])
    assert binom.cdf(votes, n, share) >= level - 1e-12
    assert votes == 0 or binom.cdf(votes - 1, n, share) <= level + 1e-12


def test_order_of_the_blocs_does_not_matter() -> None:
    shares, seats, order = np.array([0.8, 0.3, 0.6]), np.array([10, 20, 15]), [2, 0, 1]
    found = passing_chance(shares, seats, 23, 4.0, whipped=[True, False, False])
    moved = passing_chance(shares[order], seats[order], 23, 4.0, whipped=[False, True, False])
    assert found == pytest.approx(float(moved), abs=1e-12)


def test_a_veto_is_a_majority_of_the_bloc() -> None:
    """Fifteen seats of one vote each, nine needed, five of them able to stop it: all by hand."""
    shares = np.array([0.9] * 5 + [1.0] * 4 + [0.0] * 6)
    assert passing_chance(shares, [1] * 15, 9, 0, vetoes=range(5)) == pytest.approx(0.9**5)
    split = drawn_vote([0.5, 1.0], [10, 10], 11, 0.0, 0.0, luck=0.5, vetoes=[0])
    assert drawn_votes([0.5, 1.0], [10, 10], 0.0, 0.0, luck=0.5).tolist() == [5, 10]
    assert not split


def test_certain_votes_are_certain() -> None:
    assert passing_chance([1.0, 0.0], [51, 50], 51, 0) == 1.0
    assert passing_chance([1.0, 0.0], [50, 51], 51, 0) == 0.0
    assert passing_chance([1.0], [10], 11, 4.0) == 0.0


def with_lines(shares: Any, seats: Any, quota: int, vetoes: Any, loyalty: Any) -> float:
    """Chance of a body of whipped blocs by going through their lines and through what members make of them."""
    total = 0.0
    for lines in product([False, True], repeat=len(seats)):
        follow = [own if yes else 1 - own for own, yes in zip(loyalty, lines, strict=True)]
        weight = np.prod([s if yes else 1 - s for s, yes in zip(shares, lines, strict=True)])
        total += float(weight) * enumerated(follow, seats, quota, [False] * len(seats), vetoes)
    return total


@settings(**FINE)
@given(bodies(most=5), st.data())
def test_members_who_leave_their_line_agree_with_enumeration(body: dict[str, Any], data: st.DataObject) -> None:
    n = len(body["seats"])
    body["whipped"] = True
    loyalty = data.draw(st.lists(st.floats(0, 1) | st.sampled_from([0.0, 0.5, 1.0]), min_size=n, max_size=n))
    found = float(passing_chance(**body, common_error_sd=0, exact=True, loyalty=loyalty))
    expected = with_lines(body["shares"], body["seats"], body["quota"], body["vetoes"], loyalty)
    assert found == pytest.approx(expected, abs=1e-9)
    assert float(passing_chance(**body, common_error_sd=0, loyalty=loyalty)) == pytest.approx(expected, abs=1e-9)


@settings(**FINE)
@given(bodies(), st.floats(0, 8))
def test_a_bloc_of_loyal_seats_equals_as_many_seats_voting_as_one(body: dict[str, Any], sd: float) -> None:
    body |= {"whipped": True, "vetoes": []}
    as_one = weighted_vote_probability(body["seats"], body["shares"], body["quota"])
    assert passing_chance(**body, common_error_sd=0, loyalty=1.0) == pytest.approx(float(as_one), abs=1e-12)
    loyal = passing_chance(**body, common_error_sd=sd, loyalty=[1.0] * len(body["seats"]))
    assert float(loyal) == float(passing_chance(**body, common_error_sd=sd))


def test_loyalty_may_differ_from_draw_to_draw_and_is_not_read_for_free_blocs() -> None:
    body: dict[str, Any] = {"shares": [0.8, 0.2], "seats": [60, 50], "quota": 62, "common_error_sd": 4.0}
    loyalty = np.array([[1.0, 0.2], [0.9, 0.2]])
    found = passing_chance(**body, whipped=[True, False], loyalty=loyalty)
    loyal = passing_chance(**body, whipped=[True, False])
    left = passing_chance(**body, whipped=[True, False], loyalty=[0.9, 1.0])
    assert found == pytest.approx([float(loyal), float(left)], abs=1e-9)
    assert left < loyal - 0.05


@pytest.mark.parametrize("sd", [0.0, 4.0])
def test_lines_of_large_blocs_are_enumerated_and_their_votes_approximated(sd: float) -> None:
    rng = np.random.default_rng(12)
    worst, errors = 0.0, []
    for _ in range(10):
        seats = rng.integers(25, 80, 3)
        rules: dict[str, Any] = {"whipped": [True, True, False], "loyalty": [*rng.uniform(0.7, 0.99, 2), 1.0]}
        shares, quota = rng.uniform(0.1, 0.9, (6, 3)), int(seats.sum() * rng.uniform(0.4, 0.7))
        found = passing_chance(shares, seats, quota, sd, **rules)
        error = found - passing_chance(shares, seats, quota, sd, exact=True, **rules)
        worst = max(worst, float(np.abs(error).max()))
        errors.append(np.abs(error).mean())
    assert worst < 0.01
    assert np.mean(errors) < 0.001


@pytest.mark.parametrize("vetoes", [(), (0,)])
def test_drawn_votes_of_members_who_leave_their_line_average_to_the_chance(vetoes: Any) -> None:
    rng = np.random.default_rng(13)
    n, luck, line = 40_000, rng.random((40_000, 3)), rng.random((40_000, 3))
    rules: dict[str, Any] = {"whipped": [True, True, False], "loyalty": [0.9, 0.8, 1.0], "vetoes": vetoes}
    body = [0.7, 0.4, 0.5], [12, 15, 12], 20
    drawn = drawn_vote(*body, rng.standard_normal(n), 5.0, luck, line=line, **rules).mean()
    expected = float(passing_chance(*body, 5.0, exact=True, **rules))
    assert abs(drawn - expected) < 4 * np.sqrt(expected * (1 - expected) / n)


@settings(**FINE)
@given(bodies(), st.data())
def test_a_higher_share_never_loses_votes_of_members_who_mostly_follow(
    body: dict[str, Any], data: st.DataObject
) -> None:
    n = len(body["seats"])
    some = st.lists(st.floats(0, 1), min_size=n, max_size=n)
    luck, line, loyalty, more = (np.array(data.draw(some)) for _ in range(4))
    rules: dict[str, Any] = {"whipped": body["whipped"], "loyalty": 0.5 + loyalty / 2, "line": line}
    better = np.maximum(body["shares"], more)
    before = drawn_votes(body["shares"], body["seats"], 0.3, 4.0, luck, **rules)
    after = drawn_votes(better, body["seats"], 0.3, 4.0, luck, **rules)
    assert (after >= before).all()


def test_loyal_members_vote_as_before_with_a_line_or_without() -> None:
    draws = {"common_error": 0.0, "common_error_sd": 0.0, "whipped": True}
    assert drawn_votes([0.6], [10], luck=[0.3], **draws).tolist() == [0]
    assert drawn_votes([0.6], [10], luck=[0.0], line=[0.5], **draws).tolist() == [10]
    assert drawn_votes([0.6], [10], luck=[0.5], line=[0.5], loyalty=0.9, **draws).tolist() == [9]
    assert drawn_votes([0.6], [10], luck=[0.5], line=[0.3], loyalty=0.9, **draws).tolist() == [1]


def test_refusals() -> None:
    with pytest.raises(InputError, match=r"`shares\[0\]` is 55; .* from 0 to 1"):
        passing_chance([55], [100], 51, 4)
    with pytest.raises(InputError, match="must name blocs from 0 to 0"):
        passing_chance([0.5], [100], 51, 4, vetoes=[1])
    with pytest.raises(InputError, match="last axes must agree"):
        passing_chance([0.5, 0.5], [100], 51, 4)
    with pytest.raises(InputError, match=r"`common_error_sd` is -1"):
        passing_chance([0.5], [100], 51, -1)
    with pytest.raises(InputError, match="at least 20"):
        passing_chance([0.5], [100], 51, 4, n_nodes=8)
    with pytest.raises(InputError, match=r"`loyalty` is 90; .* from 0 to 1"):
        passing_chance([0.5], [100], 51, 4, whipped=True, loyalty=90)
    with pytest.raises(InputError, match="below 1 in 9 blocs that vote as one; at most 8"):
        passing_chance([0.5] * 9, [100] * 9, 451, 4, whipped=True, loyalty=0.9)
    with pytest.raises(InputError, match="`loyalty` has shape"):
        passing_chance([0.5] * 3, [100] * 3, 151, 4, whipped=True, loyalty=[0.9, 0.8])
    with pytest.raises(InputError, match="`line` is missing"):
        drawn_votes([0.5], [100], 0.0, 4.0, 0.5, whipped=True, loyalty=0.9)
