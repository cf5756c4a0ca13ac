"""From polls to what they say together: level, leans, shifts, movement and the months ahead."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from winset.allowed import numbers_between
from winset.case.complaints import counted
from winset.case.poll_table import Poll
from winset.chance.design import DAYS_PER_MONTH, MEMORY, Polls, remembered
from winset.chance.mixture import Mixture
from winset.chance.moves import Process
from winset.chance.pooled import FALSE_ALARM, Pooled, pooled
from winset.chance.profile import GRID, PULLS, profile, with_likeliest_extra
from winset.chance.readings import MISSING_SIZE, as_polls, linked_wordings, sampling_variance
from winset.chance.shifts import alarm_bar
from winset.errors import InputError
from winset.polls.record import Ahead, Found, House, Link, Movement, On, Reading, Series, Span

LEAST_READINGS = 3
MONTHS_AHEAD = (1, 3, 6, 12)
LAST_DAY = dt.date(9998, 12, 1)


@dataclass(frozen=True)
class Settings:
    """What is assumed when polls are pooled.

    Parameters
    ----------
    design_effect : float
        Factor on the sampling variance, at least 1; error beyond sampling is estimated in any case, so 1 by default.
    house_sd : float
        Standard deviation of a house's lean before the readings, in points; 3 is a usual spread.
    missing_size : float
        People asked where a table does not say; 1000 is a usual size.
    process : {"either", "random-walk", "mean-reversion"}
    day : date or None
        The day of the level; that of the last reading by default. Later readings are left out.
    wording : str or None
        The wording in whose units the level is, by default that with most readings; what was asked, where a table
        does not say.
    memory : float
        Years of readings that tell the level and how it moves; older ones stand in the history alone.
    """

    design_effect: float = 1.0
    house_sd: float = 3.0
    missing_size: float = MISSING_SIZE
    process: Process = "either"
    day: dt.date | None = None
    wording: str | None = None
    memory: float = MEMORY

    def __post_init__(self) -> None:
        """Refuse what cannot be."""
        numbers_between("design_effect", self.design_effect, 1, 1e3)
        numbers_between("house_sd", self.house_sd, 0, 100)
        numbers_between("missing_size", self.missing_size, 1, 1e9)
        numbers_between("memory", self.memory, 0.1, 1e3)
        if self.process not in ("either", "random-walk", "mean-reversion"):
            raise InputError(f"`process` is {self.process}; take either, random-walk or mean-reversion")


def pooled_series(name: str, polls: Sequence[Poll], settings: Settings = Settings()) -> Series:
    """Return everything found in the polls of one subject.

    Raises
    ------
    InputError
        If no wording has three readings up to the day, on two days or more, or the day is in the last year of the
        calendar.
    """
    day = settings.day or max(poll.day for poll in polls)
    if day > LAST_DAY:
        raise InputError(f"the level is asked for {day}; a year later than {LAST_DAY} there is no calendar")
    in_time = sorted((poll for poll in polls if poll.day <= day), key=lambda poll: (poll.day, poll.house, poll.line))
    recent = _remembered(in_time, settings.memory)
    wordings, apart = _wordings(recent, settings, name)
    used = [poll for poll in recent if poll.wording in wordings]
    arrays = arrays_of(used, wordings, settings, [poll.value for poll in used])
    today = float(day.toordinal())
    later = [today + months * DAYS_PER_MONTH for months in MONTHS_AHEAD]
    all_used, track = used, _track(arrays, today)
    fit = pooled(arrays, [*track, *later], settings.process)
    found = _found(fit)
    levels = list(zip(track, fit.levels(track), strict=True))
    if len(recent) < len(in_time):
        start = min(poll.day for poll in recent)
        all_used, before, found_before = _history(in_time, settings, name, wordings[0], start)
        found, levels = (*found_before, *found), [*before, *levels]
    return Series(
        name=name,
        wording=wordings[0],
        day=day,
        level=_within(span(fit.levels([today])[0])),
        with_undecided=_with_undecided(used, wordings, settings, today),
        movement=movement(fit, settings.process),
        houses=_houses(fit),
        found=found,
        links=_links(fit),
        ahead=tuple(
            _ahead(level, months, at) for level, months, at in zip(fit.levels(later), MONTHS_AHEAD, later, strict=True)
        ),
        readings=tuple(
            Reading(poll.day, poll.house, poll.wording, poll.value, poll.size, _error(poll, settings))
            for poll in all_used
        ),
        track=tuple(On(_date(at), _within(span(level))) for at, level in levels),
        apart=apart,
        assumed=_assumed(used, settings, len(polls) - len(in_time), len(in_time) - len(recent), len(wordings)),
    )


def _remembered(polls: list[Poll], years: float) -> list[Poll]:
    """Return those of the polls, sorted by day, that tell the level now."""
    if not polls:
        return []
    kept = remembered(np.array([float(poll.day.toordinal()) for poll in polls]), years)
    return [poll for poll, one in zip(polls, kept, strict=True) if one]


def _history(
    polls: list[Poll], settings: Settings, name: str, wording: str, start: dt.date
) -> tuple[list[Poll], list[tuple[float, Mixture]], tuple[Found, ...]]:
    """Return all polls of linked wordings, the level before a day by all of them, and what was found before it."""
    wordings, _ = _wordings(polls, replace(settings, wording=wording), name)
    used = [poll for poll in polls if poll.wording in wordings]
    arrays = arrays_of(used, wordings, settings, [poll.value for poll in used])
    track = [at for at in _track(arrays, float(arrays.days.max())) if at < start.toordinal()]
    fit = pooled(arrays, track, settings.process)
    return used, list(zip(track, fit.levels(track), strict=True)), tuple(one for one in _found(fit) if one.day < start)


def span(number: Mixture) -> Span:
    """Return a number with its standard deviation and its central 90 per cent."""
    low, high = number.quantiles([0.05, 0.95]).tolist()
    return Span(number.mean, number.sd, low, high)


def _within(level: Span) -> Span:
    """Return a level with its interval cut to 0 to 100."""
    value, low, high = (min(max(edge, 0.0), 100.0) for edge in (level.value, level.low, level.high))
    return replace(level, value=value, low=low, high=high)


def movement(fit: Pooled, process: Process) -> Movement:
    """Return how fast the level moves, how strongly it is pulled, and how often it jumps."""
    sightings = fit.design.sightings()
    sampling = fit.design.polls.sampling + fit.own_error[fit.design.polls.wording] ** 2
    likelihood = with_likeliest_extra(sightings, sampling)
    best, (low, high) = profile(lambda volatility: likelihood(volatility, 0.0), GRID, 0.9)
    about = max(best, 0.05)
    pull, (pull_low, pull_high) = profile(lambda speed: likelihood(about * (1 + 2 * speed) ** 0.5, speed), PULLS, 0.9)
    extras = np.array([one.extra_sd for one in fit.possibilities])
    weights = fit.weights
    order = np.argsort(extras)
    cumulated = np.cumsum(weights[order])
    edges = [float(extras[order][min(int(np.searchsorted(cumulated, at)), extras.size - 1)]) for at in (0.05, 0.95)]
    mean = float(weights @ extras)
    return Movement(
        volatility=best,
        volatility_low=low,
        volatility_high=high if math.isfinite(high) else None,
        variance_per_month=best**2,
        variance_low=low**2,
        variance_high=high**2 if math.isfinite(high) else None,
        may_be_still=low == 0,
        random_walk=float(sum(one.weight for one in fit.possibilities if one.speed == 0)),
        pull=pull,
        pull_low=pull_low,
        pull_high=pull_high if math.isfinite(pull_high) else None,
        extra_error=Span(mean, float(np.sqrt(weights @ (extras - mean) ** 2)), *edges),
        jumps_per_year=fit.jumps.per_year,
        jump_sd=fit.jumps.sd,
    )


def _wordings(polls: Sequence[Poll], settings: Settings, name: str) -> tuple[list[str], tuple[str, ...]]:
    """Return the wordings that are pooled, the reference first, and a sentence for each that has too few readings."""
    number = Counter(poll.wording for poll in polls)
    if settings.wording is not None and settings.wording not in number:
        there = "; ".join([*number][:8])
        raise InputError(f"no reading of {name or 'this table'} asks `{settings.wording}`; there are: {there}")
    linked, short = linked_wordings([poll.wording for poll in polls], settings.wording)
    first = [poll.day for poll in polls if linked and poll.wording == linked[0]]
    if len(first) < LEAST_READINGS or len(set(first)) < 2:
        who = f"{name}: " if name else ""
        raise InputError(
            f"{who}no wording has {LEAST_READINGS} readings on two days or more, so there is nothing to pool "
            f"({counted(len(number), 'wording')}, {counted(len(polls), 'reading')})"
        )
    apart = [
        f"“{wording}” has {counted(number[wording], 'reading')}: "
        + ", ".join(f"{poll.value:g}% ({poll.house}, {poll.day})" for poll in polls if poll.wording == wording)
        for wording in short
    ]
    return list(linked), tuple(apart)


def arrays_of(polls: Sequence[Poll], wordings: Sequence[str], settings: Settings, values: Sequence[float]) -> Polls:
    """Return polls as arrays."""
    return as_polls(
        days=[float(poll.day.toordinal()) for poll in polls],
        values=values,
        sizes=[poll.size for poll in polls],
        houses=[poll.house for poll in polls],
        wordings=[poll.wording for poll in polls],
        linked=wordings,
        design_effect=settings.design_effect,
        house_sd=settings.house_sd,
        missing_size=settings.missing_size,
    )


def _error(poll: Poll, settings: Settings) -> float:
    """Return the standard error of a poll by its size, in points."""
    size = poll.size or settings.missing_size
    return math.sqrt(sampling_variance(poll.value, size, settings.design_effect))


def _track(polls: Polls, today: float) -> list[float]:
    """Return the days on which the level is told: some 200 from the first reading to the day asked for."""
    start = float(polls.days.min())
    count = int(min(max(today - start, 1), 200))
    return sorted({*np.unique(np.round(np.linspace(start, today, count + 1))).tolist(), today})


def _with_undecided(polls: Sequence[Poll], wordings: Sequence[str], settings: Settings, today: float) -> float | None:
    """Return the level if everybody undecided came over, from the polls that tell how many they are."""
    told = [poll for poll in polls if poll.undecided is not None and poll.wording == wordings[0]]
    if len(told) < LEAST_READINGS or len({poll.day for poll in told}) < 2:
        return None
    values = [min(poll.value + (poll.undecided or 0.0), 99.9) for poll in told]
    arrays = arrays_of(told, wordings[:1], settings, values)
    return pooled(arrays, [today], settings.process).levels([today])[0].mean


def _houses(fit: Pooled) -> tuple[House, ...]:
    """Return the lean of every house for every wording."""
    design, polls = fit.design, fit.design.polls
    found = []
    for w, wording in enumerate(polls.wordings):
        asking = polls.asking(w)
        words = np.full(1, w)
        for house in asking:
            here, average = (design.rows(design.node[:1], words, h) for h in (np.full(1, house), None))
            readings = int(np.sum((polls.wording == w) & (polls.house == house)))
            found.append(House(wording, polls.houses[house], readings, span(fit.combination((here - average)[0]))))
    return tuple(found)


def _found(fit: Pooled) -> tuple[Found, ...]:
    """Return shifts and stray readings by date."""
    polls, start = fit.design.polls, fit.design.n_before_effects
    found = []
    for place, effect in enumerate(fit.design.effects):
        shift = effect.kind == "shift"
        before = polls.days[polls.days < effect.day]
        found.append(
            Found(
                effect.kind,
                _date(effect.day),
                _date(float(before.max())) if shift and before.size else None,
                "" if shift else polls.houses[polls.house[effect.reading]],
                "" if shift else polls.wordings[polls.wording[effect.reading]],
                span(fit.constant(start + place)),
                effect.strength,
            )
        )
    return tuple(sorted(found, key=lambda one: (one.day, one.kind)))


def _links(fit: Pooled) -> tuple[Link, ...]:
    """Return how every other wording follows the first."""
    polls = fit.design.polls
    return tuple(
        Link(
            wording,
            int(np.sum(polls.wording == w)),
            span(fit.constant(w)),
            fit.design.slopes[w],
            float(fit.slope_sds[w]),
            float(fit.own_error[w]),
        )
        for w, wording in enumerate(polls.wordings)
        if w
    )


def _ahead(level: Mixture, months: float, at: float) -> Ahead:
    """Return the level on a later day."""
    edges = level.quantiles([0.5, 0.25, 0.75, 0.1, 0.9, 0.025, 0.975]).clip(0, 100).tolist()
    return Ahead(months, _date(at), *edges)


def _date(day: float) -> dt.date:
    """Return a day as a date."""
    return dt.date.fromordinal(round(day))


def _assumed(polls: Sequence[Poll], settings: Settings, late: int, older: int, n_wordings: int) -> tuple[str, ...]:
    """Return what was assumed, a sentence each; `late` and `older` count what is left out at either end."""
    missing = sum(poll.size is None for poll in polls)
    said = []
    if late:
        said.append(f"{counted(late, 'reading')} after {settings.day} left out")
    if older:
        start = min(poll.day for poll in polls)
        said.append(f"{counted(older, 'reading')} before {start} in the history alone (--memory {settings.memory:g})")
    if missing:
        whose = "every reading" if missing == len(polls) else f"{missing} of {counted(len(polls), 'reading')}"
        said.append(f"no sample size for {whose}: {settings.missing_size:,.0f} people assumed")
    bar = alarm_bar(2 * len(polls), FALSE_ALARM)
    said.append(
        f"what stands out by {bar:.1f} standard errors or more is a shift or a stray reading: about one quiet "
        "series of twenty shows any"
    )
    said.append(
        f"sampling variance times {settings.design_effect:g} (design effect); error beyond sampling is estimated"
    )
    if len({poll.house for poll in polls}) > 1:
        said.append(
            f"leans of houses spread by {settings.house_sd:g} points before the readings; each wording's sum to zero"
        )
    if n_wordings > 1:
        said.append("slopes between wordings lie around 1, give or take 0.5, before the readings")
    return tuple(said)
