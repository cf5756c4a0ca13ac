"""A calibration is drawn with its bars, and told in words and as a table."""

from __future__ import annotations

import numpy as np
import pytest

from winset.backtest import calibration

pytest.importorskip("altair")

from winset.charts.calibration import calibration_chart
from winset.charts.render import to_svg


def test_the_picture_tells_every_bin_in_words_and_in_its_table() -> None:
    found = calibration([0.1] * 10 + [0.7] * 10, [0] * 9 + [1] + [1] * 10)
    chart = calibration_chart(found)
    assert chart.title == "1 of 2 bins off where right forecasts would lie"
    assert "10% forecast, 10% came true (10 forecasts, bar" in chart.alt
    assert "70% forecast, 100% came true" in chart.alt
    assert [row[2] for row in chart.table.rows] == [10, 10]
    assert "one point in 10 lies off even then" in chart.subtitle


def test_forecasts_on_their_bars_are_not_praised_beyond_what_they_tell() -> None:
    chart = calibration_chart(calibration([0.06, 0.05], [0, 0]))
    assert chart.title == "Every bin lies where right forecasts would put it, as far as 2 forecasts can tell"


def test_marks_lie_where_the_numbers_say() -> None:
    found = calibration(np.linspace(0.05, 0.95, 10), [0, 1] * 5)
    svg = to_svg(calibration_chart(found, id="mine"))
    assert "<svg" in svg
    assert calibration_chart(found, id="mine").id == "mine"
    assert svg == to_svg(calibration_chart(found, id="mine"))
