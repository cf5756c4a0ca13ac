"""The waterfall: bars that meet, ends that are the chances, everything told in words."""

from __future__ import annotations

import pytest

from winset.charts.render import to_svg
from winset.charts.waterfall import Fall, waterfall

STEPS = (Fall("capital", -0.077, 0.003), Fall("positions", 0.10, 0.002), Fall("nothing", 0.0), Fall("time", 0.035))


def test_what_adds_stands_first_and_the_way_ends_where_it_should() -> None:
    chart = waterfall(("2016", 0.0005), ("2019", 0.0585), STEPS, "A title", "How to read it")
    labels = [row[0] for row in chart.table.rows]
    assert labels == ["2016", "positions", "time", "nothing", "capital", "2019"]
    levels = [row[-1] for row in chart.table.rows]
    assert levels[-2] == pytest.approx(levels[-1])
    assert min(levels) >= 0
    assert "from 2016, 0.05%, to 2019, 5.9%" in chart.alt
    assert "capital -7.7" in chart.alt
    assert "</svg>" in to_svg(chart)


def test_where_additions_would_run_over_certainty_what_takes_stands_first() -> None:
    steps = (Fall("up", 0.5), Fall("down", -0.6))
    chart = waterfall(("before", 0.9), ("after", 0.8), steps, "A title", "How to read it")
    assert [row[0] for row in chart.table.rows] == ["before", "down", "up", "after"]
    assert all(0 <= row[-1] <= 1 for row in chart.table.rows)
