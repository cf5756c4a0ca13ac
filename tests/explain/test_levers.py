"""A lever does what it says: the stated change opens its package, 99 % of it does not, and what-if gives its number."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cases import case_of, packages, party, public, read
from forecasting.random_cases import random_case
from winset import levers, load
from winset.case.case import Case
from winset.case.reading import shipped_cases
from winset.case.stories import with_values
from winset.errors import InputError
from winset.explain.bench import Bench
from winset.explain.combining import Opening, Openings
from winset.explain.levers import values_of
from winset.explain.movable import Movable, movables
from winset.forecasting.outlooks import difference, outlooks
from winset.forecasting.run import plans_of


def bench(case: Case) -> Bench:
    """Return the central case under the story of greatest weight."""
    return Bench(max(plans_of(case, 128, 1, obstacles=False), key=lambda told: told[1])[2])


def openings(case: Case, most: int = 4) -> list[tuple[Opening, tuple[Movable, ...]]]:
    """Return what opens the packages of a case, with the numbers that it moves."""
    now = bench(case)
    found = movables(now, case)
    looked = Openings(now, found)
    closed = [i for i in range(len(now.board.packages)) if not looked.now.is_open[0, i]]
    return [(opening, found) for some in looked.of(closed, most).values() for opening in some]


def is_open(case: Case, package: int) -> bool:
    return bool(bench(case).play({}, 1).is_open[0, package])


def part_of(opening: Opening, found: tuple[Movable, ...], part: float) -> dict[str, float]:
    """Return the numbers a part of the way on."""
    changes = tuple((place, found[place].now + part * (to - found[place].now)) for place, to in opening.changes)
    return values_of(found, Opening(opening.package, changes, 0.0))


def check(case: Case, opening: Opening, found: tuple[Movable, ...]) -> None:
    """Write a change into the case and see that it opens the package, and that 99 % of it does not."""
    assert not is_open(case, opening.package)
    assert is_open(with_values(case, values_of(found, opening)), opening.package), opening
    assert not is_open(with_values(case, part_of(opening, found, 0.99)), opening.package), opening


@pytest.mark.parametrize("name", shipped_cases())
def test_levers_of_the_cases_that_ship_open_their_packages_and_no_more(name: str) -> None:
    case = load(name)
    found = openings(case)
    for opening, movable in found:
        check(case, opening, movable)
        for place, to in opening.changes:
            assert movable[place].low <= to <= movable[place].high


@pytest.mark.parametrize("seed", range(40))
def test_levers_of_random_cases_open_their_packages_and_no_more(seed: int) -> None:
    case = read(random_case(seed))
    for opening, movable in openings(case, most=2):
        check(case, opening, movable)


def test_the_story_of_2019_approval_pass_through_opposition_and_the_sweetener() -> None:
    found = levers(load("kuril-2019"), package="two-and-joint", draws=128)
    (package,) = found.packages
    single = {lever.changes[0].path.split("public.")[-1]: lever for lever in package.levers if len(lever.changes) < 3}
    public = "parties.russia.home.public"
    by_path = {tuple(c.path.removeprefix(f"{public}.") for c in lever.changes): lever for lever in package.levers}
    # Shortfall 62 + .18 x 57 - .55 - 63.32: floor, pass-through, opposition and half-delivered projects in turn.
    assert by_path[("approval",)].changes[0].to == pytest.approx(62 + 0.18 * 57 - 0.55, abs=0.006)
    assert by_path[("pass_through",)].changes[0].to == pytest.approx((63.3245 - 62 + 0.55) / 57, abs=1e-4)
    against, favour = by_path[("opposition.two-and-joint.0.oppose", "opposition.two-and-joint.0.support")].changes
    assert against.to - favour.to == pytest.approx((63.3245 - 62 + 0.55) / 0.18, abs=0.1)
    assert against.to + favour.to == pytest.approx(74 + 17)
    amount = by_path[("sweeteners.projects.amount",)].changes[0]
    assert amount.to == pytest.approx((62 + 0.18 * 57 - 63.3245) / 0.55, abs=0.1)
    assert by_path[("approval",)].effort == pytest.approx(8.39 / (2.7 * 6**0.5), rel=0.01)
    assert by_path[("approval",)] in found.best
    assert single
    assert len(package.levers) >= 5


def test_what_if_gives_the_number_that_is_printed() -> None:
    case = load("wage-round")
    found = levers(case, package="five", draws=256, seed=3, top=3)
    for lever in found.packages[0].levers:
        changed = with_values(case, {change.path: change.to for change in lever.changes})
        before, after = outlooks([case, changed], draws=256, seed=3)
        assert (before.probability, after.probability) == (lever.probability_before, lever.probability_after)
        assert difference(before, after)[1] == lever.sampling_error


def test_workers_change_nothing() -> None:
    case = load("wage-round")
    one, two = (levers(case, draws=128, top=2, workers=workers).to_json() for workers in (1, 2))
    assert one == two
    assert json.loads(one)["best"][0]["changes"][0].keys() >= {"path", "label", "from", "to", "unit"}


SHORT = {"a": party(home={"public": public(50, 45, {"x": 11})}), "b": party()}


def test_a_public_that_lacks_points_is_carried_by_just_these() -> None:
    case = case_of(parties=SHORT)
    ((opening, movable), *_) = openings(case)
    path = "parties.a.home.public."
    found = {movable[o.changes[0][0]].paths[0]: o.changes[0][1] for o, _ in openings(case, 9) if len(o.changes) == 1}
    assert found[f"{path}approval"] == pytest.approx(50 + _missing(case), abs=0.01)
    assert found[f"{path}floor.value"] == pytest.approx(45 - _missing(case), abs=0.01)
    assert opening.effort > 0


def _missing(case: Case) -> float:
    return float(bench(case).play({}, 1).short[0, :, 0].max())


def test_the_case_says_how_far_at_what_effort_and_by_whom() -> None:
    path = "parties.a.home.public.approval"
    stated = {"we": "b", "numbers": {path: {"effort": 2, "who": "we"}, "parties.a.home.public.floor.*": {"cap": 44}}}
    found = levers(case_of(parties=SHORT, levers=stated), draws=128, top=20)
    singles = {lever.changes[0].path: lever for lever in found.packages[0].levers if len(lever.changes) == 1}
    assert singles[path].who == "we"
    assert singles[path].effort == pytest.approx(abs(singles[path].changes[0].to - 50) / 2)
    assert "parties.a.home.public.floor.value" not in singles
    untouched = levers(case_of(parties=SHORT, levers={"numbers": {path: {"untouchable": True}}}), draws=128, top=20)
    moved = {change.path for lever in untouched.packages[0].levers for change in lever.changes}
    assert path not in moved
    switched = case_of(parties=SHORT, levers={"numbers": {path: {"to": 90}}})
    on = {lever.changes[0].path: lever.changes[0].to for lever in levers(switched, draws=128).packages[0].levers}
    assert on[path] == 90


def test_only_what_one_can_move() -> None:
    case = load("kuril-2019")
    found = levers(case, we="japan", who="we", draws=128, top=3)
    moved = [change for package in found.packages for lever in package.levers for change in lever.changes]
    assert moved
    assert {change.party for change in moved} == {"japan"}
    assert levers(case, who="russia", draws=128, top=1).packages[0].levers == ()


def test_two_who_refuse_are_turned_together() -> None:
    parties = {"a": party({"x": -5}), "b": party({"x": -7})}
    found = levers(case_of(parties=parties), draws=128)
    (first, *_) = found.packages[0].levers
    assert {change.path: change.to for change in first.changes} == {
        "parties.a.leader.worth.x": 0,
        "parties.b.leader.worth.x": 0,
    }
    assert first.probability_after == 1


def test_of_several_of_whom_one_is_enough_the_nearest_is_turned() -> None:
    home = {"either": {"any_of": {"near": {"consents": 0.4}, "far": {"consents": 0.1}}}}
    case = case_of(parties={"a": party(home=home), "b": party()})
    found = [movable[o.changes[0][0]].paths[0] for o, movable in openings(case) if len(o.changes) == 1]
    assert found[0] == "parties.a.home.either.any_of.near.consents.otherwise"
    assert len(found) == 2


def test_a_package_that_is_open_needs_no_lever() -> None:
    (package,) = levers(case_of(), draws=128).packages
    assert package.is_open
    assert package.levers == ()


def test_what_nothing_opens_has_no_lever() -> None:
    home = {"house": {"votes": "body", "seats": 9, "quota": 9, "in_favour": 0.2}}
    case = case_of(
        parties={"a": party(home=home), "b": party()}, levers={"numbers": {"parties.*": {"untouchable": True}}}
    )
    (package,) = levers(case, draws=128).packages
    assert not package.is_open
    assert package.refused_by
    assert package.levers == ()


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        ({"package": "two-and-join"}, "there is no package `two-and-join`; did you mean `two-and-joint`"),
        ({"we": "jpan"}, "`we` is jpan; did you mean `japan`"),
        ({"who": "them"}, "`who` is them"),
        ({"who": "we"}, "does not say who we are"),
        ({"top": 0}, "`top` is 0"),
    ],
)
def test_what_cannot_be_asked(ask: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError, match=says):
        levers(load("kuril-2019"), draws=128, **ask)


def test_packages_that_no_longer_count_are_left_out() -> None:
    case = case_of(
        packages=packages("x", "y"),
        question={"text": "?", "deal": ["x", "y"]},
        stage="signed",
        agreed_package="x",
        parties={"a": party({"x": 5, "y": -5}), "b": party({"x": 5, "y": 5})},
    )
    assert [package.package for package in levers(case, draws=128).packages] == ["x"]
