"""Run any model on inputs by name, and say in schemas what it takes and what it answers."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any, get_args, get_type_hints

import numpy as np

from winset.answer import Answer, Outcome
from winset.errors import InputError
from winset.plain.built import mapping_schema, named
from winset.plain.described import argument_note, described
from winset.plain.kind import DEFINITIONS, Kind, Schema
from winset.plain.kinds import kind_of
from winset.plain.misfits import why_not
from winset.plain.objects import OBJECT_DEFINITIONS
from winset.plain.written import answered, plain, schema_of
from winset.registry import Model
from winset.registry import model as model_of

DIALECT = "https://json-schema.org/draft/2020-12/schema"
DOES_NOT_FIT = (ValueError, ArithmeticError, LookupError, MemoryError)
"""What arrays raise that do not go together, or numbers that are too large."""


def solve(model: str, /, **inputs: Any) -> Answer[Any]:
    """Return what a model answers.

    Parameters
    ----------
    model : str
        Id of the model; `winset models` lists them.
    **inputs
        Its arguments by name: plain data as in a JSON file, or what the model's function takes, such as arrays.

    Returns
    -------
    Answer
        ``value``, ``status`` and ``diagnostics``. A model that cannot come back empty has the status ``ok``.

    Raises
    ------
    InputError
        If there is no such model, an argument is missing, unknown or not what it must be.

    Examples
    --------
    >>> solve("nash", utilities=[[6, 4], [3, 8]], disagreement=[2, 0]).value
    0
    >>> solve("nash", utilities=[[6, 4], [3, 8]])
    Traceback (most recent call last):
    ...
    winset.errors.InputError: `disagreement` is missing; it must be a number or nested lists of numbers
    """
    found = model_of(model)
    given = named(arguments_of(found), needed_by(found), inputs)
    with _refusing_what_does_not_fit(found, given):
        answer = found.function(**given)
    return answer if isinstance(answer, Answer) else Answer(answer)


def document(model: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a model answers to plain data, as plain data.

    >>> document("uniform-overlap", {"a": 1, "b": 1})["value"]["probability"]
    0.5
    """
    answer = solve(model, **inputs)
    with _refusing_what_does_not_fit(model_of(model), inputs):
        value, diagnostics = plain(answer.value), plain(answer.diagnostics)
    return {
        "schema": "winset.solve/1",
        "model": model,
        "value": value,
        "status": answer.status,
        "diagnostics": diagnostics,
    }


@contextmanager
def _refusing_what_does_not_fit(model: Model, inputs: Mapping[str, Any]) -> Iterator[None]:
    """Turn into a sentence what arises where arrays do not go together, or numbers are too large to be worked with."""
    try:
        with np.errstate(divide="raise", over="raise", invalid="raise"):
            yield
    except InputError:
        raise
    except DOES_NOT_FIT as error:
        raise InputError(why_not(model, inputs, error)) from error


@cache
def arguments_of(model: Model) -> Mapping[str, Kind]:
    """Return every argument of a model with what it may be."""
    function, said = model.function, described(model)
    hints = get_type_hints(function)
    notes = {name: argument_note(said, name) for name in inspect.signature(function).parameters}
    return {name: kind_of(hints[name], bool(note and "bool" in note.type)) for name, note in notes.items()}


def needed_by(model: Model) -> list[str]:
    """Return the arguments that a model cannot do without."""
    parameters = inspect.signature(model.function).parameters
    return [name for name, parameter in parameters.items() if parameter.default is parameter.empty]


def input_schema(model: Model) -> Schema:
    """Return the JSON Schema of a model's inputs."""
    said, parameters = described(model), inspect.signature(model.function).parameters
    properties = {}
    for name, kind in arguments_of(model).items():
        note, default = argument_note(said, name), parameters[name].default
        properties[name] = {
            **kind.schema,
            **({"description": f"{note.type}. {note.text}".strip(" .") + "."} if note else {}),
            **({"default": plain(default)} if default is not inspect.Parameter.empty else {}),
        }
    return _whole(f"Inputs of {model.id}", mapping_schema(properties, needed_by(model)))


def answer_schema(model: Model) -> Schema:
    """Return the JSON Schema of the document that answers."""
    function = model.function
    value = schema_of(answered(function if isinstance(function, type) else get_type_hints(function)["return"]))
    said = " ".join(" ".join(part for part in (entry.type, entry.text) if part) for entry in described(model).answers)
    properties = {
        "schema": {"const": "winset.solve/1"},
        "model": {"const": model.id},
        "value": {**value, **({"description": said} if said else {})},
        "status": {"enum": list(get_args(Outcome))},
        "diagnostics": {"type": "object"},
    }
    return _whole(f"Answer of {model.id}", mapping_schema(properties, list(properties)))


def _whole(title: str, schema: Schema) -> Schema:
    """Return a schema with its title and what it refers to."""
    shared = {**DEFINITIONS, **OBJECT_DEFINITIONS}
    text, used = str(schema), set[str]()
    while more := {name for name in shared if name not in used and f"#/$defs/{name}'" in text}:
        used |= more
        text += "".join(str(shared[name]) for name in more)
    definitions = {"$defs": {name: shared[name] for name in sorted(used)}} if used else {}
    return {"$schema": DIALECT, "title": title, **schema, **definitions}
