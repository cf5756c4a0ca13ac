"""Will an attempt to settle a claim end in an agreement? Learnt from earlier years, forecast for later ones.

Three chances: any agreement, a substantive one, the end of the claim. Methods: the share in the years learnt from; the
share by method of the attempt; and a logistic regression with a ridge penalty on the type of issue, the method, the
salience, earlier attempts at the same claim and their results, recent force, the ratio of power, and the era. How much
was to be settled is left out unless it is declared to be known beforehand, since coders saw the outcome. Do not read
the method's part as the effect of choosing it: who goes to court has mostly agreed to settle.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from winset.backtest.dated import Dated, figures_known
from winset.backtest.logistic import Logistic, ridge_logistic
from winset.backtest.settlement.tables import OUTCOMES, Attempts

Array = NDArray[np.float64]

METHODS: Mapping[str, str] = {
    "base-rate": "Share in the years learnt from",
    "by-method": "Share by method of the attempt",
    "logistic": "Logistic regression",
}
BASE, IS_PLAIN = "by-method", ("base-rate", "by-method")
"""What is compared with, and methods that a model has to beat."""

OWN = ("river", "maritime", "salience", "binding", "nonbinding", "force", "power")
"""Figures of the attempt and its claim, known when it begins; rivers and maritime zones differ from territory."""

WORDS: Mapping[str, str] = {
    "river": "claim to a river",
    "maritime": "claim to the sea",
    "binding": "third party that binds",
    "nonbinding": "third party that cannot bind",
    "force": "recent militarized disputes",
    "power": "ratio of power",
}
"""What figures are called, where that is not their name."""

ERA = 1900.0


def forecasts_of(
    table: Attempts, learnt_before: float, extent_known: bool = False
) -> tuple[NDArray[np.intp], dict[str, dict[str, Array]], dict[str, Logistic], tuple[str, ...]]:
    """Return the forecasts of the attempts begun in a year or later, learnt from those that had ended before it.

    Parameters
    ----------
    table : Attempts
    learnt_before : float
        A year.
    extent_known : bool
        Whether how much was to be settled was known when an attempt began.

    Returns
    -------
    tuple
        Places of the attempts forecast; chances by outcome and method; the regression by outcome; names of its figures.
    """
    figures, names = known_at_start(table, extent_known)
    learnt = learnt_from(table, learnt_before)
    rows = np.flatnonzero(table.begun >= learnt_before)
    complete = filled(figures, learnt)
    kind = method_of(table)
    chances: dict[str, dict[str, Array]] = {}
    models: dict[str, Logistic] = {}
    for outcome in OUTCOMES:
        o = table.outcomes[outcome]
        own = learnt & np.isfinite(o)
        share = (o[own].sum() + 1) / (own.sum() + 2)
        models[outcome] = ridge_logistic(complete[own], o[own]) if own.any() else _unlearnt(len(names))
        chances[outcome] = {
            "base-rate": np.full(len(rows), share),
            "by-method": np.array([_share(o[own & (kind == which)], share) for which in kind[rows]]),
            "logistic": models[outcome].chances(complete[rows]),
        }
    return rows, chances, models, names


def learnt_from(table: Attempts, before: float) -> NDArray[np.bool_]:
    """Return which attempts had begun and ended before a year."""
    return np.asarray((table.begun < before) & (table.ended < before))


def known_at_start(table: Attempts, extent_known: bool = False) -> tuple[Array, tuple[str, ...]]:
    """Return the figures of each attempt that were known when it began, and their names; nan where not recorded."""
    n = len(table.claim)
    columns = [Dated(WORDS.get(name, name), table.figures[name], table.begun) for name in OWN if name in table.figures]
    columns += _earlier(table)
    columns.append(Dated("era: from 1900", table.begun >= ERA, table.begun))
    if "extent" in table.figures and extent_known:
        columns.append(Dated("extent sought", table.figures["extent"], table.begun))
    return figures_known(columns, table.begun if n else np.empty(0)), tuple(column.name for column in columns)


def _earlier(table: Attempts) -> list[Dated]:
    """Return what had become of earlier attempts at the same claim that were over before the year of each.

    An attempt of which it is not known how it ended counts as not over.
    """
    n = len(table.claim)
    counts = np.zeros((n, 3))
    since, last = np.zeros(n), np.full(n, -np.inf)
    by_claim: dict[str, list[int]] = {}
    agreed, substantive = (np.nan_to_num(table.outcomes[name]) for name in ("any-agreement", "substantive"))
    over = np.where(np.isfinite(table.outcomes["any-agreement"]), table.ended, np.inf)
    for row, claim in enumerate(table.claim):
        before = [one for one in by_claim.get(claim, []) if over[one] < table.begun[row]]
        if before:
            counts[row] = len(before), agreed[before].sum(), substantive[before].sum()
            last[row] = table.ended[before].max()
            since[row] = table.begun[row] - last[row]
        by_claim.setdefault(claim, []).append(row)
    known = np.where(np.isfinite(last), last + 1, table.begun)
    failed = counts[:, 0] - counts[:, 1]
    return [
        Dated("earlier attempts that failed", np.log1p(failed), known),
        Dated("earlier agreements", np.log1p(counts[:, 1]), known),
        Dated("earlier substantive agreements", np.log1p(counts[:, 2]), known),
        Dated("years since the last attempt", np.log1p(since), known),
    ]


def method_of(table: Attempts) -> NDArray[np.str_]:
    """Return whether a third party decided, took part, or neither."""
    binding, non = (np.nan_to_num(table.figures[name]) for name in ("binding", "nonbinding"))
    return np.where(binding == 1, "binding", np.where(non == 1, "nonbinding", "bilateral"))


def filled(figures: Array, learnt: NDArray[np.bool_]) -> Array:
    """Return figures with the mean of the years learnt from where nothing is recorded; 0 if nothing ever was."""
    known = np.isfinite(figures) & learnt[:, None]
    total = np.where(known, figures, 0.0).sum(axis=0)
    mean = np.divide(total, known.sum(axis=0), out=np.zeros(figures.shape[1]), where=known.any(axis=0))
    return np.where(np.isfinite(figures), figures, mean)


def _share(outcomes: Array, otherwise: float) -> float:
    """Return a share with one more case at the share of all, so that a rare method says little."""
    return float((outcomes.sum() + otherwise) / (len(outcomes) + 1))


def _unlearnt(n: int) -> Logistic:
    """Return a regression that has seen nothing."""
    return Logistic(0.0, np.zeros(n), np.zeros(n), np.ones(n))
