"""Experts beside the forecast: pools by their rule, and a forecast that does not move."""

from __future__ import annotations

from typing import Any

import pytest
from tests.cases import case_of

import winset
from winset.forecasting.experts import expert_pools


def expert(chance: Any, **more: Any) -> dict[str, Any]:
    return {"who": "a columnist", "date": "2019-12-30", "chance": chance, **more}


def test_experts_move_nothing_but_their_own_field() -> None:
    without, beside = (
        winset.forecast(case, draws=128).to_dict()
        for case in (case_of(), case_of(experts=[expert(0.01), expert("likely")]))
    )
    assert {key for key in without if without[key] != beside[key]} == {"case", "experts"}
    assert {key for key in without["case"] if without["case"][key] != beside["case"][key]} == {"sha256"}
    assert without["experts"] == {"forecasts": [], "linear": None, "log_odds": None, "factor": None}


def test_pools_are_over_those_who_answer_the_question() -> None:
    found = expert_pools(case_of(experts=[expert(0.1), expert("10 to 50 %"), expert(0.9, about="a meeting")]))
    assert [line.pooled for line in found.forecasts] == [True, True, False]
    assert [line.probability for line in found.forecasts] == [0.1, 0.3, 0.9]
    assert found.linear == pytest.approx(0.2)
    odds = ((0.1 / 0.9) * (0.3 / 0.7)) ** (1.2915026 / 2)
    assert found.log_odds == pytest.approx(odds / (1 + odds), abs=1e-6)
    assert found.factor == pytest.approx(1.2915026, abs=1e-6)


def test_weights_and_the_factor_may_be_stated() -> None:
    forecasts = [expert(0.1, weight=3), expert(0.5)]
    found = expert_pools(case_of(experts={"forecasts": forecasts, "factor": 1}))
    assert found.linear == pytest.approx(0.2)
    odds = (0.1 / 0.9) ** 0.75
    assert found.log_odds == pytest.approx(odds / (1 + odds))
    assert found.factor == 1


def test_one_expert_is_taken_at_his_word() -> None:
    found = expert_pools(case_of(experts=[expert("very unlikely")]))
    assert (found.linear, found.log_odds, found.factor) == (0.125, 0.125, 1)
    (line,) = found.forecasts
    assert (line.text, line.low, line.high, line.guess) == ("very unlikely", 0.05, 0.2, True)


def test_experts_of_other_questions_alone_make_no_pool() -> None:
    found = expert_pools(case_of(experts=[expert(0.2, about="a meeting")]))
    assert (found.linear, found.log_odds, found.factor) == (None, None, None)
    assert len(found.forecasts) == 1


@pytest.mark.parametrize(
    ("name", "text", "pooled"), [("kuril-2016", "very unlikely", 0), ("kuril-2019", "unlikely", 1)]
)
def test_what_experts_expected_of_the_islands_stands_beside_the_forecast(name: str, text: str, pooled: int) -> None:
    found = expert_pools(winset.load(name))
    assert [line.text for line in found.forecasts] == [text]
    assert sum(line.pooled for line in found.forecasts) == pooled
    assert all(line.sources and line.note for line in found.forecasts)
