"""What a forecast rests on: its numbers and their sources, what is assumed, what is left out, what to watch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from winset.case.accepters import ratifiers
from winset.case.agreement import in_words
from winset.case.case import Case
from winset.case.estimated import estimated, is_guessed, sources_of
from winset.case.evidence import hindsight_used, stated_numbers
from winset.case.knowledge import not_hidden
from winset.case.ladder import kept_for
from winset.case.public import SeriesLevel
from winset.case.voting import Body
from winset.chance.correlation import groups, held_ranks, nearest_correlation
from winset.forecasting.block import Plan
from winset.forecasting.capital import felt_publics
from winset.forecasting.central import Central
from winset.forecasting.estimated import estimate_words
from winset.forecasting.influence import influences, least_decisive
from winset.forecasting.inputs import distribution, rank_correlations
from winset.forecasting.labels import accepter_label, party_label, path_label, plain, titled
from winset.forecasting.levels import distributions_of, is_pooled, series_level
from winset.forecasting.record import NoDeal, Number, SourceLine, Watch
from winset.forecasting.story import Story, Told

NOTICED = 0.005
"""Change of a stated correlation of which no output warns."""


def numbers(case: Case, stories: Sequence[Story]) -> tuple[Number, ...]:
    """Return every number that the case uses with its sources and its influence, the most influential first."""
    influence = influences(stories)
    left_to_polls = estimated(case)
    least = least_decisive(sum(tally.n for tally in stories[0].replicates))
    found = [
        Number(
            path=stated.path,
            label=path_label(case, stated.path),
            text=estimate_words(case, stated.path) if stated.path in left_to_polls else str(stated.quantity),
            sources=stated.sources,
            note=stated.note,
            confidence=stated.confidence,
            guess=stated.origin == "guess",
            default=stated.origin == "default",
            decisive=False,
            influence=0.0,
        )
        for stated in stated_numbers(case)
        if not (stated.origin == "default" and _is_idle(case, stated.path))
    ]
    found += _measured_approvals(case)
    strengths = [influence.get(number.path, 0.0) for number in found]
    weighed = [
        replace(number, influence=round(strength, 6), decisive=abs(strength) >= least)
        for number, strength in zip(found, strengths, strict=True)
    ]
    return tuple(sorted(weighed, key=lambda number: -abs(number.influence)))


def _is_idle(case: Case, path: str) -> bool:
    """Tell whether nothing uses a number: the chance of an event that comes at a rate, meetings once all is agreed."""
    if case.stage != "talks" and (path.startswith("meetings.") or path.endswith(".meeting_worth")):
        return True
    return path in {f"events.{name}.chance" for name, event in case.events.items() if event.date is None}


def _measured_approvals(case: Case) -> Iterator[Number]:
    """Yield the approval of every felt public that a series of polls measures, as a number with its standard error."""
    known = distributions_of(case)
    for public, path in felt_publics(case).values():
        if not isinstance(public.approval, SeriesLevel):
            continue
        id = public.approval.series
        series = case.series[id]
        level = series_level(series, case, known[f"{path}.moves.volatility"].mode)
        houses = tuple(dict.fromkeys(reading.house for reading in series.readings))
        how = "pooled from" if is_pooled(series) else "as read by"
        yield Number(
            path=f"{path}.approval",
            label=path_label(case, f"{path}.approval"),
            text=f"{level.mean:.1f} ± {level.sd:.1f} %",
            sources=sources_of(series),
            note=f"level of series.{id} on {case.as_of}, {how} {', '.join(houses)}",
            confidence=series.confidence or "",
            guess=is_guessed(case, series),
            default=False,
            decisive=False,
            influence=0.0,
        )


def source_lines(case: Case) -> tuple[SourceLine, ...]:
    """Return every source of the case with the numbers that use it."""
    used: dict[str, list[str]] = {name: [] for name in case.sources}
    for stated in stated_numbers(case):
        for name in stated.sources:
            used.setdefault(name, []).append(stated.path)
    for name, series in case.series.items():
        for source in sources_of(series):
            used.setdefault(source, []).append(f"series.{name}")
    for expert in case.experts.forecasts:
        for source in dict.fromkeys((*expert.sources, *expert.chance.sources)):
            used.setdefault(source, []).append(f"experts: {expert.who}")
    return tuple(
        SourceLine(
            id=name,
            title=source.title,
            publisher=source.publisher or "",
            date=(source.known_on.isoformat() if source.known_on else ""),
            url=source.url or "",
            used_by=tuple(used[name]),
        )
        for name, source in case.sources.items()
    )


def dates_to_watch(case: Case) -> tuple[Watch, ...]:
    """Return the dates ahead, in order: clocks of parties, deadlines, scheduled events, pressure that ends."""
    found = [Watch(case.until, "the question closes", "end")]
    for party, dates in case.clocks.items():
        found += [Watch(day, f"{party_label(case, party)}: {what}", "clock") for day, what in dates.items()]
    for party, side in case.parties.items():
        if side.leader.leaves_on is not None:
            found.append(
                Watch(side.leader.leaves_on, f"{accepter_label(case, party, 'leader')} leaves office", "clock")
            )
    for who in ratifiers(case):
        if isinstance(who.accepter, Body) and who.accepter.election is not None and who.accepter.election.date:
            label = accepter_label(case, *who.key)
            found.append(Watch(who.accepter.election.date, f"election of {label}", "clock"))
    if case.mediator is not None:
        for day, what in ((case.mediator.since, "begins"), (case.mediator.until, "ends")):
            if day is not None and case.as_of < day <= case.until:
                found.append(Watch(day, f"the mediation {what}", "outside"))
    found += [Watch(deadline.date, deadline.says or "deadline", "deadline") for deadline in case.deadlines]
    for name, event in case.events.items():
        if event.date is not None:
            found.append(Watch(event.date, event.says or plain(name), "event"))
    for name, pressure in case.outside.items():
        if pressure.until is not None:
            found.append(Watch(pressure.until, f"pressure from {titled(name)} ends", "outside"))
    ahead = [watch for watch in found if case.as_of < watch.date]
    return tuple(sorted(ahead, key=lambda watch: (watch.date, watch.kind, watch.what)))


def no_deal(case: Case, story: Story, central: Central) -> tuple[NoDeal, ...]:
    """Return what no agreement is worth to each leader now and at the end, and how it compares with the best deal."""
    found = []
    years = float(central.board.calendar.years[-1])
    for party, gains in central.scene.gains.items():
        now = float(gains.no_agreement[0])
        end = now + float(gains.drift[0]) * years
        counting = np.flatnonzero(central.board.counts)
        best = int(counting[np.argmax(gains.still[0, counting])])
        name = plain(tuple(central.board.packages)[best])
        worth = now + float(gains.still[0, best])
        note = f"the best that counts, {name}, is worth {worth:.3g}"
        found.append(NoDeal(party, round(now, 4), round(end, 4), note))
    return tuple(found)


def assumptions(case: Case, plan: Plan) -> tuple[str, ...]:
    """Return what the answer assumes, in sentences."""
    found = list(_who_knows_what(plan))
    if case.agreed_by is not None:
        parties = tuple(case.parties)
        rule = in_words(case.agreed_by, parties, {party: titled(party) for party in parties})
        found.append(f"Not all parties must agree: {rule}. Who does not sign pays nothing, and has nothing to break.")
    closings = {form.closing for form in plan.forms}
    if case.stage != "talks":
        found += _from_here(case)
    elif "meetings" in closings:
        found.append("A deal is closed only at a meeting, and only if some package is open to all at that moment.")
    if case.stage == "talks" and "immediate" in closings:
        found.append("In the form `immediate` a deal is closed at the first moment at which a package is open to all.")
    if felt_publics(case):
        found.append("Opposition in a public that casts no vote is a cost in approval, not a vote.")
        found.append("Errors of polls on different packages are independent; approval stays within 0 to 100.")
    if case.stage == "talks" and any(plan.board.counts) and not all(plan.board.ends):
        aside = [plain(name) for name, ends in zip(plan.board.packages, plan.board.ends, strict=True) if not ends]
        found.append(f"Signing {' or '.join(aside)} does not end the talks.")
    if case.after_a_no is not None:
        found.append(
            "Whoever said yes to a package is not asked again after a No; who said no votes with luck of their own."
        )
        if case.after_a_no.package is not None and case.stage != "ratified":
            changed = plain(case.after_a_no.package)
            found.append(f"After a No leaders sign {changed} anew if they then gain by it and can afford it at home.")
    found.append("Leaders do not wait strategically: a leader signs what beats no agreement when it is on the table.")
    return tuple(found)


def _from_here(case: Case) -> Iterator[str]:
    """Yield what is to come once the talks are over."""
    package = plain(case.agreed_package or case.question.deal[0])
    yield {
        "agreed": f"The talks are over: {package} is signed at the first moment at which all who must accept it do.",
        "signed": f"The talks are over: {package} is signed, so that its ratification is all that is asked of it.",
        "ratified": f"The talks are over: {package} is ratified, so that nobody votes on it again.",
    }[case.stage]


def _who_knows_what(plan: Plan) -> Iterator[str]:
    """Yield what the sides are taken to know of each other, in the forms that are played."""
    information = {form.information for form in plan.forms}
    if "private" not in information:
        yield "All sides know each other's limits; only we are unsure."
        return
    if "common" in information:
        yield "In the form `common information` all sides know each other's limits; only we are unsure."
    where = "In the form `private information`" if "common" in information else "Here"
    found = len({path for paths in plan.board.hidden.values() for path in paths})
    hidden = f"{found or 'no'} {'number is' if found == 1 else 'numbers are'} hidden from a side"
    yield (
        f"{where} {hidden}; one leader, drawn at random, makes an offer that is taken or left, and nobody learns from "
        "a refusal."
    )


def not_modelled(case: Case, plan: Plan) -> tuple[str, ...]:
    """Return what the answer does not model, in sentences."""
    is_private = any(form.information == "private" for form in plan.forms)
    found = [f"{'Bluffing' if is_private else 'Private information, bluffing'} and learning between the parties."]
    if case.after_a_no is None:
        found.append("A second try after a failed vote.")
    if kept_for(case.question.counted) is None:
        found.append("Whether a deal that is reached will be kept.")
    changing = any(side.leader.loses_office or side.leader.leaves_on for side in case.parties.values())
    electing = any(isinstance(who.accepter, Body) and who.accepter.election is not None for who in ratifiers(case))
    unsaid = [what for what, said in (("changes of leader", changing), ("early elections", electing)) if not said]
    if unsaid:
        found.append(f"{' and '.join(unsaid).capitalize()}.")
    for name, event in case.events.items():
        if event.needs is not None:
            found.append(
                f"The bargaining behind {plain(name)}: it is {titled(event.needs)}'s to decide, and enters as a chance."
            )
    return tuple(found)


def impossible_correlations(stories: Sequence[Story]) -> tuple[str, ...]:
    """Return a sentence for each set of stated correlations that cannot hold together, with what was taken instead.

    The greatest change comes first; changes up to `NOTICED` are not worth a word.
    """
    sentences: dict[str, None] = {}
    for story in stories:
        parts = sorted(_moved(story.plan.board.case), key=lambda part: -round(abs(part[1] - part[2]), 9))
        told = [
            f"{pair} was taken as {_short(held)} instead of {_short(said)}"
            for pair, held, said in parts
            if abs(held - said) > NOTICED
        ]
        if told:
            sentences[f"The stated correlations cannot hold together: {'; '.join(told)}."] = None
    return tuple(sentences)


def _moved(case: Case) -> Iterator[tuple[str, float, float]]:
    """Yield each pair of correlated things with the correlation that holds and the one stated, 0 if none is."""
    publics = {".".join(key) for key in felt_publics(case)}
    stated = {part.between: distribution(part.rank).mode for part in case.correlations if {*part.between} <= publics}
    numbers = ((names, ranks, held_ranks(ranks)) for names, ranks in rank_correlations(case))
    moves = ((names, matrix, nearest_correlation(matrix)[0]) for names, matrix in groups(stated))
    for names, wanted, held in (*numbers, *moves):
        for i, one in enumerate(names):
            for j, other in enumerate(names[:i]):
                yield f"{other} with {one}", float(held[i, j]), float(wanted[i, j])


def _short(correlation: float) -> str:
    """Return a correlation with two decimals and no zero before the point."""
    return f"{correlation:.2f}".replace("0.", ".", 1) if abs(correlation) >= 0.005 else "0"


def warnings_of(case: Case, story: Told, probability: float) -> tuple[str, ...]:
    """Return what every output should warn of."""
    found = [f"Uses hindsight: {line}" for line in hindsight_used(case)]
    found += not_hidden(case)
    if case.invented:
        found.append("This case is invented.")
    unsaid = []
    for key, (public, _) in felt_publics(case).items():
        missing = [package for package in story.plan.board.packages if package not in public.opposition]
        if missing:
            unsaid.append(f"{accepter_label(case, *key)} on {', '.join(missing)}")
    if unsaid:
        found.append(f"Nothing is said of how these see a package; taken as -20 to 20 points net: {'; '.join(unsaid)}.")
    for party, side in case.parties.items():
        leader = side.leader
        if not leader.worth_of_options and leader.spatial is None:
            missing = [package for package in story.plan.board.packages if package not in leader.worth]
            if missing:
                who = accepter_label(case, party, "leader")
                found.append(
                    f"Nothing is said of what {', '.join(missing)} is worth to {who}; taken as -20 to 20 points."
                )
    for name, event in case.events.items():
        if event.needs is not None and event.agrees is None:
            found.append(f"{plain(name)}: its rate is taken to include whether {titled(event.needs)} agrees.")
    if probability in (0.0, 1.0):
        found.append(
            f"No draw {'gives' if probability == 0 else 'is without'} a deal: read the probability as "
            f"{'below' if probability == 0 else 'above'} what this many draws can show, not as certainty."
        )
    return tuple(found)
