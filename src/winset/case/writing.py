"""Writing cases: text with comments and order kept, in files that are written whole or not at all."""

from __future__ import annotations

import contextlib
import io
import os
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from ruamel.yaml import YAML

from winset.case.case import Case
from winset.case.complaints import Complaint
from winset.case.quantity import Quantity
from winset.case.stories import set_values
from winset.errors import CaseError

TEMPLATE = Path(__file__).with_name("template.yaml")

NO_TEXT = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}
"""Words that some readers of YAML take for something else than text, unless they stand in quotes."""


def case_text(case: Case) -> str:
    """Return the text of a case as it would stand in a file.

    A case that was read gives back its own text, byte for byte; where values were set since, they are set in the text,
    and comments and order stay. A case that was built in Python is written in the order of the grammar.
    """
    if not case.written.text:
        return dumped(case_data(case))
    if not case.written.changes:
        return case.written.text
    whole = loaded(case.written.text)
    set_values(whole, case.written.changes)
    return dumped(whole)


def write_case(case: Case, path: str | Path, *, force: bool = False) -> None:
    """Write a case to a file, whole or not at all.

    Raises
    ------
    CaseError
        If the file is there already and `force` is not set, or cannot be written.
    """
    write_text(path, case_text(case), force=force)


def new_case(path: str | Path, *, like: str | None = None, force: bool = False) -> None:
    """Write a commented case to start from, or a copy of the case `like`; its id is made from the name of the file.

    A name in which no letter or digit of English is left leaves the id alone.

    Raises
    ------
    CaseError
        If the file is there already and `force` is not set, or cannot be written, or `like` is no case.
    """
    text = TEMPLATE.read_text(encoding="utf-8") if like is None else _text_of(like)
    write_text(path, with_id(text, Path(path).stem), force=force)


def with_id(text: str, name: str) -> str:
    r"""Return the text of a case with an id made from a name; or as it is if the name has no letter of ours.

    >>> with_id("winset: 1\nid: cod-war # the third\n", "Cod war 2")
    'winset: 1\nid: cod-war-2 # the third\n'
    """
    if not (written := _written_id(name)):
        return text
    return re.sub(r"^id: +\S+( *)", lambda old: _named(written, old), text, count=1, flags=re.MULTILINE)


def _written_id(name: str) -> str:
    """Return an id made of a name as it stands in a file: in quotes where YAML would not read it as text.

    >>> _written_id("Cod war (2)"), _written_id("no"), _written_id("1e3"), _written_id("д")
    ('cod-war-2', '"no"', '"1e3"', '')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    made = re.sub(r"[^A-Za-z0-9_+-]+", "-", plain).strip("-_+").lower()
    return f'"{made}"' if made in NO_TEXT or made[:1].isdecimal() else made


def _named(written: str, old: re.Match[str]) -> str:
    """Return the line's start with another id, as long as before where a comment follows."""
    return f"id: {written}".ljust(len(old[0]) - 1) + " " if old[1] else f"id: {written}"


def _text_of(case: str) -> str:
    """Return the text of a valid case."""
    from winset.case.reading import read_case

    return read_case(case).written.text


def write_text(path: str | Path, text: str, *, force: bool = False) -> None:
    """Write a text file whole or not at all.

    Raises
    ------
    CaseError
        If the file is there already and `force` is not set, or cannot be written.
    """
    target, name = Path(path), str(path)
    try:
        if target.is_dir():
            raise _refused(name, "this is a folder", "name a file in it")
        if not force and os.path.lexists(target):
            raise _refused(name, "this file is there already", "--force overwrites it")
        target = target.resolve() if force else target
        beside = target.with_name(f".{target.name}.{os.getpid()}.part")
        try:
            with beside.open("x", encoding="utf-8", newline="") as stream:
                stream.write(text)
                stream.flush()
                os.fsync(stream.fileno())
            beside.replace(target)
        finally:
            with contextlib.suppress(FileNotFoundError):
                beside.unlink()
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _refused(name, f"this file cannot be written ({reason})", None) from None


def case_data(case: Case) -> dict[str, Any]:
    """Return what a case says as plain data, ready to be written or changed; defaults are left out."""
    data: dict[str, Any] = _plain(case)
    return data


def _refused(name: str, message: str, remedy: str | None) -> CaseError:
    """Return the error about a file that is not written."""
    return CaseError((Complaint(name, None, None, "", message, remedy=remedy),))


def _yaml() -> YAML:
    """Return a reader and writer that keeps comments, order, quotes and long lines."""
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 100_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def loaded(text: str) -> Any:
    """Return the data of a YAML text with its comments, order and quotes, to be changed and written again."""
    return _yaml().load(text)


def dumped(data: Any) -> str:
    """Return data as the text of a YAML file."""
    stream = io.StringIO()
    _yaml().dump(data, stream)
    return stream.getvalue()


def _plain(node: Any) -> Any:
    """Return a part of a case as plain data."""
    if isinstance(node, Quantity):
        return quantity_data(node)
    if isinstance(node, BaseModel):
        said: dict[str, Any] = {}
        for name, info in type(node).model_fields.items():
            if name not in node.model_fields_set or (name == "readings" and getattr(node, "file", None) is not None):
                continue
            part = _plain(getattr(node, name))
            if name == "sets" and "ends_talks" in type(node).model_fields:
                said |= part
            else:
                said[info.alias or name] = part
        return said
    if isinstance(node, Mapping):
        return {str(key): _plain(part) for key, part in node.items()}
    if isinstance(node, tuple | list):
        return [_plain(part) for part in node]
    return node if node is None or isinstance(node, bool | int | float | str) else str(node)


def quantity_data(quantity: Quantity) -> Any:
    """Return a quantity in one of the forms in which an analyst may write it."""
    numbers = [_whole(number) for number in quantity.numbers]
    unit = {"duration": " days", "rate": " per year"}.get(quantity.domain, "")
    meta = {
        "from": list(quantity.sources),
        "note": quantity.note,
        "confidence": quantity.confidence,
        "hindsight": quantity.hindsight,
        "known_to": list(quantity.known_to),
    }
    said = {key: part for key, part in meta.items() if part}
    written: Any
    match quantity.kind:
        case "fixed":
            written = f"{numbers[0]}{unit}" if unit else numbers[0]
        case "estimated":
            return quantity.kind
        case "interval" if quantity.wording:
            written = quantity.wording
        case "interval":
            written = f"{numbers[0]} to {numbers[1]}{unit}"
        case "choice":
            written = [{"value": quantity_data(value), "chance": chance} for value, chance in quantity.choices]
        case "pert":
            ends = [f"{number}{unit}" if unit else number for number in numbers]
            return dict(zip(("low", "mode", "high"), ends, strict=True)) | said
        case "triangular":
            return {"triangular": [f"{number}{unit}" if unit else number for number in numbers]} | said
        case "poll":
            poll = {"in_favour": numbers[0], "against": numbers[1], "n": numbers[2], "design_effect": numbers[3]}
            extra = {"error": quantity.error, "wording": quantity.wording}
            return {key: part for key, part in (poll | extra).items() if part} | {"against": numbers[1]} | said
        case _:
            return {quantity.kind: numbers} | said
    return {"value": written} | said if said else written


def _whole(number: float) -> float:
    """Return a whole number without its decimal point."""
    return int(number) if float(number).is_integer() and abs(number) < 1e15 else number
