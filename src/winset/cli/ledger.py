"""A ledger of forecasts on the command line: seal, list, resolve, score, verify, export."""

from __future__ import annotations

import json
import sys
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from winset.cli.asking import Draws, Out, Seed, Workers, cores, need_room, progress_bar
from winset.cli.printing import Json, print_json, width_now

if TYPE_CHECKING:
    from winset.backtest.entries import Entry
    from winset.backtest.ledger import Ledger
    from winset.backtest.record_scores import RecordScores

NOT_WHOLE = 2

Place = Annotated[
    Path | None,
    typer.Option("--ledger", metavar="FILE", help="The ledger (default: WINSET_LEDGER, or your folder for data)."),
]
Note = Annotated[str, typer.Option(metavar="TEXT", help="Anything to be kept with it.")]

app = typer.Typer(help="Keep a record of forecasts: seal, list, resolve, score, verify, export.", no_args_is_help=True)


def opened(place: Path | None, make: bool = False) -> Ledger:
    """Return the ledger that is meant."""
    from winset.backtest.ledger import Ledger, default_path

    return Ledger(default_path() if place is None else place, make)


def _say(text: str) -> None:
    """Print a sentence, wrapped; what has columns keeps them."""
    kept = text.startswith(" ") or len(text) <= width_now()
    typer.echo(text if kept else textwrap.fill(text, width_now(), break_long_words=False, break_on_hyphens=False))


@app.command()
def record(
    case: Annotated[
        str,
        typer.Argument(metavar="CASE", help="A case to be forecast now, or the JSON document of a forecast."),
    ],
    question: Annotated[
        str | None, typer.Option(metavar="ID", help="Id of the question (default: the case's id); updates share it.")
    ] = None,
    rule: Annotated[str | None, typer.Option(metavar="TEXT", help="How the question will be judged.")] = None,
    note: Note = "",
    draws: Draws = 16_384,
    seed: Seed = 1,
    workers: Workers = None,
    ledger: Place = None,
    as_json: Json = False,
) -> None:
    """Seal a forecast, with its case, its question and the rule by which it will be judged."""
    made = _forecast_of(case, draws, seed, workers, as_json)
    with opened(ledger, make=True) as book:
        sealed = book.record(made, question, rule, note)
    if as_json:
        print_json("winset.sealed/1", new=sealed.is_new, hash=sealed.entry.hash, entry=sealed.entry.body)
        return
    entry = sealed.entry
    asked = entry.body["question"]
    _say(f"{'sealed as' if sealed.is_new else 'stands already as'} entry {entry.number}: {_chance(entry)}")
    _say(f"question `{asked['id']}`: {asked['text'].strip()}")
    _say(f"judged: {asked['rule']}")
    if asked["until"] < entry.body["sealed"][:10]:
        _say(f"the question closed on {asked['until']}: this is a forecast in hindsight, and scored apart")
    _say(f"head {entry.hash}")


def _forecast_of(case: str, draws: int, seed: int, workers: int | None, quiet: bool) -> Any:
    """Return the forecast of a case, or the one that a file holds."""
    from winset.case.collective import CollectiveCase
    from winset.case.reading import read_any
    from winset.errors import InputError
    from winset.forecasting.run import forecast

    path = Path(case)
    if path.suffix.lower() == ".json" and path.is_file():
        try:
            held = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise InputError(f"{case} cannot be read as JSON: {error}") from None
        if isinstance(held, dict) and str(held.get("schema", "")).startswith("winset."):
            return held
    found = read_any(case)
    if isinstance(found, CollectiveCase):
        raise InputError(f"{case} is a decision of many actors; its models give no chance that could be scored")
    with progress_bar(quiet=quiet) as progress:
        return forecast(found, draws, seed, cores() if workers is None else workers, progress)


@app.command("list")
def list_(ledger: Place = None, as_json: Json = False) -> None:
    """List what is sealed."""
    with opened(ledger) as book:
        entries = book.entries()
    if as_json:
        print_json("winset.ledger/1", entries=[{"hash": entry.hash, "entry": entry.body} for entry in entries])
        return
    for line in _listed(entries):
        _say(line)


def _listed(entries: Sequence[Entry]) -> Iterator[str]:
    """Yield a line for each entry."""
    for entry in entries:
        body = entry.body
        if entry.kind == "forecast":
            said = f"{_chance(entry)} by {body['question']['until']}"
        else:
            corrects = f", replacing entry {body['corrects']}" if body["corrects"] else ""
            said = f"resolved {body['outcome']} on {body['on']}{corrects} ({body['source']})"
        yield f"{entry.number:>4}  {body['sealed'][:10]}  {entry.hash[:12]}  {entry.question}: {said}"
    if not entries:
        yield "nothing is sealed yet"


def _chance(entry: Entry) -> str:
    """Return what an entry forecasts: words, and the numbers in brackets."""
    from winset.charts.wording import percent, percent_range
    from winset.forecasting.words import in_words

    body = entry.body
    return (
        f"{in_words(body['probability'])} [{percent(body['probability'])}; {percent_range(body['low'], body['high'])}]"
    )


@app.command()
def resolve(
    question: Annotated[str, typer.Argument(metavar="ID", help="The question, or number or hash of an entry of it.")],
    outcome: Annotated[str, typer.Option(metavar="OUTCOME", help="yes, no, or void if it cannot be judged.")],
    on: Annotated[str, typer.Option("--date", metavar="DATE", help="The day on which it was decided.")],
    source: Annotated[str, typer.Option(metavar="TEXT", help="Where that is to be read.")],
    note: Note = "",
    correct: Annotated[
        bool, typer.Option("--correct", help="Replace an earlier resolution, which stays where it is.")
    ] = False,
    ledger: Place = None,
    as_json: Json = False,
) -> None:
    """Seal how a question came out."""
    with opened(ledger) as book:
        entry = book.resolve(question, outcome, on, source, note, correct)
    if as_json:
        print_json("winset.sealed/1", new=True, hash=entry.hash, entry=entry.body)
        return
    _say(f"sealed as entry {entry.number}: `{entry.question}` resolved {outcome} on {entry.body['on']}")
    _say(f"head {entry.hash}")


@app.command()
def score(ledger: Place = None, out: Out = None, as_json: Json = False) -> None:
    """Score what is resolved, by itself and beside the base rate and the experts of each case."""
    from winset.backtest.record_scores import scores_of

    if out is not None:
        from winset.report.extras import need_drawing

        need_drawing()
        need_room(out)
    with opened(ledger) as book:
        found = scores_of(book.entries())
    written = [] if out is None else _write(found, out)
    if as_json:
        typer.echo(found.to_json(), nl=False)
        return
    from winset.report.ledger import lines_of

    for line in lines_of(found):
        _say(line)
    if written:
        _say("Written: " + ", ".join(written))


def _write(found: RecordScores, out: str) -> list[str]:
    """Write the page, the scores as JSON and their tables into a folder; return what was written."""
    from winset.report.findings import write_findings
    from winset.report.ledger import beside_table, findings_of, forecast_table
    from winset.report.tables import csv_text

    others = {
        "score.json": found.to_json(),
        "score-forecasts.csv": csv_text(forecast_table(found)),
        "score-beside.csv": csv_text(beside_table(found)),
    }
    return [str(path) for path in write_findings(findings_of(found), out, "score", others)]


@app.command()
def verify(
    file: Annotated[
        str | None, typer.Argument(metavar="EXPORT", help="An exported ledger; without it the ledger itself.")
    ] = None,
    head: Annotated[
        str | None, typer.Option(metavar="HASH", help="The hash of an entry that you kept elsewhere.")
    ] = None,
    ledger: Place = None,
    as_json: Json = False,
) -> None:
    """Tell whether a ledger is what it was when its entries were sealed."""
    from winset.backtest.verification import verify_text
    from winset.errors import InputError

    if file is None:
        with opened(ledger) as book:
            verdict = book.verify(head)
    else:
        try:
            text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"{file} cannot be read: {error}") from None
        verdict = verify_text(text, head)
    if as_json:
        said = {"whole": verdict.is_whole, "entries": verdict.entries, "head": verdict.head}
        print_json("winset.verify/1", **said, complaints=list(verdict.complaints))
    else:
        for complaint in verdict.complaints:
            _say(complaint)
        if verdict.is_whole:
            kept = "" if head else "; whether entries are missing at the end is known only with a kept --head"
            _say(f"whole: {verdict.entries} entries, each follows from the one before{kept}")
            _say(f"head {verdict.head}")
    if not verdict.is_whole:
        raise typer.Exit(NOT_WHOLE)


@app.command()
def export(
    file: Annotated[str, typer.Argument(metavar="FILE", help="Where to write it; - for standard output.")] = "-",
    force: Annotated[bool, typer.Option("--force", help="Overwrite a file that is there.")] = False,
    ledger: Place = None,
    as_json: Annotated[bool, typer.Option("--json", help="Say in JSON what was written.")] = False,
) -> None:
    """Write the ledger as a text that can be verified on its own."""
    from winset.case.writing import write_text

    with opened(ledger) as book:
        text, head = book.export(), book.head()
    if file == "-":
        typer.echo(text, nl=False)
        return
    write_text(file, text, force=force)
    if as_json:
        print_json("winset.export/1", file=file, entries=head.number, head=head.hash)
        return
    _say(f"wrote {head.number} entries to {file}")
    _say(f"head {head.hash}")
