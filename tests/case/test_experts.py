"""Experts in a case: words with their ranges, dates that could be known, numbers that stay out of the forecast."""

from __future__ import annotations

from typing import Any

import pytest
from tests.cases import case_of, raw_case, read

from winset.case.evidence import hindsight_used
from winset.case.likelihood import ALSO, SCALE, WORDS, range_of
from winset.errors import CaseError
from winset.forecasting.words import in_words


def expert(**more: Any) -> dict[str, Any]:
    return {"who": "a columnist", "date": "2019-12-30", "chance": "unlikely", **more}


def complaints(*experts: dict[str, Any], **more: Any) -> str:
    with pytest.raises(CaseError) as caught:
        read(raw_case(experts=list(experts), **more))
    return str(caught.value)


def test_the_ranges_of_the_words_fill_the_scale_and_mean_what_outputs_say() -> None:
    ranges = [range_of(word) for _, word in SCALE]
    assert [low for low, _ in ranges[1:]] == [high for _, high in ranges[:-1]]
    assert (ranges[0][0], ranges[-1][1]) == (0.01, 0.99)
    for word, (low, high) in zip(WORDS, ranges, strict=False):
        assert in_words((low + high) / 2) == word
    assert all(range_of(other) == range_of(word) for other, word in ALSO.items())


@pytest.mark.parametrize(
    ("chance", "kind", "numbers"),
    [
        ("very unlikely", "interval", (0.05, 0.2)),
        ("remote", "interval", (0.01, 0.05)),
        ("10 to 20 %", "interval", (0.1, 0.2)),
        (0.3, "fixed", (0.3,)),
        ({"low": 0.1, "mode": 0.2, "high": 0.4}, "pert", (0.1, 0.2, 0.4)),
    ],
)
def test_a_chance_is_a_number_a_range_or_a_word(chance: Any, kind: str, numbers: tuple[float, ...]) -> None:
    (found,) = case_of(experts=[expert(chance=chance)]).experts.forecasts
    assert (found.chance.kind, found.chance.numbers) == (kind, pytest.approx(numbers))


def test_a_list_stands_for_the_forecasts_and_a_factor_may_stand_beside_them() -> None:
    case = case_of(experts={"forecasts": [expert()], "factor": 2})
    assert case.experts.factor == 2
    assert case.experts.forecasts == case_of(experts=[expert()]).experts.forecasts


def test_no_number_of_an_expert_is_a_number_of_the_case() -> None:
    assert case_of(experts=[expert()]).quantities().keys() == case_of().quantities().keys()


def test_a_forecast_of_a_later_day_is_refused_unless_it_is_marked_and_then_warned_of() -> None:
    text = complaints(expert(), expert(date="2020-01-02"))
    assert "experts.1.date: this forecast was made after that of the case" in text
    assert "hindsight: true" in text
    case = case_of(experts=[expert(date="2020-01-02", hindsight=True)])
    assert any("a columnist is of 2020-01-02" in sentence for sentence in hindsight_used(case))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"chance": "unlikly"}, "experts.0.chance: this is neither a chance nor a word of the scale"),
        ({"chance": "unlikly"}, "did you mean unlikely?"),
        ({"chance": "maybe"}, "almost no chance, very unlikely"),
        ({"chance": 1.5}, "experts.0.chance"),
        ({"who": ""}, "experts.0.who"),
        ({"weight": 0}, "experts.0.weight"),
        ({"from": "nobody"}, "there is no source `nobody`"),
        ({"wo": "x"}, "unknown key `wo`"),
    ],
)
def test_every_slip_is_complained_of_where_it_stands(more: dict[str, Any], said: str) -> None:
    assert said in complaints(expert(**more))


@pytest.mark.parametrize("missing", ["who", "date", "chance"])
def test_who_when_and_how_likely_are_needed(missing: str) -> None:
    part = expert()
    del part[missing]
    assert f"`{missing}` is missing" in complaints(part)
