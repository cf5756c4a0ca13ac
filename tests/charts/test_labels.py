"""Labels: lines that fit, ends that tell apart, and no two on the same place."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from winset.charts.labels import spread, text_width, wrap

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=200)


@given(WORDS, st.floats(30, 400), st.sampled_from([10, 12, 17]))
def test_no_line_is_wider_than_asked(text: str, width: float, size: float) -> None:
    assert all(text_width(line, size) <= width or len(line) == 1 for line in wrap(text, width, size))


@given(WORDS, st.integers(1, 4), st.booleans())
def test_no_more_lines_than_asked_and_no_text_lost_unless_marked(text: str, lines: int, cut: bool) -> None:
    found = wrap(text, 120, 12, lines=lines, cut=cut)
    assert 1 <= len(found) <= lines
    if "…" not in "".join(found):
        assert "".join(found).replace(" ", "") == "".join(text.split())


def test_the_end_of_a_long_label_stays() -> None:
    assert wrap("two islands under a joint administration, variant 17", 120, 12, lines=2)[-1].endswith("variant 17")


@given(st.lists(st.tuples(st.floats(-50, 350), st.floats(5, 40)), max_size=8))
def test_labels_keep_clear_of_each_other_and_inside(labels: list[tuple[float, float]]) -> None:
    centres, heights = [centre for centre, _ in labels], [height for _, height in labels]
    placed = spread(centres, heights, 0, 400)
    spans = sorted((place - tall / 2, place + tall / 2) for place, tall in zip(placed, heights, strict=True))
    assert all(upper[1] <= lower[0] + 1e-6 for upper, lower in pairwise(spans))
    assert all(top >= -1e-6 and bottom <= 400 + 1e-6 for top, bottom in spans)
