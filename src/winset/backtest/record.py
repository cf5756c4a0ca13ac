"""What a backtest says: a line of scores for each method, over all questions and over parts of them."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

from winset.backtest.resampling import Interval

SCHEMA = "winset.backtest/1"


@dataclass(frozen=True)
class DataFile:
    """A file that was read: its name, the hash of its bytes, and how many rows it has."""

    name: str
    sha256: str
    rows: int


@dataclass(frozen=True)
class MethodLine:
    """The scores of one method.

    Parameters
    ----------
    id : str
        Short and unique in its backtest.
    label : str
        In words.
    is_baseline : bool
        Whether it is a plain figure that models have to beat.
    n : int
        Questions that it was scored on: those to which it says anything.
    scores : mapping
        By name; a score may hold several by name. nan where there is none.
    versus : mapping
        Paired differences from another method by name, such as ``versus_mean``, on questions that both answer.
    model : str
        Id in the registry of models; empty if it is none of them.
    """

    id: str
    label: str
    is_baseline: bool
    n: int
    scores: Mapping[str, Any]
    versus: Mapping[str, Interval] = field(default_factory=dict)
    model: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return plain data: scores and differences stand beside each other; None where there is no number."""
        differences = {
            name: {"difference": one.value, "low": one.low, "high": one.high} for name, one in self.versus.items()
        }
        head = {"id": self.id, "label": self.label, "model": self.model, "baseline": self.is_baseline, "n": self.n}
        return plain({**head, **self.scores, **differences})  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Part:
    """The scores on one part of the questions: what it is parted by, such as ``wave``, and the value there."""

    by: str
    value: str
    lines: tuple[MethodLine, ...]


@dataclass(frozen=True)
class Backtest:
    """A backtest.

    Parameters
    ----------
    name : str
        Such as ``deu``.
    title, question : str
        What it is about, and what is forecast.
    data : tuple of DataFile
    settings : mapping
        Seed and whatever else changes the numbers.
    counts : mapping
        How many questions there are, and how many rows or questions were left out or filled in, each by what it is.
    lines : tuple of MethodLine
    parts : tuple of Part
    more : mapping
        Whatever else this backtest found, as plain data by name.
    """

    name: str
    title: str
    question: str
    data: tuple[DataFile, ...]
    settings: Mapping[str, Any]
    counts: Mapping[str, int]
    lines: tuple[MethodLine, ...]
    parts: tuple[Part, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> str:
        """Return the published document."""
        document = {
            "schema": SCHEMA,
            "backtest": self.name,
            "version": version("winset"),
            "question": self.question,
            "data": [{"name": one.name, "sha256": one.sha256, "rows": one.rows} for one in self.data],
            "settings": dict(self.settings),
            "counts": dict(self.counts),
            "models": [line.to_dict() for line in self.lines],
            "by": [
                {"by": part.by, "value": part.value, "models": [line.to_dict() for line in part.lines]}
                for part in self.parts
            ],
            **plain(self.more),
        }
        return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def plain(value: Any) -> Any:
    """Return plain data with None for every number that is not finite.

    >>> plain({"a": [1.5, float("nan")], "b": ("x", 2)})
    {'a': [1.5, None], 'b': ['x', 2]}
    """
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    return value
