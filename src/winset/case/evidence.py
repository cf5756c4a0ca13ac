"""What a case rests on: which of its parts name which sources, and what they could not have known at its date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel

from winset.case.case import Case
from winset.case.complaints import Finding, Path, counted, did_you_mean, dotted
from winset.case.estimated import estimated, is_guessed, sources_of
from winset.case.parts import Source, Sourced
from winset.case.quantity import Quantity

MARK = "mark it `hindsight: true`, which every output then warns of, or leave it out"


@dataclass(frozen=True)
class Use:
    """A part of a case that may name sources.

    Parameters
    ----------
    path : Path
        Where it stands.
    part : Sourced or Quantity
    inherited : tuple of str
        Sources that the parts around it name.
    is_marked : bool
        True if it, or a part around it, is marked as hindsight.
    """

    path: Path
    part: Sourced | Quantity
    inherited: tuple[str, ...] = ()
    is_marked: bool = False

    @property
    def sources(self) -> tuple[str, ...]:
        """Its own sources, or else those of the nearest part around it that names any."""
        return self.part.sources or self.inherited


def uses(case: Case) -> Iterator[Use]:
    """Yield every part of a case that may name sources, outer parts first, in the order of the grammar."""
    for name, info in Case.model_fields.items():
        if name not in {"sources", "stories"}:
            yield from _uses(getattr(case, name), (info.alias or name,), (), False)


def _uses(node: object, path: Path, inherited: tuple[str, ...], is_marked: bool) -> Iterator[Use]:
    """Yield the parts at and below a node."""
    if isinstance(node, Sourced | Quantity):
        is_marked = is_marked or node.hindsight
        yield Use(path, node, inherited, is_marked)
        inherited = node.sources or inherited
    if isinstance(node, Quantity):
        for place, (choice, _) in enumerate(node.choices):
            yield from _uses(choice, (*path, place), inherited, is_marked)
    elif isinstance(node, BaseModel):
        for name, info in type(node).model_fields.items():
            yield from _uses(getattr(node, name), (*path, info.alias or name), inherited, is_marked)
    elif isinstance(node, dict):
        for key, part in node.items():
            yield from _uses(part, (*path, str(key)), inherited, is_marked)
    elif isinstance(node, tuple | list):
        for place, part in enumerate(node):
            yield from _uses(part, (*path, place), inherited, is_marked)


@dataclass(frozen=True)
class StatedNumber:
    """A number of a case with what stands behind it.

    Parameters
    ----------
    path : str
        Where it stands, as `Case.quantities` has it.
    quantity : Quantity
    sources : tuple of str
        Its own sources and those of its alternatives, or else those of the part it stands in.
    note : str
        Its own note, or else that of the part it stands in; empty if there is none.
    confidence : str
        "high", "medium", "low" or empty.
    origin : {"source", "guess", "default"}
        A default is winset's own; a guess has no source, or only sources that are guesses themselves.
    """

    path: str
    quantity: Quantity
    sources: tuple[str, ...]
    note: str
    confidence: str
    origin: Literal["source", "guess", "default"]


def stated_numbers(case: Case) -> tuple[StatedNumber, ...]:
    """Return every number of a case, in the order of the grammar, with its sources."""
    around: dict[Path, Use] = {}
    numbers = []
    known, by_series = case.quantities(), estimated(case)
    for use in uses(case):
        around[use.path] = use
        where = dotted(use.path)
        if where not in known or not isinstance(use.part, Quantity):
            continue
        around_it = (use.path[:end] for end in range(len(use.path) - 1, 0, -1))
        quantity, outer = use.part, next((around[path].part for path in around_it if path in around), None)
        said = None if quantity.is_default else outer
        own = dict.fromkeys((*quantity.sources, *(name for choice, _ in quantity.choices for name in choice.sources)))
        sources = tuple(own) or (() if quantity.is_default else use.inherited)
        guessed = all(name in case.sources and case.sources[name].is_guess for name in sources)
        series = case.series.get(by_series.get(where) or "")
        if series is not None:
            sources, guessed = sources_of(series), is_guessed(case, series)
        numbers.append(
            StatedNumber(
                where,
                quantity,
                sources,
                quantity.note or (said.note if said else None) or "",
                quantity.confidence or (said.confidence if said else None) or "",
                "default" if quantity.is_default else "guess" if guessed else "source",
            )
        )
    return tuple(numbers)


def is_late(source: Source, as_of: dt.date) -> bool:
    """Tell whether evidence was fielded or published after a date.

    >>> is_late(Source(title="Poll", field="2019-01-20 to 2019-01-28"), dt.date(2019, 1, 23))
    True
    """
    return source.known_on is not None and source.known_on > as_of


def check_evidence(case: Case) -> Iterator[Finding]:
    """Yield references to sources that are not there, and evidence that a forecast of this date could not have."""
    for use in uses(case):
        where = (*use.path, "from")
        for source_id in use.part.sources:
            source = case.sources.get(source_id)
            if source is None:
                remedy = did_you_mean(source_id, case.sources) or "describe it under `sources`"
                yield Finding(where, f"there is no source `{source_id}`", source_id, None, remedy)
            elif is_late(source, case.as_of) and not (source.hindsight or use.is_marked):
                yield Finding(
                    where,
                    f"`{source_id}` is of {source.known_on}, after the forecast is made",
                    str(source.known_on),
                    f"evidence up to {case.as_of} (`as_of`)",
                    MARK,
                )
    for name, series in case.series.items():
        for place, reading in enumerate(series.readings):
            if reading.date > case.as_of and not (series.hindsight or reading.hindsight):
                yield Finding(
                    ("series", name, "readings", place, "date"),
                    "this reading was taken after the forecast is made",
                    str(reading.date),
                    f"readings up to {case.as_of} (`as_of`)",
                    MARK,
                )


def hindsight_used(case: Case) -> tuple[str, ...]:
    """Return a sentence for everything in a case that uses hindsight, for outputs to warn of.

    Each names a source, or a part of the case that is marked, and what was not yet known at the case's date.
    """
    found: dict[str, None] = {}
    for use in uses(case):
        for source_id in use.part.sources:
            source = case.sources.get(source_id)
            if source is not None and (source.hindsight or is_late(source, case.as_of)):
                found[_of_source(source_id, source, case.as_of)] = None
        if use.part.hindsight and not any(is_late(case.sources[name], case.as_of) for name in _known(use, case)):
            found[f"{dotted(use.path)} is marked as hindsight"] = None
    for name, series in case.series.items():
        late = [reading.date for reading in series.readings if reading.date > case.as_of]
        if late:
            found[f"series.{name} holds {counted(len(late), 'reading')} after {case.as_of}, up to {max(late)}"] = None
    for expert in case.experts.forecasts:
        if expert.date > case.as_of:
            found[f"the forecast by {expert.who} is of {expert.date}, after {case.as_of}"] = None
    return tuple(found)


def _of_source(source_id: str, source: Source, as_of: dt.date) -> str:
    """Return the sentence about a source that is used with hindsight."""
    if is_late(source, as_of):
        return f"source {source_id} is of {source.known_on}, after {as_of}"
    return f"source {source_id} is marked as hindsight"


def _known(use: Use, case: Case) -> tuple[str, ...]:
    """Return the sources of a part that the case describes."""
    return tuple(name for name in use.part.sources if name in case.sources)
