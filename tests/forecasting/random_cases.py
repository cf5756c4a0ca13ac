"""Small random cases that use every part of the grammar the engine plays, for comparisons with other roads."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from cases import Raw, raw_case

START = dt.date(2020, 1, 1)


def random_case(seed: int) -> Raw:
    """Return the data of a random case: two or three parties, one to four packages, anything may be uncertain."""
    toss = Random(seed)
    horizon = toss.choice([40, 60, 90, 420])
    names = ["w", "x", "y", "z"][: toss.randint(1, 4)]
    parties = ["a", "b", "c"][: toss.randint(2, 3)]
    issues, spaced = {}, toss.random() < 0.3
    if spaced:
        issues = {"land": {"options": ["none", "some", "all"]}, "money": {"options": ["low", "high"]}}
    raw = raw_case(
        until=_day(horizon),
        issues=issues,
        packages={name: _package(toss, spaced) for name in names},
        question={
            "text": "?",
            "deal": toss.sample(names, toss.randint(1, len(names))),
            "counted": toss.choice(["agreed", "signed", "ratified", "ratified"]),
        },
        parties={name: _party(toss, names, spaced, horizon) for name in parties},
        meetings={"rate": toss.choice(["4 to 12 per year", "20 to 60 per year"]), "closes": "0.3 to 0.9"},
        lead_times=_lead_times(toss),
        forms={
            "process": ["random-walk", "mean-reversion", "random-walk-jumps", "mean-reversion-jumps"],
            "closing": ["meetings", "immediate"],
            "solution": ["nash", "kalai-smorodinsky", "egalitarian", "utilitarian"],
            "vote_error": ["common", "independent"],
            "comparable": True,
        },
    )
    raw["outside"] = {f"o{k}": _pressure(toss, raw, names, horizon) for k in range(toss.choice([0, 1, 1, 2]))}
    raw["events"] = {f"e{k}": event for k in range(toss.choice([0, 1, 2])) if (event := _event(toss, raw, horizon))}
    if toss.random() < 0.4:
        receivers = [*toss.sample(_references(raw), 1), toss.choice(parties)]
        raw["sweeteners"] = {
            "money": {
                "amount": "1 to 3",
                "efficiency": {receiver: toss.choice([-2, 2, 4]) for receiver in receivers},
                "delivered": "0.3 to 0.9",
                **({"comes_with": [toss.choice(names)]} if toss.random() < 0.5 else {}),
            }
        }
    if toss.random() < 0.4:
        raw["deadlines"] = [
            {"date": _day(toss.randint(20, horizon)), "closes": 0.9, "within": "20 days", "more_meetings": 3}
            for _ in range(toss.randint(1, 2))
        ]
    return raw


def _day(days: int) -> str:
    return (START + dt.timedelta(days=days)).isoformat()


def _between(toss: Random, low: float, high: float, width: float) -> str:
    middle = toss.uniform(low, high)
    return f"{middle - width:.3f} to {middle + width:.3f}"


def _package(toss: Random, spaced: bool) -> Raw:
    package: Raw = {"says": "a package", "ends_talks": toss.random() < 0.3}
    if spaced:
        package |= {"land": toss.choice(["none", "some", "all"]), "money": toss.choice(["low", "high"])}
    if toss.random() < 0.2:
        package["open_for"] = "3 to 25 days"
    return package


def _lead_times(toss: Random) -> Raw:
    choices = {"opening": "5 to 20 days", "signature": "1 to 10 days", "ratification": "5 to 15 days"}
    return {name: length for name, length in choices.items() if toss.random() < 0.35}


def _party(toss: Random, names: list[str], spaced: bool, horizon: int) -> Raw:
    leader: Raw = {"no_agreement": {"worth": _between(toss, -6, 4, 3)}}
    style = toss.random() if spaced else 1.0
    if style < 0.4:
        leader["worth_of_options"] = {
            "land": {option: _between(toss, -5, 12, 4) for option in ("none", "some", "all")},
            "money": {"high": _between(toss, -5, 8, 3)},
        }
    elif style < 0.8:
        leader["spatial"] = {
            "ideal_point": {"land": toss.choice(["none", "all"]), "money": "high"},
            "salience": {"land": "0.1 to 0.9", "money": "0.1 to 0.5"},
            "loss": toss.choice(["quadratic", "city-block"]),
            "scale": 25,
            "at_best": 15,
        }
    worth = {name: _between(toss, -6, 16, 5) for name in names if style == 1.0 or toss.random() < 0.2}
    leader["worth"] = {name: one for name, one in worth.items() if toss.random() < 0.9}
    if toss.random() < 0.3:
        leader["no_agreement"]["per_year"] = _between(toss, -40, 20, 10)
    if toss.random() < 0.5:
        leader["failed_vote_costs"] = "0 to 20"
    if toss.random() < 0.3:
        leader["red_lines"] = {"line": {"crossed_by": [toss.choice(names)], "costs": "2 to 8"}}
    if toss.random() < 0.3:
        leader["standing_offer"] = {"package": toss.choice(names), "retreat_costs": "1 to 5"}
    if toss.random() < 0.3:
        leader["weight"] = toss.choice([0.5, 2.0])
    home: dict[str, Any] = {}
    if toss.random() < 0.6:
        home["public"] = _public(toss, names, horizon)
    if toss.random() < 0.35:
        home["chamber"] = _body(toss, names)
    if toss.random() < 0.25:
        home["voters"] = _referendum(toss, names)
    if toss.random() < 0.25:
        home["court"] = {"consents": {"otherwise": "0.3 to 0.9"}}
        if toss.random() < 0.5:
            home["court"]["asked_on"] = toss.sample(names, 1)
    return {"leader": leader, "home": home}


def _public(toss: Random, names: list[str], horizon: int) -> Raw:
    opinions = {}
    for name in names:
        against = toss.uniform(5, 60)
        opinions[name] = {
            "oppose": f"{against:.2f} to {against + 15:.2f}",
            "support": f"{60 - against:.2f} to {75 - against:.2f}",
            "names_package": True,
        }
    public: Raw = {
        "felt": "capital",
        "approval": _between(toss, 45, 60, 4),
        "floor": {"value": _between(toss, 42, 55, 2), "soft": toss.choice([0, 1, 3])},
        "pass_through": "0.05 to 0.3",
        "opposition": opinions,
        "can_persuade": toss.choice([0, 5]),
        "moves": {
            "volatility": "1 to 8",
            "reversion": toss.choice([0, "0.5 to 4"]),
            "drift": toss.choice([0, -10, 20]),
        },
    }
    if toss.random() < 0.5:
        public["moves"]["level"] = _between(toss, 45, 60, 3)
    if toss.random() < 0.4:
        public["moves"]["jumps"] = {
            "rate": toss.choice([1, "2 to 12"]),
            "size": "1 to 6",
            "mean": toss.choice([0, 3, -3]),
        }
    if toss.random() < 0.5:
        public["cost_fades"] = "10 to 60 days"
    return public


def _body(toss: Random, names: list[str]) -> Raw:
    chamber: Raw = {"votes": "body", "seats": 9, "common_error": toss.choice([0, "3 to 8"])}
    if toss.random() < 0.5:
        chamber["in_favour"] = dict.fromkeys(names, "0.4 to 0.8")
    else:
        chamber["blocs"] = {
            "left": {"seats": 4, "in_favour": {name: _share(toss) for name in names}},
            "right": {"seats": 5, "in_favour": _share(toss), "whipped": toss.random() < 0.5},
        }
        if toss.random() < 0.4:
            chamber["vetoes"] = ["left"]
    if toss.random() < 0.3:
        chamber["quota"] = 6
    if toss.random() < 0.3:
        chamber["asked_on"] = toss.sample(names, 1)
    return chamber


def _share(toss: Random) -> str:
    middle = toss.uniform(0.3, 0.85)
    return f"{middle - 0.1:.3f} to {middle + 0.1:.3f}"


def _referendum(toss: Random, names: list[str]) -> Raw:
    voters: Raw = {"votes": "referendum", "turnout": "0.3 to 0.7"}
    if toss.random() < 0.5:
        voters["poll"] = {"in_favour": 48, "against": 42, "n": 800}
    else:
        voters["in_favour"] = {"otherwise": "0.4 to 0.65"}
    if toss.random() < 0.5:
        voters["quorum"] = toss.choice([{"turnout": 0.45}, {"in_favour": 0.25}])
    return voters


def _references(raw: Raw) -> list[str]:
    homes = [f"{party}.{name}" for party, side in raw["parties"].items() for name in side["home"]]
    return [*raw["parties"], *homes]


def _pressure(toss: Random, raw: Raw, names: list[str], horizon: int) -> Raw:
    dates = {
        key: _day(day)
        for key, day in (("since", toss.randint(-5, horizon // 2)), ("until", toss.randint(horizon // 2, horizon + 10)))
        if toss.random() < 0.5
    }
    if toss.random() < 0.3:
        return {"leans_on": [toss.choice(list(raw["parties"]))], "against": ["meeting"], "by": "0 to 20", **dates}
    side = toss.choice([{}, {"against": [toss.choice(names)]}, {"in_favour_of": [toss.choice(names)]}])
    return {"leans_on": toss.sample(_references(raw), 1), "by": "-2 to 10", **side, **dates}


def _event(toss: Random, raw: Raw, horizon: int) -> Raw | None:
    felt = [name for name in _references(raw) if name in raw["parties"] or name.endswith(".public")]
    event: Raw = {toss.choice(["helps", "hurts"]): [toss.choice(felt)], "by": "2 to 12"}
    if toss.random() < 0.5:
        event |= {"rate": toss.choice(["1 to 6 per year", 10])}
    else:
        event |= {"date": _day(toss.randint(-20, horizon)), "chance": "0.3 to 0.9"}
    if toss.random() < 0.6:
        event["fades"] = "10 to 60 days"
    if toss.random() < 0.3:
        event |= {"needs": "someone", "agrees": "0.4 to 0.9"}
    return event
