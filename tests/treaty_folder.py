"""A folder of invented treaties in the layout of the tables that the backtest on ratification reads."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import numpy as np

STATES = ("AAA", "BBB", "CCC", "DDD", "EEE", "FFF", "GGG", "HHH")


def environmental_rows(seed: int = 1, treaties: int = 90) -> list[dict[str, str]]:
    """Signatures of which some states ratify soon and others late, and amendments hardly ever."""
    rng = np.random.default_rng(seed)
    haste = dict(zip(STATES, np.geomspace(0.05, 1.2, len(STATES)), strict=True))
    rows = []
    for number in range(treaties):
        opened = date(1950, 1, 1) + timedelta(days=int(rng.integers(0, 49 * 365)))
        kind = "AAPE"[number % 4]
        force = opened + timedelta(days=int(rng.integers(200, 2000)))
        for state in rng.choice(STATES, 6, replace=False):
            signed = opened + timedelta(days=int(rng.choice([0, 0, 30, 400])))
            years = rng.exponential(1 / (haste[str(state)] * (0.1 if kind == "E" else 1.0)))
            ratified = signed + timedelta(days=int(365 * years)) if years < 25 else None
            if signed >= date(2000, 1, 1):
                continue
            rows.append(
                {
                    "treaty_id": f"T{number:03}_{opened.year}{kind}",
                    "state": str(state),
                    "sign": signed.isoformat(),
                    "ratify": ratified.isoformat() if ratified else "",
                    "treaty_sign": opened.isoformat(),
                    "treaty_force": force.isoformat(),
                    "bilateral": "0",
                }
            )
    return rows


def trade_rows(seed: int = 1, agreements: int = 250) -> list[dict[str, str]]:
    """Agreements of two states, dated by the year, watched until 2010."""
    rng = np.random.default_rng(seed)
    rows = []
    for number in range(agreements):
        signed = int(rng.integers(1960, 2011))
        sides = sorted(int(place) for place in rng.choice(len(STATES), 2, replace=False))
        pair = "-".join(STATES[place] for place in sides)
        force = signed + int(rng.geometric(0.15 + 0.05 * sum(sides))) - 1
        rows.append(
            {
                "treatyID": f"{pair}[NA]_{signed}O{number}",
                "Title": "",
                "AgreementType": "A",
                "DocType": "B",
                "Signature": f"{signed}-01-01",
                "Force": f"{force}-01-01" if force <= 2010 and rng.random() < 0.9 else "",
            }
        )
    return rows


def write_rows(file: Path, rows: list[dict[str, str]]) -> None:
    """Write rows as a CSV file."""
    with file.open("w", newline="", encoding="utf-8") as text:
        writer = csv.DictWriter(text, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def treaty_folder(folder: Path, seed: int = 1, treaties: int = 90) -> Path:
    """Write both tables into a folder and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    write_rows(folder / "environmental_treaties.csv", environmental_rows(seed, treaties))
    write_rows(folder / "trade_agreements.csv", trade_rows(seed))
    return folder
