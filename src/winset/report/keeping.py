"""Whether packages enforce themselves, in sentences: the shift of power that they bring, and the steps they come in."""

from __future__ import annotations

from collections.abc import Callable

from winset.charts.wording import counted, percent
from winset.forecasting.record import Forecast, Kept, PowerShift, Spread, Steps


def keeping_title(forecast: Forecast) -> str:
    """Return the heading over what would keep a deal, which says whether the answer counts it."""
    beside = "" if forecast.deal.counted.startswith("kept") else " (beside the answer, which does not ask)"
    return f"Whether a deal would enforce itself{beside}"


def kept(part: Kept) -> str:
    """Return whether a package enforces itself, and on which terms it would.

    >>> steps = Steps(1, 0.25, Spread(3.0, 2.0, 6.0), 0.0)
    >>> kept(Kept("two-final", "two final", True, 0.25, None, steps))
    'two final: 25% that it enforces itself. It is handed over in 1 step; 3 are needed (2 to 6).'
    """
    told = [f"{part.label}: {percent(part.probability)} that it enforces itself."]
    both = part.power is not None and part.exchange is not None
    if part.power is not None:
        told.append(_power(part.power, both))
    if part.exchange is not None:
        told.append(_steps(part.exchange, both))
    return " ".join(told)


def _power(shift: PowerShift, both: bool) -> str:
    """Return what is said of the shift of power; with its own chance if that is not the whole."""
    rises = f"The chance to win a fight goes from {shift.now:.2f} to {shift.after:.2f}"
    borne = f"a rise of {_spread(shift.largest, '{:.2f}'.format)} is borne{_own(shift.probability, both)}"
    return f"{rises}; {borne}, or {_spread(shift.share, percent)} of what is conceded at once."


def _steps(steps: Steps, both: bool) -> str:
    """Return what is said of the steps; with their own chance if that is not the whole."""
    foreseen = f"It is handed over in {counted(steps.foreseen, 'step')}{_own(steps.probability, both)}"
    if steps.needed.central is None:
        return f"{foreseen}; no number of steps is enough."
    needed = "is" if steps.needed.central == 1 else "are"
    never = f", and in {percent(steps.never)} no number is enough" if steps.never >= 0.005 else ""
    number, _, between = _spread(steps.needed, "{:.0f}".format).partition(" ")
    return f"{foreseen}; {number} {needed} needed {between}".rstrip() + f"{never}."


def _own(probability: float, both: bool) -> str:
    """Return one reason's own chance."""
    return f" [{percent(probability)}]" if both else ""


def _spread(spread: Spread, shown: Callable[[float], str]) -> str:
    """Return a number with its range over draws; without a range if it has none."""
    central = "any" if spread.central is None else shown(spread.central)
    low, high = ("any" if end is None else shown(end) for end in (spread.low, spread.high))
    if low == high == central:
        return central
    return f"{central} ({low} or more)" if spread.high is None else f"{central} ({low} to {high})"


__all__ = ["keeping_title", "kept"]
