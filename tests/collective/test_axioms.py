"""What the models of many actors claim: names and units do not matter, outcomes lie among positions, and so on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from winset.registry import models


def exchange(*arrays: Any) -> Any:
    return next(model for model in models() if model.id == "position-exchange").function(*arrays, rounds=2)


FORECASTS: dict[str, Callable[[Any, Any, Any], Any]] = {
    "mean-position": lambda x, s, c: value("mean-position", x, s, c),
    "weighted-median": lambda x, s, c: np.stack(
        [value("weighted-median", x, s, c).low, value("weighted-median", x, s, c).high]
    ),
    "compromise": lambda x, s, c: value("compromise", x, s, c),
    "challenge": lambda x, s, c: np.array(
        [value("challenge", *actors).forecast for actors in zip(x, s, c, strict=True)]
    ),
    "position-exchange": lambda x, s, c: exchange(x.T, s.T, c.T).value.outcome,
    "position-exchange-random": lambda x, s, c: value("position-exchange-random", x.T, s.T, c.T, 1, 0.5, 3).outcomes,
    "reference-point": lambda x, s, c: value("reference-point", x[:, 0]),
}
"""From positions, saliences and capabilities of shape (n_issues, n_actors) to outcomes of shape (..., n_issues)."""


def value(name: str, *arguments: Any) -> Any:
    return next(model for model in models() if model.id == name).function(*arguments).value


def claiming(axiom: str) -> list[str]:
    return [model.id for model in models() if model.id in FORECASTS and axiom in model.axioms]


@st.composite
def decisions(draw: st.DrawFn) -> tuple[Any, Any, Any]:
    """Three issues and three to six actors without ties, which are broken by the order of rows."""
    random = np.random.default_rng(draw(st.integers(0, 100_000)))
    shape = 3, draw(st.integers(3, 6))
    return random.uniform(-20, 80, shape), random.uniform(0.05, 1, shape), random.uniform(0.1, 3, shape)


SETTINGS = settings(deadline=None, derandomize=True, max_examples=20)


@pytest.mark.parametrize("name", claiming("symmetric"))
@SETTINGS
@given(decisions(), st.randoms(use_true_random=False))
def test_names_of_actors_do_not_matter(name: str, decision: tuple[Any, Any, Any], random: Any) -> None:
    order = list(range(decision[0].shape[1]))
    random.shuffle(order)
    renamed = FORECASTS[name](*(array[:, order] for array in decision))
    np.testing.assert_allclose(renamed, FORECASTS[name](*decision), atol=1e-9)


@pytest.mark.parametrize("name", claiming("symmetric"))
@SETTINGS
@given(decisions())
def test_names_of_issues_do_not_matter(name: str, decision: tuple[Any, Any, Any]) -> None:
    renamed = FORECASTS[name](*(array[[2, 0, 1]] for array in decision))
    np.testing.assert_allclose(renamed, FORECASTS[name](*decision)[..., [2, 0, 1]], atol=1e-9)


@pytest.mark.parametrize("name", claiming("affine"))
@SETTINGS
@given(decisions(), st.sampled_from([0.01, 0.5, 300.0]), st.sampled_from([-1000.0, 0.0, 7.0]))
def test_units_of_the_issues_do_not_matter(name: str, decision: tuple[Any, Any, Any], a: float, b: float) -> None:
    restated = FORECASTS[name](a * decision[0] + b, *decision[1:])
    np.testing.assert_allclose(restated, a * FORECASTS[name](*decision) + b, atol=1e-9 * (a * 100 + abs(b)))


@pytest.mark.parametrize("name", claiming("within-range"))
@SETTINGS
@given(decisions())
def test_outcomes_lie_among_the_positions(name: str, decision: tuple[Any, Any, Any]) -> None:
    found = FORECASTS[name](*decision)
    assert (found >= decision[0].min(axis=1)).all()
    assert (found <= decision[0].max(axis=1)).all()


@pytest.mark.parametrize("name", claiming("monotone"))
@SETTINGS
@given(decisions(), st.integers(0, 2), st.sampled_from([0.5, 10.0, 200.0]))
def test_asking_for_more_never_gives_less(name: str, decision: tuple[Any, Any, Any], who: int, more: float) -> None:
    asking = decision[0].copy()
    asking[:, who] += more
    assert (FORECASTS[name](asking, *decision[1:]) >= FORECASTS[name](*decision) - 1e-9).all()


@pytest.mark.parametrize("name", claiming("deterministic"))
@SETTINGS
@given(decisions())
def test_the_same_question_gives_the_same_bytes_and_is_left_as_it_was(
    name: str, decision: tuple[Any, Any, Any]
) -> None:
    before = [array.copy() for array in decision]
    first = FORECASTS[name](*decision)
    assert first.tobytes() == FORECASTS[name](*decision).tobytes()
    assert all((array == was).all() for array, was in zip(decision, before, strict=True))


def test_all_of_these_models_are_held_to_what_they_claim() -> None:
    assert {model.id for model in models() if model.id in FORECASTS} == set(FORECASTS)
