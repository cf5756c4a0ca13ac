"""A small folder of decisions, made by a rule: the outcome is the mean by salience, or now and then the reference."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

ISSUES = (
    "issue_id", "dossier_id", "dossier", "wave", "act_type", "council", "procedure", "voting", "intro_date",
    "adopted_date", "reference_point", "outcome", "n_actors",
)  # fmt: skip
ACTORS = ("com", "ep", "de", "fr", "nl", "dk", "lu")


def made_rows(n_dossiers: int = 24, seed: int = 1) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """Return rows of both tables."""
    rng = np.random.default_rng(seed)
    issues: list[dict[str, object]] = []
    positions: list[dict[str, object]] = []
    for dossier in range(n_dossiers):
        for number in range(1 + dossier % 3):
            name = f"d{seed}{dossier:03d}i{number}"
            held = rng.choice([0.0, 100.0] if number == 1 else [0.0, 20.0, 50.0, 80.0, 100.0], len(ACTORS))
            cares = rng.integers(1, 11, len(ACTORS)) * 10.0
            reference = float(rng.choice([0.0, 100.0])) if rng.random() < 0.7 else ""
            outcome = round(float(held @ cares / cares.sum()) / 10) * 10.0
            if reference != "" and rng.random() < 0.2:
                outcome = reference
            issues.append(
                dict(zip(ISSUES, (
                    name, f"d{seed}{dossier:03d}", f"dossier {dossier}", ("DEU1", "DEU2")[dossier % 2], "Reg", "Agri",
                    ("COD", "CNS")[dossier % 2], "QMV", "2001-03-04", "2002-03-04", reference, outcome, len(ACTORS),
                ), strict=True))
            )  # fmt: skip
            positions += [
                {"issue_id": name, "actor": actor, "position": float(x), "salience": float(s)}
                for actor, x, s in zip(ACTORS, held, cares, strict=True)
            ]
    return issues, positions


def write_folder(folder: Path, issues: list[dict[str, object]], positions: list[dict[str, object]]) -> Path:
    """Write both tables."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in (("issues.csv", issues), ("positions.csv", positions)):
        with (folder / name).open("w", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    return folder


def made_folder(folder: Path, n_dossiers: int = 24, seed: int = 1) -> Path:
    """Write a folder of decisions."""
    return write_folder(folder, *made_rows(n_dossiers, seed))
