"""Two saved forecasts, result by result: they hold what came out and not what went in, so nothing can be attributed."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from math import hypot
from pathlib import Path
from typing import Any

from winset.errors import InputError
from winset.explain.attribution import Attribution, Result, Side
from winset.forecasting.labels import plain
from winset.forecasting.record import SCHEMA

Saved = Mapping[str, Any]


def is_saved(given: object) -> bool:
    """Tell whether something names a saved forecast: a file that ends in ``.json``."""
    return isinstance(given, str | os.PathLike) and Path(given).suffix.lower() == ".json"


def read_saved(path: str) -> Saved:
    """Return a saved forecast: the JSON document that `winset run --json` prints.

    Raises
    ------
    InputError
        If the file cannot be read or holds something else.
    """
    try:
        found: Any = json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path} cannot be read: {(error.strerror or str(error)).lower()}") from None
    except ValueError:
        raise InputError(f"{path} is no JSON document") from None
    schema = found.get("schema") if isinstance(found, dict) else None
    if schema != SCHEMA:
        raise InputError(f"{path} is no saved forecast: its schema is {schema!r}; take one of {SCHEMA}")
    try:
        _side(found)
        tuple(_chances(found))
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"{path} is no whole forecast: {error}") from None
    return dict(found)


def between_saved(a: Saved, b: Saved) -> Attribution:
    """Return how two saved forecasts differ in what came out.

    The sampling error takes them for independent, which errs on the safe side if they were played with one seed.
    """
    before, after = _side(a), _side(b)
    first, second = dict(_chances(a)), dict(_chances(b))
    pairs = [(label, first.get(label), second.get(label)) for label in dict.fromkeys((*first, *second))]
    return Attribution(
        before=before,
        after=after,
        change=round(after.probability - before.probability, 10),
        sampling_error=hypot(before.sampling_error, after.sampling_error),
        groups=(),
        attributed=False,
        exact=False,
        permutations=0,
        plays=0,
        seed=0,
        draws=0,
        results=tuple(Result(*pair) for pair in pairs if pair[1] != pair[2]),
        inseparable=(),
        warnings=tuple(_warnings(a, b)),
        version=version("winset"),
    )


def _side(saved: Saved) -> Side:
    """Return a saved forecast as one side of a comparison."""
    case, deal = saved["case"], saved["deal"]
    return Side(
        str(case["id"]),
        str(case["title"]),
        str(case["question"]),
        dt.date.fromisoformat(case["as_of"]),
        dt.date.fromisoformat(case["until"]),
        float(deal["probability"]),
        float(deal["low"]),
        float(deal["high"]),
        float(deal["sampling_error"]),
        str(case["sha256"]),
    )


def _chances(saved: Saved) -> Iterator[tuple[str, float]]:
    """Yield the chances in a saved forecast, each with what it is of."""
    for rung in saved["ladder"]:
        yield f"the talks come as far as: {plain(rung['rung'])}", float(rung["probability"])
    for package in saved["packages"]:
        yield f"{package['label']}: signed", float(package["signed"])
        yield f"{package['label']}: ratified", float(package["ratified"])
        yield f"{package['label']}: accepted by all on the day of the forecast", float(package["open_now"])
    for form in saved["forms"]:
        yield f"a deal, form {form['name']}", float(form["probability"])


def _warnings(a: Saved, b: Saved) -> Iterator[str]:
    """Yield what makes two saved forecasts hard to compare."""
    if a["case"]["question"] != b["case"]["question"]:
        yield "The two forecasts answer different questions; the change is between two answers, not of one."
    runs = a["run"], b["run"]
    if runs[0]["version"] != runs[1]["version"]:
        versions = " and ".join(run["version"] for run in runs)
        yield f"They were made by versions {versions}, which may differ by themselves."
    if runs[0]["draws"] != runs[1]["draws"] or runs[0]["seed"] != runs[1]["seed"]:
        yield "They were made with other draws or another seed, which alone moves them by about their sampling errors."
