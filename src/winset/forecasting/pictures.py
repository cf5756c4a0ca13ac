"""What charts need besides the answer: approval ahead as a fan beside its polls, and opinion readings as written."""

from __future__ import annotations

import numpy as np

from winset.case.case import Case
from winset.case.public import FeltPublic, Opinion, SeriesLevel
from winset.case.quantities import Quantity
from winset.forecasting.capital import felt_publics
from winset.forecasting.central import Central
from winset.forecasting.inputs import distribution
from winset.forecasting.labels import accepter_label, plain
from winset.forecasting.record import Fan, Need, OpinionLine, Poll
from winset.forecasting.scene import Board
from winset.forecasting.story import Story

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
UNKNOWN_SIZE = 1000
POLLS_SHOWN_DAYS = 2 * 366


def fans(story: Story, central: Central) -> tuple[Fan, ...]:
    """Return approval of every felt public: polls behind, its spread ahead, its floor and what signing needs."""
    kept = [part for tally in story.replicates for part in tally.approvals]
    if not kept:
        return ()
    approvals = np.concatenate(kept, axis=2)
    board, plan = central.board, central.plan
    return tuple(
        _fan(board, central, key, approvals[place], plan.chart_steps, plan.forms[0].process)
        for place, key in enumerate(central.scene.shocks.publics)
    )


def _fan(
    board: Board,
    central: Central,
    key: tuple[str, str],
    approval: np.ndarray,
    steps: tuple[int, ...],
    process: str,
) -> Fan:
    """Return one felt public's fan."""
    case = board.case
    public, _ = felt_publics(case)[key]
    floor = distribution(public.floor.value)
    felt = central.scene.felt[key]
    low, high = floor.ppf([0.05, 0.95])
    return Fan(
        party=key[0],
        accepter=key[1],
        label=accepter_label(case, *key),
        process=process,
        dates=tuple(board.calendar.day(step) for step in steps),
        quantiles=tuple(
            (float(q[0]), float(q[1]), float(q[2]), float(q[3]), float(q[4]))
            for q in np.quantile(approval, QUANTILES, axis=1).T.round(6)
        ),
        polls=_polls(case, public),
        floor=round(float(floor.mode), 6),
        floor_low=round(float(low), 6),
        floor_high=round(float(high), 6),
        needs=tuple(
            Need(name, plain(name), bool(board.counts[i]), round(float(felt.floor[0] + felt.net_cost[0, i]), 6))
            for i, name in enumerate(board.packages)
            if felt.net_cost[0, i] > 0
        ),
    )


def _polls(case: Case, public: FeltPublic) -> tuple[Poll, ...]:
    """Return the readings behind a felt public's approval, oldest first, of the last two years."""
    if not isinstance(public.approval, SeriesLevel):
        return ()
    series = case.series[public.approval.series]
    found = []
    for reading in sorted(series.readings, key=lambda reading: (reading.date, reading.house)):
        if (case.as_of - reading.date).days <= POLLS_SHOWN_DAYS:
            share = reading.value / 100
            size = (reading.n or UNKNOWN_SIZE) / series.design_effect
            error = 100 * float(np.sqrt(share * (1 - share) / size))
            found.append(Poll(reading.date, reading.house, reading.value, round(error, 4)))
    return tuple(found)


def opinions(case: Case, board: Board) -> tuple[OpinionLine, ...]:
    """Return every reading of how a public sees a package, as the case has it."""
    found = []
    for (party, name), (public, _) in felt_publics(case).items():
        for package, readings in public.opposition.items():
            found += [_opinion(board, party, name, package, reading) for reading in readings]
    return tuple(found)


def _opinion(board: Board, party: str, name: str, package: str, reading: Opinion) -> OpinionLine:
    """Return one reading as a line."""
    sources = (*reading.sources, *reading.oppose.sources, *reading.support.sources)
    return OpinionLine(
        party=party,
        accepter=name,
        package=package,
        label=plain(package),
        house=reading.house or (sources[0] if sources else "guess"),
        wording=reading.wording or "",
        oppose=_middle(reading.oppose),
        support=_middle(reading.support),
        guess=not sources or reading.oppose.kind != "fixed" or reading.support.kind != "fixed",
        n=reading.n,
        source=sources[0] if sources else "guess",
    )


def _middle(quantity: Quantity) -> float:
    """Return the central value of a quantity."""
    return round(float(distribution(quantity).mode), 4)
