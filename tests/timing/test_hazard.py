"""Window or deadline first: simulation, symmetry, limits, refusals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from winset.errors import InputError
from winset.timing import first_of_two

rates = st.floats(0.01, 5)


def test_the_formula_is_that_of_simulated_waits() -> None:
    rng, n = np.random.default_rng(7), 50_000
    window, deadline = rng.exponential(1 / 0.3, n), rng.exponential(1 / 0.2, n)
    won = (window < deadline) & (window <= 3.0)
    assert won.mean() == pytest.approx(float(first_of_two(0.3, 0.2, 3.0)), abs=4 * 0.5 / np.sqrt(n))


@settings(deadline=None, max_examples=60)
@given(rates, rates, st.floats(0, 20))
def test_window_deadline_and_neither_exhaust_the_cases(h: float, k: float, t: float) -> None:
    neither = np.exp(-(h + k) * t)
    assert float(first_of_two(h, k, t) + first_of_two(k, h, t)) + neither == pytest.approx(1)


def test_edges() -> None:
    assert first_of_two([0.0, 0.0, 1.0], [0.0, 1.0, 0.0]).tolist() == [0, 0, 1]
    assert float(first_of_two(1, 1, 0)) == 0


def test_refusals_name_field_and_bounds() -> None:
    with pytest.raises(InputError, match="`hazard` is -1"):
        first_of_two(-1, 1)
    with pytest.raises(InputError, match="`horizon` is -1"):
        first_of_two(1, 1, -1)
