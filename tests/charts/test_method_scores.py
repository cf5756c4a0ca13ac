"""The chart of one score of every method says each score with its interval, with as many digits as asked for."""

from __future__ import annotations

import math

from winset.charts.method_scores import Scored, method_scores
from winset.charts.render import to_svg

ROWS = (Scored("base rate", True, 40, 0.2517, 0.2449, 0.259), Scored("model", False, 40, 0.1794, math.nan, math.nan))


def chart(**more):
    """A chart of two methods."""
    return method_scores("errors", "Finding", "How to read it.", "Brier score", ROWS, 0.239, "bar", **more)


def test_scores_stand_with_their_intervals_in_picture_and_words():
    drawn = to_svg(chart(digits=3))
    for text in ("0.252 (0.245–0.259)", "0.179", "Baselines", "Models", "bar", "0.25"):
        assert f">{text}<" in drawn
    assert "base rate 0.252 (0.245 to 0.259); model 0.179." in chart(digits=3).alt


def test_one_digit_is_the_default():
    assert "base rate 0.3 (0.2 to 0.3); model 0.2." in chart().alt


def test_a_method_without_an_interval_has_none_in_the_table_either():
    assert [row[0] for row in chart().table.rows] == ["base rate", "model"]
    assert chart().table.rows[1][4] is None
