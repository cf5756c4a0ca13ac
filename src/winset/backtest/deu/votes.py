"""What each actor could bring to a decision of the European Union: treaty facts, and two stated assumptions.

Members count by their votes in the Council as they stood when the proposal was made: the votes before Nice, those of
Nice, and from November 2014 their share of the population. Those shares are set anew each year and move little; the
ones of 2016 stand for all years. The two assumptions: the Commission counts as much as the largest
member, and so does the Parliament where it decides with the Council (codecision); where it is only consulted it counts
nothing. Not a measure of power: how votes combine is left to the models.

Sources: Treaty establishing the European Community, article 205(2), before and after the Treaty of Nice and the
accessions of 2004, 2007 and 2013. Population: Council Decision (EU, Euratom) 2015/2393 of 8 December 2015, annex III,
read as the Agence Europe reported it (Europe Daily Bulletin 11449 of 9 December 2015, article 28).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

BEFORE_NICE: Final[Mapping[str, float]] = {
    **dict.fromkeys(("de", "fr", "it", "uk"), 10.0), "es": 8.0, **dict.fromkeys(("be", "el", "nl", "pt"), 5.0),
    **dict.fromkeys(("at", "se"), 4.0), **dict.fromkeys(("dk", "fi", "ie"), 3.0), "lu": 2.0,
}  # fmt: skip

NICE: Final[Mapping[str, float]] = {
    **dict.fromkeys(("de", "fr", "it", "uk"), 29.0), **dict.fromkeys(("es", "pl"), 27.0), "ro": 14.0, "nl": 13.0,
    **dict.fromkeys(("be", "cz", "el", "hu", "pt"), 12.0), **dict.fromkeys(("at", "bu", "se"), 10.0),
    **dict.fromkeys(("cr", "dk", "fi", "ie", "lt", "sk"), 7.0), **dict.fromkeys(("cy", "ee", "lu", "lv", "si"), 4.0),
    "mt": 3.0,
}  # fmt: skip

POPULATION: Final[Mapping[str, float]] = {
    "de": 15.93, "fr": 13.04, "uk": 12.73, "it": 12.07, "es": 9.12, "pl": 7.47, "ro": 3.90, "nl": 3.37, "be": 2.21,
    "el": 2.13, "cz": 2.05, "pt": 2.04, "hu": 1.94, "se": 1.92, "at": 1.69, "bu": 1.42, "dk": 1.11, "fi": 1.08,
    "sk": 1.06, "ie": 0.91, "cr": 0.83, "lt": 0.57, "si": 0.41, "lv": 0.39, "ee": 0.26, "cy": 0.17, "lu": 0.11,
    "mt": 0.08,
}  # fmt: skip
"""Per cent of the Union's 508.9 million, as they counted in 2016."""

NICE_FROM, POPULATION_FROM = "2004-11-01", "2014-11-01"
"""Dates from which the votes of Nice and population count."""

ALIASES: Final[Mapping[str, str]] = {"bg": "bu", "hr": "cr", "gr": "el", "gb": "uk"}

COMMISSION, PARLIAMENT = "com", "ep"


def capabilities(actors: Collection[str], introduced: str, procedure: str) -> dict[str, float]:
    """Return the capability of each actor, as a share of the largest member's, so from 0 to 1.

    Parameters
    ----------
    actors : collection of str
        Ids as in the data: two letters for a member, ``com`` for the Commission, ``ep`` for the Parliament. Anybody
        else counts nothing.
    introduced : str
        When the proposal was made, as ISO text. Where it was before Nice but members of 2004 or later are among the
        actors, the votes of Nice count; where it is empty, too.
    procedure : str
        ``COD`` is codecision.

    Examples
    --------
    >>> capabilities(["de", "lu", "com", "ep"], "2000-01-26", "CNS")
    {'de': 1.0, 'lu': 0.2, 'com': 1.0, 'ep': 0.0}
    """
    named = {actor: ALIASES.get(actor.lower(), actor.lower()) for actor in actors}
    members = set(named.values()) - {COMMISSION, PARLIAMENT}
    votes = NICE
    if introduced >= POPULATION_FROM:
        votes = POPULATION
    elif introduced and introduced < NICE_FROM and not members & (NICE.keys() - BEFORE_NICE.keys()):
        votes = BEFORE_NICE
    most = max(votes.values())
    others = {COMMISSION: 1.0, PARLIAMENT: 1.0 if procedure.upper() == "COD" else 0.0}
    return {actor: others.get(name, votes.get(name, 0.0) / most) for actor, name in named.items()}
