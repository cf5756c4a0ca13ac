"""The command that prints a case: everything that its file says, in the order of the grammar."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Any

import typer

from winset.cli.cases import counted_parts, warnings_of
from winset.cli.printing import CaseName, Json, print_json, row, width_now

if TYPE_CHECKING:
    from winset.case.case import Case
    from winset.case.evidence import StatedNumber
    from winset.case.home import Accepter
    from winset.case.parts import Source
    from winset.cli.said import Row, Told

LEADERS_NUMBERS = ("worth", "worth_of_options", "failed_vote_costs", "meeting_worth")
"""What a leader gains, which stands among the numbers alone."""


def show(case: CaseName, as_json: Json = False) -> None:
    """Print a case readably: who bargains over what, and each number with its source."""
    from winset.case.collective import CollectiveCase
    from winset.case.reading import read_any

    found = read_any(case)
    if isinstance(found, CollectiveCase):
        from winset.cli.decision import decision_as_json, print_decision

        if as_json:
            print_json("winset.decision/1", **decision_as_json(found))
            return
        print_decision(found)
        return
    if as_json:
        print_json("winset.show/1", **_as_json(found))
        return
    for line in _shown(found, width_now()):
        typer.echo(line)


def _shown(case: Case, width: int) -> Iterator[str]:
    """Yield the lines of a case."""
    from winset.case.evidence import stated_numbers
    from winset.case.reading import case_hash
    from winset.cli.said import Told

    numbers = stated_numbers(case)
    told = Told([number.note for number in numbers], [number.path for number in numbers if number.sources])
    yield from textwrap.wrap(f"{case.id}: {case.title}", width)
    yield f"as of {case.as_of}, until {case.until}, counted once {case.question.counted}"
    if case.stage != "talks":
        yield from textwrap.wrap(f"already {case.stage}: {case.agreed_package or case.question.deal[0]}", width)
    if case.author:
        yield from textwrap.wrap(f"by {case.author}", width)
    yield f"sha256 {case_hash(case)[:16]}"
    if case.invented:
        yield "an invented case"
    for text in (case.summary, *(f"Warning: {warning}" for warning in warnings_of(case))):
        if text:
            yield ""
            yield from textwrap.wrap(text, width)
    yield from _heading("Question")
    yield from textwrap.wrap(case.question.text, width, initial_indent="  ", subsequent_indent="  ")
    for heading, rows in _sections(case, told):
        found = list(rows)
        if found:
            yield from _heading(heading)
            yield from _lines(found, width)
    yield from _heading(f"Numbers ({counted_parts(case).partition(': ')[2]})")
    yield from _numbers(case, numbers, width)
    yield from _heading("Sources")
    for name, source in case.sources.items():
        yield from row(name, _source(source), 20, width)


def _heading(text: str) -> tuple[str, str]:
    """Return an empty line and a heading."""
    return "", typer.style(text, bold=True)


def _lines(rows: list[Row], width: int) -> Iterator[str]:
    """Yield rows as lines, their words in one column."""
    column = min(max((2 * part.depth + len(part.label) for part in rows), default=0), 26)
    for part in rows:
        indent = 2 + 2 * part.depth
        if part.label:
            yield from row(part.label, part.words, max(column - 2 * part.depth, 1), width, indent=indent)
        else:
            inner = " " * indent
            yield from textwrap.wrap(part.words, width, initial_indent=inner, subsequent_indent=f"{inner}  ")
        if part.note:
            inner = " " * (indent + 4)
            yield from textwrap.wrap(part.note, width, initial_indent=inner, subsequent_indent=inner)


def _sections(case: Case, told: Told) -> Iterator[tuple[str, Iterator[Row]]]:
    """Yield the parts of a case under their headings, but for its numbers and sources."""
    from winset.cli.said import rows_of

    def named(part: str) -> Iterator[Row]:
        for name, inner in getattr(case, part).items():
            yield from rows_of(name, inner, f"{part}.{name}", told)

    def single(part: str) -> Iterator[Row]:
        inner = getattr(case, part)
        if inner is not None and part in case.model_fields_set:
            yield from rows_of("", inner, part, told)

    yield "Issues", _issues(case, told)
    yield "Packages (* answers the question with yes)", _packages(case, told)
    yield "Who must say yes", _who(case, told)
    for part in ("outside", "sweeteners", "events"):
        yield part.capitalize(), named(part)
    yield "Dates of the parties", _clocks(case)
    yield "Meetings and deadlines", _meetings(case, told)
    yield "Lead times", single("lead_times")
    yield "Mediator", single("mediator")
    yield "Provisional application", single("provisional")
    yield "After a No", single("after_a_no")
    yield "Keeping", single("keeping")
    yield "Series", _series(case, told)
    yield "Correlations", _correlations(case, told)
    yield "Model forms", _forms(case)
    yield "Stories", _stories(case, told)
    yield "Outside view", _outside_view(case, told)
    yield "Levers", _levers(case, told)
    yield "Waiting", _waiting(case, told)
    yield "Decision", single("decision")
    yield "Experts, beside the forecast", _experts(case, told)


def _issues(case: Case, told: Told) -> Iterator[Row]:
    """Yield the issues, and the combinations that nobody proposes."""
    from winset.cli.said import Row, rows_of

    for name, issue in case.issues.items():
        for part in rows_of(name, issue, f"issues.{name}", told, skip=("range",)):
            words = part.words.removeprefix("options ")
            ends = f"{issue.range[0]:g} to {issue.range[1]:g}" if issue.range else ""
            yield Row(part.depth, part.label, "; ".join(word for word in (ends, words) if word))
    for line in case.exclude:
        yield Row(0, "never", _settings(line))


def _packages(case: Case, told: Told) -> Iterator[Row]:
    """Yield the packages, with what signing does and the steps in which they are carried out."""
    from winset.case.packages import case_packages
    from winset.cli.said import Row, rows_of

    for name, package in case_packages(case).items():
        mark = "*" if name in case.question.deal else " "
        first, *rest = rows_of(name, package, f"packages.{name}", told, skip=("sets",))
        settings = _settings(package.sets)
        both = "; ".join(word for word in (settings, first.words) if word).replace("; [", " [")
        yield Row(0, f"{mark} {name}", both, first.note)
        yield from (Row(part.depth + 1, part.label, part.words, part.note) for part in rest)


def _settings(sets: Mapping[str, Any]) -> str:
    """Return settings in a row."""
    from winset.case.agenda import setting_name

    return ", ".join(f"{issue} {setting_name(setting)}" for issue, setting in sets.items())


def _who(case: Case, told: Told) -> Iterator[Row]:
    """Yield everyone who must say yes, with the rules above them."""
    from winset.case.accepters import RATIFIERS, UNLISTED
    from winset.case.agreement import ShareOfParties, paths
    from winset.case.agreement import in_words as agreed_in_words
    from winset.cli.said import Row, inside, quantity_words, rows_of, words_of

    if case.agreed_by is not None:
        parties = tuple(case.parties)
        yield Row(0, "not all parties", agreed_in_words(case.agreed_by, parties, {party: party for party in parties}))
        for _, rule in paths(case.agreed_by, parties, ()):
            if isinstance(rule, ShareOfParties):
                yield Row(1, "weights", ", ".join(f"{party} {weight:g}" for party, weight in rule.of.items()))
    for party, side in case.parties.items():
        path = f"parties.{party}.leader"
        words = ", ".join(word for word in ("the leader", side.leader.name) if word)
        said = [words, *words_of(side.leader, ("name", *LEADERS_NUMBERS)), *words_of(side, ("leader", "home"))]
        yield Row(0, party, "; ".join(said), told.note(side.leader))
        for label, inner, at in inside(side.leader, path, LEADERS_NUMBERS):
            numbers = label == "successor"
            rows = list(rows_of(label, inner, at, told, 1, numbers=numbers))
            yield from (part for part in rows if part.words or part.note)
        for name, accepter in side.home.items():
            yield from _at_home(name, accepter, f"parties.{party}.home.{name}", told, 1)
    if case.ratifiers or case.unlisted_blocker is not None:
        yield Row(0, RATIFIERS, "those of no party")
    for name, accepter in case.ratifiers.items():
        yield from _at_home(name, accepter, f"{RATIFIERS}.{name}", told, 1)
    if case.unlisted_blocker is not None:
        chance = quantity_words(case.unlisted_blocker)
        yield Row(1, UNLISTED, f"someone whom the case does not name may stop it, with a chance of {chance}")


def _at_home(name: str, accepter: Accepter, path: str, told: Told, depth: int) -> Iterator[Row]:
    """Yield someone at home, or a rule with those below it; what can stop a package stands in its procedure's line."""
    from winset.case.accepters import branch_name, branch_path, branches
    from winset.case.home import AllOf, AnyOf, AtLeast, StoppedOnlyIf
    from winset.cli.said import Row, rows_of

    first, *rest = rows_of(name, accepter, path, told, depth, numbers=False)
    if isinstance(accepter, StoppedOnlyIf):
        stopper, *below = _at_home(name, accepter.stopped_only_if, f"{path}.stopped_only_if", told, depth)
        lead, *more = first.words.split("; ", 1)
        words = "; ".join([f"{lead} by {stopper.words}", *more])
        yield Row(depth, name, words, first.note or stopper.note)
        yield from below
        return
    yield first
    yield from rest
    if isinstance(accepter, AllOf | AnyOf | AtLeast):
        for key, branch in branches(accepter).items():
            called = branch_name(accepter, name, key)
            yield from _at_home(called, branch, branch_path(accepter, path, key), told, depth + 1)


def _clocks(case: Case) -> Iterator[Row]:
    """Yield the dates that matter to a party."""
    from winset.cli.said import Row

    for party, dates in case.clocks.items():
        yield from (Row(0, party, f"{day}: {what}") for day, what in dates.items())


def _meetings(case: Case, told: Told) -> Iterator[Row]:
    """Yield what is said of meetings and deadlines."""
    from winset.cli.said import rows_of

    if "meetings" in case.model_fields_set:
        yield from rows_of("meetings", case.meetings, "meetings", told)
    for place, deadline in enumerate(case.deadlines):
        yield from rows_of(str(deadline.date), deadline, f"deadlines.{place}", told, skip=("date",))


def _series(case: Case, told: Told) -> Iterator[Row]:
    """Yield the series of polls; of a series in a file of its own how many readings there are."""
    from winset.case.complaints import counted
    from winset.case.series import taken_as
    from winset.cli.said import Row, rows_of

    for name, series in case.series.items():
        skip = ("readings",) if series.file is not None else ()
        first, *rest = rows_of(name, series, f"series.{name}", told, skip=skip)
        found = counted(len(series.readings), "reading")
        if series.readings:
            found += f", {series.readings[0].date} to {series.readings[-1].date}"
        yield Row(0, name, f"{first.words}; {found}", first.note)
        yield from rest
        lead = f"series.{name}: "
        yield from (Row(1, "taken as", text.removeprefix(lead)) for text in taken_as(case) if text.startswith(lead))


def _correlations(case: Case, told: Told) -> Iterator[Row]:
    """Yield the numbers that move together."""
    from winset.cli.said import Row, rows_of

    for place, together in enumerate(case.correlations):
        for part in rows_of("", together, f"correlations.{place}", told, skip=("between",)):
            yield Row(0, "", f"{' with '.join(together.between)}: {part.words}", part.note)


def _forms(case: Case) -> Iterator[Row]:
    """Yield the dimensions of model forms that the case states, with their weights unless these are equal."""
    from winset.cli.said import Row

    for dimension in type(case.forms).model_fields:
        said = getattr(case.forms, dimension)
        if isinstance(said, Mapping):
            alike = len(set(said.values())) == 1
            words = ", ".join(name if alike else f"{name} (weight {weight:g})" for name, weight in said.items())
            yield Row(0, dimension.replace("_", " "), words)
        elif said:
            yield Row(0, dimension, "points of worth mean the same to all leaders")


def _stories(case: Case, told: Told) -> Iterator[Row]:
    """Yield the stories with the values that they set."""
    from winset.cli.said import Row, rows_of

    for dimension, stories in case.stories.items():
        yield Row(0, dimension, f"one of {len(stories)}")
        for name, story in stories.items():
            yield from rows_of(name, story, f"stories.{dimension}.{name}", told, 1, skip=("sets",))
            yield from (Row(2, "", f"{path}: {written(value)}") for path, value in story.sets.items())


def written(value: Any) -> str:
    """Return plain data as it would be written in a file.

    >>> written({"value": "5 to 7", "from": ["a", "b"]})
    '{value: 5 to 7, from: [a, b]}'
    """
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {written(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(written(part) for part in value) + "]"
    return f"{value:g}" if isinstance(value, float) else str(value).lower() if isinstance(value, bool) else str(value)


def _outside_view(case: Case, told: Told) -> Iterator[Row]:
    """Yield the base rates."""
    from winset.case.outside_view import reference_class
    from winset.cli.said import Row, rows_of

    view, found = case.outside_view, reference_class(case)
    if found is not None:
        chosen, why = found
        yield Row(0, "reference class", f"{chosen.id}: {chosen.attempts:,} {chosen.says}; {why}", "")
    elif view.class_ is not None:
        yield Row(0, "reference class", "none fits, as the case states", "")
    if view.own_record is not None:
        yield from rows_of("own record", view.own_record, "outside_view.own_record", told)
    for name, rate in view.rates.items():
        yield from rows_of(name, rate, f"outside_view.rates.{name}", told)
    if view.closest is not None:
        yield Row(0, "closest", f"{view.closest} asks most nearly what the case asks", "")
    if view.blend is not None:
        yield Row(0, "blend", f"mixed with the model's chance at a weight of {view.blend.weight:g}", "")


def _levers(case: Case, told: Told) -> Iterator[Row]:
    """Yield who we are, and which numbers may be moved how far and by whom."""
    from winset.cli.said import Row, rows_of

    if case.levers.we is not None:
        yield Row(0, "we", case.levers.we)
    for pattern, pull in case.levers.numbers.items():
        yield from rows_of(pattern, pull, f"levers.numbers.{pattern}", told)


def _waiting(case: Case, told: Told) -> Iterator[Row]:
    """Yield how leaders price waiting."""
    from winset.cli.said import rows_of

    for party, waiting in case.waiting.items():
        yield from rows_of(party, waiting, f"waiting.{party}", told)


def _experts(case: Case, told: Told) -> Iterator[Row]:
    """Yield the experts' own forecasts, and the factor of their pool if one is stated."""
    from winset.cli.said import Row, rows_of

    for place, expert in enumerate(case.experts.forecasts):
        yield from rows_of(expert.who, expert, f"experts.{place}", told, skip=("who",))
    if case.experts.factor is not None:
        yield Row(0, "factor", f"{case.experts.factor:g}, by which the mean log-odds of the pool are multiplied")


def _source(source: Source) -> str:
    """Return a source in a row."""
    asked = f"asked {source.field.first} to {source.field.last}" if source.field else None
    if source.field and source.field.first == source.field.last:
        asked = f"asked {source.field.first}"
    said = [source.title, source.author, source.publisher, source.date, asked, source.n and f"{source.n:,} asked"]
    said += ["a guess" if source.is_guess else None, "hindsight" if source.hindsight else None, source.url]
    row = ", ".join(str(part) for part in said if part)
    return f"{row}; {source.note}" if source.note else row


def _numbers(case: Case, numbers: tuple[StatedNumber, ...], width: int) -> Iterator[str]:
    """Yield the numbers of a case, those that belong together under one heading; a note that goes on stands once."""
    from winset.case.estimated import estimated
    from winset.cli.said import quantity_words

    texts: dict[str, str] = {}
    if by_polls := estimated(case):
        from winset.forecasting.estimated import estimate_words

        texts = {path: estimate_words(case, path) for path in by_polls}
    for part, group in groupby(numbers, key=lambda number: _part(number.path)):
        yield f"  {part}"
        last = ""
        for number in group:
            label = number.path.removeprefix(part).lstrip(".")
            words = texts.get(number.path) or quantity_words(number.quantity)
            origin = _origin(number)
            yield from row(label, f"{words} [{origin}]" if origin else words, 30, width, indent=4)
            for note in (number.note, *(choice.note for choice, _ in number.quantity.choices)):
                if note and note != last:
                    indent = " " * 8
                    yield from textwrap.wrap(note, width, initial_indent=indent, subsequent_indent=indent)
            last = number.note


def _part(path: str) -> str:
    """Return the part of a case that a number belongs to."""
    steps = path.split(".")
    if len(steps) == 1:
        return "ratifiers"
    depth = {"parties": 4 if "home" in steps[:3] else 3, "meetings": 1, "lead_times": 1}.get(steps[0], 2)
    return ".".join(steps[: min(depth, len(steps) - 1)])


def _origin(number: StatedNumber) -> str:
    """Return where a number comes from, in a few words; none where it is from a series that names no source."""
    origin = ", ".join(number.sources) if number.origin == "source" else number.origin
    if number.confidence:
        origin += f"; {number.confidence} confidence"
    if number.quantity.hindsight:
        origin += "; hindsight"
    if number.quantity.known_to:
        origin += f"; known to {' and '.join(number.quantity.known_to)}"
    return origin


def _accepters(case: Case) -> Iterator[tuple[str, str, str]]:
    """Yield everyone who must say yes as id, words and kind; the rules above them come first."""
    from winset.case.accepters import RATIFIERS, UNLISTED

    for party, side in case.parties.items():
        yield party, ", ".join(part for part in ("the leader", side.leader.name) if part), "leader"
        yield from _below(party, side.home)
    if case.ratifiers or case.unlisted_blocker is not None:
        yield RATIFIERS, "those of no party", "rule"
    yield from _below(RATIFIERS, case.ratifiers)
    if case.unlisted_blocker is not None:
        words = f"someone whom the case does not name may stop it, with a chance of {case.unlisted_blocker}"
        yield f"{RATIFIERS}.{UNLISTED}", words, "consent"


def _below(above: str, accepters: Mapping[str, Accepter]) -> Iterator[tuple[str, str, str]]:
    """Yield accepters, and those below them, by the names that lead to them."""
    from winset.case.accepters import branches
    from winset.case.home import AllOf, AnyOf, AtLeast, StoppedOnlyIf
    from winset.cli.said import in_words

    for name, accepter in accepters.items():
        words, kind = in_words(accepter)
        yield f"{above}.{name}", f"{words}; {accepter.says}" if accepter.says else words, kind
        if isinstance(accepter, AllOf | AnyOf | AtLeast | StoppedOnlyIf):
            yield from _below(f"{above}.{name}", branches(accepter))


def _as_json(case: Case) -> dict[str, Any]:
    """Return a case as plain data with each number's source."""
    from winset.case.evidence import stated_numbers
    from winset.case.packages import case_packages
    from winset.case.reading import case_hash
    from winset.case.writing import case_data

    return {
        "id": case.id,
        "title": case.title,
        "summary": case.summary,
        "invented": case.invented,
        "as_of": str(case.as_of),
        "until": str(case.until),
        "sha256": case_hash(case),
        "question": case.question.model_dump(mode="json"),
        "packages": [
            {"id": name, "sets": package.sets, "says": package.says, "deal": name in case.question.deal}
            for name, package in case_packages(case).items()
        ],
        "accepters": [{"id": name, "kind": kind, "says": words} for name, words, kind in _accepters(case)],
        "numbers": [
            {
                "path": number.path,
                "text": str(number.quantity),
                "kind": number.quantity.kind,
                "numbers": list(number.quantity.numbers),
                "unit": number.quantity.unit,
                "origin": number.origin,
                "sources": list(number.sources),
                "note": number.note,
                "confidence": number.confidence,
                "known_to": list(number.quantity.known_to),
            }
            for number in stated_numbers(case)
        ],
        "sources": {name: source.model_dump(mode="json", by_alias=True) for name, source in case.sources.items()},
        "case": dict(case.written.raw) or case_data(case),
        "warnings": list(warnings_of(case)),
    }


__all__ = ["show"]
