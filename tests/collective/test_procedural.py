"""Procedures with an agenda setter: the best of a fine grid of proposals, gridlock, symmetries, refusals."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from winset.collective import procedural_outcome
from winset.errors import InputError

FINE: dict[str, Any] = {"deadline": None, "derandomize": True, "max_examples": 100}
WHOLE = st.integers(-20, 20)


@st.composite
def bodies(draw: st.DrawFn) -> tuple[list[int], int, int, int]:
    """Whole ideal points, a status quo, a quota and a setter."""
    ideals = draw(st.lists(WHOLE, min_size=1, max_size=7))
    return ideals, draw(WHOLE), draw(st.integers(1, len(ideals))), draw(WHOLE)


@given(some=bodies())
@settings(**FINE)
def test_the_outcome_is_the_setter_s_best_of_all_points_that_pass_and_stand(some):
    """All whole points are tried; the ends of what passes are whole as well."""
    ideals, status_quo, quota, setter = some
    members, tried = np.array(ideals)[:, None], np.arange(-70, 71)
    likes = np.abs(tried - members) <= np.abs(status_quo - members)
    passes = likes.sum(axis=0) >= quota
    stands = (tried >= members.min()) & (tried <= members.max())
    possible = tried[passes & stands]
    found = procedural_outcome(*some)
    assert found.outcome in possible
    assert abs(found.outcome - setter) == np.abs(possible - setter).min()
    assert (found.lowest, found.highest) == (possible.min(), possible.max())


@given(some=bodies(), shift=WHOLE, data=st.data())
@settings(**FINE)
def test_order_direction_and_place_of_the_scale_do_not_matter(some, shift, data):
    ideals, status_quo, quota, setter = some
    found = procedural_outcome(*some).outcome
    mixed = data.draw(st.permutations(ideals))
    assert procedural_outcome(mixed, status_quo, quota, setter).outcome == found
    assert procedural_outcome([-x for x in ideals], -status_quo, quota, -setter).outcome == -found
    moved = procedural_outcome([x + shift for x in ideals], status_quo + shift, quota, setter + shift).outcome
    assert moved == found + shift


@given(some=bodies())
@settings(**FINE)
def test_a_higher_quota_leaves_the_setter_no_more(some):
    ideals, status_quo, _, setter = some
    open_to = [procedural_outcome(ideals, status_quo, k, setter) for k in range(1, len(ideals) + 1)]
    for easier, harder in pairwise(open_to):
        assert easier.lowest <= harder.lowest <= harder.highest <= easier.highest


def test_a_status_quo_between_the_pivots_stays():
    found = procedural_outcome([1, 2, 3, 4, 5, 6, 7], status_quo=3, quota=5, setter=7)
    assert (found.outcome, found.lowest, found.highest) == (3, 3, 3)


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (([], 0, 1, 0), "`quota` is 1 and there are 0 members"),
        (([1, 2], 0, 3, 0), "`quota` is 3 and there are 2 members; it lies from 1 to their number"),
        (([1, 2], 0, 0, 0), "`quota` is 0"),
        (([1, np.nan], 0, 1, 0), r"`ideals\[1\]` is nan"),
        (([1, 2], np.inf, 1, 0), "`status_quo` is inf"),
        (([1, 2], 0, 1, np.nan), "`setter` is nan"),
    ],
)
def test_what_is_refused(arguments, complaint):
    with pytest.raises(InputError, match=complaint):
        procedural_outcome(*arguments)
