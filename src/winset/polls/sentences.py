"""What pooling found, in words with the numbers beside them."""

from __future__ import annotations

from winset.case.complaints import counted
from winset.polls.record import Ahead, Found, Link, Movement, Series


def title_of(series: Series) -> str:
    """Return the heading of a series."""
    name = ": ".join(part for part in (series.name, series.wording) if part) or "polls"
    houses = len({house.house for house in series.houses})
    return f"{name} ({counted(len(series.readings), 'reading')}, {counted(houses, 'house')})"


def level_words(series: Series) -> str:
    """Return the level now."""
    now = series.level
    words = f"{now.value:.1f}% on {series.day} [90%: {now.low:.1f} to {now.high:.1f}]"
    if series.with_undecided is not None:
        words += f"; {series.with_undecided:.1f}% if everyone undecided came over"
    return words


def movement_words(movement: Movement) -> str:
    """Return how fast the level moves, and whether it may stand still."""
    low, high = movement.volatility_low, movement.volatility_high
    top = f"{high:.1f}" if high is not None else "no limit"
    speed = f"{movement.volatility:.1f} points per root month [90%: {low:.1f} to {top}]"
    square = movement.variance_per_month
    most = f"{movement.variance_high:.1f}" if movement.variance_high is not None else "no limit"
    words = f"{speed}, Q {square:.1f} [{movement.variance_low:.1f} to {most}]"
    if movement.may_be_still:
        words += "; it may be still: sampling alone can explain what is seen"
    walk = movement.random_walk
    kind = "a random walk" if walk > 0.8 else "a pull to a mean" if walk < 0.2 else "a random walk or a pull to a mean"
    words += f"; {kind} (weight of the walk {walk:.2f})"
    return f"{words}; readings err by {movement.extra_error.value:.1f} points beyond sampling"


def jump_words(movement: Movement) -> str:
    """Return the jumps expected."""
    return f"{movement.jumps_per_year:.2f} a year expected, {movement.jump_sd:.0f} points each (standard deviation)"


def found_words(found: Found) -> str:
    """Return a shift or a stray reading."""
    size = f"{found.size.value:+.1f} points [90%: {found.size.low:+.1f} to {found.size.high:+.1f}]"
    strength = f"{abs(found.strength):.1f} standard errors"
    if found.kind == "shift":
        when = f"between {found.after} and {found.day}" if found.after else f"by {found.day}"
        return f"shift {when}: {size}, {strength}"
    where = f"{found.house}, {found.day}" + (f", “{found.wording}”" if found.wording else "")
    return f"stray reading ({where}): {size}, {strength}"


def link_words(link: Link) -> str:
    """Return how a wording follows the first."""
    start = link.intercept.value
    return (
        f"“{link.wording}” = {start:.1f} {link.slope:+.2f} x level "
        f"(slope ± {link.slope_sd:.2f}), own error {link.own_error:.1f} points, {counted(link.readings, 'reading')}"
    )


def ahead_words(ahead: Ahead) -> str:
    """Return the level on a later day."""
    return (
        f"{ahead.day} ({ahead.months:g} month{'s' if ahead.months != 1 else ''}): {ahead.middle:.1f}% "
        f"[50%: {ahead.low50:.1f} to {ahead.high50:.1f}; 80%: {ahead.low80:.1f} to {ahead.high80:.1f}; "
        f"95%: {ahead.low95:.1f} to {ahead.high95:.1f}]"
    )
