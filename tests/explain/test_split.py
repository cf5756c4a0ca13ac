"""The split of doubt against cases in which each part is known."""

from __future__ import annotations

import numpy as np
import pytest

from winset.explain.split import split

RNG = np.random.default_rng(4)
N = 40_000


def play(chances: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return two plays of chances (n_forms, n_draws), with luck apart."""
    luck = RNG.random((2, N))
    return luck[0] < chances, luck[1] < chances


def test_each_part_is_found() -> None:
    x = RNG.random(N)
    chances = np.stack([0.2 + 0.4 * x, 0.5 + 0.2 * x])
    weights = [0.25, 0.75]
    found = split(*play(chances), weights, np.arange(N) % 8)
    mean = weights[0] * chances[0] + weights[1] * chances[1]
    assert found.inputs == pytest.approx(mean.std(), abs=0.006)
    assert abs(found.inputs - mean.std()) < 4 * found.inputs_error
    apart = 0.6 - 0.4
    assert found.forms == pytest.approx(apart * np.sqrt(0.25 * 0.75), abs=0.006)
    together = np.average(chances.var(axis=1), weights=weights) - mean.var()
    assert found.both**2 == pytest.approx(together, abs=6e-4)
    whole = mean.mean() * (1 - mean.mean())
    known = mean.var() + together + 0.25 * 0.75 * apart**2
    assert found.luck == pytest.approx(1 - known / whole, abs=0.01)


def test_luck_alone_leaves_no_doubt_about_the_chance() -> None:
    found = split(*play(np.full((1, N), 0.3)), [1.0], np.arange(N) % 8)
    assert found.inputs < 4 * found.inputs_error
    assert found.luck > 0.98
    assert found.sampling == pytest.approx(np.sqrt(0.3 * 0.7 / N), rel=0.8)


def test_what_is_certain_is_not_in_doubt() -> None:
    nothing = np.zeros((2, 16), dtype=bool)
    found = split(nothing, nothing, [0.5, 0.5], np.arange(16) % 8)
    assert (found.inputs, found.forms, found.both, found.sampling, found.luck) == (0, 0, 0, 0, 0)
