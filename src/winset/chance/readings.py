"""Readings as they are written down, made ready for pooling: which wordings are linked, and the arrays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.chance.design import Polls

LEAST_LINKED = 4
"""Readings that another wording needs to be linked: two fix a line, and its error takes more."""

MISSING_SIZE = 1000.0
"""People asked, where nobody says: a usual size."""


def linked_wordings(wordings: Sequence[str], reference: str | None = None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the wordings that are pooled, the reference first, and those that have too few readings.

    Parameters
    ----------
    wordings : sequence of str
        What each reading asked.
    reference : str, optional
        The wording in whose units the level is; that with most readings unless stated.

    >>> linked_wordings(["a", "a", "b", "b", "b", "b", "b"], "a"), linked_wordings(["a", "a", "b"])
    ((('a', 'b'), ()), (('a',), ('b',)))
    """
    number = Counter(wordings)
    order = [wording for wording, _ in number.most_common()]
    if reference is not None:
        order.remove(reference)
        order.insert(0, reference)
    linked = (*order[:1], *(wording for wording in order[1:] if number[wording] >= LEAST_LINKED))
    return linked, tuple(wording for wording in order if wording not in linked)


def sampling_variance(values: ArrayLike, sizes: ArrayLike, design_effect: float = 1.0) -> NDArray[np.float64]:
    """Return the variance of polls by their sizes, in points squared; shares beyond 1 or 99 count as these.

    >>> sampling_variance([50, 0.2], [2500, 99]).tolist()
    [1.0, 1.0]
    """
    inner = np.clip(np.asarray(values, dtype=float), 1.0, 99.0)
    return np.asarray(design_effect * inner * (100 - inner) / np.asarray(sizes, dtype=float))


def as_polls(
    days: ArrayLike,
    values: ArrayLike,
    sizes: Sequence[float | None],
    houses: Sequence[str],
    wordings: Sequence[str],
    linked: Sequence[str],
    design_effect: float,
    house_sd: float,
    missing_size: float = MISSING_SIZE,
) -> Polls:
    """Return readings, sorted by day, as arrays; each asks one of the wordings in `linked`.

    >>> found = as_polls([0, 1], [50, 40], [2500, None], ["b", "a"], ["q", "q"], ["q"], 1.0, 3.0)
    >>> found.sampling.tolist(), found.houses, found.house.tolist()
    ([1.0, 2.4], ('a', 'b'), [1, 0])
    """
    names = tuple(sorted(set(houses)))
    shares = np.asarray(values, dtype=float)
    asked = np.array([missing_size if size is None else size for size in sizes], dtype=float)
    order = list(linked)
    return Polls(
        np.asarray(days, dtype=float),
        shares,
        sampling_variance(shares, asked, design_effect),
        np.array([names.index(house) for house in houses], dtype=np.int64),
        np.array([order.index(wording) for wording in wordings], dtype=np.int64),
        names,
        tuple(order),
        house_sd,
    )
