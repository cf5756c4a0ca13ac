"""Ideal points: utilities, acceptance sets, who is enough; definitions, edges, refusals."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from winset.errors import InputError
from winset.ratify import accepted, ellipsoid_volume, spatial_utility, winning

place = st.floats(-5, 5)
points = hnp.arrays(float, (3,), elements=place)

# --- utilities ---


@settings(deadline=None, derandomize=True)
@given(points, points, hnp.arrays(float, (3,), elements=st.floats(0, 3)))
def test_a_diagonal_matrix_is_saliences(x: np.ndarray, a: np.ndarray, w: np.ndarray) -> None:
    by_matrix = spatial_utility(x, [a], matrices=np.diag(w + 0.1))
    assert by_matrix == pytest.approx(spatial_utility(x, [a], w + 0.1))
    assert by_matrix == pytest.approx(-(((w + 0.1) * (x - a) ** 2).sum()))


@settings(deadline=None, derandomize=True)
@given(points, points, points)
def test_without_loss_aversion_a_reference_point_moves_only_the_zero(x: Any, a: Any, r: Any) -> None:
    plain = spatial_utility([x, r], [a], loss="city-block")[:, 0]
    relative = spatial_utility(x, [a], loss="reference-point", reference=r)[0]
    assert relative == pytest.approx(plain[0] - plain[1], abs=1e-12)


@settings(deadline=None, derandomize=True)
@given(points, points, points, st.floats(1, 4))
def test_losses_count_more_than_gains(x: Any, a: Any, r: Any, aversion: float) -> None:
    z = np.abs(r - a) - np.abs(x - a)
    found = spatial_utility(x, [a], loss="reference-point", reference=r, aversion=aversion)[0]
    assert found == pytest.approx(np.where(z >= 0, z, aversion * z).sum(), abs=1e-9)


@settings(deadline=None, derandomize=True)
@given(hnp.arrays(float, (4, 3), elements=place), points, st.permutations([0, 1, 2]), st.permutations([0, 1, 2, 3]))
def test_renaming_actors_and_issues_permutes_utilities(a: Any, x: Any, issues: Any, actors: Any) -> None:
    before = spatial_utility(x, a, [1.0, 2.0, 3.0], loss="city-block")
    after = spatial_utility(x[issues], a[actors][:, issues], np.array([1.0, 2.0, 3.0])[issues], loss="city-block")
    assert after == pytest.approx(before[actors])


def test_nobody_prefers_anything_to_his_ideal_point() -> None:
    rng = np.random.default_rng(1)
    root = rng.normal(size=(4, 2, 2))
    a, x = rng.normal(size=(4, 2)), rng.normal(size=(200, 2))
    for kind in ({"matrices": root @ root.swapaxes(1, 2) + np.eye(2)}, {"loss": "city-block"}, {}):
        assert (spatial_utility(x, a, **kind) <= 0).all()
        assert np.diagonal(spatial_utility(a, a, **kind)).tolist() == [0, 0, 0, 0]


# --- acceptance ---


@settings(deadline=None, derandomize=True)
@given(points, points, points, st.floats(0, 3), st.sampled_from(["quadratic", "city-block", "reference-point"]))
def test_who_accepts_gains_at_least_what_his_vote_costs(x: Any, a: Any, q: Any, cost: float, loss: Any) -> None:
    about = {"reference": q, "aversion": 2.0} if loss == "reference-point" else {}
    u = spatial_utility([x, q], [a], loss=loss, **about)[:, 0]
    net = u[0] - u[1] - cost
    kind = {"loss": loss, "aversion": about.get("aversion", 1.0)}
    if abs(net) > 1e-6:
        assert accepted(x, [a], q, costs=cost, **kind).tolist() == [net > 0]


def test_equally_good_is_good_enough_unless_it_must_be_better() -> None:
    a, q = [[0.1, 0.2]], [0.4, 0.6]
    mirrored = [-0.2, -0.2]
    assert accepted(mirrored, a, q).tolist() == [True]
    assert accepted(mirrored, a, q, strict=True).tolist() == [False]
    assert accepted(mirrored, a, q, costs=1e-6).tolist() == [False]


def test_who_finds_nothing_salient_accepts_all_unless_it_costs() -> None:
    assert accepted([[5, 5], [9, 9]], [[0, 0]], [1, 1], saliences=0).all()
    assert not accepted([[5, 5], [9, 9]], [[0, 0]], [1, 1], saliences=0, costs=0.1).any()


def test_who_has_his_ideal_point_accepts_nothing_else() -> None:
    assert accepted([[1, 1], [1, 1.001]], [[1, 1]], [1, 1])[:, 0].tolist() == [True, False]


@pytest.mark.parametrize("w", [[1, 4], [1, 4, 9], [0.5]])
def test_the_volume_is_that_of_points_within(w: list[float]) -> None:
    half = 2 / np.sqrt(w)
    grid = (np.arange(100) + 0.5) / 50 - 1
    x = np.array(list(product(grid, repeat=len(w)))) * half
    inside = ((w * x**2).sum(axis=1) <= 4).mean() * np.prod(2 * half)
    assert ellipsoid_volume(w, 2) == pytest.approx(inside, rel=2e-3)


def test_an_issue_that_is_not_salient_has_no_end() -> None:
    assert ellipsoid_volume([1, 0], 1) == np.inf


def test_a_volume_over_very_many_issues_is_next_to_nothing_and_one_too_large_is_infinite() -> None:
    assert ellipsoid_volume([1.0] * 2000, 1) == 0
    assert ellipsoid_volume([1.0] * 2000, 1e6) == np.inf
    assert ellipsoid_volume([1.0], 0) == 0


# --- who is enough ---


@settings(deadline=None, derandomize=True)
@given(st.integers(1, 6), st.data())
def test_more_support_never_hurts_and_stricter_rules_never_help(n: int, data: st.DataObject) -> None:
    votes = data.draw(hnp.arrays(int, (2, n), elements=st.integers(0, 5)))
    quota = data.draw(hnp.arrays(int, (2,), elements=st.integers(0, 12)))
    yes = data.draw(hnp.arrays(bool, (n,)))
    member = data.draw(st.integers(0, n - 1))
    more = yes | (np.arange(n) == member)
    assert winning(more, quota, votes) >= winning(yes, quota, votes)
    assert winning(yes, quota, votes) == all(votes[c][yes].sum() >= quota[c] for c in (0, 1))
    assert winning(yes, quota + 1, votes) <= winning(yes, quota, votes)
    assert winning(yes, quota, votes, [member]) == (winning(yes, quota, votes) and yes[member])


def test_exactly_half_fails_and_more_votes_than_there_are_never_pass() -> None:
    assert winning([[1, 1, 0, 0], [1, 1, 1, 0]]).tolist() == [False, True]
    assert not winning([1, 1], quota=3)
    assert winning([0, 0], quota=0)
    assert not winning([1, 1, 0, 0], votes=[0.1, 0.2, 0.15, 0.15])
    assert winning([1, 1, 0], quota=0.3, votes=[0.1, 0.2, 0.7])


def test_refusals() -> None:
    with pytest.raises(InputError, match=r"`ideals` has shape \(2,\)"):
        spatial_utility([0, 0], [1, 2])
    with pytest.raises(InputError, match="its last axis must hold 2 issues"):
        spatial_utility([0, 0, 0], [[1, 2]])
    with pytest.raises(InputError, match="`loss` is 'cubic'"):
        spatial_utility([0], [[1]], loss="cubic")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="not symmetric and positive definite"):
        spatial_utility([0, 0], [[1, 2]], matrices=[[1, 2], [2, 1]])
    with pytest.raises(InputError, match="`matrices` stand instead of `saliences`"):
        spatial_utility([0, 0], [[1, 2]], [1, 1], matrices=np.eye(2))
    with pytest.raises(InputError, match="`reference` goes with"):
        spatial_utility([0], [[1]], reference=[0])
    with pytest.raises(InputError, match=r"`aversion` is 0.5; it must be a finite number, at least 1"):
        spatial_utility([0], [[1]], loss="reference-point", reference=[0], aversion=0.5)
    with pytest.raises(InputError, match="only the loss reference-point"):
        spatial_utility([0], [[1]], aversion=2)
    with pytest.raises(InputError, match=r"`saliences\[1\]` is -1"):
        spatial_utility([0, 0], [[1, 2]], [1, -1])
    with pytest.raises(InputError, match=r"`saliences` has shape \(3,\); it must fit \(1, 2\)"):
        spatial_utility([0, 0], [[1, 2]], [1, 1, 1])
    with pytest.raises(InputError, match="`costs` is -1"):
        accepted([0], [[1]], [0], costs=-1)
    with pytest.raises(InputError, match=r"`costs` has shape \(2,\)"):
        accepted([0], [[1]], [0], costs=[1, 2])
    with pytest.raises(InputError, match="`status_quo` has shape"):
        accepted([0], [[1]], [[0]])
    with pytest.raises(InputError, match="`saliences` has shape"):
        ellipsoid_volume([[1]], 1)
    with pytest.raises(InputError, match="`votes` has shape"):
        winning([1, 0], votes=[1, 1, 1])
    with pytest.raises(InputError, match="`quota` has shape"):
        winning([1, 0], quota=[1, 1])
    with pytest.raises(InputError, match="must name members from 0 to 1"):
        winning([1, 0], vetoes=[2])
    with pytest.raises(InputError, match="`yes` has shape"):
        winning(True)
