"""A forecast as a page of text: the answer first, then who blocks it, what would open it, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from winset.charts.wording import amount, percent, percent_range
from winset.forecast.labels import plain, titled
from winset.forecast.record import Binding, Blocker, Forecast, PackageResult, Tripwire
from winset.forecast.words import in_words

BLOCKERS_SHOWN = 3
PACKAGES_SHOWN = 12
LINES_SHOWN = 5

RUNGS = {"meet": "meet", "agree": "agree on a package that counts", "sign": "sign it", "ratify": "ratify it"}


def print_answer(answer: Forecast, console: Console, sources: bool = False) -> None:
    """Print a forecast."""
    with console.capture() as page:
        for title, lines in _sections(answer, sources):
            console.print()
            if title:
                console.print(Text(title, style="bold"))
            for line in lines:
                shown = Text(line) if isinstance(line, str) else line
                console.print(Padding(shown, (0, 0, 0, 2 if title else 0)))
    console.file.write("".join(line.rstrip() + "\n" for line in page.get().splitlines()) + "\n")


def _sections(answer: Forecast, sources: bool) -> Iterator[tuple[str, Sequence[str | Table]]]:
    """Yield the sections of the page: a heading and its lines."""
    case = answer.case
    yield "", [f"{case.title} ({case.id}, as known on {case.as_of})", case.question]
    if answer.warnings:
        yield "Take care", [f"- {line}" for line in answer.warnings]
    yield "Answer", _headline(answer)
    yield "How far it gets", [_ladder(answer)]
    yield "Packages, and who refuses them now", [_packages(answer)]
    if answer.binding:
        yield "What stands in the way, where there is no deal", _binding(answer)
    if answer.tripwires:
        yield (
            "What would turn a refusal (one number at a time, the rest as most likely)",
            [_tripwire(answer, wire) for wire in _distinct(answer.tripwires)[:LINES_SHOWN]],
        )
    yield (
        "Without a deal",
        [
            f"{titled(line.party)}: no agreement is worth {line.now:.3g} points to its leader now"
            + (f", {line.at_end:.3g} at the end" if line.at_end != line.now else "")
            + f"; {line.note}."
            for line in answer.no_deal
        ],
    )
    yield "Dates to watch", [f"{watch.date}  {watch.what}" for watch in answer.watch[: LINES_SHOWN + 2]]
    if answer.outside_view:
        yield (
            "Outside view, for comparison only",
            [f"{percent(line.probability)}: {line.label} ({line.basis})" for line in answer.outside_view],
        )
    yield "What it rests on", _basis(answer)
    yield "What it assumes", [f"- {line}" for line in answer.assumptions]
    yield "What it does not model", [f"- {line}" for line in answer.not_modelled]
    if sources:
        yield "Numbers and their sources", _numbers(answer)
        yield "Sources", [_source(line.id, line.title, line.publisher, line.date, line.url) for line in answer.sources]
    run = answer.run
    yield (
        "",
        [
            f"winset {run.version}, seed {run.seed}, {run.draws:,} draws for each of {len(answer.forms)} model forms, "
            f"steps of {run.step_days} {'day' if run.step_days == 1 else 'days'}, case {case.sha256[:12]}"
        ],
    )


def _headline(answer: Forecast) -> list[str]:
    """Return the answer in a sentence, its range, and the number that matters most."""
    deal = answer.deal
    forms = len(answer.forms)
    spread = f"{percent_range(deal.low, deal.high)} over {forms} model forms, " if forms > 1 else ""
    lines = [
        f"A deal {deal.counted} by {answer.case.until}: {deal.words} [{percent(deal.probability)}; "
        f"{spread}sampling error {100 * deal.sampling_error:.1f} points]."
    ]
    decisive = [number for number in answer.numbers if number.decisive]
    if decisive:
        most = decisive[0]
        towards = "higher" if most.influence > 0 else "lower"
        origin = "a guess" if most.guess else "winset's default" if most.default else f"from {', '.join(most.sources)}"
        lines.append(
            f"What matters most: {most.label} ({most.text}; {origin}); a deal is likelier where it is {towards}."
        )
    return lines


def _ladder(answer: Forecast) -> Table:
    """Return the rungs with their probabilities."""
    table = _table("", "", "")
    for rung in answer.ladder:
        table.add_row(RUNGS.get(rung.rung, rung.rung), in_words(rung.probability), f"[{percent(rung.probability)}]")
    return table


def _table(*columns: str) -> Table:
    """Return an empty table without lines."""
    table = Table(box=None, show_header=any(columns), pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for column in columns:
        table.add_column(escape(column), overflow="fold")
    return table


def _packages(answer: Forecast) -> Table:
    """Return the packages with their chances and who refuses them."""
    done = "ratified" if answer.deal.counted == "ratified" else "signed"
    table = _table("package", "open now", done, "refused now by (chance; short by, if it refuses)")
    for package in answer.packages[:PACKAGES_SHOWN]:
        label = package.label if package.counts else f"{package.label} *"
        chance = getattr(package, done)
        table.add_row(escape(label), percent(package.open_now), percent(chance), _refusers(package))
    if any(not package.counts for package in answer.packages):
        table.add_row("* does not count", "", "", "")
    left = len(answer.packages) - PACKAGES_SHOWN
    if left > 0:
        table.add_row(f"and {left} more", "", "", "in the JSON and the report")
    return table


def _refusers(package: PackageResult) -> str:
    """Return who is likeliest to refuse a package, a line each."""
    some = [blocker for blocker in package.blocked_by if blocker.probability >= 0.05][:BLOCKERS_SHOWN]
    return escape("\n".join(_refuser(blocker) for blocker in some) or "nobody with a chance of 5% or more")


def _refuser(blocker: Blocker) -> str:
    """Return one refuser with its chance and its median shortfall."""
    short = amount(blocker.gap, blocker.unit, short=True)
    return f"{_who(blocker.party, blocker.accepter)} ({percent(blocker.probability)}; {short})"


def _who(party: str, accepter: str) -> str:
    """Return an accepter's name in a few words."""
    return f"{titled(party)}, {plain(accepter)}"


def _binding(answer: Forecast) -> list[str]:
    """Return the obstacles by their share, largest first."""
    return [
        f"{percent(part.share):>4}  {_obstacle(part)}" for part in answer.binding[:LINES_SHOWN] if part.share >= 0.005
    ]


def _obstacle(part: Binding) -> str:
    """Return what an obstacle is, in words."""
    return {
        "time": "no meeting closes while a window is open (meetings, lead times, the deadline)",
        "vote": "the vote itself goes wrong",
        "several": "several at once: no single change would have given a deal",
        "outside": f"pressure from {titled(part.party)}",
        "leader": f"{titled(part.party)}: the leader gains too little",
        "capital": f"{titled(part.party)}: the leader lacks the approval to carry it ({plain(part.accepter)})",
    }.get(part.kind, f"{_who(part.party, part.accepter)} says no")


def _distinct(wires: tuple[Tripwire, ...]) -> list[Tripwire]:
    """Return the tripwires with one line for each number and level, those that open a package first."""
    seen: dict[tuple[str, float], Tripwire] = {}
    for wire in wires:
        seen.setdefault((wire.path, wire.flips_at), wire)
    return list(seen.values())


def _tripwire(answer: Forecast, wire: Tripwire) -> str:
    """Return a tripwire as a sentence."""
    label = next((package.label for package in answer.packages if package.id == wire.package), wire.package)
    does = f"opens {label}" if wire.opens else f"ends this objection to {label}, others remain"
    direction = "or more" if wire.flips_at >= wire.now else "or less"
    unit = "%" if wire.unit == "%" else f" {wire.unit}"
    return f"{wire.label}: {wire.flips_at:.3g}{unit} {direction} {does} (now {wire.now:.3g}{unit})"


def _basis(answer: Forecast) -> list[str]:
    """Return how many of the decisive numbers are guesses, and which defaults are in use."""
    decisive = [number for number in answer.numbers if number.decisive]
    guesses = sum(number.guess for number in decisive)
    defaults = [number for number in answer.numbers if number.default and number.text.split()[0] != "0"]
    lines = [
        f"{len(answer.numbers)} numbers; {len(decisive)} of them move the answer noticeably, of which {guesses} "
        f"{'is a guess' if guesses == 1 else 'are guesses'} and "
        f"{sum(number.default for number in decisive)} are winset's defaults."
    ]
    lines += [
        f"- {number.label} = {number.text}{_origin(number.sources, number.guess, number.default)}"
        for number in decisive
    ]
    grouped: dict[str, int] = {}
    for number in defaults:
        if not number.decisive:
            name = f"{number.label.rsplit(': ', 1)[-1]} {number.text}"
            grouped[name] = grouped.get(name, 0) + 1
    if grouped:
        told = [name if count == 1 else f"{name} ({count} times)" for name, count in grouped.items()]
        lines.append(f"Other defaults in use: {'; '.join(told)}.")
    return lines


def _origin(sources: tuple[str, ...], guess: bool, default: bool) -> str:
    """Return where a number comes from, in brackets."""
    return " (guess)" if guess else " (default)" if default else f" ({', '.join(sources)})"


def _numbers(answer: Forecast) -> list[str]:
    """Return every number with where it comes from and its note."""
    return [
        f"{number.path} = {number.text}{_origin(number.sources, number.guess, number.default)}"
        + (f": {number.note}" if number.note else "")
        for number in answer.numbers
    ]


def _source(name: str, title: str, publisher: str, date: str, url: str) -> str:
    """Return a source as a line."""
    return f"{name}: {', '.join(part for part in (title, publisher, date, url) if part)}"
