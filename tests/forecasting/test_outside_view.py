"""The outside view is reckoned as stated, stands beside the model's number, and never moves it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

import winset
from cases import case_of
from winset.errors import InputError
from winset.forecasting.outside_view import base_lines, log_odds_blend, no_agreement_yet, rate_interval
from winset.forecasting.run import forecast

CHANCES = st.floats(0, 1)
YEARS = st.floats(0.1, 500)


def test_sixty_two_years_without_a_treaty_leave_four_per_cent() -> None:
    assert no_agreement_yet(62, 2.7)[0] == pytest.approx(0.0417, abs=5e-5)


def test_the_own_record_is_what_a_rate_of_which_nothing_is_known_gives() -> None:
    n, T = 12.0, 5.0
    rate = np.random.default_rng(1).exponential(1 / n, 400_000)  # flat beforehand, after n years without
    chance = 1 - np.exp(-rate * T)
    expected = (chance.mean(), *np.quantile(chance, [0.025, 0.975]))
    assert no_agreement_yet(n, T) == pytest.approx(expected, abs=2e-3)


@given(YEARS, st.floats(0, 100), st.floats(0.01, 0.99))
@settings(deadline=None, derandomize=True)
def test_the_interval_of_the_own_record_widens_with_its_level(n: float, T: float, level: float) -> None:
    chance, low, high = no_agreement_yet(n, T, level)
    _, lower, higher = no_agreement_yet(n, T, (1 + level) / 2)
    assert 0 <= lower <= low <= high <= higher <= 1
    assert no_agreement_yet(n, T + 1)[0] > chance


@given(st.integers(1, 2000), st.floats(0, 1), st.floats(0.05, 0.99))
@settings(deadline=None, derandomize=True)
def test_the_interval_of_a_share_is_wilsons(cases: int, share: float, level: float) -> None:
    successes = round(share * cases)
    theirs = binomtest(successes, cases).proportion_ci(level, method="wilson")
    assert rate_interval(successes, cases, level) == pytest.approx((theirs.low, theirs.high), abs=1e-9)


@given(CHANCES, CHANCES, CHANCES)
@settings(deadline=None, derandomize=True)
def test_a_mixture_lies_between_and_does_not_favour_yes(p: float, q: float, w: float) -> None:
    mixed = log_odds_blend(p, q, w)
    assert min(p, q) - 2e-6 <= mixed <= max(p, q) + 2e-6
    assert log_odds_blend(1 - p, 1 - q, w) == pytest.approx(1 - mixed, abs=1.1e-6)
    assert log_odds_blend(q, p, 1 - w) == pytest.approx(mixed, abs=1.1e-6)


def test_log_odds_are_mixed_by_weight() -> None:
    mixed = log_odds_blend(0.06, 0.3, 0.25)
    odds = (0.06 / 0.94) ** 0.75 * (0.3 / 0.7) ** 0.25
    assert mixed == pytest.approx(odds / (1 + odds))
    assert log_odds_blend(0, 0.5, 0.5) == pytest.approx(1e-3, rel=1e-3)


def test_the_lines_of_a_case_say_class_unit_cases_and_interval() -> None:
    own, *rates = base_lines(winset.load("kuril-2019"))
    assert (own.id, own.unit, own.closest, own.cases) == ("own-record", "by 2021-09-30", True, 1)
    assert own.probability == pytest.approx(0.0414, abs=5e-4)
    assert [(line.id, line.class_, line.unit, line.cases) for line in rates] == [
        (name, "territory/bilateral", "per attempt", 720) for name in ("agreement", "substantive", "ends-claim")
    ]
    assert [line.probability for line in rates] == pytest.approx([0.5625, 0.1958, 0.0958], abs=5e-5)
    assert all(line.low < line.probability < line.high for line in (own, *rates))  # type: ignore[operator]


def test_agreements_reached_are_counted_once_talks_are_over() -> None:
    (line,) = base_lines(case_of(outside_view={"class": "territory"}, stage="agreed", agreed_package="x"))
    assert (line.id, line.unit, line.cases) == ("ratified", "per agreement", 564)
    assert line.probability == pytest.approx(1 - 0.1844, abs=5e-5)


def test_a_stated_rate_has_an_interval_where_the_number_of_attempts_is_known() -> None:
    rates = {"few": {"says": "few", "share": 0.25, "attempts": 8}, "none": {"says": "none", "share": 0.25}}
    few, none = base_lines(case_of(outside_view={"rates": rates, "closest": "none"}))
    assert (few.low, few.high) == pytest.approx(rate_interval(2, 8), abs=1e-6)
    assert (none.low, none.high, none.cases) == (None, None, None)
    assert (few.closest, none.closest) == (False, True)


def test_the_outside_view_never_moves_the_models_number() -> None:
    plain = case_of()
    asked = case_of(outside_view={"class": "river", "own_record": {"years_without": 3}, "blend": {"weight": 0.7}})
    before, after = (forecast(case, draws=128) for case in (plain, asked))
    assert before.deal == after.deal
    assert before.blend is None
    assert after.blend is not None
    own = after.outside_view[0].probability
    assert after.blend.outside == own
    assert after.blend.probability == pytest.approx(log_odds_blend(after.deal.probability, own, 0.7))
    low, high = after.outside_view[0].low, after.outside_view[0].high
    assert after.blend.low == pytest.approx(log_odds_blend(after.deal.low, low, 0.7))
    assert after.blend.high == pytest.approx(log_odds_blend(after.deal.high, high, 0.7))
    assert replace(after, blend=None, outside_view=(), case=before.case) == before


def test_the_document_names_the_class() -> None:
    answer = winset.blended(forecast(winset.load("kuril-2019"), draws=128), 0.5, "substantive")
    document = json.loads(answer.to_json())
    wanted = {"class", "unit", "cases", "probability", "low", "high", "source"}
    assert all(wanted <= line.keys() for line in document["outside_view"])
    assert document["blend"]["line"] == "substantive"
    assert document["deal"]["probability"] == answer.deal.probability


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: no_agreement_yet(0, 1), "`years_without` is 0; it is above 0"),
        (lambda: no_agreement_yet(1, -1), "`years_to_go` is -1; it is at least 0"),
        (lambda: no_agreement_yet(1, 1, 1), "`level` is 1; it lies between 0 and 1"),
        (lambda: rate_interval(3, 2), "`successes` is 3 of 2 `cases`"),
        (lambda: rate_interval(0, 0), "at least 1 case"),
        (lambda: rate_interval(0, 1, 0), "`level` is 0; it lies between 0 and 1"),
        (lambda: log_odds_blend(0.5, 0.5, 1.2), "`weight` is 1.2; it lies from 0 to 1"),
        (lambda: log_odds_blend(float("nan"), 0.5, 1), "`model` is nan"),
        (lambda: winset.blended(forecast(case_of(), draws=128), 0.5), "there is no outside view to mix with"),
        (lambda: winset.blended(forecast(winset.load("kuril-2019"), draws=128), 2), "is 2; it lies from 0 to 1"),
        (
            lambda: winset.blended(forecast(winset.load("kuril-2019"), draws=128), 0.5, "own-recor"),
            "did you mean `own-record`",
        ),
    ],
)
def test_what_cannot_be_reckoned_is_refused(call: Callable[[], object], said: str) -> None:
    with pytest.raises(InputError, match=said):
        call()
