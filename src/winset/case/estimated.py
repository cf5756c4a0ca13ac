"""Numbers that a case leaves to its polls: which series each is from, and what is wrong where there is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from winset.case.accepters import ratifiers
from winset.case.case import Case
from winset.case.complaints import Finding, counted
from winset.case.public import FeltPublic, SeriesLevel
from winset.case.world import ENOUGH, ENOUGH_DAYS, Series

REMEDY = "state a number, such as 2.4 to 3 for `volatility`, or leave it out"


def estimated(case: Case) -> Mapping[str, str | None]:
    """Return for each number that is estimated, by path, the series that measures its public; None if none does."""
    found: dict[str, str | None] = {}
    for ratifier in ratifiers(case):
        public = ratifier.accepter
        if isinstance(public, FeltPublic):
            series = public.approval.series if isinstance(public.approval, SeriesLevel) else None
            moves, path = public.moves, f"{ratifier.path}.moves"
            numbers = {f"{path}.volatility": moves.volatility}
            if moves.jumps is not None:
                numbers |= {f"{path}.jumps.rate": moves.jumps.rate, f"{path}.jumps.size": moves.jumps.size}
            found |= {at: series for at, number in numbers.items() if number.kind == "estimated"}
    return found


def sources_of(series: Series) -> tuple[str, ...]:
    """Return the sources of a series and of its readings, each once."""
    return tuple(dict.fromkeys((*series.sources, *(name for reading in series.readings for name in reading.sources))))


def is_guessed(case: Case, series: Series) -> bool:
    """Tell whether a series rests on nobody's data: on guesses, or on readings without a source or a house."""
    sources, houses = sources_of(series), {reading.house for reading in series.readings}
    guessed = all(name in case.sources and case.sources[name].is_guess for name in sources)
    return guessed and (bool(sources) or houses <= {"unnamed"})


def check_estimated(case: Case) -> Iterator[Finding]:
    """Yield the numbers that are left to polls of which there are none, or too few; the series have been read."""
    for at, name in estimated(case).items():
        path = tuple(at.split("."))
        if name is None:
            message = "this is to be estimated, and no series measures this public"
            yield Finding(path, message, "estimated", "a number; or `estimated` beside approval: {series: ...}", REMEDY)
        elif (series := case.series.get(name)) is not None and not series.is_enough:
            days = counted(len({reading.date for reading in series.own}), "day")
            few = f"series `{name}` has {counted(len(series.own), 'reading')} of its question on {days}"
            message = f"{few}, too few to say how approval moves"
            yield Finding(path, message, None, f"{ENOUGH} readings on {ENOUGH_DAYS} days, or more", REMEDY)
