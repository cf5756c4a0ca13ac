"""A file of invented attempts to settle claims, in the layout that the backtest on settlement reads."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from treaty_folder import write_rows


def attempt_rows(seed: int = 1, n: int = 900) -> list[dict[str, str]]:
    """Attempts of which binding ones mostly end in a substantive agreement, and salient claims seldom do."""
    rng = np.random.default_rng(seed)
    rows = []
    for _ in range(n):
        claim = int(rng.integers(1, 150))
        method = rng.choice(["bilateral", "nonbinding", "binding"], p=[0.65, 0.25, 0.1])
        salience = 1 + claim % 11
        extent = int(rng.integers(0, 3))
        odds = 0.6 - 0.25 * (salience - 6) + {"bilateral": 0.0, "nonbinding": -0.8, "binding": 2.5}[str(method)]
        agree = rng.random() < 1 / (1 + np.exp(-odds))
        chance = 0.75 if method == "binding" else 0.15 + 0.4 * (extent == 2)
        substantive = bool(agree and rng.random() < chance)
        ends = bool(substantive and rng.random() < 0.5)
        issue = ("terriss", "riveriss", "mariss")[claim % 3]
        begun = int(rng.integers(1816, 2002))
        rows.append(
            {
                "claimdy": str(claim),
                "year": str(begun),
                "endyear": str(begun + int(rng.integers(0, 2))),
                "midiss": str(int(rng.random() < 0.1)),
                **{name: str(int(name == issue)) for name in ("terriss", "riveriss", "mariss")},
                "icowsal": str(salience),
                "att3bind": str(int(method == "binding")),
                "att3non": str(int(method == "nonbinding")),
                "recmidwt": f"{rng.exponential(0.3):.2f}",
                "relcaps": f"{rng.uniform(0.5, 1):.2f}" if rng.random() < 0.9 else "-9",
                "extent": str(extent),
                "agree": str(int(agree)),
                "agreeiss": str(int(substantive)),
                "effect4": str(4 if ends else 3 if agree else 0),
            }
        )
    return rows


def settlement_file(folder: Path, seed: int = 1) -> Path:
    """Write invented attempts into a folder and return the file."""
    folder.mkdir(parents=True, exist_ok=True)
    write_rows(folder / "ICOWsettle.csv", attempt_rows(seed))
    return folder / "ICOWsettle.csv"
