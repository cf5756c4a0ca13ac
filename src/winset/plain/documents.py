"""Reading inputs from JSON, strictly: one mapping, every name once, no tokens that JSON does not have."""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn

from winset.errors import InputError

INFINITE = 'JSON has no such number; write "inf", "-inf", or null for what is not known'
LONGEST_NUMBER = 400
"""Characters of a number that is read; the largest float has 309 before its point."""


def read_inputs(text: str, file: str) -> dict[str, Any]:
    """Return the inputs in a JSON text.

    Parameters
    ----------
    text : str
        One JSON mapping from the names of arguments to their values.
    file : str
        What errors call it.

    Raises
    ------
    InputError
        If it is no JSON, with line and column, or no mapping, or a name stands twice.

    Examples
    --------
    >>> read_inputs('{"a": 1 "b": 2}', "deal.json")
    Traceback (most recent call last):
    ...
    winset.errors.InputError: deal.json:1:9: this is no JSON: expecting ',' delimiter
    """
    try:
        found = json.loads(
            text.removeprefix("\ufeff"),
            object_pairs_hook=lambda pairs: _mapping(pairs, file),
            parse_constant=lambda token: _refuse(f"{file}: {token} stands in it; {INFINITE}"),
            parse_float=lambda digits: _float(digits, file),
            parse_int=lambda digits: _whole(digits, file),
        )
    except json.JSONDecodeError as error:
        said = error.msg[:1].lower() + error.msg[1:]
        raise InputError(f"{file}:{error.lineno}:{error.colno}: this is no JSON: {said}") from None
    except RecursionError:
        raise InputError(f"{file}: this is nested too deeply") from None
    if not isinstance(found, dict):
        raise InputError(f'{file}: this is no mapping; name the arguments, as in {{"utilities": [[6, 4], [3, 8]]}}')
    if "\\ud" in text.lower():
        _whole_characters(found, file)
    return found


def _mapping(pairs: list[tuple[str, Any]], file: str) -> dict[str, Any]:
    """Return a mapping, or refuse a name that stands twice."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            _refuse(f"{file}: `{name[:60]}` stands in it twice")
        found[name] = value
    return found


def _whole_characters(found: dict[str, Any], file: str) -> None:
    """Refuse halves of characters, which can be written as escapes and never be printed."""
    try:
        json.dumps(found, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputError(f"{file}: half a character stands in it: {error.object[error.start]!a}") from None


def _float(digits: str, file: str) -> float:
    """Return a number with a point or an exponent."""
    value = float(digits)
    if math.isinf(value):
        _refuse(f"{file}: {digits[:40]} is too large a number; {INFINITE}")
    return value


def _whole(digits: str, file: str) -> int:
    """Return a whole number."""
    if len(digits) > LONGEST_NUMBER:
        _refuse(f"{file}: {digits[:40]}… is too large a number; {INFINITE}")
    return int(digits)


def _refuse(sentence: str) -> NoReturn:
    """Refuse a text."""
    raise InputError(sentence)
