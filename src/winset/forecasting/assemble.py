"""Putting a forecast together: pooling stories and forms, and saying who blocks, what matters and what is assumed."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from typing import SupportsFloat

import numpy as np
from numpy.typing import NDArray

from winset.case.agenda import setting_name
from winset.case.case import Case
from winset.case.ladder import kept_for
from winset.case.reading import case_hash
from winset.forecasting.block import SEVERAL
from winset.forecasting.central import Central
from winset.forecasting.experts import expert_pools
from winset.forecasting.keeping import keeping
from winset.forecasting.labels import plain
from winset.forecasting.outside_view import base_lines, blend_of
from winset.forecasting.pictures import fans, opinions
from winset.forecasting.provenance import (
    assumptions,
    dates_to_watch,
    impossible_correlations,
    no_deal,
    not_modelled,
    numbers,
    source_lines,
    warnings_of,
)
from winset.forecasting.record import (
    AccepterNode,
    Binding,
    Blocker,
    CaseLine,
    Deal,
    DealBy,
    Forecast,
    Form,
    PackageResult,
    Run,
    Rung,
)
from winset.forecasting.stand import UNITS
from winset.forecasting.story import Story, Told
from winset.forecasting.tree import accepters, places
from winset.forecasting.tripwires import tripwires
from winset.forecasting.words import in_words

Array = NDArray[np.float64]


def assemble(case: Case, stories: Sequence[Story], draws: int, seed: int) -> Forecast:
    """Return the forecast that the tallies of all stories amount to."""
    main = max(stories, key=lambda story: story.weight)
    central = Central(main.plan)
    deal = deal_of(case, stories)
    calendar = main.plan.board.calendar
    drawn = numbers(case, stories)
    outside, mixed = base_lines(case), case.outside_view.blend
    return Forecast(
        case=CaseLine(case.id, case.title, case.question.text, case.as_of, case.until, case_hash(case), case.stage),
        run=Run(version("winset"), seed, draws, calendar.step_days),
        deal=deal,
        ladder=_ladder(case, stories),
        tripwires=tripwires(central),
        forms=forms_told(stories),
        packages=_packages(stories, main, central),
        accepters=_accepters(stories, main, central),
        binding=_binding(stories),
        keeping=keeping(stories, main, central),
        no_deal=no_deal(case, main, central),
        watch=dates_to_watch(case),
        numbers=drawn,
        outside_view=outside,
        blend=None if mixed is None else blend_of(deal, outside, mixed.weight),
        experts=expert_pools(case),
        fans=fans(main, central),
        gains=central.leaders(),
        opinions=opinions(case, main.plan.board),
        assumptions=assumptions(case, main.plan),
        not_modelled=not_modelled(case, main.plan),
        warnings=(*warnings_of(case, main, deal.probability), *impossible_correlations(stories)),
        sources=source_lines(case),
    )


def _round(value: SupportsFloat) -> float:
    """Return a number with what rounding error could touch removed, so that pools of equal forms compare equal."""
    return round(float(value), 10)


def pooled(stories: Sequence[Told], what: str) -> Array:
    """Return a count pooled linearly over stories and forms."""
    return np.asarray(
        sum(story.weight * np.tensordot(story.form_weights, story.mean(what), axes=1) for story in stories)
    )


def deals_by_replicate(stories: Sequence[Told]) -> tuple[float, ...]:
    """Return the pooled chance of a deal in each replicate."""
    return tuple(
        sum(
            story.weight * float(story.form_weights @ (story.replicates[r].deals / story.replicates[r].n))
            for story in stories
        )
        for r in range(len(stories[0].replicates))
    )


def deal_of(case: Case, stories: Sequence[Told]) -> Deal:
    """Return the headline: pool, extremes over forms, sampling error from the replicates, and the curve over time."""
    by_form = np.concatenate([story.mean("deals") for story in stories])
    n_replicates = len(stories[0].replicates)
    per_replicate = deals_by_replicate(stories)
    error = float(np.std(per_replicate, ddof=1) / np.sqrt(n_replicates)) if n_replicates > 1 else 0.0
    probability = _round(np.clip(pooled(stories, "deals"), by_form.min(), by_form.max()))
    calendar = stories[0].plan.board.calendar
    curves = np.concatenate([np.cumsum(story.mean("deal_steps"), axis=1) for story in stories])
    curve = np.cumsum(pooled(stories, "deal_steps"))
    steps = calendar.ends_of_months()
    return Deal(
        probability=probability,
        low=_round(by_form.min()),
        high=_round(by_form.max()),
        sampling_error=_round(error),
        words=in_words(probability),
        counted=case.question.counted,
        by=tuple(
            DealBy(
                calendar.day(step), _round(curve[step]), _round(curves[:, step].min()), _round(curves[:, step].max())
            )
            for step in steps
        ),
    )


def _ladder(case: Case, stories: Sequence[Story]) -> tuple[Rung, ...]:
    """Return the probability of each rung; a rung is never likelier than the one below it.

    Rungs above ratification are there if the case says something of them. Provisional application comes after signing
    and before ratification, which may then still fail: it is the one rung that the next may be likelier than. Without
    it a package is applied when it enters into force, so that applying comes after ratification.
    """
    rungs = [("meet", "meets"), ("agree", "agreed"), ("sign", "signed"), ("ratify", "ratified")]
    if case.provisional is not None:
        rungs.insert(3, ("apply", "applied"))
    elif case.question.counted == "applied":
        rungs.append(("apply", "applied"))
    above = case.question.counted == "in force" or kept_for(case.question.counted) is not None
    if above or not case.lead_times.entry.is_default:
        rungs.append(("in force", "in_force"))
    if kept_for(case.question.counted) is not None:
        rungs.append(("keep", "kept"))
    return tuple(Rung(rung, _round(pooled(stories, what))) for rung, what in rungs)


def forms_told(stories: Sequence[Told]) -> tuple[Form, ...]:
    """Return every form with its weight in the pool."""
    found = []
    for story in stories:
        per_replicate = np.stack([tally.deals / tally.n for tally in story.replicates])
        errors = per_replicate.std(axis=0, ddof=1) / np.sqrt(len(per_replicate))
        for place, form in enumerate(story.plan.forms):
            found.append(
                Form(
                    name=form.name(story.name) or "the only form",
                    weight=_round(story.weight * form.weight),
                    probability=_round(per_replicate[:, place].mean()),
                    sampling_error=_round(errors[place]),
                    process=form.process,
                    closing=form.closing,
                    solution=form.solution,
                    vote_error=form.vote_error,
                    story=story.name,
                    information=form.information,
                )
            )
    return tuple(found)


def _packages(stories: Sequence[Story], main: Story, central: Central) -> tuple[PackageResult, ...]:
    """Return the packages: those that count first, the likeliest to be done first, then the most open."""
    board = main.plan.board
    signed, ratified = pooled(stories, "package_signed"), pooled(stories, "package_ratified")
    open_now = sum(story.weight * story.mean("open_now") for story in stories)
    refusals = sum(story.weight * story.mean("refusals") for story in stories)
    short = np.concatenate([part for tally in main.replicates for part in tally.shortfalls], axis=2)
    gaps = central.gaps()
    after = board.case.after_a_no
    still = {tuple(board.packages)[board.agreed or 0], after.package if after is not None else None}
    found = []
    for i, (name, package) in enumerate(board.packages.items()):
        blockers = [
            Blocker(
                party=stand.party,
                accepter=stand.accepter,
                kind=stand.kind,  # type: ignore[arg-type]
                probability=_round(np.asarray(refusals)[j, i]),
                gap=_round(_median_where_short(short[j, i])),
                gap_central=_round(gaps[j, i]),
                unit=UNITS[stand.kind],
            )
            for j, stand in enumerate(central.stands)
            if np.isfinite(gaps[j, i])
        ]
        blockers.sort(key=lambda blocker: (-blocker.probability, -blocker.gap_central, blocker.party, blocker.accepter))
        found.append(
            PackageResult(
                id=name,
                label=plain(name),
                says=package.says or "",
                settings=tuple((issue, setting_name(setting)) for issue, setting in package.sets.items()),
                counts=bool(board.counts[i]),
                signed=_round(signed[i]),
                ratified=_round(ratified[i]),
                open_now=_round(np.asarray(open_now)[i]),
                blocked_by=tuple(blockers),
                on_the_table=board.agreed is None or name in still,
            )
        )
    key = "signed" if board.case.question.counted in {"agreed", "signed", "applied"} else "ratified"
    return tuple(sorted(found, key=lambda package: (not package.counts, -getattr(package, key), -package.open_now)))


def _accepters(stories: Sequence[Story], main: Story, central: Central) -> tuple[AccepterNode, ...]:
    """Return the tree of those who must accept, with the chance that each node accepts."""
    board = main.plan.board
    chances = np.asarray(sum(story.weight * story.mean("node_accepts") for story in stories))
    return accepters(places(board.case), tuple(board.packages), chances, *central.tree())


def _median_where_short(short: Array) -> float:
    """Return the median shortfall over the draws in which there is one, 0 if there is none."""
    where = short[short > 0]
    return float(np.median(where)) if where.size else 0.0


def _binding(stories: Sequence[Story]) -> tuple[Binding, ...]:
    """Return what stands in the way, as shares of the draws without a deal; empty if there are none."""
    totals: dict[tuple[str, str, str], float] = {}
    for story in stories:
        weights = np.tensordot(story.form_weights, story.mean("binding"), axes=1)
        for obstacle, weight in zip((*story.plan.obstacles, SEVERAL), weights, strict=True):
            key = (obstacle.party, obstacle.accepter, obstacle.kind)
            totals[key] = totals.get(key, 0.0) + story.weight * float(weight)
    whole = sum(totals.values())
    if whole <= 0:
        return ()
    found = [
        Binding(party, accepter, kind, total / whole)  # type: ignore[arg-type]
        for (party, accepter, kind), total in totals.items()
        if total > 0
    ]
    return tuple(sorted(found, key=lambda part: (-part.share, part.party, part.accepter)))
