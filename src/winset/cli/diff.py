"""The command that says how two cases differ: by meaning, part by part, in the analyst's words."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Any

import typer

from winset.cli.completing import cases_like
from winset.cli.printing import Json, print_json, width_now

if TYPE_CHECKING:
    from winset.explain.differences import AnyCase, Difference

DIFFERENT = 1
"""Exit status when asked for one and the cases differ."""

LABELS = 40
"""Columns after which what is said stands in line, where it fits."""


def diff(
    a: Annotated[str, typer.Argument(metavar="A", help="The case before.", autocompletion=cases_like)],
    b: Annotated[str, typer.Argument(metavar="B", help="The case after.", autocompletion=cases_like)],
    everything: Annotated[
        bool, typer.Option("--all", help="List every reading, source, note and title that differs, too.")
    ] = False,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="End with status 1 if the cases differ.")] = False,
    as_json: Json = False,
) -> None:
    """Say which inputs of two cases differ, by meaning and not by line."""
    from winset.case.reading import read_any
    from winset.explain.differences import differences

    before, after = read_any(a), read_any(b)
    found = differences(before, after)
    if as_json:
        print_json(
            "winset.diff/1",
            a=_case(before),
            b=_case(after),
            differences=[_plain(one) for one in found],
        )
    else:
        for line in _shown(before, after, found, everything, width_now()):
            typer.echo(line)
    if exit_code and found:
        raise typer.Exit(DIFFERENT)


def _case(case: AnyCase) -> dict[str, str]:
    """Return which case it is."""
    from winset.case.reading import case_hash

    return {"id": case.id, "title": case.title, "as_of": str(case.as_of or ""), "sha256": case_hash(case)}


def _plain(one: Difference) -> dict[str, Any]:
    """Return a difference as plain data; readings one by one."""
    said = [_readings(side) if one.path.endswith(".readings") else _said(side) for side in (one.before, one.after)]
    return {
        "path": one.path,
        "label": one.label,
        "group": one.group,
        "about": one.about,
        "kind": one.kind,
        "from": said[0],
        "to": said[1],
    }


def _readings(side: Any) -> list[dict[str, Any]]:
    """Return readings as plain data."""
    return [{"date": str(one.date), "house": one.house, "value": one.value, "n": one.n} for one in side or ()]


def _said(side: Any) -> str | None:
    """Return what a case says in words; None where it says nothing."""
    from winset.explain.worded import worded

    return None if side is None else worded(side)


def _shown(a: AnyCase, b: AnyCase, found: Sequence[Difference], everything: bool, width: int) -> Iterator[str]:
    """Yield the lines of all differences: inputs part by part, then sources of the same numbers, then words."""
    from winset.case.complaints import counted

    yield from textwrap.wrap(f"{a.id}: {a.title}", width)
    yield from textwrap.wrap(f"-> {b.id}: {b.title}", width)
    if not found:
        yield ""
        yield "no difference"
        return
    inputs = [one for one in found if one.about in ("input", "measured")]
    numbers = sum(one.about == "input" for one in inputs)
    yield ""
    yield f"{counted(numbers, 'input')} {'differs' if numbers == 1 else 'differ'}"
    for group, members in groupby(inputs, key=lambda one: one.group):
        yield from _heading(group)
        for one in members:
            yield from _lines(one, everything, width)
    rest = {about: [one for one in found if one.about == about] for about in ("source", "beside", "words")}
    others = _other_sources(rest["source"], inputs)
    if others:
        yield from _heading("The same number, another source")
        for one in others:
            yield from _line(one.label.removesuffix(", from"), one, width)
    for about, heading in (
        ("source", "Sources"),
        ("beside", "Beside the forecast"),
        ("words", "Titles, notes and wordings"),
    ):
        left = [one for one in rest[about] if one not in others]
        if not left:
            continue
        if everything:
            yield from _heading(heading)
            for one in left:
                yield from _line(one.label, one, width)
        else:
            kinds = Counter(one.kind for one in left)
            words = ", ".join(f"{kinds[kind]} {kind}" for kind in ("added", "removed", "changed") if kinds[kind])
            yield from ("", f"{heading}: {words} (--all lists them)")


def _heading(text: str) -> tuple[str, str]:
    """Return an empty line and a heading."""
    return "", typer.style(text, bold=True)


def _other_sources(sources: Sequence[Difference], inputs: Sequence[Difference]) -> list[Difference]:
    """Return the other sources of numbers that did not change themselves, nor anything around or inside them."""
    changed = [one.path for one in inputs]
    found = []
    for one in sources:
        path = one.path.removesuffix(".from")
        near = any(f"{other}.".startswith(f"{path}.") or f"{path}.".startswith(f"{other}.") for other in changed)
        if one.path.endswith(".from") and not near:
            found.append(one)
    return found


def _lines(one: Difference, everything: bool, width: int) -> Iterator[str]:
    """Yield the lines of one difference of inputs; readings of a series are counted, and listed if wanted."""
    label = _short(one.label) + (" (as measured)" if one.about == "measured" else "")
    if not one.path.endswith(".readings"):
        yield from _line(label, one, width)
        return
    come, gone = one.after or (), one.before or ()
    yield from _row(
        label, "; ".join(_count(side, word) for side, word in ((come, "added"), (gone, "removed")) if side), width
    )
    if everything:
        for sign, side in (("-", gone), ("+", come)):
            for reading in side:
                asked = f", {reading.n:,} asked" if reading.n else ""
                yield f"    {sign} {reading.date}  {reading.house}  {reading.value:g} %{asked}"


def _count(readings: Sequence[Any], word: str) -> str:
    """Return how many readings there are and from when.

    >>> import datetime as dt
    >>> from winset.case.world import Reading
    >>> _count([Reading(date=dt.date(2019, 1, day), value=64) for day in (3, 10)], "added")
    '2 readings added, 2019-01-03 to 2019-01-10'
    """
    from winset.case.complaints import counted

    days = sorted(reading.date for reading in readings)
    when = f"{days[0]}" if days[0] == days[-1] else f"{days[0]} to {days[-1]}"
    return f"{counted(len(readings), 'reading')} {word}, {when}"


def _short(label: str) -> str:
    """Return a label without whose it is, which the heading says.

    >>> _short("Vladimir Putin: worth, two final")
    'worth, two final'
    """
    return label.partition(": ")[2] or label


def _line(label: str, one: Difference, width: int) -> Iterator[str]:
    """Yield one difference: what was said and what is said now, or that it is new or gone."""
    before, after = _said(one.before), _said(one.after)
    if before is None:
        yield from _row(f"+ {label}", after or "", width)
    elif after is None:
        yield from _row(f"- {label}", before, width)
    elif len(label) + len(before) + len(after) <= width - 8:
        yield from _row(label, f"{before} -> {after}", width)
    else:
        yield from textwrap.wrap(label, width, initial_indent="  ", subsequent_indent="  ")
        for mark, text in (("  ", before), ("->", after)):
            yield from textwrap.wrap(text, width, initial_indent=f"   {mark} ", subsequent_indent="      ")


def _row(label: str, text: str, width: int) -> Iterator[str]:
    """Yield a label with a text beside it, or below it where the two do not fit on a line."""
    if len(label) + len(text) <= width - 4:
        yield f"  {label:{min(LABELS, width - 4 - len(text))}}  {text}".rstrip()
        return
    yield from textwrap.wrap(label, width, initial_indent="  ", subsequent_indent="  ")
    yield from textwrap.wrap(text, width, initial_indent="      ", subsequent_indent="      ")


__all__ = ["diff"]
