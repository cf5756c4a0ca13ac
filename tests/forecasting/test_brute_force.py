"""The talks played by hand, one draw at a time, agree with the engine on small random cases."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from cases import forms, read, scene_of
from forecasting.brute import Randoms, Talks
from forecasting.random_cases import random_case
from winset.forecasting.block import obstacles_of
from winset.forecasting.obstacle import Obstacle
from winset.forecasting.scene import Scene
from winset.forecasting.talks import Table

N, LOOKED_AT = 16, 8
CASES = 32


@pytest.mark.parametrize("seed", range(CASES))
def test_the_engine_plays_each_draw_as_one_would_by_hand(seed: int) -> None:
    scene = scene_of(read(random_case(seed)), N)
    randoms, toss = Randoms(scene), Random(seed)
    for form in toss.sample(forms(scene.board.case), 2):
        table = Table(scene, form)
        played = table.play()
        days = table.deal_days(played)
        asides = {i: [] for i in range(N)}
        for draws, packages, steps, _ in played.asides:
            for i, package, step in zip(draws, packages, steps, strict=True):
                asides[i].append((list(scene.board.packages)[package], step))
        for i in range(LOOKED_AT):
            talks = Talks(randoms, form, i)
            package, step, aside = talks.play()
            found = None if played.package[i] < 0 else list(scene.board.packages)[played.package[i]]
            assert (found, played.step[i], asides[i]) == (package, step, aside), form
            assert days[i] == pytest.approx(talks.deal_day())


@pytest.mark.parametrize("seed", range(CASES))
def test_each_no_deal_draw_replayed_without_an_obstacle_ends_as_one_would_find_by_hand(seed: int) -> None:
    scene = scene_of(read(random_case(seed)), N)
    randoms, toss = Randoms(scene), Random(1000 + seed)
    form = toss.choice(forms(scene.board.case))
    table = Table(scene, form)
    rest = np.flatnonzero(np.isinf(table.deal_days(table.play())))[:4]
    for obstacle in obstacles_of(scene.board):
        replay = Table(_stage(scene, obstacle), form, obstacle)
        days = replay.deal_days(replay.play())
        by_hand = [Talks(randoms, form, int(i), obstacle).deal_day() for i in rest]
        assert days[rest].tolist() == pytest.approx(by_hand), (form, obstacle)


def _stage(scene: Scene, obstacle: Obstacle) -> Scene:
    """Return the scene in which an obstacle is taken away."""
    return scene.without_outsider(obstacle.party) if obstacle.kind == "outside" else scene
