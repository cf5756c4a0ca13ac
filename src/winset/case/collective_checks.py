"""Whether plain data say a decision of many actors, and what their numbers rest on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import ValidationError

from winset.case.collective import EVERYWHERE, CollectiveCase, Recorded
from winset.case.complaints import Finding, Path, did_you_mean, shown
from winset.case.evidence import MARK, is_late
from winset.case.parts import Source, Sourced
from winset.case.quantity import Quantity
from winset.case.structure import MAX_FINDINGS
from winset.case.trial import Trial
from winset.case.validation import findings_of

FIELDS = ("position", "salience", "capability")


@dataclass(frozen=True)
class Basis:
    """A number of a decision with what stands behind it; a guess has no source, or only sources that are guesses."""

    path: str
    quantity: Quantity
    sources: tuple[str, ...]
    note: str
    origin: Literal["source", "guess", "default"]


def basis(case: CollectiveCase) -> tuple[Basis, ...]:
    """Return every number of a decision with its sources, in the order of the file."""
    found = []
    for path, quantity, around in case.stated():
        own = dict.fromkeys((*quantity.sources, *(name for part, _ in quantity.choices for name in part.sources)))
        sources = () if quantity.is_default else tuple(own) or (around.sources if around else ())
        guessed = all(name in case.sources and case.sources[name].is_guess for name in sources)
        note = quantity.note or (around.note if around and not quantity.is_default else None) or ""
        origin: Literal["source", "guess", "default"] = (
            "default" if quantity.is_default else "guess" if guessed else "source"
        )
        found.append(Basis(path, quantity, sources, note, origin))
    return tuple(found)


def is_collective(raw: Mapping[str, Any]) -> bool:
    """Tell whether plain data mean to be a decision of many actors.

    >>> is_collective({"kind": "collective"}), is_collective({"parties": {}})
    (True, False)
    """
    return raw.get("kind") == "collective" or ("actors" in raw and "parties" not in raw)


def examined(raw: Mapping[str, Any]) -> tuple[CollectiveCase | None, list[Finding]]:
    """Return the decision that plain data describe, if they do, and what is wrong with them."""
    trial = Trial(raw)
    try:
        case = CollectiveCase.model_validate(trial.plain())
    except ValidationError as error:
        details = error.errors(include_url=False)[:MAX_FINDINGS]
        return None, [finding for detail in details for finding in findings_of(detail, trial)]
    return case, [*_about_issues(case, raw), *_about_sources(case)]


def counted(case: CollectiveCase) -> str:
    """Return how much a decision says, in words."""
    origins = [part.origin for part in basis(case)]
    return (
        f"{len(case.actors)} actors, {len(case.issues)} {'issue' if len(case.issues) == 1 else 'issues'}, "
        f"{len(origins)} numbers: {origins.count('guess')} guesses, {origins.count('default')} defaults"
    )


def hindsight_in(case: CollectiveCase) -> tuple[str, ...]:
    """Return a sentence for each source of a decision that was not there at its date, or is marked so."""
    found: dict[str, None] = {}
    for _, part, sources in _sourced(case):
        if part.hindsight and not isinstance(part, Recorded):
            found["a part of the case is marked as hindsight"] = None
        for name in () if isinstance(part, Recorded) else sources:
            source = case.sources.get(name)
            if source is not None and (source.hindsight or _late(source, case)):
                found[f"source {name} is of {source.known_on}, or marked as hindsight"] = None
    return tuple(found)


def _about_issues(case: CollectiveCase, raw: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield what is wrong with numbers of actors on issues."""
    for name, actor in case.actors.items():
        for field in FIELDS:
            for issue, quantity in getattr(actor, field).items():
                path: Path = ("actors", name, field, *(() if issue == EVERYWHERE else (issue,)))
                if issue != EVERYWHERE and issue not in case.issues:
                    remedy = did_you_mean(issue, case.issues)
                    yield Finding(path, f"there is no issue `{issue}`", issue, ", ".join(case.issues), remedy)
                elif field == "position":
                    for where in case.issues if issue == EVERYWHERE else (issue,):
                        yield from _off_the_scale(path, quantity, case, where)
                elif issue != EVERYWHERE and actor.on(issue, "position") is None:
                    yield Finding(path, f"there is no position of {name} on {issue}", remedy="state it, or drop this")
        for issue in case.issues:
            for field in FIELDS[1:]:
                if actor.on(issue, "position") and not actor.on(issue, field):  # type: ignore[arg-type]
                    yield Finding(("actors", name, field), f"there is no {field} of {name} on {issue}")
    for issue, said in case.issues.items():
        if said.reference is not None:
            yield from _off_the_scale(("issues", issue, "reference"), said.reference, case, issue)
        if not any(actor.on(issue, "position") for actor in case.actors.values()):
            yield Finding(("issues", issue), f"nobody takes part in {issue}", remedy="state a position on it")


def _off_the_scale(path: Path, quantity: Quantity, case: CollectiveCase, issue: str) -> Iterator[Finding]:
    """Yield a finding if a number lies outside the range of its issue."""
    low, high = case.issues[issue].range
    stated = quantity.numbers if quantity.kind in {"fixed", "interval", "pert", "triangular"} else ()
    for number in stated:
        if not low <= number <= high:
            allowed = f"from {low:g} to {high:g}, the range of {issue}"
            yield Finding(path, f"found {number:g}", shown(number), allowed)
            return


def _about_sources(case: CollectiveCase) -> Iterator[Finding]:
    """Yield references to sources that are not there, or that a forecast of this date could not have had."""
    for path, part, sources in _sourced(case):
        for name in sources:
            source = case.sources.get(name)
            if source is None:
                remedy = did_you_mean(name, case.sources) or "describe it under `sources`"
                yield Finding((*path, "from"), f"there is no source `{name}`", name, None, remedy)
            elif _late(source, case) and not (source.hindsight or part.hindsight or isinstance(part, Recorded)):
                message = f"`{name}` is of {source.known_on}, after the forecast is made"
                yield Finding((*path, "from"), message, str(source.known_on), f"evidence up to {case.as_of}", MARK)


def _late(source: Source, case: CollectiveCase) -> bool:
    """Tell whether a source came after the date of a case that has one."""
    return case.as_of is not None and is_late(source, case.as_of)


def _sourced(case: CollectiveCase) -> Iterator[tuple[Path, Sourced | Quantity, tuple[str, ...]]]:
    """Yield every part that may name sources with its path and the sources that it names."""
    yield ("doubt",), case.doubt, case.doubt.sources
    for issue, said in case.issues.items():
        recorded = {"happened": said.happened, **{f"forecasts.{name}": part for name, part in said.forecasts.items()}}
        for name, part in recorded.items():
            if part is not None:
                yield ("issues", issue, *name.split(".")), part, part.sources
        if said.reference is not None:
            yield ("issues", issue, "reference"), said.reference, said.reference.sources
    for name, actor in case.actors.items():
        yield ("actors", name), actor, actor.sources
        for field in FIELDS:
            for issue, quantity in getattr(actor, field).items():
                at = () if issue == EVERYWHERE else (issue,)
                yield ("actors", name, field, *at), quantity, quantity.sources
