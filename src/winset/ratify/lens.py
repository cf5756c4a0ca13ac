"""How large is the lens that two veto players leave?

With two issues of equal salience each of two members accepts a disc around his ideal point, and both together what the
two discs share.

References: elementary geometry; Tsebelis, G. (2002). Veto Players. Princeton University Press, chapter 1.
"""

from __future__ import annotations

from math import acos, dist, pi, sqrt

from numpy.typing import ArrayLike

from winset.allowed import numbers_between
from winset.errors import InputError


def lens_area(first: ArrayLike, second: ArrayLike, first_radius: float, second_radius: float) -> float:
    r"""Return the area that two discs share.

    .. math:: a^2 \arccos\frac{d^2 + a^2 - b^2}{2da} + b^2 \arccos\frac{d^2 + b^2 - a^2}{2db}
        - \tfrac12 \sqrt{(-d+a+b)(d+a-b)(d-a+b)(d+a+b)}

    Parameters
    ----------
    first, second : array of float, shape (2,)
        Centres, :math:`d` apart.
    first_radius, second_radius : float
        :math:`a, b \ge 0`. With a salience :math:`w_k` that both members share, stretch issue k by its square root
        and divide the area by the product of the roots.

    Returns
    -------
    float
        0 where they do not meet; the smaller disc where it lies in the other.

    Raises
    ------
    InputError
        If a number is not finite, a radius negative or a centre not a point in the plane.

    Examples
    --------
    >>> round(lens_area([0, 0], [10, 0], 50**0.5, 50**0.5), 4)
    28.5398
    """
    centres = [numbers_between(name, centre) for name, centre in (("first", first), ("second", second))]
    if any(centre.shape != (2,) for centre in centres):
        raise InputError("`first` and `second` must each be a point of two numbers")
    a = float(numbers_between("first_radius", first_radius, 0.0))
    b = float(numbers_between("second_radius", second_radius, 0.0))
    d = dist(*centres)
    if d >= a + b:
        return 0.0
    if d <= abs(a - b):
        return pi * min(a, b) ** 2
    kite = sqrt(max((-d + a + b) * (d + a - b) * (d - a + b) * (d + a + b), 0.0)) / 2
    return _sector(d, a, b) + _sector(d, b, a) - kite


def _sector(d: float, a: float, b: float) -> float:
    """Part of the disc of radius a between the radii to the corners of the lens."""
    return a**2 * acos(min(max((d**2 + a**2 - b**2) / (2 * d * a), -1.0), 1.0))
