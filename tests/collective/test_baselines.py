"""Means, medians and the compromise: their definitions, their limits, and what they refuse."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from decisions import EMISSIONS
from winset.collective import compromise, mean_position, nash_compromise, reference_point, weighted_median
from winset.errors import InputError

MODELS = (mean_position, weighted_median, compromise)


@st.composite
def actors(draw: st.DrawFn) -> tuple[Any, Any, Any]:
    """Positions, saliences and capabilities of one to six actors, at least one of them with weight."""
    n = draw(st.integers(1, 6))
    position = draw(hnp.arrays(float, n, elements=st.integers(-4, 9)))
    salience = draw(hnp.arrays(float, n, elements=st.sampled_from([0, 0.25, 0.5, 1.0])))
    capability = draw(hnp.arrays(float, n, elements=st.sampled_from([0, 1.0, 2.0, 5.0])))
    salience[0], capability[0] = 0.5, 1.0
    return position, salience, capability


@settings(deadline=None, derandomize=True)
@given(actors())
def test_the_compromise_is_least_in_the_weighted_sum_of_squares(given_actors: tuple[Any, Any, Any]) -> None:
    x, s, c = given_actors
    found = compromise(x, s, c).value

    def loss(point: float) -> float:
        return float((c * s * (x - point) ** 2).sum())

    assert loss(found) <= min(loss(found - 1e-3), loss(found + 1e-3))


@settings(deadline=None, derandomize=True)
@given(actors())
def test_the_medians_are_all_that_is_least_in_the_weighted_sum_of_distances(given_actors: tuple[Any, Any, Any]) -> None:
    x, s, c = given_actors
    answer = weighted_median(x, s, c)
    grid = np.arange(-5, 10.5, 0.5)
    loss = (c * s * np.abs(x - grid[:, None])).sum(axis=1)
    least = grid[loss <= loss.min() + 1e-12]
    assert (answer.value.low, answer.value.high) == (least[0], least[-1])
    assert (answer.status == "tie") == (len(least) > 1)


@settings(deadline=None, derandomize=True, max_examples=30)
@given(actors())
def test_nash_tends_to_the_compromise_as_failure_grows_worse(given_actors: tuple[Any, Any, Any]) -> None:
    far = [abs(nash_compromise(*given_actors, loss).value - compromise(*given_actors).value) for loss in (1e4, 1e8)]
    assert far[1] <= max(far[0], 1e-9)
    assert far[1] < 1e-4


def test_nash_is_the_largest_product_on_a_fine_grid() -> None:
    x, s, c, loss = EMISSIONS["position"], EMISSIONS["salience"], EMISSIONS["capability"], 40.0
    grid = np.linspace(4, 10, 60_001)
    gains = loss - s * (grid[:, None] - x) ** 2
    product = np.where((gains > 0).all(axis=1), (c * np.log(np.maximum(gains, 1e-9))).sum(axis=1), -np.inf)
    assert nash_compromise(**EMISSIONS, failure_loss=loss).value == pytest.approx(grid[product.argmax()], abs=1e-4)


def test_nash_is_empty_if_every_point_is_worse_than_failure_for_somebody() -> None:
    assert nash_compromise([0, 10], [1, 1], [1, 1], failure_loss=24).status == "empty"
    assert nash_compromise([3, 3], [1, 0.5], [1, 1], failure_loss=1e-3).value == 3


@pytest.mark.parametrize("model", MODELS)
def test_nobody_with_weight_is_an_empty_answer(model: Any) -> None:
    answer = model([1, 2], salience=[0, 0.5], capability=[3, 0])
    assert (answer.value, answer.status) == (None, "empty")
    assert nash_compromise([1, 2], [0, 0], [1, 1]).status == "empty"


@pytest.mark.parametrize("model", MODELS)
def test_draws_are_answered_row_by_row_and_those_without_weight_by_nan(model: Any) -> None:
    x, c = np.array([1.0, 4.0, 9.0]), [1, 2, 2]
    s = np.array([[0.2, 0.5, 1.0], [0, 0, 0], [1, 0, 0]])
    rows = model(x, s, c).value
    rows = rows if isinstance(rows, np.ndarray) else rows.low
    single = [model(x, row, c).value for row in s]
    expected = [np.nan if value is None else float(getattr(value, "low", value)) for value in single]
    np.testing.assert_array_equal(rows, expected)


@pytest.mark.parametrize("model", MODELS)
def test_a_million_identical_actors_are_one(model: Any) -> None:
    many = model(np.full(1_000_000, 0.1), np.full(1_000_000, 0.3), np.full(1_000_000, 7.0))
    assert many.status == "ok"
    assert float(getattr(many.value, "high", many.value)) == 0.1


def test_numbers_of_any_size_are_averaged_without_overflow() -> None:
    assert compromise([1e308, 1e308], [1, 1], [1e308, 1e308]).value == 1e308
    assert compromise([1, 2], [1, 1], [1e-320, 0]).value == 1


def test_actors_without_weight_are_no_end_of_the_medians() -> None:
    found = weighted_median([0, 1, 2, 3], capability=[0, 1, 1, 0])
    assert (found.value.low, found.value.high, found.value.middle) == (1, 2, 1.5)


def test_half_of_the_weight_is_half_also_where_tenths_do_not_add_up() -> None:
    for weights in ([0.1, 0.4, 0.1, 0.6], [0.1, 0.1, 0.6, 0.8]):
        found = weighted_median([0, 1, 2, 3], capability=weights)
        assert (found.status, found.value.low, found.value.high) == ("tie", 2, 3)


def test_the_reference_point_is_itself_or_nothing() -> None:
    assert reference_point(4).value == 4
    assert reference_point([np.nan, np.nan]).status == "empty"
    np.testing.assert_array_equal(reference_point([1, np.nan]).value, [1, np.nan])
    with pytest.raises(InputError, match="`reference"):
        reference_point([np.inf])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (([1, np.nan], [1, 1], [1, 1]), r"`position\[1\]` is nan"),
        (([1, np.inf], [1, 1], [1, 1]), r"`position\[1\]` is inf"),
        (([1, 2], [1, -1], [1, 1]), r"`salience\[1\]` is -1; it must be a finite number, at least 0"),
        (([1, 2], [1, 1], [1, np.nan]), r"`capability\[1\]` is nan"),
        (([1, 2], [1, 1, 1], [1, 1]), r"same number of actors"),
        (([], [], []), r"at least 1"),
        ((5, 1, 1), r"at least 1"),
        ((np.ones((2, 2)), np.ones((3, 2)), [1, 1]), r"do not fit together"),
        (([1, "two"], [1, 1], [1, 1]), r"`position` does not hold numbers alone"),
        (([1, [2]], [1, 1], [1, 1]), r"`position` does not hold numbers alone"),
    ],
)
@pytest.mark.parametrize("model", MODELS)
def test_bad_input_is_refused_by_name(model: Any, arguments: Any, said: str) -> None:
    with pytest.raises(InputError, match=said):
        model(*arguments)


@pytest.mark.parametrize("loss", [0, -1, np.nan, np.inf])
def test_a_failure_that_costs_nothing_or_has_no_cost_is_refused(loss: float) -> None:
    with pytest.raises(InputError, match="failure_loss"):
        nash_compromise([0, 1], [1, 1], [1, 1], failure_loss=loss)
