"""Replicates side by side: what is random in each is what it would be alone, whoever asks for it and in which order."""

from __future__ import annotations

import numpy as np
import pytest

import winset
from winset.chance.streams import stream
from winset.forecasting.block import play_deals
from winset.forecasting.run import plans_of
from winset.forecasting.side_by_side import Kept, Streams

PLACES = (0, 5)


def streams(kept: list[Kept]) -> Streams:
    """Return the streams of two replicates as one."""
    return Streams(kept, lambda: [stream(1, place, 0, "luck") for place in PLACES], len(PLACES))


def alone(*shapes: tuple[int, ...]) -> np.ndarray:
    """Return the last of some uniform draws from each replicate's own stream, side by side."""
    own = [stream(1, place, 0, "luck") for place in PLACES]
    return np.concatenate([[one.random(shape) for shape in shapes][-1] for one in own], axis=-1)


def test_what_is_kept_serves_those_who_ask_the_same_and_nobody_else() -> None:
    kept: list[Kept] = []
    first, second, other = streams(kept), streams(kept), streams(kept)
    np.testing.assert_array_equal(first.random((3, 8)), alone((3, 4)))
    assert second.random((3, 8)) is kept[0][1]
    np.testing.assert_array_equal(other.random((2, 8)), alone((2, 4)))
    np.testing.assert_array_equal(other.random((3, 8)), alone((2, 4), (3, 4)))
    np.testing.assert_array_equal(second.random((5, 8)), alone((3, 4), (5, 4)))
    np.testing.assert_array_equal(first.random((5, 8)), alone((3, 4), (5, 4)))
    np.testing.assert_array_equal(first.random((1, 8)), alone((3, 4), (5, 4), (1, 4)))


@pytest.mark.parametrize("name", ["kuril-2019", "ceta-2016", "accord-2016"])
def test_replicates_side_by_side_end_as_each_does_alone(name: str) -> None:
    plan = plans_of(winset.load(name), 256, 3, obstacles=False)[0][2]
    together = play_deals(plan, plan.scene_of((0, 1, 2, 3), 0), 4)
    for replicate, found in enumerate(together):
        (own,) = play_deals(plan, plan.scene(replicate, 0))
        np.testing.assert_array_equal(found.deals, own.deals)
        np.testing.assert_array_equal(found.deal_steps, own.deal_steps)
        assert found.n == own.n
