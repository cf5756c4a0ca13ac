"""Alternating and random offers: the conditions that make them equilibria, limits, two roads and refusals."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from winset.bargain import (
    baron_ferejohn,
    breakdown_offers,
    constrained_nash_share,
    frontier_proposals,
    outside_option_offers,
    random_proposer_shares,
    rotating_shares,
    rubinstein_limit,
    rubinstein_offers,
)
from winset.errors import InputError

PIE = [[0.0, 1.0], [1.0, 0.0]]
FACTORS = st.floats(0, 0.999)
SHARES = st.floats(0, 0.5)


@settings(deadline=None, derandomize=True)
@given(FACTORS, FACTORS)
def test_each_offer_leaves_the_other_just_willing(d1: float, d2: float) -> None:
    offers = rubinstein_offers(d1, d2)
    assert offers.by_b == pytest.approx(d1 * offers.by_a)
    assert 1 - offers.by_a == pytest.approx(d2 * (1 - offers.by_b))


@settings(deadline=None, derandomize=True)
@given(FACTORS, FACTORS, st.floats(0.001, 0.5))
def test_patience_pays(d1: float, d2: float, more: float) -> None:
    better = d1 + more * (1 - d1)
    assert rubinstein_offers(better, d2).by_a >= rubinstein_offers(d1, d2).by_a - 1e-12
    assert rubinstein_offers(d2, better).by_a <= rubinstein_offers(d2, d1).by_a + 1e-12


@settings(deadline=None, derandomize=True)
@given(st.floats(0.01, 5), st.floats(0.01, 5))
def test_short_rounds_give_nash_with_power_inverse_to_the_rates(r1: float, r2: float) -> None:
    limit = rubinstein_limit(r1, r2)
    assert rubinstein_offers(math.exp(-r1 * 1e-7), math.exp(-r2 * 1e-7)).by_a == pytest.approx(limit, abs=1e-5)
    power = (1 / r1) / (1 / r1 + 1 / r2)
    assert limit == pytest.approx(constrained_nash_share(0, 0, power=power).value)


def test_without_cost_of_delay_the_limit_of_equal_patience_is_given() -> None:
    assert rubinstein_offers(1, 1).by_a == 0.5
    assert (rubinstein_offers(1, 0.9).by_a, rubinstein_offers(0.9, 1).by_a) == (1, 0)
    assert (rubinstein_limit(0, 1), rubinstein_limit(1, 0)) == (1, 0)


@settings(deadline=None, derandomize=True)
@given(FACTORS, FACTORS, SHARES, SHARES)
def test_outside_options_satisfy_their_conditions(d1: float, d2: float, b1: float, b2: float) -> None:
    answer = outside_option_offers(d1, d2, b1, b2)
    x, y = answer.value.by_a, answer.value.by_b
    assert y == pytest.approx(max(d1 * x, b1), abs=1e-12)
    assert 1 - x == pytest.approx(max(d2 * (1 - y), b2), abs=1e-12)
    if not answer.diagnostics["bound_by"]:
        assert x == pytest.approx(answer.diagnostics["unconstrained"].by_a)


def test_an_outside_option_is_no_disagreement_point() -> None:
    """As a disagreement point .4 moves the even split; as an option, which is worth less than the half, it does not."""
    assert outside_option_offers(1, 1, b2=0.4).value.by_a == 0.5
    assert breakdown_offers(0, b2=0.4).value.by_a == pytest.approx(0.3)
    assert outside_option_offers(1, 1, b2=0.6).value.by_a == pytest.approx(0.4)


def test_parties_part_if_their_options_exceed_the_pie() -> None:
    assert outside_option_offers(0.9, 0.9, 0.6, 0.6).status == "empty"
    assert breakdown_offers(0.1, 0.6, 0.6).status == "empty"
    assert outside_option_offers(0.9, 0.9, 0.4, 0.6).value.by_a == pytest.approx(0.4)


@settings(deadline=None, derandomize=True)
@given(st.floats(0, 1), SHARES, SHARES)
def test_under_breakdown_each_accepts_what_refusing_is_worth(p: float, b1: float, b2: float) -> None:
    offers = breakdown_offers(p, b1, b2).value
    x, y = offers.by_a, offers.by_b
    assert y == pytest.approx(p * b1 + (1 - p) * x)
    assert 1 - x == pytest.approx(p * b2 + (1 - p) * (1 - y), abs=1e-12)


@settings(deadline=None, derandomize=True, max_examples=40)
@given(FACTORS, FACTORS, st.floats(0, 0.9), SHARES, SHARES)
def test_on_a_pie_the_general_frontier_gives_the_closed_forms(
    d1: float, d2: float, p: float, b1: float, b2: float
) -> None:
    assert frontier_proposals(PIE, d1, d2).value.by_1[0] == pytest.approx(rubinstein_offers(d1, d2).by_a)
    with_options = frontier_proposals(PIE, d1, d2, w1=b1, w2=b2).value
    assert with_options.by_1[0] == pytest.approx(outside_option_offers(d1, d2, b1, b2).value.by_a)
    assume(p > 0.01)
    under_risk = frontier_proposals(PIE, 1, 1, p=p, b1=b1, b2=b2).value
    assert under_risk.by_1[0] == pytest.approx(breakdown_offers(p, b1, b2).value.by_a)


@settings(deadline=None, derandomize=True, max_examples=40)
@given(st.floats(0.1, 0.99), st.floats(0.1, 0.99), st.floats(0.3, 1))
def test_on_a_curve_each_proposal_leaves_the_other_just_willing(d1: float, d2: float, power: float) -> None:
    answer = frontier_proposals(lambda u: (1 - u) ** power, d1, d2, span=[0, 1])
    assert answer.status == "ok"
    (x1, x2), (y1, y2) = answer.value.by_1, answer.value.by_2
    assert y1 == pytest.approx(d1 * x1)
    assert x2 == pytest.approx(d2 * y2, abs=1e-9)
    assert x2 == pytest.approx((1 - x1) ** power)


def test_patient_parties_reach_nash_on_a_curve() -> None:
    """On u2 = sqrt(1 - u1) Nash gives the first party 2/3."""
    near = frontier_proposals(lambda u: math.sqrt(1 - u), 0.99999, 0.99999, span=[0, 1]).value
    limit = frontier_proposals(lambda u: math.sqrt(1 - u), 1, 1, span=[0, 1])
    assert near.by_1[0] == pytest.approx(2 / 3, abs=1e-4)
    assert limit.value.by_1[0] == pytest.approx(2 / 3, abs=1e-6)
    assert limit.diagnostics["limit"]
    assert frontier_proposals(PIE, 1, 1, w2=0.7).value.by_1[0] == pytest.approx(0.3)


def test_a_frontier_that_bends_inwards_may_have_several_pairs_of_proposals() -> None:
    bent = [[0, 10], [1, 2], [2, 1], [10, 0]]
    answer = frontier_proposals(bent, 0.5, 0.5)
    assert answer.status == "tie"
    assert len(answer.diagnostics["ties"]) == 3
    for pair in answer.diagnostics["ties"]:
        assert pair.by_2[0] == pytest.approx(0.5 * pair.by_1[0])
        assert pair.by_1[1] == pytest.approx(0.5 * pair.by_2[1])
    firsts = [pair.by_1[0] for pair in answer.diagnostics["ties"]]
    assert firsts == sorted(firsts, reverse=True)


def test_options_beyond_the_frontier_leave_no_proposal() -> None:
    assert frontier_proposals(PIE, 0.9, 0.9, w1=0.7, w2=0.6).status == "empty"
    assert frontier_proposals(PIE, 0.9, 0.9, w1=2).status == "empty"
    assert frontier_proposals(PIE, 1, 1, w1=0.7, w2=0.6).status == "empty"
    assert frontier_proposals(PIE, 0.9, 0.9, p=0.5, b1=0.8, b2=0.8).status == "empty"


def test_a_party_that_cannot_be_pressed_further_leaves_a_corner() -> None:
    """The second party gets at least 2 everywhere, far more than waiting is worth to it."""
    assert frontier_proposals([[0, 3], [1, 2]], 0.5, 0.1).value.by_1 == (1, 2)


@settings(deadline=None, derandomize=True)
@given(st.lists(st.floats(0, 0.99), min_size=1, max_size=6))
def test_in_rotation_every_responder_gets_what_its_turn_is_worth(discount: list[float]) -> None:
    n = len(discount)
    shares = [np.roll(rotating_shares(np.roll(discount, -i)), i) for i in range(n)]
    assert shares[0].sum() == pytest.approx(1)
    for i, now in enumerate(shares):
        for j in set(range(n)) - {i}:
            assert now[j] == pytest.approx(discount[j] * shares[(i + 1) % n][j], abs=1e-9)


def test_rotation_of_two_is_rubinstein_and_patience_shares_equally() -> None:
    assert rotating_shares([0.9, 0.8])[0] == pytest.approx(rubinstein_offers(0.9, 0.8).by_a)
    assert rotating_shares(1, n_parties=4).tolist() == [0.25] * 4
    assert rotating_shares([1, 0.5, 1]).tolist() == [0.5, 0, 0.5]
    assert rotating_shares(0.999999, n_parties=3) == pytest.approx(np.full(3, 1 / 3), abs=1e-5)
    assert rotating_shares(0, n_parties=3).tolist() == [1, 0, 0]


def test_rotation_of_very_many_takes_a_formula_where_they_are_alike_and_else_has_a_limit() -> None:
    assert rotating_shares(0.9, n_parties=100_000)[:3] == pytest.approx([0.1, 0.09, 0.081])
    assert rotating_shares(0.9, n_parties=5) == pytest.approx(rotating_shares([0.9] * 5))
    with pytest.raises(InputError, match="at most 2000, or one for all"):
        rotating_shares(np.full(2001, 0.9))
    with pytest.raises(InputError, match="from 1 to 1000000"):
        rotating_shares(0.9, n_parties=10**9)


@settings(deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.floats(0.01, 1), st.floats(0, 0.99)), min_size=1, max_size=6))
def test_random_proposers_expect_what_they_are_offered_and_keep(parties: list[tuple[float, float]]) -> None:
    p, d = (np.array(values) for values in zip(*parties, strict=True))
    found = random_proposer_shares(p / p.sum(), d)
    p = p / p.sum()
    assert found.expected == pytest.approx(p * found.proposer + (1 - p) * found.responder)
    assert found.responder == pytest.approx(d * found.expected)
    assert random_proposer_shares(p, float(d[0])).expected == pytest.approx(p)


def test_random_proposers_without_cost_of_delay() -> None:
    assert random_proposer_shares([0.5, 0.3, 0.2]).expected == pytest.approx([0.5, 0.3, 0.2])
    assert random_proposer_shares([0.5, 0.3, 0.2], [1, 0.9, 1]).expected == pytest.approx([5 / 7, 0, 2 / 7])
    assert random_proposer_shares([0.5, 0.5, 0], [0.9, 0.9, 1]).expected == pytest.approx([0.5, 0.5, 0])


@settings(deadline=None, derandomize=True)
@given(st.integers(1, 30), st.data())
def test_under_a_closed_rule_waiting_is_worth_one_nth_and_the_pie_is_shared_out(n: int, data: st.DataObject) -> None:
    q, d = data.draw(st.integers(1, n)), data.draw(st.floats(0, 1))
    found = baron_ferejohn(n, q, d)
    assert found.proposer + found.partner * found.n_partners == pytest.approx(1)
    bought = (n - 1) / n * found.n_partners / max(n - 1, 1)
    assert found.proposer / n + found.partner * bought == pytest.approx(found.expected)
    assert found.partner == pytest.approx(d * found.expected)


def test_with_unanimity_the_closed_rule_is_the_random_proposer() -> None:
    proposer = random_proposer_shares(np.full(5, 0.2), 0.8).proposer[0]
    assert baron_ferejohn(5, 5, 0.8).proposer == pytest.approx(proposer)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: rubinstein_offers(1.2, 0.5), "`d1` is 1.2"),
        (lambda: rubinstein_limit(0, 0), "both 0"),
        (lambda: rubinstein_limit(-1, 0), "`r1` is -1"),
        (lambda: outside_option_offers(0.5, 0.5, math.inf), "`b1` is inf"),
        (lambda: breakdown_offers(math.nan), "`p` is nan"),
        (lambda: frontier_proposals([[0, 1]], 0.5, 0.5), "at least two points"),
        (lambda: frontier_proposals([[0, 0], [1, 1]], 0.5, 0.5), "must fall"),
        (lambda: frontier_proposals(lambda u: 1 - u, 0.5, 0.5), "`span` must hold"),
        (lambda: frontier_proposals(lambda u: math.nan, 0.5, 0.5, span=[0, 1]), "must fall"),
        (lambda: rotating_shares(0.9), "`n_parties` is None"),
        (lambda: rotating_shares([0.9, 1.1]), "from 0 to 1"),
        (lambda: rotating_shares([0.9, 0.9], n_parties=3), "one for each party"),
        (lambda: random_proposer_shares([0.5, 0.4]), "with sum 1"),
        (lambda: random_proposer_shares([0.5, 0.5], [0.5]), "one for each party"),
        (lambda: baron_ferejohn(3, 4, 0.5), "`q` is 4"),
        (lambda: baron_ferejohn(3, 1.5, 0.5), "whole number"),  # type: ignore[arg-type]
    ],
)
def test_refusals(call: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        call()
