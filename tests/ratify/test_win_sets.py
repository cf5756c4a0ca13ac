"""Win-sets on two issues and more: closed forms, counts of votes at random points, symmetries, stricter rules."""

from __future__ import annotations

from math import pi, sqrt
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from winset.errors import InputError
from winset.ratify import accepted, lens_area, spatial_utility, win_set_1d, win_set_2d, win_set_volume, winning

BOX = np.array([[-12.0, 12.0], [-12.0, 12.0]])
whole = st.integers(-3, 3)


@st.composite
def committees(draw: st.DrawFn) -> dict[str, Any]:
    """Ideal points and a status quo on whole numbers, which makes boundaries meet and coincide, and some rule."""
    n = draw(st.integers(1, 6))
    kind = draw(st.sampled_from(["round", "weighted", "matrices", "city-block", "reference-point"]))
    case: dict[str, Any] = {
        "ideals": draw(st.lists(st.tuples(whole, whole), min_size=n, max_size=n)),
        "status_quo": draw(st.tuples(whole, whole)),
        "quota": draw(st.integers(1, n)),
        "vetoes": draw(st.lists(st.integers(0, n - 1), max_size=1)),
        "costs": draw(st.sampled_from([0.0, 0.5, 2.0])),
    }
    if kind == "weighted":
        case["saliences"] = draw(st.lists(st.tuples(*[st.integers(0, 3)] * 2), min_size=n, max_size=n))
    elif kind == "matrices":
        slants = draw(st.lists(st.sampled_from([-0.9, 0.0, 0.5]), min_size=n, max_size=n))
        case["matrices"] = [[[1, slant], [slant, 1]] for slant in slants]
    elif kind != "round":
        case["loss"] = kind
        case["aversion"] = draw(st.sampled_from([1.0, 2.5])) if kind == "reference-point" else 1.0
    return case


def area(**case: Any) -> float:
    found = win_set_2d(**case).value
    return found.area if found else 0.0


def passed(x: np.ndarray, case: dict[str, Any]) -> np.ndarray:
    """Count votes at points, from utilities alone."""
    about = {key: case[key] for key in ("saliences", "matrices", "loss", "aversion") if key in case}
    if case.get("loss") == "reference-point":
        about["reference"] = case["status_quo"]
    gain = spatial_utility(x, case["ideals"], **about) - spatial_utility(case["status_quo"], case["ideals"], **about)
    return winning(gain >= case["costs"] - 1e-9, case["quota"], case.get("votes"), case["vetoes"])


@settings(deadline=None, derandomize=True, max_examples=150)
@given(committees())
def test_the_area_is_that_of_the_points_that_are_voted_for(case: dict[str, Any]) -> None:
    n = 250
    jitter = np.random.default_rng(5).random((n * n, 2))
    x = (np.indices((n, n)).reshape(2, -1).T + jitter) / n * 24 - 12
    found = win_set_2d(**case, bounds=BOX).value
    length = sum(np.hypot(*np.diff(arc.points, axis=0).T).sum() for arc in found.arcs) if found else 0.0
    cell = 24 / n
    error = cell**2 * sqrt(1 + length / cell)
    assert (found.area if found else 0.0) == pytest.approx(float(passed(x, case).mean()) * 576, abs=3 * error)


@settings(deadline=None, derandomize=True, max_examples=60)
@given(committees())
def test_the_boundary_has_the_win_set_on_its_left(case: dict[str, Any]) -> None:
    found = win_set_2d(**case, bounds=BOX).value
    for arc in found.arcs if found else ():
        start, end = arc.points[len(arc.points) // 2 - 1 : len(arc.points) // 2 + 1]
        if np.hypot(*(end - start)) > 0.05 and arc.member >= 0 and len(arc.points) == 2:
            left = np.array([start[1] - end[1], end[0] - start[0]]) * 1e-4
            assert passed((start + end) / 2 + left, case)
            assert not passed((start + end) / 2 - left, case)


@settings(deadline=None, derandomize=True, max_examples=60)
@given(committees(), st.integers(0, 5), st.floats(0, 2))
def test_a_veto_a_higher_quota_a_chamber_or_a_dearer_vote_never_enlarges_it(
    case: dict[str, Any], member: int, more: float
) -> None:
    before, n = area(**case, bounds=BOX), len(case["ideals"])
    veto = member % n
    stricter = (
        {**case, "vetoes": [*case["vetoes"], veto]},
        {**case, "quota": case["quota"] + 1},
        {**case, "quota": [case["quota"], 1], "votes": [[1] * n, [i == veto for i in range(n)]]},
        {**case, "costs": case["costs"] + more},
    )
    for rule in stricter:
        assert area(**rule, bounds=BOX) <= before + 1e-9


@settings(deadline=None, derandomize=True, max_examples=60)
@given(committees(), st.randoms(use_true_random=False))
def test_renaming_members_and_issues_changes_nothing(case: dict[str, Any], rng: Any) -> None:
    order = list(range(len(case["ideals"])))
    rng.shuffle(order)
    renamed = {**case, "ideals": [case["ideals"][i][::-1] for i in order], "status_quo": case["status_quo"][::-1]}
    renamed["vetoes"] = [order.index(i) for i in case["vetoes"]]
    if "saliences" in case:
        renamed["saliences"] = [case["saliences"][i][::-1] for i in order]
    if "matrices" in case:
        renamed["matrices"] = [np.array(case["matrices"][i])[::-1, ::-1] for i in order]
    assert area(**renamed, bounds=BOX) == pytest.approx(area(**case, bounds=BOX), abs=1e-9)


@settings(deadline=None, derandomize=True, max_examples=60)
@given(committees(), st.floats(0.1, 10), st.tuples(whole, whole))
def test_moving_and_stretching_the_scales_moves_and_stretches_it(
    case: dict[str, Any], factor: float, shift: tuple[int, int]
) -> None:
    """Utilities of a quadratic loss grow with the square, those of city block in proportion; costs grow with them."""
    straight = "loss" in case
    moved = {**case, "costs": case["costs"] * (factor if straight else factor**2)}
    moved["ideals"] = factor * np.array(case["ideals"]) + shift
    moved["status_quo"] = factor * np.array(case["status_quo"]) + shift
    before, after = area(**case), area(**moved)
    assert after == pytest.approx(factor**2 * before, rel=1e-7) or after == before == np.inf


@settings(deadline=None, derandomize=True)
@given(st.floats(0.1, 5), st.floats(0.1, 5), st.floats(0, 8), st.floats(0, 6.2))
def test_two_vetoes_leave_the_lens_of_the_closed_form(a: float, b: float, d: float, turn: float) -> None:
    """The status quo is a point at these distances from both ideal points, which exists if they are near enough."""
    if not abs(a - b) + 1e-6 < d < a + b - 1e-6:
        return
    along = (d**2 + a**2 - b**2) / (2 * d)
    q = np.array([along, sqrt(max(a**2 - along**2, 0.0))])
    spin = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    centres = [spin @ [0, 0], spin @ [d, 0]]
    assert area(ideals=centres, status_quo=spin @ q, quota=2) == pytest.approx(
        lens_area(*centres, a, b), abs=1e-9 * max(a, b) ** 2
    )


def test_a_salience_that_all_share_stretches_the_issues() -> None:
    w, q = np.array([4.0, 9.0]), np.array([1.0, 2.0])
    ideals = np.array([[0, 0], [3, 1.0]])
    radii = np.sqrt((w * (ideals - q) ** 2).sum(axis=1))
    stretched = lens_area(*(ideals * np.sqrt(w)), *radii) / np.sqrt(w).prod()
    assert area(ideals=ideals, status_quo=q, quota=2, saliences=w) == pytest.approx(stretched)


def test_lenses_at_the_edge() -> None:
    assert lens_area([0, 0], [3, 0], 1, 2) == 0
    assert lens_area([0, 0], [0.5, 0], 1, 2) == pytest.approx(pi)
    assert lens_area([0, 0], [0, 0], 2, 2) == pytest.approx(4 * pi)
    assert lens_area([0, 0], [1, 0], 0, 2) == 0


def test_edges_of_the_win_set() -> None:
    corner = [[0, 0], [4, 0], [0, 4]]
    assert win_set_2d(corner, [0, 0], 1, vetoes=[0]).status == "empty"
    assert win_set_2d(corner, [1, 1], 4).status == "empty"
    assert win_set_2d([[0, 0], [4, 0]], [2, 0]).status == "empty", "the two accept only the status quo"
    assert area(ideals=[[0, 0], [4, 0]], status_quo=[9, 9], saliences=0) == np.inf
    assert area(ideals=corner, status_quo=[1, 1], quota=0) == np.inf
    assert area(ideals=corner, status_quo=[1, 1], quota=0, bounds=BOX) == pytest.approx(576)
    assert area(ideals=[[0, 0]], status_quo=[1, 0]) == pytest.approx(pi)
    assert area(ideals=[[0, 0]] * 50, status_quo=[1, 0]) == pytest.approx(pi)
    assert win_set_2d([[0, 0]], [1, 0], saliences=0, costs=1).status == "empty"


def test_two_issues_each_salient_to_one_veto_leave_a_rectangle() -> None:
    rule = {"ideals": [[1, 0], [0, 2]], "status_quo": [5, 5], "saliences": [[1, 0], [0, 1]]}
    assert area(**rule, quota=2) == pytest.approx(8 * 6)
    assert area(**rule, quota=1) == np.inf
    assert area(**rule, quota=1, bounds=[[0, 10], [0, 10]]) == pytest.approx(50 + 50 - 25)


def test_on_a_line_it_is_the_interval() -> None:
    """All ideal points on the first issue, and nobody cares about the second."""
    rng = np.random.default_rng(2)
    for _ in range(20):
        n = int(rng.integers(1, 8))
        ideals, q, quota = rng.normal(size=n), float(rng.normal()), int(rng.integers(1, n + 1))
        line = win_set_1d(ideals, q, quota).value
        plane = area(
            ideals=np.column_stack([ideals, 0 * ideals]),
            status_quo=[q, 0],
            quota=quota,
            saliences=[1, 0],
            bounds=[[-20, 20], [0, 1]],
        )
        assert plane == pytest.approx(line.length if line else 0.0, abs=1e-9)


# --- volumes ---


@pytest.mark.parametrize("kind", [{}, {"loss": "city-block"}, {"saliences": [1, 2]}, {"costs": 0.2}])
def test_volumes_agree_with_exact_areas_within_their_error(kind: dict[str, Any]) -> None:
    rng = np.random.default_rng(3)
    ideals, q = rng.normal(size=(7, 2)), [1.5, 0.5]
    exact = area(ideals=ideals, status_quo=q, **kind)
    found = win_set_volume(ideals, q, **kind).value
    assert found is not None
    assert abs(found.volume - exact) <= 5 * found.standard_error
    assert found.standard_error < 0.01 * exact


def test_the_box_holds_everything_that_is_ratified() -> None:
    rng = np.random.default_rng(4)
    for _ in range(20):
        n, k = int(rng.integers(1, 6)), int(rng.integers(1, 5))
        ideals, q, quota = rng.normal(size=(n, k)), rng.normal(size=k), int(rng.integers(1, n + 1))
        found = win_set_volume(ideals, q, quota, points=64)
        x = rng.normal(size=(4000, k)) * 3
        won = x[winning(accepted(x, ideals, q), quota)]
        if found.value is not None:
            assert ((found.value.box[:, 0] <= won) & (won <= found.value.box[:, 1])).all()
        else:
            assert not len(won)


def test_the_same_seed_gives_the_same_volume_and_more_points_a_smaller_error() -> None:
    ideals, q = np.random.default_rng(6).normal(size=(5, 3)), [1.0, 1.0, 1.0]
    few, again, many = (win_set_volume(ideals, q, rng=7, points=n).value for n in (2**9, 2**9, 2**13))
    assert (few.volume, few.standard_error) == (again.volume, again.standard_error)
    assert many.standard_error < few.standard_error


def test_volumes_at_the_edge() -> None:
    assert win_set_volume([[0, 0, 0]], [0, 0, 0]).status == "empty"
    assert win_set_volume([[0, 0, 0], [1, 0, 0]], [0.5, 0, 0], 3).status == "empty"
    thin = win_set_volume([[0, 0, 0], [1, 1, 0]], [0.5, 0.5, 0], 2)
    assert thin.status in ("empty", "not_converged")
    everything = win_set_volume([[0, 0, 0]], [1, 1, 1], quota=0, bounds=[[0, 1], [0, 2], [0, 3]])
    assert everything.value.volume == 6


def test_refusals() -> None:
    with pytest.raises(InputError, match="here there are two"):
        win_set_2d([[0, 0, 0]], [1, 1, 1])
    with pytest.raises(InputError, match="`bounds` is"):
        win_set_2d([[0, 0]], [1, 1], bounds=[[1, 0], [0, 1]])
    with pytest.raises(InputError, match=r"`status_quo\[0\]` is nan"):
        win_set_2d([[0, 0]], [np.nan, 1])
    with pytest.raises(InputError, match="no end on issue 1; give `bounds`"):
        win_set_volume([[0, 0, 0]], [1, 1, 1], saliences=[1, 0, 1])
    with pytest.raises(InputError, match="`scrambles` is 4"):
        win_set_volume([[0, 0, 0]], [1, 1, 1], scrambles=4)
    with pytest.raises(InputError, match="`bounds` is"):
        win_set_volume([[0, 0, 0]], [1, 1, 1], bounds=[[0, 1]])
    with pytest.raises(InputError, match="`first_radius` is -1"):
        lens_area([0, 0], [1, 0], -1, 1)
    with pytest.raises(InputError, match="each be a point"):
        lens_area([0, 0, 0], [1, 0], 1, 1)
