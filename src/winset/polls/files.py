"""Pooling the polls of a file, or every series of a case."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from winset.case.columns import chosen
from winset.case.poll_table import Poll, PollTable, read_polls
from winset.errors import InputError
from winset.polls.backtest import FIRST, Forecasted, Progress, forecasts_of
from winset.polls.into_case import series_data, series_id
from winset.polls.pool import Settings, arrays_of, pooled_series
from winset.polls.record import PooledPolls, Series
from winset.polls.scores import Score, scores

if TYPE_CHECKING:
    from winset.case.case import Case

TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".parquet", ".pq")


def pool_polls(
    file_or_case: str | os.PathLike[str],
    columns: Iterable[str] = (),
    only: Sequence[str] = (),
    settings: Settings | None = None,
) -> PooledPolls:
    """Return what the polls of a file, or of every series of a case, say together.

    Parameters
    ----------
    file_or_case : str or path
        A table of polls (.csv, .xlsx, .parquet), long or wide; the file of a case, or the id of one that ships.
    columns : iterable of str
        Columns by role where they are not found by their names, such as ``date=field_end``.
    only : sequence of str
        Rows of the table to keep, as ``COLUMN=VALUE``.
    settings : Settings, optional
        What is assumed. A series of a case brings its own design effect and spread of houses, and the case its day.

    Raises
    ------
    InputError
        If the table cannot be understood, or no series has enough readings.
    CaseError
        If the case is wrong.

    Examples
    --------
    >>> found = pool_polls("kuril-2019")
    >>> [(series.name, round(series.level.value)) for series in found.series][0]
    ('russia-approval', 63)
    """
    if is_table(file_or_case):
        return _of_table(
            read_polls(Path(file_or_case), chosen(columns), only), str(file_or_case), settings or Settings()
        )
    if tuple(columns) or only:
        raise InputError("`--column` and `--only` are for tables; a case says itself which columns its series use")
    from winset.case.collective import CollectiveCase
    from winset.case.reading import read_any

    case = read_any(file_or_case if isinstance(file_or_case, str) else Path(file_or_case))
    if isinstance(case, CollectiveCase):
        raise InputError(f"{case.id} is a decision of many actors, which has no series of polls")
    return _of_case(case, settings or Settings())


def is_table(file_or_case: str | os.PathLike[str]) -> bool:
    """Tell whether a name is that of a table of polls and not of a case.

    >>> is_table("approval.csv"), is_table("kuril-2019")
    (True, False)
    """
    return Path(file_or_case).suffix.lower() in TABLES


def _of_table(table: PollTable, source: str, settings: Settings) -> PooledPolls:
    """Return the polls of a table, pooled subject by subject; subjects with too few are told and left out."""
    subjects: dict[str, list[Poll]] = {}
    asked = settings.wording if not any(poll.wording for poll in table.polls) else None
    for poll in table.polls:
        subjects.setdefault(poll.subject, []).append(poll if asked is None else replace(poll, wording=asked))
    found: list[Series] = []
    notes = list(table.notes)
    failed: list[InputError] = []
    for subject, polls in sorted(subjects.items()):
        try:
            found.append(pooled_series(subject, polls, settings))
        except InputError as error:
            failed.append(error)
    if not found:
        raise InputError(f"{source}: " + "; ".join(str(error) for error in failed))
    notes += [str(error) for error in failed]
    columns = {role: list(names) for role, names in table.columns.columns.items()}
    file = Path(source).name
    in_case: dict[str, dict[str, Any]] = {}
    for one in found:
        id = series_id(one.name, file)
        id = id if id not in in_case else f"{id}-{len(in_case) + 1}"
        in_case[id] = series_data(table, file, one.name, one.wording)
    return PooledPolls(source, columns, bool(table.columns.houses), tuple(found), tuple(notes), in_case)


def _of_case(case: Case, settings: Settings) -> PooledPolls:
    """Return every series of a case, as known on its day; those with too few readings are told and left out."""
    if not case.series:
        raise InputError(f"{case.id} has no series of polls; write one, or pool a table: winset polls FILE")
    found: list[Series] = []
    failed: list[InputError] = []
    asked = {name: {one.question or series.question for one in series.readings} for name, series in case.series.items()}
    if settings.wording is not None and not any(settings.wording in there for there in asked.values()):
        there = "; ".join(sorted({wording for wordings in asked.values() for wording in wordings})[:8])
        raise InputError(f"no series of {case.id} asks `{settings.wording}`; they ask: {there}")
    for name, series in case.series.items():
        own = replace(
            settings,
            design_effect=series.design_effect,
            house_sd=series.house_spread,
            day=settings.day or case.as_of,
            wording=settings.wording if settings.wording in asked[name] else series.question,
        )
        polls = [
            Poll(
                subject=name,
                wording=one.question or series.question,
                house=one.house,
                day=one.date,
                value=one.value,
                size=None if one.n is None else float(one.n),
                undecided=one.undecided,
                line=0,
            )
            for one in series.readings
        ]
        try:
            found.append(pooled_series(name, polls, own))
        except InputError as error:
            failed.append(error)
    if not found:
        raise InputError("; ".join(str(error) for error in failed))
    notes = [f"series.{name}: {text}" for name, said in case.written.notes.items() for text in said]
    for name, series in case.series.items():
        if name in {one.name for one in found} and (series.read == "plain" or not series.is_enough):
            why = "as the case says" if series.read == "plain" else "its readings being too few"
            notes.append(f"series.{name}: pooled here, but the forecast reads it plainly, {why}")
    return PooledPolls(case.id, {}, False, tuple(found), (*notes, *(str(error) for error in failed)))


def backtest_polls(
    file: str | os.PathLike[str],
    columns: Iterable[str] = (),
    only: Sequence[str] = (),
    settings: Settings | None = None,
    together: bool = False,
    progress: Progress | None = None,
) -> tuple[Score, ...]:
    """Return how well the next polls of every series in a table would have been forecast, beside naive forecasts.

    Parameters
    ----------
    file : str or path
        A table of polls, as for `pool_polls`; each house of each subject and wording is a series.
    together : bool
        Whether the houses of a subject and wording are pooled; otherwise each series is forecast from itself alone.
    progress : callable, optional
        Told the work that is done and all of it.

    Raises
    ------
    InputError
        If the table cannot be understood, or no series is long enough.
    """
    if not is_table(file):
        raise InputError(f"a back-test takes a table of polls ({', '.join(TABLES[:5])}); found {file}")
    own = settings or Settings()
    table = read_polls(Path(file), chosen(columns), only)
    groups: dict[tuple[str, ...], list[Poll]] = {}
    for poll in table.polls:
        groups.setdefault((poll.subject, poll.wording, *(() if together else (poll.house,))), []).append(poll)
    found: list[Forecasted] = []
    total = len(table.polls)
    done = 0
    for polls in groups.values():
        if progress is not None:
            progress(done, total)
        arrays = arrays_of(polls, [polls[0].wording], own, [poll.value for poll in polls])
        sizes = np.array([own.missing_size if poll.size is None else poll.size for poll in polls])
        found += forecasts_of(arrays, sizes, own.memory)
        done += len(polls)
    if not found:
        raise InputError(
            f"{file}: no series is long enough; a first forecast takes {FIRST} polls and a later one to score it"
        )
    return scores(found)
