"""The chart of chances before and after: every line in it, all data in its table, the same bytes each time."""

from __future__ import annotations

import pytest

from winset.charts import to_svg
from winset.charts.slope import MOST_LABELLED, Slope, slope

FEW = (Slope("all together", 0.06, 0.3, 0.01, leads=True), Slope("random walk", 0.07, 0.28))
MANY = tuple(Slope(f"lever {n}", 0.06, n / 40) for n in range(30)) + FEW[:1]
FLAT = (Slope("nothing moves", 0.0, 0.0, 0.0),)


@pytest.mark.parametrize("lines", [FEW, MANY, FLAT], ids=["few", "many", "flat"])
def test_a_picture_is_drawn_the_same_every_time_with_its_table(lines: tuple[Slope, ...]) -> None:
    chart = slope(lines, "A title", "How to read it")
    assert to_svg(chart) == to_svg(slope(lines, "A title", "How to read it"))
    assert [row[0] for row in chart.table.rows] == [one.label for one in lines]
    assert all(
        row[3] == pytest.approx(one.after - one.before) for row, one in zip(chart.table.rows, lines, strict=True)
    )


def test_few_lines_are_all_named_and_of_many_those_that_lead_and_the_extremes() -> None:
    few, many = to_svg(slope(FEW, "t", "s")), to_svg(slope(MANY, "t", "s"))
    assert all(one.label in few for one in FEW)
    assert len(MANY) > MOST_LABELLED
    picture = many.partition("</desc>")[2]
    assert [label for label in ("lever 0", "lever 12", "lever 29", "all together") if label in picture] == [
        "lever 0",
        "lever 29",
        "all together",
    ]


def test_the_words_lead_with_what_leads_and_say_what_is_left_to_the_table() -> None:
    alt = slope(MANY, "t", "s").alt
    assert alt.startswith("Slope chart of 31 lines, before to after. All together 6% to 30%; lever 0")
    assert alt.endswith("23 more lines in the table.")
