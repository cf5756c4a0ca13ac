"""What a model says of itself, gathered from where it is written: its entry in the registry and its docstrings.

Everything stands in one place. The module's prose names the essential assumption, in the sentences with that word, and
says when not to use the model, in the sentences that begin with "Do not" or "Not". The function has the equation, the
arguments and the answer. Where one module holds several models, the prose of the function comes before the module's.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from types import ModuleType

from winset.plain.docstrings import Entry, entries, equations, paragraphs, sections, sentences
from winset.registry import Model

ASSUMES = re.compile(r"\bassum(?:e|es|ed|ption|ptions)\b", re.I)
REFUSES = re.compile(r"(?:Do not|Not|Never)\b")
ELSEWHERE = re.compile(r"As (?:in )?(\w+)(?: reads it)?\.$")
IN_LINE = re.compile(r":math:`([^`]*)`")


@dataclass(frozen=True)
class Description:
    """A model in words.

    Parameters
    ----------
    question : str
        What it answers.
    about : tuple of str
        What else its prose says, in sentences.
    equations : tuple of str
        In LaTeX.
    where : tuple of str
        What stands beside the equations and says what their letters are, in paragraphs.
    assumptions, not_for : tuple of str
        What it rests on, and when not to use it, in sentences.
    arguments : tuple of Entry
        What it takes.
    answers : tuple of Entry
        What comes back.
    notes : tuple of str
        How an ambiguous source was read, and what else there is to know.
    """

    question: str
    about: tuple[str, ...]
    equations: tuple[str, ...]
    where: tuple[str, ...]
    assumptions: tuple[str, ...]
    not_for: tuple[str, ...]
    arguments: tuple[Entry, ...]
    answers: tuple[Entry, ...]
    notes: tuple[str, ...]


def described(model: Model) -> Description:
    """Return what a model says of itself.

    Examples
    --------
    >>> from winset.registry import model
    >>> described(model("nash")).not_for
    ('Do not use it with a mere outside option as the disagreement point.',)
    """
    place = sys.modules[model.function.__module__]
    own, module = sections(model.function), sections(place)
    question, *others = paragraphs(module.get("", "")) or ("",)
    prose = [sentence for text in others for sentence in sentences(text)]
    notes = paragraphs(own.get("Notes", ""))
    places = [[sentence for text in texts for sentence in sentences(text)] for texts in (_extended(own), others, notes)]
    assumptions, not_for = (
        next((found for place in places if (found := tuple(filter(says, place)))), ()) for says in (_assumes, _refuses)
    )
    return Description(
        question=question,
        about=tuple(sentence for sentence in prose if not _assumes(sentence) and not _refuses(sentence)),
        equations=_equations(own) or _equations(module),
        where=tuple(filter(None, map(_beside, _extended(own)))),
        assumptions=assumptions,
        not_for=not_for,
        arguments=tuple(_told(entries(own.get("Parameters", "")), place)),
        answers=entries(own.get("Returns", ""), named=False),
        notes=notes,
    )


def _told(said: Iterable[Entry], place: ModuleType, depth: int = 3) -> Iterator[Entry]:
    """Yield entries; one that only says that it is as in another function is what that function says."""
    for entry in said:
        named = ELSEWHERE.match(entry.text)
        other = vars(place).get(named[1]) if named and depth else None
        theirs = (
            list(_told(entries(sections(other).get("Parameters", "")), place, depth - 1)) if callable(other) else []
        )
        same = [told for told in theirs if set(told.names) & set(entry.names)]
        alone = [replace(theirs[0], names=entry.names)] if theirs and len(entry.names) == 1 else []
        if found := same or alone:
            rest = tuple(name for name in entry.names if not any(name in told.names for told in found))
            yield from (replace(told, names=_of_both(told, entry)) for told in found)
            if rest:
                yield replace(entry, names=rest)
        else:
            yield entry


def _of_both(told: Entry, entry: Entry) -> tuple[str, ...]:
    """Return the names of an entry that another one speaks of."""
    return tuple(name for name in told.names if name in entry.names)


def _extended(own: dict[str, str]) -> tuple[str, ...]:
    """Return the paragraphs of a function before its sections, without the first, which is what it returns."""
    return paragraphs(own.get("", ""))[1:]


def _beside(paragraph: str) -> str:
    """Return a paragraph without the sentences that name an assumption or say when not to use a model."""
    return " ".join(part for part in sentences(paragraph) if not _assumes(part) and not _refuses(part))


def _assumes(sentence: str) -> bool:
    """Tell whether a sentence names what is assumed."""
    return bool(ASSUMES.search(sentence))


def _refuses(sentence: str) -> bool:
    """Tell whether a sentence says when not to use a model."""
    return bool(REFUSES.match(sentence))


def argument_note(description: Description, name: str) -> Entry | None:
    """Return what is said of an argument, if anything is."""
    return next((entry for entry in description.arguments if name in entry.names), None)


def still_missing(model: Model) -> Iterator[str]:
    """Yield what a model still has to say before everybody can use it: nothing, if all is there.

    >>> from winset.registry import model
    >>> list(still_missing(model("nash")))
    []
    """
    said = described(model)
    for part in ("question", "equations", "assumptions", "not_for", "arguments"):
        if not getattr(said, part):
            yield part
    known = set(chain.from_iterable(entry.names for entry in said.arguments))
    yield from (f"argument {name}" for name in inspect.signature(model.function).parameters if name not in known)
    if not model.example:
        yield "example"


def _equations(text: dict[str, str]) -> tuple[str, ...]:
    """Return the equations set apart, or those within the lines if there are none."""
    summary = text.get("", "")
    return equations(summary) or equations(text.get("Notes", "")) or tuple(IN_LINE.findall(summary))
