"""A tripwire does what it says: its number set to `flips_at` turns the accepter, and a hundredth short does not."""

from __future__ import annotations

from typing import Any

import pytest

from cases import Raw, body, packages, party, raw_case, read, referendum
from winset import load
from winset.case.case import Case
from winset.case.reading import shipped_cases
from winset.case.stories import with_values
from winset.forecasting.central import Central
from winset.forecasting.record import Tripwire
from winset.forecasting.run import plans_of
from winset.forecasting.tripwires import tripwires


def central(case: Case) -> Central:
    """Return the central case under the story of greatest weight."""
    return Central(max(plans_of(case, 128, 1), key=lambda plan: plan[1])[2])


def refuses(case: Case, wire: Tripwire) -> bool:
    """Return whether the accepter of a tripwire refuses its package."""
    now = central(case)
    (stand,) = (stand for stand in now.stands if (stand.party, stand.accepter) == (wire.party, wire.accepter))
    return bool(stand.refuses[0, list(now.board.packages).index(wire.package)])


def check(case: Case, wire: Tripwire) -> None:
    """Set the number of a tripwire to where it flips, and a hundredth of the way short of that."""
    short = wire.flips_at - 0.01 * (wire.flips_at - wire.now) - 2e-4
    assert refuses(case, wire), wire
    assert not refuses(with_values(case, {wire.path: wire.flips_at}), wire), wire
    assert refuses(with_values(case, {wire.path: short}), wire), wire


@pytest.mark.parametrize("name", shipped_cases())
def test_tripwires_of_the_cases_that_ship(name: str) -> None:
    case = load(name)
    now = central(case)
    wires = tripwires(now)
    assert bool(wires) == any(stand.refuses.any() for stand in now.stands)
    for wire in wires:
        check(case, wire)


@pytest.mark.parametrize(
    ("home", "path", "flips_at"),
    [
        ({"votes": "body", "seats": 100, "in_favour": 0.4}, "in_favour.otherwise", 0.51),
        (body(100, blocs={"ayes": {"seats": 40, "in_favour": 1}, "doubters": {"seats": 60, "in_favour": 0.1}}),
         "blocs.doubters.in_favour.otherwise", 0.1834),
        ({"consents": 0.3}, "consents.otherwise", 0.5),
        (referendum(0.37), "in_favour.otherwise", None),
        ({"votes": "referendum", "turnout": 1, "poll_error": 0, "drift": 0, "territories": {
            "north": {"share": 0.5, "in_favour": 0.6}, "south": {"share": 0.5, "in_favour": 0.3}}},
         "territories.south.in_favour.otherwise", 0.5001),
        ({"votes": "referendum", "poll": {"in_favour": 40, "against": 60, "n": 1000}}, "poll", None),
    ],
)  # fmt: skip
def test_tripwires_of_those_who_vote_or_consent(home: Raw, path: str, flips_at: float | None) -> None:
    case = read(raw_case(parties={"a": party(home={"who": home}), "b": party()}))
    (wire,) = (wire for wire in tripwires(central(case)) if wire.accepter == "who")
    assert wire.path == f"parties.a.home.who.{path}"
    if flips_at is not None:
        assert wire.flips_at == pytest.approx(flips_at, abs=1e-4)
    check(case, wire)


def test_the_drift_of_a_campaign_is_on_top_of_what_a_referendum_needs() -> None:
    home = {"votes": "referendum", "in_favour": 0.37, "drift": -2}
    case = read(raw_case(parties={"a": party(home={"who": home}), "b": party()}))
    (wire,) = (wire for wire in tripwires(central(case)) if wire.accepter == "who")
    assert (wire.now, wire.unit) == (0.37, "share in favour")
    assert 0.52 < wire.flips_at <= 0.5202


def test_a_worth_that_reaches_the_standing_offer_no_longer_pays_for_retreat() -> None:
    leader: dict[str, Any] = party({"x": -10, "y": 5})
    leader["leader"]["standing_offer"] = {"package": "y", "retreat_costs": 20}
    case = read(raw_case(parties={"a": leader, "b": party({"x": 5, "y": 5})}, packages=packages("x", "y")))
    (wire,) = (wire for wire in tripwires(central(case)) if (wire.party, wire.package) == ("a", "x"))
    assert wire.flips_at == pytest.approx(5, abs=1e-3)


def test_what_no_value_can_turn_has_no_tripwire() -> None:
    home = body(100, blocs={"noes": {"seats": 60, "in_favour": 0}, "ayes": {"seats": 40, "in_favour": 0}}, quota=70)
    case = read(raw_case(parties={"a": party(home={"who": home}), "b": party()}))
    assert not [wire for wire in tripwires(central(case)) if wire.accepter == "who"]
