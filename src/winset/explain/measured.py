"""Approval as a series of polls measures it, as a number like any other."""

from __future__ import annotations

from winset.case.case import Case
from winset.case.domains import PERCENT
from winset.case.phrases import parse
from winset.case.quantity import Quantity
from winset.forecasting.levels import distributions_of

DIGITS = 1
"""Decimals of a level, as in the list of numbers."""


def measured_approval(case: Case, public: str) -> Quantity:
    """Return approval of a felt public at the case's date as a mean with its standard error, in per cent.

    Parameters
    ----------
    public : str
        Path of the felt public, such as ``parties.russia.home.public``.
    """
    found = distributions_of(case)[f"{public}.approval"]
    level, error = found.inner.mean, found.inner.sd  # type: ignore[attr-defined]
    return parse({"normal": [round(level, DIGITS), round(error, DIGITS)]}, PERCENT)
