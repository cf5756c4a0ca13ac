"""The value of information against closed forms and its own properties."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from winset.chance.information_value import normal_information, partial_information, perfect_information
from winset.errors import InputError

numbers = st.floats(-5, 5)


@settings(deadline=None, derandomize=True, max_examples=50)
@given(numbers, st.floats(0, 5))
def test_the_closed_form_is_the_mean_of_the_better_option_less_the_better_mean(mean: float, sd: float) -> None:
    z = np.linspace(-8, 8, 40_001)
    density = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
    better = float(np.trapezoid(np.maximum(mean + sd * z, 0) * density, z))
    assert normal_information(mean, sd) == pytest.approx(better - max(mean, 0.0), abs=1e-5)


def test_knowing_a_part_by_regression_agrees_with_the_closed_form() -> None:
    rng = np.random.default_rng(1)
    x = rng.normal(size=(20_000, 2)) * [1.0, 1.5]
    values = np.column_stack([np.zeros(20_000), x.sum(axis=1) - 0.5])
    for inputs, sd in ((x[:, 0], 1.0), (x[:, 1], 1.5), (x, np.hypot(1.0, 1.5))):
        found = partial_information(values, inputs)
        assert found.value == pytest.approx(normal_information(-0.5, float(sd)), abs=0.02)
        assert found.error < 0.02


def test_knowing_all_inputs_is_knowing_everything() -> None:
    rng = np.random.default_rng(2)
    x = rng.normal(size=(2000, 2))
    values = np.column_stack([x[:, 0], x[:, 1] + 0.3])
    found = partial_information(values, x)
    assert found.value == pytest.approx(perfect_information(values), abs=1e-9)


@settings(deadline=None, derandomize=True, max_examples=25)
@given(st.integers(0, 2**32 - 1))
def test_a_part_is_never_worth_more_than_all(seed: int) -> None:
    rng = np.random.default_rng(seed)
    values, x = rng.normal(size=(50, 3)), rng.normal(size=(50, 2))
    part = partial_information(values, x)
    assert 0 <= part.value <= perfect_information(values) + 1e-12


def test_what_chance_adds_to_an_idle_input_is_taken_off() -> None:
    rng = np.random.default_rng(3)
    found = [
        partial_information(np.column_stack([np.zeros(500), rng.normal(size=500)]), rng.random(500)) for _ in range(100)
    ]
    kept, taken = np.mean([part.value for part in found]), np.mean([part.bias for part in found])
    assert kept < 0.4 * (kept + taken)
    assert kept < 0.015


def test_an_option_that_is_always_better_makes_information_worthless() -> None:
    x = np.linspace(0, 1, 200)
    values = np.column_stack([x, x + 1])
    assert perfect_information(values) == 0
    assert partial_information(values, x).value == 0
    assert perfect_information([[1.0], [5.0]]) == 0
    assert partial_information([[1.0], [5.0]], [1, 2]).value == 0


def test_an_input_of_few_values_has_a_mean_for_each() -> None:
    x = np.tile([0, 1, 2], 400)
    values = np.column_stack([np.zeros(1200), np.choose(x, [-1, 4, -3])])
    assert partial_information(values, x).value == pytest.approx(4 / 3, abs=1e-9)


def test_a_constant_input_is_worth_nothing() -> None:
    values = np.column_stack([np.zeros(40), np.tile([1.0, -2.0], 20)])
    assert partial_information(values, np.ones(40)).value == 0


@pytest.mark.parametrize(("mean", "sd"), [(np.nan, 1), (0, -1), (0, np.inf)])
def test_the_closed_form_refuses_what_is_no_number(mean: float, sd: float) -> None:
    with pytest.raises(InputError, match="`sd`"):
        normal_information(mean, sd)


def test_draws_that_do_not_fit_are_refused() -> None:
    with pytest.raises(InputError, match="`values` has shape"):
        perfect_information([])
    with pytest.raises(InputError, match="finite values"):
        perfect_information([[np.nan, 1]])
    with pytest.raises(InputError, match="one finite row"):
        partial_information([[1, 2], [3, 4]], [1, 2, 3])
