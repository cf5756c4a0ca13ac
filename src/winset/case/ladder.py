"""What happens to a package after the table: further tries after a No, entry into force, and whether it is kept."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Strict, Tag

from winset.case.home import Accepter
from winset.case.parts import Id, Part, Reference, Sourced, refusal, whole
from winset.case.quantities import CHANCE, DURATION, Chance, Duration, Positive, Rate, Share, default

AGAIN = default(1, CHANCE, "nothing is said: they try again")
EVERY = default("6 to 26 weeks", DURATION, "how long after a failed vote the next is held; judgement")

RUNGS = ("agreed", "signed", "applied", "ratified", "in force")
YEARS = {"month": 1 / 12, "months": 1 / 12, "year": 1.0, "years": 1.0}
ALLOWED = "agreed, signed, applied, ratified, in force, or kept for a time: kept 2 years"


def parse_rung(value: Any) -> Any:
    """Return the rung that counts, in the plural only where there is not just one month or year, or refuse it.

    >>> parse_rung("kept 18 months"), parse_rung("kept for 1 years"), parse_rung("in force")
    ('kept 18 months', 'kept 1 year', 'in force')
    """
    if isinstance(value, str) and kept_for(value) is not None:
        _, _, rest = value.replace("for ", "").partition(" ")
        number, unit = rest.split()
        unit = unit.removesuffix("s") + "s" * (float(number) != 1)
        return f"kept {float(number):g} {unit}"
    if isinstance(value, str) and value in RUNGS:
        return value
    raise refusal("this is no rung", value, ALLOWED)


def kept_for(rung: str) -> float | None:
    """Return for how many years a deal must be kept to count; None if its keeping is not asked for.

    >>> kept_for("kept 18 months"), kept_for("ratified")
    (1.5, None)
    """
    found = re.fullmatch(r"kept (?:for )?([0-9]+(?:\.[0-9]+)?) (months?|years?)", rung)
    return float(found[1]) * YEARS[found[2]] if found and float(found[1]) else None


Counted = Annotated[
    str,
    BeforeValidator(
        parse_rung,
        json_schema_input_type=Literal["agreed", "signed", "applied", "ratified", "in force"]
        | Annotated[str, Field(pattern=r"^kept (for )?(?=[0-9.]*[1-9])[0-9]+(\.[0-9]+)? (months?|years?)$")],
    ),
]
"""The rung that counts as a deal."""


class AfterANo(Sourced):
    """What follows a failed vote: another try, perhaps on a changed package or by another road.

    Parameters
    ----------
    retries : int
        Votes that may be held after the first.
    every : Quantity
        Time from a failed vote to the next.
    chance : Quantity
        Chance that they try again each time.
    package : str, optional
        The package that is voted on then; the same one if not stated.
    other_ratifier : reference or accepter, optional
        Who decides then in place of those who said No: someone at home, or someone asked only now.
    asks : reference, optional
        Whose No alone may be followed by another vote; anyone else's stands.
    """

    says: str | None = None
    retries: Annotated[int, Strict(), Field(ge=1, le=10), BeforeValidator(whole)] = 1
    every: Duration = EVERY
    chance: Chance = AGAIN
    package: Id | None = None
    other_ratifier: (
        Annotated[
            Annotated[Reference, Tag("a name")] | Annotated[Accepter, Tag("an accepter")],
            Discriminator(lambda value: "a name" if isinstance(value, str) else "an accepter"),
        ]
        | None
    ) = None
    asks: Reference | None = None


class Enforcement(Sourced):
    """Whether a bargain enforces itself although the package makes one side stronger.

    The weaker side could fight now, while it would still win with `power_now`. A package that lets the other rise to
    `power_after` is kept only if what fighting destroys outweighs what waiting loses (Powell 2006; Fearon 1996).

    Parameters
    ----------
    power_now : Quantity
        Chance that the side that is rising would win a fight before the package.
    power_after : mapping of package to Quantity
        The same once the package is carried out.
    destroys : Quantity
        Share of what is at stake that fighting destroys.
    discount : Quantity
        Worth of next year as a share of this year's.
    """

    says: str | None = None
    power_now: Share
    power_after: dict[Id, Share] = Field(min_length=1)
    destroys: Share
    discount: Share


StepCount = Annotated[int, Strict(), Field(ge=1, le=1000), BeforeValidator(whole)]
"""Steps in which something is handed over."""


class Exchange(Sourced):
    """Something handed over in equal steps, one a period, against a relation that lasts while nobody cheats.

    Who takes a step without returning it ends the relation. A step enforces itself if the relation ahead is worth at
    least as much as the step (Schelling 1960). A treaty that is signed first against land that comes later is one step.

    Parameters
    ----------
    worth : mapping of package to Quantity
        Worth of all that is handed over with it, in units of the case's own.
    relation : Quantity
        Worth of the relation in each period, in the same units.
    discount : Quantity
        Worth of the next period as a share of this one's.
    in_steps : mapping of package to int
        Steps into which a package cuts it; one where nothing is said.
    unit : str, optional
    """

    says: str | None = None
    worth: dict[Id, Positive] = Field(min_length=1)
    relation: Positive
    discount: Share
    in_steps: dict[Id, Annotated[int, Strict(), Field(ge=1, le=1000), BeforeValidator(whole)]] = Field(
        default_factory=dict
    )
    unit: str | None = None

    def steps(self, package: str) -> int:
        """Return the number of steps into which a package cuts what is handed over."""
        return self.in_steps.get(package, 1)


class Keeping(Sourced):
    """Whether a deal in force is kept.

    Parameters
    ----------
    breaks_down : Quantity, optional
        Rate at which it ends for reasons of no leader.
    enforcement : Enforcement, optional
    exchange : Exchange, optional
    """

    says: str | None = None
    breaks_down: Rate | None = None
    enforcement: Enforcement | None = None
    exchange: Exchange | None = None


class Provisional(Part):
    """Provisional application: the package is applied before it is ratified.

    Parameters
    ----------
    after : Quantity
        Time from signature.
    chance : Quantity
        Chance that it is applied at all.
    """

    after: Duration
    chance: Chance = default(1, CHANCE, "nothing is said: it is applied")


__all__ = ["AfterANo", "Counted", "Enforcement", "Exchange", "Keeping", "Provisional", "kept_for"]
