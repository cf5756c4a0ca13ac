"""What a forecast says of keeping: whether each package enforces itself, and on which terms it would."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from winset.forecasting.central import Central
from winset.forecasting.enforcement import ENFORCEMENT
from winset.forecasting.labels import plain
from winset.forecasting.record import Kept, PowerShift, Spread, Steps
from winset.forecasting.story import Story

Array = NDArray[np.float64]

DIGITS = 6


def keeping(stories: Sequence[Story], main: Story, central: Central) -> tuple[Kept, ...]:
    """Return, for each package of which the case says what keeping it hangs on, whether it enforces itself.

    Chances are pooled over stories; ranges are those of the story of greatest weight.
    """
    board, said = central.board, central.board.case.keeping
    if said is None or (said.enforcement is None and said.exchange is None):
        return ()
    held = np.asarray(sum(story.weight * story.mean("holds") for story in stories))
    terms = np.concatenate([part for tally in main.replicates for part in tally.terms], axis=2)
    at_modes, draw = central.scene.enforced.told()[..., 0], central.scene.draw
    found = []
    for place, name in enumerate(board.packages):
        shift, share, steps = (_spread(at_modes[part, place], terms[part, place]) for part in range(3))
        power = exchange = None
        if said.enforcement is not None and name in said.enforcement.power_after:
            now, after = (float(draw.value(f"{ENFORCEMENT}.{key}")[0]) for key in ("power_now", f"power_after.{name}"))
            power = PowerShift(round(now, DIGITS), round(after, DIGITS), _chance(held[1, place]), shift, share)
        if said.exchange is not None and name in said.exchange.worth:
            enough, never = (_chance(held[row, place]) for row in (2, 3))
            exchange = Steps(said.exchange.steps(name), enough, steps, never)
        if power or exchange:
            counts = bool(board.counts[place])
            found.append(Kept(name, plain(name), counts, _chance(held[0, place]), power, exchange))
    return tuple(found)


def _chance(share: float) -> float:
    """Return a share of draws without what rounding could touch."""
    return round(float(share), 10)


def _spread(central: float, drawn: Array) -> Spread:
    """Return a number at the modes and its 5 and 95 % points, each the value of some draw."""
    low, high = np.quantile(drawn, (0.05, 0.95), method="inverted_cdf")
    return Spread(*(round(float(value), DIGITS) if np.isfinite(value) else None for value in (central, low, high)))


__all__ = ["keeping"]
