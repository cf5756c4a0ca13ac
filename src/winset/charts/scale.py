"""Numbers on the scale of an issue: round steps along it, and as many digits as it can be read to."""

from __future__ import annotations

import math

MOST_STEPS = 6

STATED = 9
"""Decimals to which a number is shown that somebody stated."""


def scale_decimals(low: float, high: float) -> int:
    """Return how many decimals tell apart what is a hundredth of a scale apart, about; -1 stands for tens.

    >>> scale_decimals(4, 10), scale_decimals(0, 100), scale_decimals(0, 5000)
    (2, 1, -1)
    """
    return 2 - math.ceil(math.log10(high - low) - 1)


def full(number: float, decimals: int) -> str:
    """Return a number with so many decimals; thousands are set apart from 10,000 on, so that years stay years.

    >>> full(7.5, 2), full(2016, 0), full(-12345.6, 1), full(-0.001, 2)
    ('7.50', '2016', '-12,345.6', '0.00')
    """
    rounded, shown = round(number, decimals) + 0.0, max(decimals, 0)
    return f"{rounded:,.{shown}f}" if abs(rounded) >= 10_000 else f"{rounded:.{shown}f}"


def short(number: float, decimals: int) -> str:
    """Return a number with so many decimals, without zeros at their end.

    >>> short(7.50, 2), short(-0.001, 2), short(12345.6, 0)
    ('7.5', '0', '12,346')
    """
    text = full(number, decimals)
    return text.rstrip("0").rstrip(".") if decimals > 0 else text


def on_scale(number: float, low: float, high: float) -> str:
    """Return a number with as many decimals as its scale is read to, and no zeros at their end.

    >>> on_scale(8.8333, 4, 10), on_scale(2016.5, 2010, 2030)
    ('8.83', '2016.5')
    """
    return short(number, scale_decimals(low, high))


def round_steps(low: float, high: float) -> list[float]:
    """Return the multiples of one, two or five tenths, units, tens and so on that lie on a scale; at most seven.

    >>> round_steps(4, 10), round_steps(0, 100), round_steps(-0.3, 0.3)
    ([4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0], [0.0, 20.0, 40.0, 60.0, 80.0, 100.0], [-0.3, -0.2, -0.1, 0.0, 0.1, 0.2, 0.3])
    """
    aim = (high - low) / MOST_STEPS
    power = math.floor(math.log10(aim))
    factor = next(f for f in (1, 2, 5, 10) if f * 10.0**power >= aim * (1 - 1e-9))
    step, digits = factor * 10.0**power, max(0, -power)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [round(place * step, digits) + 0.0 for place in range(first, last + 1)]
