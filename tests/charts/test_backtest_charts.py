"""Pictures of backtests: marks lie where the numbers say, and everything is told in words."""

from __future__ import annotations

import math
from typing import Any

import pytest

pytest.importorskip("altair")

from winset.charts.chart import Chart
from winset.charts.interval_coverage import Covered, interval_coverage
from winset.charts.method_scores import Scored, method_scores
from winset.charts.outcome_levels import Levels, outcome_levels
from winset.charts.render import to_svg

ROWS = (
    Scored("a plain mean", True, 20, 22.1, 19.3, 24.6),
    Scored("a clever model", False, 18, 20.5, 17.9, 23.0),
    Scored("a model seen once", False, 1, 30.0, math.nan, math.nan),
)


def marks(chart: Chart, kind: str) -> list[list[dict[str, Any]]]:
    """The records of each layer of marks of a kind."""
    return [layer["data"]["values"] for layer in chart.spec["layer"] if layer["mark"]["type"] == kind]


def test_scores_are_drawn_in_order_with_their_intervals_and_told() -> None:
    chart = method_scores("s", "A title", "How to read it", "mean error", ROWS, 22.0, "the bar")
    assert [row[0] for row in chart.table.rows] == ["a plain mean", "a clever model", "a model seen once"]
    assert "a plain mean 22.1 (19.3 to 24.6); a clever model 20.5 (17.9 to 23.0)" in chart.alt
    baselines, models = marks(chart, "point")
    assert (len(baselines), len(models)) == (1, 2)
    assert models[0]["x"] < baselines[0]["x"] < models[1]["x"]
    spans = [values for values in marks(chart, "rule") if values and values[0].get("x2") != values[0]["x"]]
    assert all(math.isfinite(number) for layer in spans for mark in layer for number in mark.values())
    said = to_svg(chart)
    assert all(words in said for words in ("Baselines", "Models", "the bar", "22.1", "30.0"))


def test_a_score_without_an_interval_shows_none() -> None:
    said = to_svg(method_scores("s", "A title", "How to read it", "mean error", ROWS))
    assert "nan" not in said
    assert "nan" not in method_scores("s", "A title", "How", "mean error", ROWS).alt


def test_levels_have_bars_as_high_as_their_shares_and_are_told() -> None:
    shares = (0.3, 0.1, 0.2, 0.4)
    chart = outcome_levels("l", "A title", "How", [Levels("a pool", False, shares), Levels("flat", True, (0.25,) * 4)])
    (boxes,) = marks(chart, "rect")
    heights = [mark["y2"] - mark["y"] for mark in boxes]
    assert [height / heights[0] * 0.3 for height in heights] == pytest.approx([*shares, *(0.25,) * 4])
    assert "a pool: 30%, 10%, 20%, 40%" in chart.alt
    assert chart.table.rows[0] == ("a pool", *shares)


def test_what_intervals_hold_lies_over_what_they_say() -> None:
    points = ((0.5, 0.5, 0.4, 0.6), (0.8, 0.7, 0.6, 0.75), (0.95, 1.0, 0.99, 1.0))
    methods = [
        Covered("a pool", False, points),
        Covered("a bell", True, tuple((p, p, math.nan, math.nan) for p, *_ in points)),
    ]
    chart = interval_coverage("c", "A title", "How", methods)
    first, second = (layer for layer in marks(chart, "point") if len(layer) == 3)
    diagonal = next(v[0] for v in marks(chart, "rule") if len(v) == 1)

    def off(mark: dict[str, Any]) -> float:
        """How far above the diagonal a mark lies, in shares."""
        side = diagonal["x2"] - diagonal["x"]
        return float((diagonal["y"] - mark["y"]) / side - (mark["x"] - diagonal["x"]) / side)

    assert [off(mark) for mark in first] == pytest.approx([0, -0.1, 0.05])
    assert [off(mark) for mark in second] == pytest.approx([0, 0, 0], abs=1e-12)
    assert "a pool: 50% in the 50% interval, 70% in the 80% interval, 100% in the 95% interval" in chart.alt
    assert chart.table.rows[0] == ("a pool", 0.5, 0.5, 0.4, 0.6)
    assert chart.table.rows[3] == ("a bell", 0.5, 0.5, None, None)
    said = to_svg(chart)
    assert "80% interval: 70% (60% to 75%)" in said
    assert "nan" not in said


def test_scores_of_nothing_but_zero_still_have_a_scale() -> None:
    chart = method_scores("s", "A title", "How", "mean error", [Scored("sure", False, 5, 0.0, 0.0, 0.0)])
    assert "0.0 (0.0–0.0)" in to_svg(chart)
