"""Files of invented attempts to settle claims, and of claims by year, in the layout of the published ones."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np

from treaty_folder import write_rows

HEADER = re.findall(
    r"\w+",
    """
    issue terriss riveriss mariss region claimdy claim dyadnum chal tgt dyad settnump settnumt begsett endsett year
    yearend durmid durfat durwar typesett typeset3 typesetm bilat nonbind3 binding3 midiss typeact actor1 actor2
    actor3 actor4 actor5 actor6 typeio3 typeio5 io ioreg ioglob ioacttype iobind ionon other3rd oth3bind oth3non
    extentsa extentsa3 attfunc attproc attiss agree agreeall extentag extentag3 agreefun agreepro agreeiss terrchag
    allocag marchag sqchgag concesag conceven conceslo conceshi concany concchal conctgt concstr3 concstr1 concwk3
    concwk1 ratfailc ratfailt ratfail compchal comptgt comply2 claimend clmendatt clmendma clmendall clmend2 clmend5
    clmend10 effect4 effect3 nomid5 nomid10 nomid15 mid midhost midwar midfat midfatany midendiss version
    """,
)
"""Columns of the file of attempts, version 1.1."""

METHODS = {"bilateral": "bilat", "nonbinding": "nonbind3", "binding": "binding3"}


def salience_of(claim: int) -> int:
    """How much a claim matters."""
    return 1 + claim % 11


def attempt_rows(seed: int = 1, n: int = 900) -> list[dict[str, str]]:
    """Attempts of which binding ones mostly end in a substantive agreement, and salient claims seldom do.

    As in the published file, what did not come about leaves empty what would have followed from it.
    """
    rng = np.random.default_rng(seed)
    rows = []
    for _ in range(n):
        claim = int(rng.integers(1, 150))
        method = str(rng.choice(list(METHODS), p=[0.65, 0.25, 0.1]))
        extent = int(rng.integers(0, 3))
        odds = 0.6 - 0.45 * (salience_of(claim) - 6) + {"bilateral": 0.0, "nonbinding": -0.8, "binding": 2.5}[method]
        agree = rng.random() < 1 / (1 + np.exp(-odds))
        chance = 0.75 if method == "binding" else 0.15 + 0.4 * (extent == 2)
        substantive = bool(agree and rng.random() < chance)
        ends = bool(substantive and rng.random() < 0.5)
        begun = int(rng.integers(1816, 2002))
        ended = begun + int(rng.integers(0, 2))
        military = rng.random() < 0.1
        row = dict.fromkeys(HEADER, "")
        row |= {name: str(int(claim % 3 == place)) for place, name in enumerate(("terriss", "riveriss", "mariss"))}
        row |= dict.fromkeys(METHODS.values(), "0")
        row |= {
            "issue": str(claim % 3 + 1),
            "claimdy": str(claim),
            "begsett": f"{begun}00",
            "endsett": f"{ended}12",
            "year": str(begun),
            "yearend": str(ended),
            "midiss": str(int(military)),
            "version": "1.1",
        }
        if not military:
            row |= {METHODS[method]: "1", "extentsa3": str(extent), "agree": str(int(agree))}
        if agree and not military:
            row |= {"agreeiss": str(int(substantive)), "effect4": "4" if ends else "3"}
        rows.append(row)
    return rows


def claim_rows(attempts: list[dict[str, str]], seed: int = 1) -> list[dict[str, str]]:
    """Claims in the years in which attempts began: how much each matters and, mostly, the ratio of power."""
    rng = np.random.default_rng(seed)
    pairs = sorted({(int(row["claimdy"]), int(row["year"])) for row in attempts})
    return [
        {
            "claimdy": str(claim),
            "year": str(year),
            "icowsal": str(salience_of(claim)),
            "attanyp": "1",
            "relcaps": f"{rng.uniform(0.5, 1):.2f}" if rng.random() < 0.9 else "-9",
        }
        for claim, year in pairs
    ]


def settlement_file(folder: Path, seed: int = 1) -> Path:
    """Write invented attempts into a folder and return the file."""
    folder.mkdir(parents=True, exist_ok=True)
    write_rows(folder / "ICOWsettle.csv", attempt_rows(seed))
    return folder / "ICOWsettle.csv"


def claims_file(folder: Path, seed: int = 1) -> Path:
    """Write the claims of the same attempts by year into a folder and return the file."""
    write_rows(folder / "ICOWdyadyr.csv", claim_rows(attempt_rows(seed)))
    return folder / "ICOWdyadyr.csv"
