"""How strongly each number of a case moves the answer: the correlation of what is random about it with a deal.

A number may be random in several ways. A share in a poll has its sampling error and the error of its wording, a floor
its softness, a chance the luck of whether the thing happens. Each has levels of its own in the draws, and all of them
belong to the number that the case states. What happens along the way (moves of approval, meetings, votes, arrivals of
random events) belongs to no number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from winset.case.accepters import ratifiers
from winset.case.case import Case
from winset.case.home import Consent
from winset.case.public import FeltPublic, Opinion, SeriesLevel
from winset.case.quantities import Quantity
from winset.forecasting.inputs import distribution
from winset.forecasting.story import Story

DECISIVE = 0.05
"""Influence from which a number is called decisive, where there are draws enough to tell."""

STANDARD_ERRORS = 3.0
"""Standard errors of a correlation that a decisive number must at least exceed."""

UNIFORM_SD = float(np.sqrt(1.0 / 12.0))


def influences(stories: Sequence[Story]) -> dict[str, float]:
    """Return the influence of each uncertain number by path, -1 to 1, stories weighted.

    It is the root of the summed squares of the correlations of the number's levels with a deal, since these levels are
    drawn apart from each other. Its sign is that of the strongest: positive where a deal is likelier if there is more
    of the number.
    """
    parts: dict[str, dict[str, float]] = {}
    for story in stories:
        correlations = _with_a_deal(story)
        for path, level, sign in levels_of_numbers(story.plan.board.case):
            among = parts.setdefault(path, {})
            among[level] = among.get(level, 0.0) + story.weight * sign * correlations.get(level, 0.0)
    return {path: combined(tuple(among.values())) for path, among in parts.items()}


def combined(parts: Sequence[float]) -> float:
    """Return several influences of one number as one: their root sum of squares, with the sign of the largest.

    >>> combined([0.3, -0.4])
    -0.5
    """
    return float(np.copysign(min(1.0, np.hypot.reduce(parts)), max(parts, key=abs)))


def least_decisive(draws: int) -> float:
    """Return the influence from which a number is called decisive after this many draws.

    >>> least_decisive(16_384), least_decisive(900)
    (0.05, 0.1)
    """
    return max(DECISIVE, STANDARD_ERRORS / float(np.sqrt(draws)))


def _with_a_deal(story: Story) -> dict[str, float]:
    """Return the correlation of each named level with the pooled chance of a deal, over all draws of a story."""
    n = sum(tally.n for tally in story.replicates)
    mean = sum(tally.pooled for tally in story.replicates) / n
    variance = sum(tally.pooled_squared for tally in story.replicates) / n - mean**2
    if variance <= 1e-15:
        return {}
    together = {
        name: sum(tally.with_levels.get(name, 0.0) for tally in story.replicates) / n
        for name in story.replicates[0].with_levels
    }
    return {name: float((mixed - 0.5 * mean) / (UNIFORM_SD * np.sqrt(variance))) for name, mixed in together.items()}


def levels_of_numbers(case: Case) -> Iterator[tuple[str, str, float]]:
    """Yield the path of a number, the name of a level that belongs to it, and 1 or -1.

    The sign is negative where a higher level means less of the number, as a chance that is more easily missed.
    """
    for path, quantity in case.quantities().items():
        if quantity.is_uncertain:
            yield path, path, _rise(quantity)
    for ratifier in ratifiers(case):
        accepter, path = ratifier.accepter, ratifier.path
        if isinstance(accepter, FeltPublic):
            yield from _of_public(accepter, path)
        elif isinstance(accepter, Consent):
            for package, chance in accepter.consents.items():
                if _leaves_luck(chance):
                    yield f"{path}.consents.{package}", f"{path}#answer", -1.0
    for name, event in case.events.items():
        for key, stated in (("chance", event.chance), ("agrees", event.agrees)):
            if event.date is not None and stated is not None and _leaves_luck(stated):
                yield f"events.{name}.{key}", f"events.{name}#happens", -1.0


def _of_public(public: FeltPublic, path: str) -> Iterator[tuple[str, str, float]]:
    """Yield the levels that belong to the numbers of a felt public."""
    if isinstance(public.approval, SeriesLevel):
        yield f"{path}.approval", f"{path}.approval", 1.0
    if not _is_known(public.floor.soft, 0.0):
        yield f"{path}.floor.value", f"{path}.floor#soft", 1.0
    for package, readings in public.opposition.items():
        where = f"{path}.opposition.{package}"
        for place, reading in enumerate(readings):
            at = f"{where}.{place}"
            yield f"{at}.oppose", f"{at}#sampling-0", 1.0
            yield f"{at}.support", f"{at}#sampling-1", 1.0
            if reading.error is None or not _is_known(reading.error, 0.0):
                yield f"{at}.oppose", f"{at}#beyond-sampling", 1.0
            if len(readings) > 1:
                yield f"{at}.oppose", f"{where}#reading", _order(readings)


def _rise(quantity: Quantity) -> float:
    """Return 1 if higher levels tend to mean more of a number, else -1, as of readings listed from high to low."""
    if not quantity.choices:
        return 1.0
    levels = (np.arange(64) + 0.5) / 64
    return 1.0 if (levels - 0.5) @ distribution(quantity).ppf(levels) >= 0 else -1.0


def _order(readings: Sequence[Opinion]) -> float:
    """Return 1 if the later readings tend to find more net opposition, else -1: a high level picks a late reading."""
    net = [distribution(reading.oppose).mode - distribution(reading.support).mode for reading in readings]
    chances = [1.0 if reading.chance is None else reading.chance for reading in readings]
    places = np.arange(len(readings)) - np.average(np.arange(len(readings)), weights=chances)
    return 1.0 if np.average(places * net, weights=chances) >= 0 else -1.0


def _is_known(quantity: Quantity, value: float) -> bool:
    """Tell whether a quantity is known to have a value."""
    return not quantity.is_uncertain and distribution(quantity).mode == value


def _leaves_luck(chance: Quantity) -> bool:
    """Tell whether a chance is neither 0 nor 1 for sure."""
    return not _is_known(chance, 0.0) and not _is_known(chance, 1.0)
