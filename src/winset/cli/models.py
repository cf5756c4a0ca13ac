"""Commands around models: list them, and say of one what it is, what it takes and what it answers."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Any

import typer

from winset.cli.printing import Json, print_json, row, width_now

if TYPE_CHECKING:
    from winset.registry import Model

app = typer.Typer(rich_markup_mode=None)

Id = Annotated[str, typer.Argument(metavar="ID", help="Id of a model.")]


@app.callback(invoke_without_command=True)
def models(
    context: typer.Context,
    family: Annotated[str | None, typer.Option(help="Only this family, such as bargain.")] = None,
    status: Annotated[str | None, typer.Option(help="Only this status, such as published.")] = None,
    axiom: Annotated[str | None, typer.Option(help="Only models that claim this axiom, such as efficient.")] = None,
    text: Annotated[str | None, typer.Option(help="Only models in whose words this stands.")] = None,
    as_json: Json = False,
) -> None:
    """List the models, or show one: winset models show ID."""
    if context.invoked_subcommand:
        return
    found = list(_chosen(family, status, axiom, text))
    if as_json:
        print_json("winset.models/1", models=[_entry(model) for model in found])
        return
    longest = max((len(model.id) for model in found), default=0)
    for name, members in groupby(found, key=lambda model: model.family):
        typer.echo(typer.style(name, bold=True))
        for model in members:
            _print_row(model.id, f"{model.meaning} [{model.status}]", longest)
    typer.echo(f"{len(found)} {'model' if len(found) == 1 else 'models'}")


@app.command()
def show(id: Id, as_json: Json = False) -> None:
    """Say of one model what it answers, on what it rests, when not to use it, what it takes, and an example."""
    from winset.plain import answer_schema, described, document, input_schema
    from winset.registry import model as model_of

    model = model_of(id)
    said = described(model)
    example = {"input": dict(model.example), "answer": document(model.id, model.example)}
    if as_json:
        words = {
            name: getattr(said, name) for name in ("question", "about", "equations", "where", "assumptions", "not_for")
        }
        print_json(
            "winset.model/1",
            **_entry(model),
            **words,
            notes=said.notes,
            input_schema=input_schema(model),
            answer_schema=answer_schema(model),
            example=example,
        )
        return
    typer.echo(f"{model.id} ({model.family}, {model.status})")
    _print_part("Question", [" ".join([said.question, *said.about])])
    _print_part("Equation", [*said.equations, *said.where])
    _print_part("It assumes", [" ".join(said.assumptions)])
    _print_part("When not to use it", [" ".join(said.not_for)])
    _print_entries("It takes", [(", ".join(entry.names), entry.type, entry.text) for entry in said.arguments])
    _print_entries(
        "It answers",
        [(", ".join(entry.names) or entry.type, entry.type * bool(entry.names), entry.text) for entry in said.answers],
    )
    _print_part("Notes", said.notes)
    _print_entries("It claims to be", [(name, "", _meaning(name)) for name in sorted(model.axioms)])
    _print_part("Reference", [model.reference])
    typer.echo("")
    typer.echo(typer.style(f"Example: winset solve {model.id} {model.id}.json, with this in the file", bold=True))
    typer.echo(f"  {json.dumps(example['input'], ensure_ascii=False)}")
    typer.echo(typer.style("It answers", bold=True))
    from winset.cli.solve import print_solved

    print_solved(example["answer"], indent=2)


def _chosen(family: str | None, status: str | None, axiom: str | None, text: str | None) -> Iterator[Model]:
    """Yield the models that pass every filter; a filter that no model could pass is refused."""
    from typing import get_args

    from winset.errors import InputError
    from winset.registry import AXIOMS, FAMILIES, Status
    from winset.registry import models as registered

    for option, value, allowed in (
        ("family", family, FAMILIES),
        ("status", status, get_args(Status)),
        ("axiom", axiom, tuple(AXIOMS)),
    ):
        if value is not None and value not in allowed:
            raise InputError(f"`--{option}` is {value[:60]}; take {', '.join(allowed[:-1])} or {allowed[-1]}")
    for model in registered():
        words = f"{model.id} {model.meaning} {model.reference}".lower()
        wanted = family in {None, model.family} and status in {None, model.status}
        if wanted and (axiom is None or axiom in model.axioms) and (text is None or text.lower() in words):
            yield model


def _entry(model: Model) -> dict[str, Any]:
    """Return a model's entry in the registry."""
    return {
        "id": model.id,
        "family": model.family,
        "meaning": model.meaning,
        "reference": model.reference,
        "status": model.status,
        "axioms": sorted(model.axioms),
    }


def _meaning(axiom: str) -> str:
    """Return what an axiom means."""
    from winset.registry import AXIOMS

    return AXIOMS.get(axiom, "")


def _print_row(label: str, text: str, label_width: int) -> None:
    """Print a label and a text beside it, wrapped and indented."""
    typer.echo("\n".join(row(label, text, label_width, width_now())))


def _print_part(heading: str, paragraphs: Iterable[str]) -> None:
    """Print paragraphs under a heading, and nothing where there are none."""
    found = [textwrap.wrap(text, width_now(), initial_indent="  ", subsequent_indent="  ") for text in paragraphs]
    if found:
        typer.echo("")
        typer.echo(typer.style(heading, bold=True))
        for lines in found:
            typer.echo("\n".join(lines))


def _print_entries(heading: str, entries: Iterable[tuple[str, str, str]]) -> None:
    """Print names with their types and what is said of them."""
    lines = list(entries)
    if not lines:
        return
    typer.echo("")
    typer.echo(typer.style(heading, bold=True))
    longest = min(max(len(name) for name, _, _ in lines), width_now() // 3)
    for name, kind, text in lines:
        _print_row(name, ". ".join(part for part in (kind, text) if part), longest)
