"""Windows: which packages everyone accepts at the same moment, one bit per package.

A window is open at a step while some package passes every leader, every felt public and every consent at once. The
answers of one accepter to all packages are kept as bits of one word, so that joining accepters is a bitwise and,
whatever the number of packages. Arrays have shape (n_words, n_steps or 1, n_draws).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from winset.forecasting.capital import Approval
from winset.forecasting.homes import Felt
from winset.forecasting.worth import Gains, signs

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Bits = NDArray[Any]


STRETCH = 24
"""Steps of a path that are compared with every package's need before the next are fetched."""


def word_size(n_packages: int) -> int:
    """Return the number of bits in a word: the smallest of 8, 16, 32 and 64 that holds all packages, else 64."""
    return next((size for size in (8, 16, 32) if n_packages <= size), 64)


def _words(n_packages: int) -> tuple[np.dtype[Any], int, int]:
    """Return the type of a word, its size in bits and how many words hold all packages."""
    size = word_size(n_packages)
    return np.dtype(f"uint{size}"), size, -(-n_packages // size)


def pack(answers: Mask) -> Bits:
    """Return answers of shape (n_draws, n_packages) as bits of shape (n_words, 1, n_draws).

    >>> pack(np.array([[True, False, True]])).tolist()
    [[[5]]]
    """
    n, n_packages = answers.shape
    kind, size, count = _words(n_packages)
    octets = np.packbits(answers, axis=1, bitorder="little")
    padded = np.zeros((n, count * size // 8), dtype=np.uint8)
    padded[:, : octets.shape[1]] = octets
    return np.ascontiguousarray(padded.view(kind.newbyteorder("<")).astype(kind, copy=False).T)[:, None, :]


def unpack(bits: Bits, n_packages: int) -> Mask:
    """Return bits of shape (n_words, n_pairs) as answers of shape (n_pairs, n_packages)."""
    octets = np.ascontiguousarray(bits.T.astype(bits.dtype.newbyteorder("<"))).view(np.uint8)
    return np.unpackbits(octets, axis=1, count=n_packages, bitorder="little").view(bool)


def affordable(approval: Approval, felt: Felt, shift: Array | None = None) -> Bits:
    """Return which packages a felt public's approval affords at every step.

    Parameters
    ----------
    approval : Approval
    felt : Felt
    shift : array of float, shape (n_draws,), optional
        Points taken off the need after the first step: the correction for watching a path only at steps.

    Returns
    -------
    array of unsigned int, shape (n_words, n_steps, n_draws)
    """
    unit = approval.unit
    at_once = [(need - approval.centre) / unit for need in felt.needs]
    later = at_once if shift is None else [need - shift / unit for need in at_once]
    kind, size, count = _words(len(later))
    bits = np.zeros((count, *approval.units.shape), dtype=kind)
    unsure = []
    for package, need in enumerate(later):
        bit = kind.type(1 << package % size)
        if (need == -np.inf).all():
            bits[package // size] |= bit
        else:
            unsure.append((package, need, bit))
    # A stretch of steps is gone through with all packages while it is at hand.
    n_steps, n_draws = approval.units.shape
    enough, bits_of_one = np.empty((STRETCH, n_draws), dtype=bool), np.empty((STRETCH, n_draws), dtype=kind)
    for start in range(0, n_steps, STRETCH):
        steps = slice(start, start + STRETCH)
        path = approval.stretch(steps)
        here, octets, found = (part[: len(path)] for part in (enough, enough.view(np.uint8), bits_of_one))
        for package, need, bit in unsure:
            np.greater_equal(path, need[steps] if len(need) > 1 else need, out=here)
            if start == 0 and shift is not None:
                np.greater_equal(path[0], at_once[package][0], out=here[0])
            np.multiply(octets, bit, out=found)
            word = bits[package // size, steps]
            np.bitwise_or(word, found, out=word)
    return bits


def moving_answers(gains: Gains, belief: Array) -> Bits:
    """Return which packages a leader signs at every step, where gains move with time.

    Parameters
    ----------
    gains : Gains
    belief : array of float, shape (n_draws, n_packages)
        That each package will be ratified.

    Returns
    -------
    array of unsigned int, shape (n_words, n_steps, n_draws)
    """
    n_packages = gains.still.shape[1]
    kind, size, count = _words(n_packages)
    bits = np.zeros((count, *gains.moving[0].series.shape), dtype=kind)
    costs = gains.failed_vote_costs
    series: Array = np.zeros(bits.shape[1:])
    least = most = series[0]
    touched: tuple[bool, ...] = (False,) * len(gains.moving)
    for package in reversed(range(n_packages)):
        parts = tuple(bool(part.touches[package]) for part in gains.moving)
        if parts != touched:
            chosen = [part.series for part, does in zip(gains.moving, parts, strict=True) if does]
            series = sum(chosen[1:], start=chosen[0]) if chosen else np.zeros(bits.shape[1:])
            least, most, touched = series.min(axis=0), series.max(axis=0), parts
        still, hope = gains.still[:, package], belief[:, package]
        surely, sometimes = signs(still + least, hope, costs), signs(still + most, hope, costs)
        mixed = np.flatnonzero(surely != sometimes)
        answers = np.repeat(surely[None, :], series.shape[0], axis=0)
        answers[:, mixed] = signs(still[mixed] + series[:, mixed], hope[mixed], costs[mixed])
        word = bits[package // size]
        np.add(word, word, out=word)
        np.bitwise_or(word, answers.view(np.uint8), out=word)
    return bits


def joined(parts: list[Bits], n_words_like: Bits, n_steps: int) -> Bits:
    """Return the packages that every part accepts, shape (n_words, n_steps, n_draws), in memory of its own."""
    shape = (n_words_like.shape[0], n_steps, n_words_like.shape[2])
    if not parts:
        return np.full(shape, np.iinfo(n_words_like.dtype).max, dtype=n_words_like.dtype)
    whole = np.broadcast_to(parts[0], shape)
    result = np.empty(shape, dtype=n_words_like.dtype)
    if len(parts) == 1:
        result[...] = whole
        return result
    np.bitwise_and(whole, parts[1], out=result)
    for part in parts[2:]:
        np.bitwise_and(result, part, out=result)
    return result


def over_spans(values: NDArray[Any], combine: np.ufunc, longest: int) -> list[NDArray[Any]]:
    """Return values combined over the last 1, 2, 4, ... steps, up to the longest span asked for.

    The second axis from the end holds steps; what held at the first step is taken to have held before it.

    >>> [level.ravel().tolist() for level in over_spans(np.array([[3], [1], [2], [5]]), np.minimum, 4)]
    [[3, 1, 2, 5], [3, 1, 1, 2], [3, 1, 1, 1]]
    """
    levels, span = [values], 1
    while 2 * span <= longest:
        last = levels[-1]
        longer = np.empty_like(last)
        combine(last[..., span:, :], last[..., :-span, :], out=longer[..., span:, :])
        combine(last[..., :span, :], last[..., :1, :], out=longer[..., :span, :])
        levels.append(longer)
        span *= 2
    return levels


def over_lead(
    levels: list[NDArray[Any]],
    combine: np.ufunc,
    steps: NDArray[np.intp],
    draws: NDArray[np.intp],
    spans: NDArray[np.int64],
) -> NDArray[Any]:
    """Return values combined over the last `spans` steps at pairs of step and draw: two overlapping spans suffice.

    Parameters
    ----------
    levels : list of array
        From `over_spans`.
    spans : array of int, shape (n_pairs,)
        Number of steps that end at each pair's step, at least 1.
    """
    found = np.empty(levels[0][..., steps, draws].shape, dtype=levels[0].dtype)
    powers = np.frexp(spans)[1] - 1
    for power, level in enumerate(levels):
        here = np.flatnonzero(powers == power)
        if here.size:
            at, of = steps[here], draws[here]
            earlier = np.maximum(at - spans[here] + (1 << power), 0)
            found[..., here] = combine(level[..., at, of], level[..., earlier, of])
    return found
