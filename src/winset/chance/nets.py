"""One-dimensional nets: evenly spread uniform levels for one uncertain quantity, shuffled and scrambled.

How are the levels of one quantity spread so that few draws cover its range? The levels of a replicate of ``2**m``
draws fall one into each of ``2**m`` equal strata, in an order of the quantity's own (shuffled) and at a place of
their own within the stratum (scrambled). One quantity alone is integrated far better than by independent draws; a
function of several at once is integrated no worse, but the gain on yes-or-no answers is small.

The order comes from a keyed permutation computed draw by draw, so memory does not grow with the number of draws.

References: Owen, A. B. (1997). Scrambled net variance for integrals of smooth functions. Annals of Statistics
25(4), 1541-1562. In one dimension a scrambled base-2 net is one uniform point in each stratum.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from winset.chance.streams import stream, words
from winset.errors import InputError

Array = NDArray[np.float64]

_ROUNDS = 4


def shuffled(index: NDArray[np.uint64], bits: int, *key: object) -> NDArray[np.uint64]:
    """Return where a keyed permutation of ``0 .. 2**bits - 1`` sends each index.

    Every round adds a key word, multiplies by an odd word and folds high bits into low ones: each step can be
    undone, so that the whole is a permutation.

    >>> sorted(shuffled(np.arange(8, dtype=np.uint64), 3, "any key").tolist())
    [0, 1, 2, 3, 4, 5, 6, 7]
    """
    if bits == 0:
        return index.copy()
    mask = np.uint64((1 << bits) - 1)
    fold = np.uint64(max(bits // 2, 1))
    keys = words("shuffle", *key, count=2 * _ROUNDS)
    x = index & mask
    for turn in range(_ROUNDS):
        x = (x + np.uint64(keys[2 * turn])) & mask
        x = (x * np.uint64(keys[2 * turn + 1] | 1)) & mask
        x = x ^ (x >> fold)
    return x


def net(seed: int, replicate: int, name: str, bits: int, block: int, block_size: int) -> Array:
    """Return one block of a quantity's levels, each strictly between 0 and 1.

    Parameters
    ----------
    seed, replicate, name
        As in `winset.chance.streams.stream`.
    bits : int
        The replicate holds ``2**bits`` draws.
    block, block_size : int
        Which draws of the replicate: from ``block * block_size``.

    Returns
    -------
    array of float, shape (block_size,)

    Raises
    ------
    InputError
        If the block reaches beyond the replicate.

    Examples
    --------
    Over a whole replicate, each of the eight strata is met once.

    >>> levels = net(1, 0, "floor", bits=3, block=0, block_size=8)
    >>> sorted((levels * 8).astype(int).tolist())
    [0, 1, 2, 3, 4, 5, 6, 7]
    """
    size = 1 << bits
    start = block * block_size
    if start + block_size > size:
        raise InputError(f"`block` {block} of {block_size} draws reaches beyond the replicate's {size} draws")
    index = np.arange(start, start + block_size, dtype=np.uint64)
    strata = shuffled(index, bits, seed, replicate, name).astype(np.float64)
    within = stream(seed, replicate, block, f"{name}#net").random(block_size)
    return np.clip((strata + within) / size, 1e-12, 1.0 - 1e-12)
