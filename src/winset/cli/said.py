"""What a part of a case says, in words: whatever its file states, field by field, so that nothing is left out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from winset.case.accepters import Leaf, Rule
from winset.case.agenda import Step, setting_name
from winset.case.complaints import counted
from winset.case.home import AllOf, AnyOf, AtLeast, Consent, EachConsents, Follows, StoppedOnlyIf
from winset.case.parts import Sourced
from winset.case.public import FeltPublic
from winset.case.quantity import Quantity
from winset.case.voting import Body, Referendum
from winset.case.world import Deadline

ABOUT = ("title", "says", "sources", "note", "confidence", "hindsight")
"""Fields that stand behind what a part says."""

TOLD = frozenset(
    {"felt", "votes", "seats", "quota", "quota_of", "majority", "secret", "vetoes", "how_many", "needed", "follows"}
    | {"needed_territories", "at_least", "all_of", "any_of", "of", "stopped_only_if"}
)
"""Fields of those who must say yes that `in_words` has told."""


PHRASES = {
    "n": "{} asked",
    "house": "{}",
    "wording": "“{}”",
    "question": "“{}”",
    "names_package": "names this package",
    "ends_talks": "signing it ends the talks",
    "asked_on": "asked on {} alone",
    "more_meetings": "meetings times {}",
    "closes": "a meeting closes with a chance of {}",
    "loses_office": "loses office at {}",
    "stopped_by": "may be stopped by {}",
    "extends": "put off with a chance of {}",
    "reneges": "breaks the deal with a chance of {}",
    "breaks_down": "breaks down at {}",
    "breaks_off": "keeps the package from being signed with a chance of {}",
    "years_without": "{} years without an agreement",
    "BaseRate.attempts": "of {}",
    "AfterANo.retries": "up to {}",
    "AfterANo.every": "each {} after a No",
    "AfterANo.chance": "held with a chance of {}",
    "AfterANo.package": "then on {}",
    "AfterANo.asks": "of {} alone",
    "AfterANo.other_ratifier": "decided by {}",
    "Bloc.seats": "{}",
    "Deadline.by": "by {} each time",
    "Deadline.within": "closing rises within {}",
    "Reading.date": "{}",
    "Expert.date": "{}",
    "about": "about something else: {}",
    "Reading.value": "{} %",
    "Meetings.so_far": "{} so far",
    "Reading.question": "asked “{}”",
    "Reading.undecided": "{} % undecided",
    "Series.read": "read by the {} level",
    "SeriesColumns.value": "value from {}",
    "Step.after": "{} after entry into force",
    "Provisional.after": "{} after signature",
    "during_talks": "times {} while talks go on",
    "before_signature": "times {} between agreement and signature",
    "Territory.share": "{} of the electorate",
    "Pull.effort": "a unit of effort moves it by {}",
    "Pull.cap": "no further than {}",
    "Pull.to": "on or off: {} or as it is",
    "Pull.untouchable": "not to be moved",
    "Pull.who": "{} can move it",
    "Waiting.discount": "a gain that comes a year later counts for less, at a rate of {}",
    "Waiting.point_of_approval": "each missing point of approval weighs {} points of worth",
}
"""How a field is put in words, by part and name or by name alone; the others by their name and what stands there."""


NOUNS = {"BaseRate.attempts": "attempt", "AfterANo.retries": "more vote", "Bloc.seats": "seat"}
"""What is counted in fields that hold a whole number."""


@dataclass(frozen=True)
class Row:
    """A label with what is said of it, so far inside the part that it belongs to."""

    depth: int
    label: str
    words: str
    note: str = ""


class Told:
    """What is said of a case's numbers elsewhere, so that notes and sources stand beside the numbers and once only.

    Parameters
    ----------
    notes : collection of str
    sourced : collection of str
        Paths of numbers, whose sources stand beside them.
    """

    def __init__(self, notes: Collection[str], sourced: Collection[str]) -> None:
        self.notes, self.sourced = frozenset(notes), tuple(sourced)

    def origin(self, part: Any, path: str) -> str:
        """Return where a part comes from, unless its numbers say so."""
        if not isinstance(part, Sourced):
            return ""
        found = [part.confidence and f"{part.confidence} confidence", "hindsight" if part.hindsight else None]
        if not any(number.startswith(f"{path}.") for number in self.sourced):
            found = [*part.sources, *found]
        return "; ".join(word for word in found if word)

    def note(self, part: Any) -> str:
        """Return the note of a part, unless it stands beside a number."""
        note = getattr(part, "note", None) or ""
        return "" if note in self.notes else note


def rows_of(
    label: str, part: Any, path: str, told: Told, depth: int = 0, skip: Collection[str] = (), numbers: bool = True
) -> Iterator[Row]:
    """Yield a part of a case as a row, and the parts inside it as rows below.

    Parameters
    ----------
    skip : collection of str
        Fields that are told elsewhere.
    numbers : bool
        Whether numbers are told here, too.
    """
    said = [*lead(part), *words_of(part, skip, numbers)]
    origin = told.origin(part, path)
    words = "; ".join(said) + (f" [{origin}]" if origin else "")
    below = [row for child in inside(part, path, skip) for row in rows_of(*child, told, depth + 1, skip, numbers)]
    if words or told.note(part) or below or depth == 0:
        yield Row(depth, label, words.strip(), told.note(part))
        yield from below


def lead(part: Any) -> list[str]:
    """Return what comes first: what it takes to carry someone, what a step is, whether a deadline is hard."""
    if isinstance(part, Leaf | Rule):
        return [in_words(part)[0]]
    if isinstance(part, Step):
        return [part.what]
    if isinstance(part, Deadline):
        return ["a hard deadline" if part.extends is None else "a soft deadline"]
    return []


def words_of(part: Any, skip: Collection[str] = (), numbers: bool = True) -> Iterator[str]:
    """Yield what the plain fields of a part state; defaults of winset's own are left to the list of numbers.

    >>> from winset.case.world import Pressure
    >>> [*words_of(Pressure(leans_on="japan", against="meeting", by="0 to 10", says="the president"))]
    ['leans on japan', 'against meeting', 'by 0 to 10 points', 'the president']
    """
    hidden = {*ABOUT, *skip, *(TOLD if isinstance(part, Leaf | Rule) else ("what",) if isinstance(part, Step) else ())}
    if getattr(part, "title", None):
        yield f"called {part.title}"
    for name, info in type(part).model_fields.items():
        value = getattr(part, name)
        if name not in hidden and name in part.model_fields_set and (words := _value(value, numbers)):
            plain, key = (info.alias or name).replace("_", " "), f"{type(part).__name__}.{name}"
            usual = plain if value is True else f"{plain} {{}}"
            words = counted(value, NOUNS[key]) if key in NOUNS else words
            yield PHRASES.get(key, PHRASES.get(name, usual)).format(words)
    if getattr(part, "says", None):
        yield part.says


def _value(value: Any, numbers: bool) -> str:
    """Return a plain value in words; empty for one that says nothing, or that is made of parts."""
    if value is None or value is False or (isinstance(value, BaseModel) and not isinstance(value, Quantity)):
        return ""
    if isinstance(value, Quantity):
        return quantity_words(value) if numbers and not value.is_default else ""
    if isinstance(value, Mapping):
        pairs = [(key, _value(part, numbers)) for key, part in value.items()]
        return ", ".join(f"{key} {words}" for key, words in pairs if words)
    if isinstance(value, tuple | list):
        return ", ".join(words for part in value if (words := _value(part, numbers)))
    return setting_name(value) if isinstance(value, float) else str(value)


def inside(part: Any, path: str, skip: Collection[str] = ()) -> Iterator[tuple[str, Any, str]]:
    """Yield the parts inside a part as label, part and path; branches of rules and defaults are left out."""
    for name, info in type(part).model_fields.items():
        if name in skip or name not in part.model_fields_set or name in TOLD:
            continue
        value, key = getattr(part, name), info.alias or name
        at, word = f"{path}.{key}", key.replace("_", " ")
        if _is_part(value):
            yield word, value, at
        elif isinstance(value, Mapping):
            yield from (
                (f"{LABELS.get(key, '')}{one}", inner, f"{at}.{one}") for one, inner in value.items() if _is_part(inner)
            )
            for one, inner in value.items():
                if isinstance(inner, tuple):
                    yield from (
                        (f"on {one}", line, f"{at}.{one}.{i}") for i, line in enumerate(inner) if _is_part(line)
                    )
        elif isinstance(value, tuple):
            singular = word.removesuffix("s")
            yield from ((f"{singular} {i + 1}", line, f"{at}.{i}") for i, line in enumerate(value) if _is_part(line))


LABELS = {"red_lines": "red line ", "believes": "believes in "}
"""What precedes the names of parts inside another."""


def _is_part(value: Any) -> bool:
    """Tell whether a value is a part with fields of its own, which a number is not."""
    return isinstance(value, BaseModel) and not isinstance(value, Quantity)


def quantity_words(quantity: Quantity) -> str:
    """Return a number with all that is written of it but where it comes from.

    >>> from winset.case.quantities import SHARE, parse
    >>> quantity_words(parse({"in_favour": 52, "against": 41, "n": 1000, "design_effect": 1.5, "error": 4}, SHARE))
    '52 % for, 41 % against of 1000 asked, design effect 1.5, 4 points beyond sampling'
    """
    found = [str(quantity)]
    if quantity.kind == "triangular":
        found.append("triangular")
    for choice in (quantity, *(choice for choice, _ in quantity.choices)):
        if choice.kind == "poll" and choice.numbers[3] != 1:
            found.append(f"design effect {choice.numbers[3]:g}")
        if choice.error:
            found.append(f"{choice.error:g} {'point' if choice.error == 1 else 'points'} beyond sampling")
        if choice.wording:
            found.append(f"“{choice.wording}”")
    return ", ".join(found)


def in_words(accepter: Leaf | Rule) -> tuple[str, str]:
    """Return what it takes to carry someone, and the kind of accepter.

    >>> in_words(Body(votes="body", seats=100, in_favour=0.5, secret=True))
    ('a body of 100, 51 votes needed, by secret ballot', 'body')
    """
    match accepter:
        case FeltPublic():
            return "a public that does not vote: approval must stay above a floor", "felt"
        case Body():
            return _body(accepter), "body"
        case Consent():
            return "must consent", "consent"
        case EachConsents():
            needed = accepter.needed or accepter.how_many
            all_of_them = "each of" if needed == accepter.how_many else f"{needed} of"
            return f"{all_of_them} {accepter.how_many} must consent", "consent"
        case Follows():
            return f"mostly answers as {accepter.follows} does", "consent"
        case AllOf():
            return f"all of {len(accepter.all_of)}", "rule"
        case AnyOf():
            return f"any of {len(accepter.any_of)}", "rule"
        case AtLeast():
            return f"at least {accepter.at_least} of {len(accepter.of)}", "rule"
        case StoppedOnlyIf():
            return "goes through unless stopped", "rule"
        case Referendum():
            words = f"a referendum, more than {_percent(accepter.majority)} needed"
            if accepter.territories:
                needed = accepter.needed_territories or len(accepter.territories)
                words += f", also in {needed} of {counted(len(accepter.territories), 'territory')}"
            return words, "referendum"
    return "someone whom the case does not name may stop it", "consent"


def _body(body: Body) -> str:
    """Return what it takes to carry a body."""
    if body.quota_of == "votes cast":
        words = f"a body of {body.seats}, more than {_percent(body.majority)} of the votes cast needed"
    else:
        words = f"a body of {body.seats}, {counted(body.needed, 'vote')} needed"
    if body.secret:
        words += ", by secret ballot"
    return words + (f", with vetoes of {', '.join(body.vetoes)}" if body.vetoes else "")


def _percent(share: float) -> str:
    """Return a share in per cent, with as many digits as it has.

    >>> _percent(0.5), _percent(2 / 3), _percent(0.525)
    ('50%', '66.67%', '52.5%')
    """
    return f"{100 * share:.4g}%"


__all__ = ["Row", "Told", "in_words", "inside", "lead", "quantity_words", "rows_of", "words_of"]
