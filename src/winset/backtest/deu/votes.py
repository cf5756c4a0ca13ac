"""What each actor could bring to a decision of the European Union: treaty facts, and two stated assumptions.

Members count by their votes in the Council as they stood when the proposal was made: the votes before Nice, those of
Nice, and from November 2014 population, in thousands. The two assumptions: the Commission counts as much as the largest
member, and so does the Parliament where it decides with the Council (codecision); where it is only consulted it counts
nothing. Not a measure of power: how votes combine is left to the models.

Sources: Treaty establishing the European Community, article 205(2), before and after the Treaty of Nice and the
accessions of 2004, 2007 and 2013; Council Decision 2014/692/EU for population.
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
    "de": 80_523.7, "fr": 65_633.2, "uk": 63_730.1, "it": 59_685.2, "es": 46_704.3, "pl": 38_533.3, "ro": 20_057.5,
    "nl": 16_779.6, "be": 11_161.6, "el": 11_062.5, "cz": 10_516.1, "pt": 10_487.3, "hu": 9_908.8, "se": 9_555.9,
    "at": 8_451.9, "bu": 7_284.6, "dk": 5_602.6, "fi": 5_426.7, "sk": 5_410.8, "ie": 4_591.1, "cr": 4_262.1,
    "lt": 2_971.9, "si": 2_058.8, "lv": 2_023.8, "ee": 1_324.8, "cy": 865.9, "lu": 537.0, "mt": 421.4,
}  # fmt: skip

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
