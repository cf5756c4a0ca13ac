"""Randomness by name: every uncertain thing has a stream of its own, keyed by (seed, replicate, block, name).

Adding, removing or reordering things changes no byte of the other streams, and no stream depends on the number of
workers. The generator is Philox, which is counter-based: its key is a hash of the four, so that no state is shared.

References: Salmon, J. K., Moraes, M. A., Dror, R. O., Shaw, D. E. (2011). Parallel random numbers: as easy as
1, 2, 3. SC '11: Proceedings of the International Conference for High Performance Computing.
"""

from __future__ import annotations

from hashlib import blake2b

import numpy as np


def words(*names: object, count: int = 2) -> tuple[int, ...]:
    """Return `count` unsigned 64-bit words that depend on every one of `names` and on nothing else.

    >>> words(1, "russia") == words(1, "russia"), words(1, "russia") == words(1, "japan")
    (True, False)
    """
    text = "\x1f".join(str(name) for name in names).encode()
    digest = blake2b(text, digest_size=8 * count).digest()
    return tuple(int.from_bytes(digest[8 * i : 8 * i + 8], "little") for i in range(count))


def stream(seed: int, replicate: int, block: int, name: str) -> np.random.Generator:
    """Return the generator of the named stream.

    Parameters
    ----------
    seed : int
        The run's seed.
    replicate : int
        Which of the independent replicates, from 0.
    block : int
        Which block of draws within the replicate, from 0.
    name : str
        Path of the uncertain thing, such as ``parties.russia.home.public.approval``.

    Examples
    --------
    >>> first, again = (stream(1, 0, 0, "votes").random() for _ in range(2))
    >>> first == again
    True
    """
    key = words("stream", seed, replicate, block, name)
    return np.random.Generator(np.random.Philox(key=np.array(key, dtype=np.uint64)))
