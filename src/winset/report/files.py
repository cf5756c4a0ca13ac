"""A forecast, or a comparison of models, as files in a folder: the report, the published JSON and its tables."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from winset.errors import InputError
from winset.forecasting.record import Forecast
from winset.report.decision import render_comparison
from winset.report.decision_tables import decision_tables
from winset.report.page import render_report
from winset.report.tables import csv_text, tables

if TYPE_CHECKING:
    from winset.explain.windows import Windows
    from winset.forecasting.comparison import Comparison

TABLES = ("packages", "blockers", "accepters", "deal_by", "forms", "levers", "outside_view", "numbers")
"""Tables that are written as CSV files."""


def write_report(
    forecast: Forecast, folder: str | os.PathLike[str], windows: Windows | None = None
) -> tuple[Path, ...]:
    """Write the report, the forecast as JSON and its tables as CSV into a folder; return what was written.

    With `windows` of the same case, from `winset.windows`, the report says when a window opens and whether to sign or
    wait, and they are written as ``timing.json`` too.

    The folder is made if it is not there. Everything is drawn before anything is written, and each file is written
    whole or not at all.

    Raises
    ------
    InputError
        If the folder is a file, cannot be made, or cannot be written to.
    WinsetError
        If the extra `report` is not installed.
    """
    found = tables(forecast)
    texts = {"report.html": render_report(forecast, windows), "forecast.json": forecast.to_json()}
    texts |= {} if windows is None else {"timing.json": windows.to_json()}
    texts |= {f"{name}.csv": csv_text(found[name]) for name in TABLES}
    return write_texts(texts, folder)


def write_comparison(found: Comparison, folder: str | os.PathLike[str]) -> tuple[Path, ...]:
    """Write the report, the comparison as JSON and its tables as CSV into a folder; return what was written.

    The folder is made if it is not there. Everything is drawn before anything is written, and each file is written
    whole or not at all.

    Raises
    ------
    InputError
        If the folder is a file, cannot be made, or cannot be written to.
    WinsetError
        If the extra `report` is not installed.
    """
    texts = {"report.html": render_comparison(found), "comparison.json": found.to_json()}
    texts |= {f"{name}.csv": csv_text(table) for name, table in decision_tables(found).items()}
    return write_texts(texts, folder)


def write_texts(texts: Mapping[str, str], folder: str | os.PathLike[str]) -> tuple[Path, ...]:
    """Write texts under their names into a folder, each whole or not at all; return their paths."""
    place = made_folder(folder)
    written = []
    for name, text in texts.items():
        with whole(place / name) as beside:
            beside.write_text(text, encoding="utf-8", errors="backslashreplace", newline="")
        written.append(place / name)
    return tuple(written)


def made_folder(folder: str | os.PathLike[str]) -> Path:
    """Return a folder to write to, made if it is not there.

    Raises
    ------
    InputError
        If it is a file or cannot be made.
    """
    place = Path(folder)
    if place.exists() and not place.is_dir():
        raise InputError(f"{place} is a file; name a folder to write the report to")
    try:
        place.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        raise InputError(f"the folder {place} cannot be made: {_reason(error)}") from None
    return place


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Give a new file beside `path` to write to, and put it in its place only if all went well.

    Raises
    ------
    InputError
        If the file cannot be written.
    """
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        yield beside
        with beside.open("rb") as stream:
            os.fsync(stream.fileno())
        beside.replace(path)
    except OSError as error:
        raise InputError(f"{path} cannot be written: {_reason(error)}") from None
    finally:
        beside.unlink(missing_ok=True)


def _reason(error: OSError | ValueError) -> str:
    """Return why a file or folder was refused."""
    return (getattr(error, "strerror", None) or str(error)).lower()
