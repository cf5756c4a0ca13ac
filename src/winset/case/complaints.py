"""What is wrong with a case file, said so that its writer can mend it: where, what, what is allowed, the remedy."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from itertools import islice

Path = tuple[str | int, ...]
"""The way from the top of a case to one of its parts: keys, and places in lists."""

QUOTE_AT_MOST = 60
MANY = 20
MANY_NAMES = 500


def dotted(path: Path) -> str:
    """Return a path in words.

    >>> dotted(("question", "deal", 0))
    'question.deal.0'
    """
    return ".".join(str(step) for step in path)


@dataclass(frozen=True)
class Finding:
    """Something wrong at a path of a case, before anyone knows on which line that is."""

    path: Path
    message: str
    found: str | None = None
    allowed: str | None = None
    remedy: str | None = None


@dataclass(frozen=True)
class Complaint:
    """One thing to mend in a case file.

    Parameters
    ----------
    file : str
        The file, as it was named.
    line, column : int or None
        Counted from 1; none if the complaint is about the file as a whole.
    field : str
        Keys joined by dots, as in ``parties.russia.home.public.floor``; empty for the file as a whole.
    message : str
        What is wrong.
    found, allowed, remedy : str or None
        What stands there, what may, and what to do about it.

    Examples
    --------
    >>> print(Complaint("kuril.yaml", 41, 13, "parties.russia.home.public.floor", "found 140",
    ...     "140", "from 0 to 100 (%)", "write the level in per cent"))
    kuril.yaml:41: parties.russia.home.public.floor: found 140; allowed: from 0 to 100 (%); write the level in per cent
    """

    file: str
    line: int | None
    column: int | None
    field: str
    message: str
    found: str | None = None
    allowed: str | None = None
    remedy: str | None = None

    def __str__(self) -> str:
        """Return the complaint as one sentence."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        said = [self.message]
        if self.found is not None and self.found not in self.message:
            said.append(f"found {self.found}")
        guessed = self.remedy is not None and self.remedy.startswith("did you mean")
        if self.allowed is not None and not (guessed and len(self.allowed) > QUOTE_AT_MOST):
            said.append(f"allowed: {self.allowed}")
        if self.remedy is not None:
            said.append(self.remedy)
        return ": ".join(part for part in (place, self.field, "; ".join(said)) if part)

    def to_json(self) -> dict[str, str | int | None]:
        """Return the complaint as plain data."""
        return asdict(self)


def shown(value: object) -> str:
    """Return what was found, short enough for a sentence.

    >>> shown("a" * 100)[-4:]
    'aa …'
    """
    match value:
        case None:
            return "nothing"
        case bool():
            return str(value).lower()
        case float():
            text = f"{value:g}"
        case dict():
            text = "{" + ", ".join(f"{key}: {shown(part)}" for key, part in islice(value.items(), MANY)) + "}"
        case list() | tuple():
            text = "[" + ", ".join(shown(part) for part in value[:MANY]) + "]"
        case str():
            text = f'"{value}"' if len(value) <= QUOTE_AT_MOST else value
        case _:
            text = str(value)
    text = " ".join(text.split())
    return text if len(text) <= QUOTE_AT_MOST + 2 else text[:QUOTE_AT_MOST] + " …"


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, in the plural where there is not just one.

    >>> counted(1, "party"), counted(2, "party"), counted(0, "day"), counted(31_000, "seat")
    ('1 party', '2 parties', '0 days', '31,000 seats')
    """
    if number != 1:
        noun = f"{noun[:-1]}ies" if noun.endswith("y") and noun[-2] not in "aeo" else f"{noun}s"
    return f"{number:,} {noun}"


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that `name` was most likely meant to be, if any comes close.

    >>> nearest("isues", ["issues", "events"])
    'issues'
    """
    names = {candidate.lower(): candidate for candidate in known}
    if len(names) > MANY_NAMES:
        names = {key: candidate for key, candidate in names.items() if key[:2] == name.lower()[:2]}
    close = difflib.get_close_matches(name.lower()[:QUOTE_AT_MOST], names, n=1, cutoff=0.6)
    return names[close[0]] if close else None


def did_you_mean(name: str, known: Iterable[str]) -> str | None:
    """Return a remedy that names the nearest known name, if any comes close."""
    close = nearest(name, known)
    return f"did you mean `{close}`?" if close else None
