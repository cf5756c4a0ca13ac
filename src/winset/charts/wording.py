"""How numbers and names read in charts, reports and tables: never a bare word, never a bare code."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from winset.case.accepters import RATIFIERS, UNLISTED
from winset.case.complaints import counted as counted
from winset.forecasting.labels import possessive as possessive
from winset.forecasting.labels import titled

SHORT_UNITS = {
    "percentage points": "pp",
    "points of approval": "pp",
    "points of worth": "pts",
    "points": "pts",
    "chance": "",
}

RUNGS = {
    "meet": "meet",
    "agree": "agree on a package that counts",
    "sign": "sign it",
    "apply": "apply it, if only provisionally",
    "ratify": "ratify it",
    "in force": "bring it into force",
    "keep": "keep it",
}
"""What it means to reach each rung of the ladder."""

Names = Mapping[tuple[str, str], str]
"""What a case calls its parties and those at home, by party and name (no name for a party itself)."""

NO_NAMES: Names = MappingProxyType({})

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def percent(chance: float) -> str:
    """Return a chance as a whole per cent; only a chance of exactly 0 or 1 reads 0% or 100%.

    Examples
    --------
    >>> percent(0.093), percent(0.002), percent(0.999), percent(1)
    ('9%', '<1%', '>99%', '100%')
    """
    if 0 < chance < 0.005:
        return "<1%"
    if 0.995 < chance < 1:
        return ">99%"
    return f"{chance:.0%}"


def percent_range(low: float, high: float) -> str:
    """Return a range of chances; one number if both ends read the same.

    Examples
    --------
    >>> percent_range(0.008, 0.297), percent_range(0.5, 0.5)
    ('1% to 30%', '50%')
    """
    ends = percent(low), percent(high)
    return ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"


def amount(value: float, unit: str, short: bool = False) -> str:
    """Return a shortfall with its unit.

    Examples
    --------
    >>> amount(7.4, "percentage points"), amount(7.4, "percentage points", short=True), amount(1, "votes")
    ('7.4 percentage points', '7.4 pp', '1 vote')
    """
    shown = f"{value:.0f}" if unit == "votes" else f"{value:.2f}" if unit == "chance" else f"{value:.1f}"
    name = "vote" if unit == "votes" and shown == "1" else SHORT_UNITS.get(unit, unit) if short else unit
    return f"{shown} {name}".strip()


def name(id: str) -> str:
    """Return an id of the case as a name.

    Examples
    --------
    >>> name("house-of-representatives"), name("council.belgium")
    ('house of representatives', 'council, belgium')
    """
    return id.replace("-", " ").replace("_", " ").replace(".", ", ")


def party_name(id: str, names: Names = NO_NAMES) -> str:
    """Return what a party is called: as in `names`, or its id as a name.

    Examples
    --------
    >>> party_name("united-states"), party_name("ratifiers")
    ('United States', 'Those of no party')
    """
    if id == RATIFIERS:
        return "Those of no party"
    return names.get((id, "")) or titled(name(id))


def own_name(party: str, accepter: str, names: Names = NO_NAMES) -> str:
    """Return an accepter's name without its party's.

    Examples
    --------
    >>> own_name("russia", "federation-council"), own_name("united-states", "")
    ('federation council', 'United States')
    """
    if accepter == UNLISTED:
        return "someone whom the case does not name"
    own = names.get((party, accepter)) or name(accepter.removeprefix(f"{party}.") if party else accepter)
    return own if own and accepter != party else party_name(party, names)


def solution_name(id: str) -> str:
    """Return a solution's id as a name.

    Examples
    --------
    >>> solution_name("nash"), solution_name("kalai-smorodinsky"), solution_name("egalitarian")
    ('Nash', 'Kalai-Smorodinsky', 'egalitarian')
    """
    return {"nash": "Nash", "kalai-smorodinsky": "Kalai-Smorodinsky"}.get(id, name(id))


def whose(party: str, accepter: str, names: Names = NO_NAMES) -> str:
    """Return an accepter as it reads inside a sentence.

    Examples
    --------
    >>> whose("russia", "public"), whose("united-states", "senate"), whose("", "meetings")
    ("Russia's public", "the United States' senate", 'meetings')
    >>> whose("ratifiers", "council"), whose("ratifiers", "Belgium")
    ('council', 'Belgium')
    """
    own, owner = own_name(party, accepter, names), party_name(party, names)
    if party == RATIFIERS or not party or own == owner:
        return own
    return f"{of_owner(owner)} {own}"


def of_owner(owner: str) -> str:
    """Return a party's name as the owner of something inside a sentence.

    Examples
    --------
    >>> of_owner("Japan"), of_owner("United States")
    ("Japan's", "the United States'")
    """
    return ("the " if owner.startswith(("United ", "European ")) else "") + possessive(owner)


def heading(party: str, accepter: str, names: Names = NO_NAMES) -> str:
    """Return an accepter as it heads a column or a row.

    Examples
    --------
    >>> heading("russia", "public"), heading("ratifiers", "council")
    ('Russia: public', 'Council')
    """
    own, owner = own_name(party, accepter, names), party_name(party, names)
    if party == RATIFIERS:
        return sentence(own)
    return f"{owner}: {own}" if party and own != owner else own


def says_no(who: str) -> str:
    """Return that someone refuses, in words that fit one or several.

    Examples
    --------
    >>> says_no("Union: members"), says_no("Japan: house of representatives"), says_no("Congress")
    ('Union: members say no', 'Japan: house of representatives says no', 'Congress says no')
    """
    head = who.split(" of ")[0]
    several = head.endswith("s") and not head.endswith(("ss", "us", "is"))
    return f"{who} {'say' if several else 'says'} no"


def sentence(text: str) -> str:
    """Return the text with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def listing(parts: Sequence[str]) -> str:
    """Return parts joined as in a sentence.

    Examples
    --------
    >>> listing(["a"]), listing(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else "".join(parts)


def day(date: dt.date) -> str:
    """Return a date in words.

    Examples
    --------
    >>> day(dt.date(2021, 9, 30))
    '30 September 2021'
    """
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def plain_number(value: float, unit: str) -> str:
    """Return a number of a case with its unit, durations in the largest unit that fits.

    Examples
    --------
    >>> plain_number(63.1, "%"), plain_number(0.1284, ""), plain_number(91.3, "days"), plain_number(-5.0, "points")
    ('63.1%', '0.1284', '3 months', '-5 points')
    """
    if unit == "days":
        for name, days in (("year", 365.25), ("month", 365.25 / 12), ("week", 7.0)):
            if abs(value) >= 2 * days or name == "week":
                shown = f"{value / days:.2g}"
                return f"{shown} {name if shown == '1' else name + 's'}"
    shown = f"{value:.4g}"
    return f"{shown}%" if unit == "%" else f"{shown} {unit.removesuffix('s') if shown == '1' else unit}".strip()
