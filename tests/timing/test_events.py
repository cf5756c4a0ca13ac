"""Events that cover a gap: simulation, windows that fit the lead time, edges, refusals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from winset.errors import InputError
from winset.timing import boost_needed, event_passage, window_length


def test_the_formula_is_that_of_simulated_events() -> None:
    rng, n = np.random.default_rng(6), 50_000
    events = rng.poisson(0.5 * 2.5, n)
    covered = rng.binomial(events, 0.4) > 0
    assert covered.mean() == pytest.approx(float(event_passage(0.5, 0.4, 2.5)), abs=4 * 0.5 / np.sqrt(n))


@settings(deadline=None, max_examples=60)
@given(st.floats(0, 5), st.floats(0, 1), st.floats(0, 20), st.floats(0, 20))
def test_chances_are_chances_and_rise_with_time(rate: float, p: float, t1: float, t2: float) -> None:
    first, second = (float(event_passage(rate, p, t)) for t in sorted((t1, t2)))
    assert 0 <= first <= second <= 1


@settings(deadline=None, max_examples=60)
@given(st.floats(0.1, 20), st.floats(0.01, 3), st.floats(0, 5))
def test_the_boost_needed_opens_a_window_as_long_as_the_lead_time(gap: float, fading: float, lead: float) -> None:
    boost = boost_needed(gap, fading, lead)
    assert float(window_length(boost, gap, fading)) == pytest.approx(lead, abs=1e-9)


def test_the_boost_equals_the_gap_when_the_window_closes() -> None:
    length = float(window_length(10, 6, 0.5))
    assert 10 * np.exp(-0.5 * length) == pytest.approx(6)


def test_edges() -> None:
    assert window_length([5, 6, 7, 7], [6, 6, 6, -1], [0.5, 0.5, 0.0, 0.5]).tolist() == [0, 0, np.inf, np.inf]
    assert float(boost_needed(-2, 1, 1)) == 0
    assert float(event_passage(0, 1, 10)) == 0


def test_refusals_name_field_and_bounds() -> None:
    with pytest.raises(InputError, match=r"`covers` is 1\.5"):
        event_passage(1, [0.5, 1.5], 1)
    with pytest.raises(InputError, match="`rate` is -1"):
        event_passage(-1, 0.5, 1)
    with pytest.raises(InputError, match="`boost` is -1"):
        window_length(-1, 1, 1)
