"""One entry of a ledger: what is sealed of a forecast or of its resolution, as one line of text that is hashed.

An entry's text is JSON with sorted keys, no spaces and nothing but ASCII; its hash is the SHA-256 of that text. The
text holds the hash of the entry before, so that whoever knows one hash can tell whether anything up to there was
changed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from winset.errors import InputError
from winset.forecasting.record import SCHEMA, Forecast

GENESIS = "0" * 64
"""What stands for the hash before the first entry."""

OUTCOMES = ("yes", "no", "void")
"""How a question may be resolved; void if it cannot be judged, so that it is not scored."""


@dataclass(frozen=True)
class Entry:
    """One sealed entry.

    Parameters
    ----------
    number : int
        Its place, from 1.
    hash : str
        SHA-256 of `text`.
    text : str
        What is sealed.
    body : mapping
        The same as data: `number`, `previous`, `sealed`, `kind` and what belongs to the kind.
    """

    number: int
    hash: str
    text: str
    body: Mapping[str, Any]

    @property
    def kind(self) -> str:
        """Return ``forecast`` or ``resolution``."""
        return str(self.body["kind"])

    @property
    def question(self) -> str:
        """Return the id of the question that it is about."""
        asked = self.body["question"]
        return str(asked["id"] if isinstance(asked, Mapping) else asked)


def canonical(body: Mapping[str, Any]) -> str:
    """Return data as the one text that is hashed.

    >>> canonical({"b": 0.5, "a": "é"})
    '{"a":"\\\\u00e9","b":0.5}'
    """
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def hash_of(text: str) -> str:
    """Return the SHA-256 of a text in hexadecimal digits."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def entry_of(body: Mapping[str, Any]) -> Entry:
    """Return the entry that a body makes."""
    text = canonical(body)
    return Entry(int(body["number"]), hash_of(text), text, json.loads(text))


def sealed_forecast(
    forecast: Forecast | Mapping[str, Any], question: str | None = None, rule: str | None = None, note: str = ""
) -> dict[str, Any]:
    """Return what is sealed of a forecast.

    Parameters
    ----------
    forecast : Forecast or mapping
        A forecast, or its JSON document as data.
    question : str, optional
        Id of the question, the case's id by default; updates of one question share it.
    rule : str, optional
        How the question will be judged; by default what the case counts, until when.
    note : str
        Anything to be kept with it.

    Raises
    ------
    InputError
        If the document is no forecast of winset, or something is missing in it.
    """
    document = forecast.to_dict() if isinstance(forecast, Forecast) else forecast
    if document.get("schema") != SCHEMA:
        raise InputError(f"`forecast` has the schema {document.get('schema')!r}; take a document of schema {SCHEMA}")
    try:
        return _sealed(document, question, rule, note)
    except (KeyError, TypeError, AttributeError) as error:
        raise InputError(f"`forecast` is no whole document of schema {SCHEMA}; {error} is missing in it") from None


def _sealed(document: Mapping[str, Any], question: str | None, rule: str | None, note: str) -> dict[str, Any]:
    """Return what is sealed of a forecast's document."""
    case, deal = document["case"], document["deal"]
    for name in ("probability", "low", "high"):
        if not 0 <= deal[name] <= 1:
            raise InputError(f"`deal.{name}` of the forecast is {deal[name]}; a probability lies from 0 to 1")
    counts = ", ".join(sorted(package["label"] for package in document["packages"] if package["counts"]))
    judged = f"yes if one of these is {deal['counted']} by {case['until']}, else no: {counts}"
    return {
        "kind": "forecast",
        "question": {
            "id": case["id"] if question is None else question,
            "text": case["question"],
            "until": case["until"],
            "counted": deal["counted"],
            "rule": judged if rule is None else rule,
        },
        "case": {name: case[name] for name in ("id", "title", "sha256", "as_of")},
        "run": {name: document["run"][name] for name in ("version", "seed", "draws")},
        "document": hash_of(canonical(document)),
        "probability": deal["probability"],
        "low": deal["low"],
        "high": deal["high"],
        "sampling_error": deal["sampling_error"],
        "forms": [{name: form[name] for name in ("name", "weight", "probability")} for form in document["forms"]],
        "outside_view": document["outside_view"],
        "blend": document.get("blend"),
        "experts": _experts(document.get("experts")),
        "note": note,
    }


def _experts(said: Any) -> list[dict[str, Any]]:
    """Return what experts expect of the case's own question, and their pool, as far as the document has any."""
    lines: Sequence[Any] = said.get("forecasts", ()) if isinstance(said, Mapping) else said or ()
    found = [
        {"who": line["who"], "probability": line["probability"]}
        for line in lines
        if line.get("pooled", True) and line.get("probability") is not None
    ]
    pool = said.get("linear") if isinstance(said, Mapping) else None
    return [*found, *([] if pool is None else [{"who": "experts, pooled", "probability": pool}])]


def sealed_resolution(
    question: str, outcome: str, on: str, source: str, note: str = "", corrects: int | None = None
) -> dict[str, Any]:
    """Return what is sealed of a resolution; `corrects` is the number of an earlier one that it replaces."""
    if outcome not in OUTCOMES:
        raise InputError(f"`outcome` is {outcome!r}; take {', '.join(OUTCOMES)}")
    if not source.strip():
        raise InputError("`source` is empty; say where the outcome is to be read")
    return {
        "kind": "resolution",
        "question": question,
        "outcome": outcome,
        "on": on,
        "source": source,
        "note": note,
        "corrects": corrects,
    }
