"""Hidden limits on both sides: published numbers, equilibrium, linear programmes, simulation, refusals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize

from winset.bargain import (
    auction_trade,
    best_offer,
    bid_worth,
    claims,
    deal_chances,
    trade_above,
    trade_bound,
    uniform_offer,
    uniform_overlap,
)
from winset.errors import InputError

share = st.floats(0, 1)
width = st.floats(0.05, 1.5)

# --- the double auction ---


def test_nobody_gains_by_another_claim() -> None:
    """Every claim in steps of 1/1000 for every type in steps of 1/200; the other keeps to the line."""
    types, tried = np.linspace(0, 1, 201), np.linspace(-0.2, 1.2, 1401)
    bid, ask = claims(types, types)
    for own, other_way in ((bid, tried), (1 - ask[::-1], 1 - tried)):
        assert (bid_worth(types[:, None], other_way) <= bid_worth(types, own)[:, None] + 1e-12).all()


def test_a_bid_is_worth_what_it_brings_against_drawn_asking_prices() -> None:
    ask = claims(0.0, (np.arange(200_000) + 0.5) / 200_000)[1]
    for value, bid in [(0.7, 0.55), (0.9, 0.6), (0.3, 0.4), (0.9, 0.95)]:
        brought = np.where(bid >= ask, value - (bid + ask) / 2, 0.0).mean()
        assert float(bid_worth(value, bid)) == pytest.approx(brought, abs=1e-5)


def test_the_auction_s_figures_are_those_of_drawn_types() -> None:
    rng, n = np.random.default_rng(13), 200_000
    value, cost = rng.random(n), rng.random(n)
    bid, ask = claims(value, cost)
    expected = auction_trade()
    assert (float(expected.probability), float(expected.gain)) == (9 / 32, 9 / 64)
    assert (bid >= ask).mean() == pytest.approx(9 / 32, abs=4 * 0.5 / np.sqrt(n))
    assert np.where(bid >= ask, value - cost, 0).mean() == pytest.approx(9 / 64, abs=4 * 0.3 / np.sqrt(n))


@settings(deadline=None, derandomize=True)
@given(st.floats(-5, 5), st.floats(0.1, 10), share, share)
def test_claims_move_with_the_units(low: float, wide: float, v: float, c: float) -> None:
    unit, moved = claims(v, c), claims(low + wide * v, low + wide * c, low, low + wide * (1 + 1e-12))
    assert np.array(moved) == pytest.approx(low + wide * np.array(unit), abs=1e-8)
    assert (unit[0] >= unit[1]) == pytest.approx(v >= c + 0.25) or abs(v - c - 0.25) < 1e-9


# --- the bound ---


@pytest.mark.parametrize("box", [(0, 1, 0, 1), (0.4, 1, 0, 0.6), (0, 2, 0.5, 1), (0.7, 1, 0, 0.9)])
@pytest.mark.parametrize("figure", ["probability", "gain"])
def test_a_linear_programme_over_all_procedures_finds_the_bound(box: tuple[float, ...], figure: str) -> None:
    """Sixteen types of each side, the middles of equal cells; the best procedure without a subsidy or a lie that pays.

    Few types can be told apart more cheaply, so the programme lies above the bound: by under a cell in the chance of a
    deal, and by less in the gain, since the deals on the edge gain least.
    """
    n = 16
    middle = (np.arange(n) + 0.5) / n
    value, cost = box[0] + (box[1] - box[0]) * middle, box[2] + (box[3] - box[2]) * middle
    surplus = value[:, None] - cost
    worth = (surplus if figure == "gain" else np.ones((n, n))).ravel() / n**2
    rows = []
    for i in range(n):
        for j in (*range(n), None):  # saying j, or staying away
            buyer, seller = np.zeros(n * n + 2 * n), np.zeros(n * n + 2 * n)
            chance_b, chance_s = np.zeros((n, n)), np.zeros((n, n))
            chance_b[i] -= value[i] / n
            chance_s[:, i] += cost[i] / n
            buyer[n * n + i] += 1
            seller[n * n + n + i] -= 1
            if j is not None:
                chance_b[j] += value[i] / n
                chance_s[:, j] -= cost[i] / n
                buyer[n * n + j] -= 1
                seller[n * n + n + j] += 1
            buyer[: n * n], seller[: n * n] = chance_b.ravel(), chance_s.ravel()
            rows += [buyer, seller]
    budget = np.concatenate([np.zeros(n * n), -np.ones(n), np.ones(n)])
    objective = np.concatenate([-worth, np.zeros(2 * n)])
    limits = [(0, 1)] * (n * n) + [(None, None)] * (2 * n)
    found = -optimize.linprog(
        objective, A_ub=np.array([*rows, budget]), b_ub=np.zeros(len(rows) + 1), bounds=limits
    ).fun
    bound = float(getattr(trade_bound(*box), figure))
    assert bound <= found <= bound + (0.2 if figure == "gain" else 1.0) / n


def test_with_full_doubt_the_auction_reaches_the_bound() -> None:
    best, auction = trade_bound(0, 1, 0, 1), auction_trade()
    for figure in ("threshold", "probability", "gain"):
        assert float(getattr(best, figure)) == pytest.approx(float(getattr(auction, figure)), abs=1e-12)


@settings(deadline=None, derandomize=True)
@given(st.floats(-1, 1), width, st.floats(-1, 1), width, st.floats(-1, 1))
def test_deals_above_a_threshold_are_those_on_a_fine_grid(vl: float, vw: float, cl: float, cw: float, t: float) -> None:
    middle = (np.arange(400) + 0.5) / 400
    surplus = (vl + vw * middle)[:, None] - (cl + cw * middle)
    found = trade_above(t, vl, vl + vw, cl, cl + cw)
    assert found.probability == pytest.approx((surplus >= t).mean(), abs=6e-3)
    assert found.gain == pytest.approx(np.where(surplus >= t, surplus, 0).mean(), abs=2e-2)


@settings(deadline=None, derandomize=True)
@given(width, width)
def test_one_offer_is_no_better_than_the_bound_nor_the_bound_than_the_overlap(a: float, b: float) -> None:
    found = deal_chances(a, b)
    assert 0 <= found.one_offer <= found.bound + 1e-9
    assert found.bound <= 1 + 1e-9
    assert found.overlap == pytest.approx(uniform_overlap(a, b).probability, abs=1e-9)


@pytest.mark.parametrize(("a", "b"), [(1, 1), (0.6, 0.3), (0.3, 0.9), (1.4, 0.2)])
def test_one_offer_s_chance_is_that_of_the_best_offer_for_every_need(a: float, b: float) -> None:
    need = (np.arange(20_000) + 0.5) / 20_000 * a
    able = need < 1
    struck = np.where(able, 1 - uniform_offer(0, b, np.minimum(need, 1)).failure_probability, 0.0).mean()
    found = deal_chances(a, b)
    assert float(found.one_offer * found.overlap) == pytest.approx(struck, abs=1e-4)


def test_one_offer_s_chance_is_that_of_packages_put_forward_to_drawn_limits() -> None:
    rng, n = np.random.default_rng(17), 4000
    offers, needs = np.linspace(0, 1, 201), rng.random((2, n))
    gain = (1 - offers)[None, :] - needs[0][:, None]
    chosen = best_offer(gain, np.broadcast_to(offers, gain.shape))
    struck = (chosen >= 0) & (offers[chosen] >= needs[1])
    found = deal_chances(1, 1)
    assert struck.mean() == pytest.approx(float(found.one_offer * found.overlap), abs=4 * 0.5 / np.sqrt(n))


def test_narrow_doubt_costs_no_digits() -> None:
    narrow = trade_above(0.5, 0.7, 0.7 + 1e-7, 0.2 - 0.5e-7, 0.2 + 0.5e-7)
    assert float(narrow.probability) == pytest.approx(7 / 8, abs=1e-8)
    assert float(narrow.gain) == pytest.approx(0.5 * 7 / 8, abs=1e-7)


def test_small_doubt_loses_nothing_at_best() -> None:
    assert trade_bound([0.8, 0.9], 1, 0, [0.2, 0.4]).threshold.tolist() == [0, 0]
    assert trade_bound(0, 1, 2, 3).probability == 0


def test_refusals_name_field_and_bounds() -> None:
    with pytest.raises(InputError, match="`cost_low` is 1 and `cost_high` 1"):
        trade_bound(0, 1, 1, 1)
    with pytest.raises(InputError, match="`value` is 2"):
        claims(2, 0.5)
    with pytest.raises(InputError, match="`low` is 1 and `high` 0"):
        auction_trade(1, 0)
    with pytest.raises(InputError, match="`b` holds 0; it must be at least 1e-12"):
        deal_chances(1, [1, 0])
