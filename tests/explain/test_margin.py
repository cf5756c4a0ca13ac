"""The margin is above 0 just where the window is open, whatever the rules, and is measured in units of its own."""

from __future__ import annotations

import numpy as np
import pytest

from cases import body, case_of, party, read, scene_of
from forecasting.random_cases import random_case
from winset.explain.margin import MOST, margins, units_of
from winset.forecasting.block import first_vote_error
from winset.forecasting.forms import forms_of
from winset.forecasting.stand import accepted, stands


def check(case) -> None:
    """Compare margins with who accepts, in every draw."""
    scene, error = scene_of(case, n=128), first_vote_error(forms_of(case))
    found = margins(scene, error, units_of(scene, error))
    opened = accepted(scene, stands(scene, error), error)[:, scene.board.counts].any(axis=1)
    np.testing.assert_array_equal(found >= 0, opened)
    assert np.all(np.abs(found) <= MOST)


@pytest.mark.parametrize("seed", range(25))
def test_the_margin_tells_whether_the_window_is_open(seed: int) -> None:
    check(read(random_case(seed)))


def test_rules_among_parties_take_the_place_of_unanimity() -> None:
    parties = {name: party({"x": "-10 to 10"}) for name in "abc"}
    check(case_of(parties=parties, agreed_by={"at_least": 2}))
    check(case_of(parties=parties, agreed_by={"any_of": ["a", {"all_of": ["b", "c"]}]}))


def test_the_scale_of_a_leader_s_points_does_not_count() -> None:
    found = []
    for scale in (1, 100):
        case = case_of(parties={"a": party({"x": f"{-4 * scale} to {6 * scale}"}), "b": party()})
        scene = scene_of(case)
        found.append(margins(scene, "none", units_of(scene, "none")))
    np.testing.assert_allclose(found[0], found[1], atol=1e-6)


def test_a_body_s_room_counts_with_its_leader_s() -> None:
    check(case_of(parties={"a": party(home={"house": body(9, "0.3 to 0.7")}), "b": party({"x": "-5 to 10"})}))
