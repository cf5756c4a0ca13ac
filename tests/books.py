"""Forecasts, entries and whole ledgers for tests, made without playing any talks."""

from __future__ import annotations

from typing import Any

from winset.backtest.entries import GENESIS, Entry, entry_of, sealed_forecast, sealed_resolution


def document(id: str = "north", probability: float = 0.3, **more: Any) -> dict[str, Any]:
    """Return the JSON document of a forecast, as far as a ledger reads it."""
    made: dict[str, Any] = {
        "schema": "winset.forecast/1",
        "case": {
            "id": id,
            "title": f"The case of {id}",
            "question": "Will there be a deal by the end of 2025?",
            "as_of": "2025-01-01",
            "until": "2025-12-31",
            "sha256": "ab" * 32,
            "stage": "talks",
        },
        "run": {"version": "0.1.0", "seed": 1, "draws": 128, "step_days": 7},
        "deal": {
            "probability": probability,
            "low": 0.5 * probability,
            "high": 0.5 + 0.5 * probability,
            "sampling_error": 0.01,
            "counted": "ratified",
        },
        "forms": [{"name": "one", "weight": 1.0, "probability": probability, "process": "random-walk"}],
        "packages": [{"label": "a package", "counts": True}, {"label": "an aside", "counts": False}],
        "outside_view": [
            {"id": "own-record", "class": "this dispute", "probability": 0.1, "closest": False},
            {"id": "agreement", "class": "territory", "probability": 0.2, "closest": True},
        ],
        "blend": None,
    }
    return made | more


def book(*said: dict[str, Any], sealed: list[str] | None = None) -> list[Entry]:
    """Return a chain of entries, sealed on the days given or each on a day of its own in 2025."""
    entries: list[Entry] = []
    for place, body in enumerate(said, 1):
        day = sealed[place - 1] if sealed else f"2025-02-{place:02}"
        previous = entries[-1].hash if entries else GENESIS
        entries.append(entry_of({"number": place, "previous": previous, "sealed": f"{day}T12:00:00Z", **body}))
    return entries


def forecast(id: str = "north", probability: float = 0.3, **more: Any) -> dict[str, Any]:
    """Return what is sealed of a forecast."""
    return sealed_forecast(document(id, probability, **more))


def resolution(id: str = "north", outcome: str = "yes", on: str = "2025-06-01", **more: Any) -> dict[str, Any]:
    """Return what is sealed of a resolution."""
    return sealed_resolution(id, outcome, on, "a paper", **more)
