"""Whether those who agree are enough, where a rule among the parties does not ask for all of them.

A package passes if the parties that stand for it meet the rule. Answers are arrays of any one shape; the chance that
the rule is met is exact, given that parties decide apart from each other.

References: Taylor, A. D. and Zwicker, W. S. (1999). Simple Games. Princeton University Press.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from winset.case.accepters import RATIFIERS
from winset.case.agreement import AllParties, AnyParty, PartyRule, ShareOfParties, SoManyParties, below, is_countable
from winset.forecasting.windows import Bits

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

ENOUGH = 1e-12
"""Slack in shares of weights: two thirds of three equal weights are two of them."""

CELLS = 1 << 17
"""Numbers that are worked on together; what is left of a table of answers stays in memory that is near."""


def holds(rule: PartyRule | None, yes: Mapping[str, Mask]) -> Mask:
    """Return whether those who say yes meet a rule; without a rule everyone must.

    Parameters
    ----------
    rule : rule among parties, optional
    yes : mapping of party to array of bool, all of one shape

    Examples
    --------
    >>> two = SoManyParties(at_least=2)
    >>> holds(two, {"a": np.array([True, True]), "b": np.array([False, True]), "c": np.array([False, False])}).tolist()
    [False, True]
    """
    parties = tuple(yes)
    if rule is None:
        return np.asarray(np.logical_and.reduce(list(yes.values())))
    if isinstance(rule, str):
        return yes[rule]
    if isinstance(rule, ShareOfParties):
        total = sum(rule.of.values())
        return np.asarray(
            sum(yes[party] * (weight / total) for party, weight in rule.of.items()) >= rule.share - ENOUGH
        )
    parts = [holds(part, yes) for part in below(rule, parties)]
    if isinstance(rule, AllParties):
        return np.asarray(np.logical_and.reduce(parts))
    if isinstance(rule, AnyParty):
        return np.asarray(np.logical_or.reduce(parts))
    return np.asarray(np.sum(parts, axis=0) >= rule.at_least)


def carried(rule: PartyRule | None, parties: Iterable[str], answer: Callable[[str], Mask]) -> Mask:
    """Return whether enough parties say yes and those of no party do, from what each says."""
    return holds(rule, {party: answer(party) for party in parties}) & answer(RATIFIERS)


def chance_of(rule: PartyRule | None, chances: Mapping[str, Array]) -> Array:
    """Return the chance that a rule is met by parties that pass with chances of their own, apart from each other.

    Parameters
    ----------
    rule : rule among parties, optional
    chances : mapping of party to array of float, all of one shape

    Notes
    -----
    A rule that counts everyone at most once is worked out by the recursion over its parts. Of any other, a table of
    all answers of those whose chance is neither 0 nor 1 everywhere says where it is met, and is averaged over one party
    after the other.

    Examples
    --------
    >>> half = np.array(0.5)
    >>> float(chance_of(SoManyParties(at_least=2), {"a": half, "b": half, "c": half}))
    0.5
    """
    parties = tuple(chances)
    if rule is None:
        return np.asarray(np.prod(list(chances.values()), axis=0))
    if is_countable(rule, parties):
        return _counted(rule, chances)
    shape = np.broadcast_shapes(*(np.shape(p) for p in chances.values()))
    unsure = [party for party, p in chances.items() if np.any((p > 0) & (p < 1))]
    sure = [party for party in parties if party not in unsure]
    cells = {party: np.broadcast_to(p, shape).reshape(-1) for party, p in chances.items()}
    found, together = np.empty(math.prod(shape)), max(CELLS >> len(unsure), 1)
    for start in range(0, found.size, together):
        some = slice(start, start + together)
        answers = np.stack([cells[party][some] >= 1 for party in sure], axis=1) if sure else np.ones((1, 0), dtype=bool)
        met = _met(rule, parties, unsure, sure, answers)
        for party in unsure:
            p = cells[party][some, None]
            no, yes = np.split(met, 2, axis=1)
            met = no + p * (yes - no)
        found[some] = met[:, 0]
    return found.reshape(shape)


def _met(rule: PartyRule, parties: tuple[str, ...], unsure: Sequence[str], sure: Sequence[str], answers: Mask) -> Array:
    """Return 1 where a rule is met, by all answers of the unsure; shape (n_rows, 2 ** n_unsure).

    `answers` are those of the sure, shape (n_rows, n_sure). The first of the unsure says no in the first half of the
    columns, the second in the first half of each half, and so on.
    """
    rows, again = np.unique(answers, axis=0, return_inverse=True) if sure else (answers, np.zeros(1, dtype=np.intp))
    shape = len(rows), 1 << len(unsure)
    column = np.arange(shape[1])
    yes = {party: rows[:, [place]] for place, party in enumerate(sure)}
    yes |= {party: (column >> place & 1 > 0)[None, :] for place, party in enumerate(reversed(unsure))}
    met = holds(rule, {party: np.broadcast_to(yes[party], shape) for party in parties})
    return met.astype(np.float64)[again.reshape(-1)]


def _counted(rule: PartyRule, chances: Mapping[str, Array]) -> Array:
    """Return the chance that a rule is met that counts everyone at most once."""
    if isinstance(rule, str):
        return chances[rule]
    parts = [_counted(part, chances) for part in below(rule, tuple(chances))]
    if isinstance(rule, AllParties):
        return np.asarray(np.prod(parts, axis=0))
    if isinstance(rule, AnyParty):
        return np.asarray(1 - np.prod([1 - part for part in parts], axis=0))
    assert isinstance(rule, SoManyParties)
    counts = np.zeros((len(parts) + 1, *np.shape(parts[0])))
    counts[0] = 1
    for part in parts:
        counts[1:] = counts[1:] * (1 - part) + counts[:-1] * part
        counts[0] *= 1 - part
    return np.asarray(counts[rule.at_least :].sum(axis=0))


def open_bits(rule: PartyRule, parts: Mapping[str, Bits], n_steps: int, n_packages: int) -> Bits:
    """Return the packages that enough parties stand for at every step.

    Parameters
    ----------
    parts : mapping of party to array of unsigned int, shape (n_words, n_steps or 1, n_draws)
        Packages that each party stands for, one bit each.

    Returns
    -------
    array of unsigned int, shape (n_words, n_steps, n_draws)
    """
    like = next(iter(parts.values()))
    size = 8 * like.dtype.itemsize
    steps = n_steps if any(part.shape[1] > 1 for part in parts.values()) else 1
    found = np.zeros((like.shape[0], steps, like.shape[2]), dtype=like.dtype)
    for package in range(n_packages):
        word, bit = package // size, like.dtype.type(1 << package % size)
        yes = {party: np.broadcast_to((part[word] & bit) != 0, found.shape[1:]) for party, part in parts.items()}
        found[word] |= holds(rule, yes) * bit
    return np.broadcast_to(found, (found.shape[0], n_steps, found.shape[2]))


__all__ = ["carried", "chance_of", "holds", "open_bits"]
