"""A record is scored forecast by forecast, question by question over time, and beside the base rate and the experts."""

from __future__ import annotations

import json

import numpy as np
import pytest

from books import book, forecast, resolution
from winset.backtest import brier, calibration, log_score, murphy
from winset.backtest.record_scores import scores_of

ANOTHER = {"forecasts": [{"who": "Ada", "probability": 0.9, "pooled": True}, {"who": "Bo", "probability": 0.5}]}


def test_every_resolved_forecast_is_scored_by_its_own() -> None:
    found = scores_of(book(forecast("a", 0.3), forecast("b", 0.8), resolution("a"), resolution("b", "no")))
    assert [(row.question, row.outcome, row.brier) for row in found.scored] == [
        ("a", 1, pytest.approx(0.49)),
        ("b", 0, pytest.approx(0.64)),
    ]
    assert found.forecasts is not None
    assert found.forecasts.brier == pytest.approx(0.565)
    assert found.forecasts.log_score == pytest.approx(log_score([0.3, 0.8], [1, 0]).scores.mean())
    assert found.parts == murphy([0.3, 0.8], [1, 0], np.linspace(0, 1, 11))
    assert found.calibration == calibration([0.3, 0.8], [1, 0], np.linspace(0, 1, 11))


def test_what_is_open_or_void_is_counted_and_not_scored() -> None:
    found = scores_of(book(forecast("a"), forecast("b"), forecast("c"), resolution("b", "void"), resolution("c")))
    assert (found.questions, found.resolved, found.void, found.open) == (3, 1, 1, 1)
    assert [row.question for row in found.scored] == ["c"]


def test_a_corrected_resolution_is_the_one_that_holds() -> None:
    found = scores_of(book(forecast("a", 0.3), resolution("a", "yes"), resolution("a", "no", corrects=2)))
    assert [row.outcome for row in found.scored] == [0]


def test_updates_are_weighted_by_the_days_for_which_they_stood() -> None:
    days = ["2025-01-11", "2025-01-31", "2025-02-10", "2025-03-01"]
    entries = book(
        forecast("a", 0.2), forecast("a", 0.5), forecast("a", 0.9), resolution("a", on="2025-02-20"), sealed=days
    )
    found = scores_of(entries)
    assert [row.days for row in found.scored] == [20, 10, 10]
    weighted = (20 * 0.8**2 + 10 * 0.5**2 + 10 * 0.1**2) / 40
    assert found.by_question is not None
    assert found.forecasts is not None
    assert (found.by_question.n, found.by_question.brier) == (1, pytest.approx(weighted))
    assert (found.forecasts.n, found.forecasts.brier) == (3, pytest.approx(np.mean([0.64, 0.25, 0.01])))


def test_a_question_with_many_updates_counts_as_much_as_one_with_few() -> None:
    many = [forecast("a", p) for p in (0.1, 0.2, 0.3)]
    found = scores_of(book(*many, forecast("b", 1.0), resolution("a"), resolution("b"), sealed=["2025-01-01"] * 6))
    assert found.by_question is not None
    last = brier(0.3, 1)  # the others stood for no day
    assert found.by_question.brier == pytest.approx((last + 0) / 2)


def test_what_was_sealed_after_the_outcome_is_told_apart() -> None:
    days = ["2025-05-30", "2025-06-02", "2025-06-02"]
    found = scores_of(book(forecast("a", 0.3), forecast("a", 1.0), resolution("a", on="2025-06-01"), sealed=days))
    assert [row.hindsight for row in found.scored] == [False, True]
    assert found.foresight is not None
    assert (found.foresight.n, found.foresight.brier) == (1, pytest.approx(0.49))
    assert "1 of 2 forecasts sealed after" in found.notes[0]


@pytest.mark.parametrize("sealed", ["2025-05-30", "2025-06-01"])
def test_hindsight_takes_no_weight_from_a_forecast_that_stood(sealed: str) -> None:
    entries = book(
        forecast("a", 0.3), forecast("a", 1.0), resolution("a", on="2025-06-01"), sealed=[sealed, *["2025-06-02"] * 2]
    )
    found = scores_of(entries)
    assert found.scored[1].days == 0
    assert found.by_question is not None
    assert found.by_question.brier == pytest.approx(0.49)


def test_a_forecast_on_the_very_day_of_the_outcome_is_no_hindsight() -> None:
    found = scores_of(book(forecast("a"), resolution("a", on="2025-06-01"), sealed=["2025-06-01"] * 2))
    assert [row.hindsight for row in found.scored] == [False]


def test_the_record_stands_beside_base_rate_blend_and_experts_on_the_same_forecasts() -> None:
    mixed = {"probability": 0.25, "weight": 0.5, "line": "agreement", "outside": 0.2}
    entries = book(
        forecast("a", 0.3, experts=ANOTHER, blend=mixed), forecast("b", 0.6), resolution("a"), resolution("b", "no")
    )
    found = {one.who: one for one in scores_of(entries).beside}
    assert found.keys() == {"base rate", "blend", "Ada", "Bo"}
    rate, ada = found["base rate"], found["Ada"]
    assert (rate.n, ada.n) == (2, 1)
    assert rate.their_brier == pytest.approx((0.8**2 + 0.2**2) / 2)
    assert (ada.brier, ada.their_brier) == pytest.approx((0.49, 0.01))
    assert ada.skill == pytest.approx(1 - 49)
    assert ada.their_log_score == pytest.approx(-np.log(0.9))
    assert found["blend"].their_brier == pytest.approx(0.75**2)


def test_experts_on_another_question_are_left_out_and_their_pool_is_kept() -> None:
    said = {"forecasts": [{"who": "Ada", "probability": 0.9, "pooled": False}], "linear": 0.7, "log_odds": 0.8}
    body = forecast(experts=said)
    assert body["experts"] == [{"who": "experts, pooled", "probability": 0.7}]


def test_who_was_sure_and_wrong_is_clipped_and_counted() -> None:
    found = scores_of(book(forecast("a", 0.0), resolution("a")))
    assert found.forecasts is not None
    assert (found.forecasts.clipped, found.forecasts.log_score) == (1, pytest.approx(-np.log(1e-6)))


def test_an_empty_record_has_no_scores() -> None:
    for entries in ([], book(forecast())):
        found = scores_of(entries)
        assert (found.forecasts, found.by_question, found.foresight, found.parts, found.calibration) == (None,) * 5
        assert (found.beside, found.scored, found.notes) == ((), (), ())


def test_scores_are_plain_data() -> None:
    found = scores_of(book(forecast("a", 0.3), resolution("a")))
    said = json.loads(found.to_json())
    assert said["schema"] == "winset.score/1"
    assert said["scored"][0]["decided"] == "2025-06-01"
    assert said["calibration"]["bins"][0]["count"] == 1
