"""What may be moved to open a deal, and by whom: efforts, caps, what is out of reach, and who can pull which number."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Annotated

from pydantic import Field, model_validator

from winset.case.parts import Decimal, Flag, Id, Part, Sourced, refusal

PULLERS = ("we", "they", "third party", "nobody")
"""Words for who can move a number; a party may be named instead."""


class Pull(Sourced):
    """How a number may be moved to open a deal.

    Parameters
    ----------
    effort : float, optional
        By how much the number moves for one unit of effort, in its own unit; winset's default if not stated.
    cap : float, optional
        How far it may go: the value beyond which it cannot be moved.
    to : float, optional
        The only other value that it can take: a lever that is on or off.
    untouchable : bool
        True if it is not to be moved at all.
    who : str, optional
        Who can move it: ``we``, ``they``, ``third party``, ``nobody``, or a party.
    """

    effort: Annotated[Decimal, Field(gt=0)] | None = None
    cap: Decimal | None = None
    to: Decimal | None = None
    untouchable: Flag = False
    who: str | None = None

    @model_validator(mode="after")
    def _one_or_the_other(self) -> Pull:
        """Refuse a lever that is both on or off and capped, or moved and not to be touched."""
        if self.cap is not None and self.to is not None:
            raise refusal("a lever that is on or off has no cap", "both", "`cap` or `to`", at="cap")
        if self.untouchable and any(part is not None for part in (self.effort, self.cap, self.to)):
            message = "what is not to be touched has neither effort, nor cap, nor another value"
            raise refusal(message, "both", "`untouchable`, or the others", at="untouchable")
        return self


class Levers(Part):
    """Which numbers may be moved to open a deal, and by whom.

    Parameters
    ----------
    we : str, optional
        The party that we are.
    numbers : mapping of path or pattern to Pull
        Numbers by path as `winset show` has it; ``*`` in a pattern stands for anything. The longest that fits holds.
    """

    we: Id | None = None
    numbers: dict[Annotated[str, Field(min_length=1)], Pull] = Field(default_factory=dict)

    def pull(self, path: str) -> Pull:
        """Return what is said of a number: at its own path, or else in the longest pattern that fits.

        >>> levers = Levers(numbers={"a.*": Pull(who="we"), "a.b.*": Pull(who="they"), "a.b.c": Pull(who="nobody")})
        >>> [levers.pull(path).who for path in ("a.b.c", "a.b.d", "a.x", "y")]
        ['nobody', 'they', 'we', None]
        """
        if path in self.numbers:
            return self.numbers[path]
        fitting = [pattern for pattern in self.numbers if "*" in pattern and fits(path, pattern)]
        return self.numbers[max(fitting, key=len)] if fitting else Pull()


def fits(path: str, pattern: str) -> bool:
    """Tell whether a path fits a pattern, in which ``*`` alone stands for anything.

    >>> fits("deadlines.0.closes", "deadlines.*"), fits("deadlines.0.closes", "deadlines.[0].closes")
    (True, False)
    """
    return fnmatchcase(path, pattern.replace("[", "[[]").replace("?", "[?]"))


__all__ = ["PULLERS", "Levers", "Pull", "fits"]
