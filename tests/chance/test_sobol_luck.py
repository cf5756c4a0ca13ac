"""Indices of a mean that luck hides, against means that are known."""

from __future__ import annotations

import numpy as np
import pytest

from winset.chance.sobol_luck import total_behind_luck, variance_behind_luck
from winset.errors import InputError

N = 60_000


def test_luck_is_told_from_what_inputs_do() -> None:
    rng = np.random.default_rng(1)
    x, other = rng.random((2, N)), rng.random((2, N))
    chance = 0.2 + 0.5 * x[0] * x[1]

    def seen(chances: np.ndarray, luck: np.ndarray) -> np.ndarray:
        return (luck < chances).astype(float)

    luck, again = rng.random((2, N))
    mixed = np.stack([seen(0.2 + 0.5 * other[0] * x[1], luck), seen(0.2 + 0.5 * other[0] * other[1], luck)])
    variance, error = variance_behind_luck(seen(chance, luck), seen(chance, again))
    truth = 0.25 * (1 / 9 - 1 / 16)
    assert variance == pytest.approx(truth, abs=4 * error)
    found = total_behind_luck(seen(chance, luck), seen(chance, again), mixed)
    first_left = 0.25 * (1 / 12) * (1 / 3)
    assert found.total == pytest.approx([first_left / truth, 1], abs=0.08)
    assert np.all(found.interval[:, 0] <= [first_left / truth, 1])
    assert np.all(found.interval[:, 1] >= [first_left / truth, 1])


def test_shares_of_what_cannot_be_told_are_not_told() -> None:
    rng = np.random.default_rng(2)
    y, z, mixed = (rng.random((3, 400)) < 0.5).astype(float)
    found = total_behind_luck(y, z, mixed[None])
    assert np.isnan(found.total).all()
    assert np.isnan(found.interval).all()


def test_plays_that_do_not_fit_are_refused() -> None:
    with pytest.raises(InputError, match="equally many"):
        variance_behind_luck([0, 1], [0])
    with pytest.raises(InputError, match="`mixed` has shape"):
        total_behind_luck([0, 1], [0, 1], [0, 1])
