r"""The outside view: how often things like this happen, whoever is at the table, and what mixing it in would give.

Two questions that are not the same. This dispute's own record has a date, like the question: if an agreement comes at
a constant rate about which nothing is known beforehand, n years without one leave T/(n + T) for the T years to go.
Past attempts of a class have none: a rate per attempt says how attempts ended, however long that took. Do not take a
rate by method for what the method would do here; parties choose a method for a reason.

References: Jeffreys, H. (1961). Theory of Probability, 3rd ed. (a rate of which nothing is known). Wilson, E. B.
(1927). Probable inference, the law of succession, and statistical inference. Journal of the American Statistical
Association 22, 209-212. Satopaa, V. A., et al. (2014). Combining multiple probability predictions using a simple
logit model. International Journal of Forecasting 30, 344-356 (log-odds).
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator, Sequence

from scipy.special import ndtri

from winset.case.base_rates import SOURCE, ReferenceClass
from winset.case.case import Case
from winset.case.complaints import nearest
from winset.case.outside_view import OWN_RECORD, BaseRate, OwnRecord, reference_class
from winset.errors import InputError
from winset.forecasting.record import BaseLine, Blend, Deal, Forecast

LEVEL = 0.95

LEAST = 1e-6
"""The smallest chance, and the smallest chance of the contrary, that is mixed: log-odds of 0 and 1 are infinite."""

SELECTED = (
    "A rate per attempt has no date, while the question has one. Rates by method are selected, not causal: who chooses "
    "a method chooses it for a reason."
)


def no_agreement_yet(years_without: float, years_to_go: float, level: float = LEVEL) -> tuple[float, float, float]:
    r"""Return the chance of an agreement within some years after years without one, and its interval.

    .. math:: P = \frac{T}{n + T}, \qquad P_q = 1 - (1 - q)^{T/n}

    Here n are the years without an agreement, T the years to go, and P_q is the q quantile: agreements come at a
    constant rate, and every rate is equally likely beforehand.

    Parameters
    ----------
    years_without : float
        n, above 0.
    years_to_go : float
        T, at least 0.
    level : float, default 0.95
        Chance that the interval holds, above 0 and below 1.

    Returns
    -------
    (float, float, float)
        P and both ends of its interval.

    Raises
    ------
    InputError
        If a number is not in its range.

    Examples
    --------
    >>> [round(x, 3) for x in no_agreement_yet(62.3, 2.7)]
    [0.042, 0.001, 0.148]
    """
    for name, value, fine, allowed in (
        ("years_without", years_without, 0 < years_without < math.inf, "it is above 0"),
        ("years_to_go", years_to_go, 0 <= years_to_go < math.inf, "it is at least 0"),
        ("level", level, 0 < level < 1, "it lies between 0 and 1"),
    ):
        if not fine:
            raise InputError(f"`{name}` is {value}; {allowed}")
    longer = years_to_go / years_without
    low, high = (-math.expm1(longer * math.log((1 + tail * level) / 2)) for tail in (1, -1))
    return years_to_go / (years_without + years_to_go), low, high


def rate_interval(successes: int, cases: int, level: float = LEVEL) -> tuple[float, float]:
    r"""Return Wilson's interval of a share.

    .. math:: \frac{k + z^2/2}{n + z^2} \pm \frac{z}{n + z^2} \sqrt{k (1 - k/n) + z^2/4}

    Here k are successes among n cases and z is the normal quantile of the level.

    Parameters
    ----------
    successes, cases : int
        k and n, 0 or more of at least one case.
    level : float, default 0.95
        Chance that the interval holds, above 0 and below 1.

    Returns
    -------
    (float, float)
        Both ends, from 0 to 1.

    Raises
    ------
    InputError
        If there is no case, there are more successes than cases, or `level` is not in its range.

    Examples
    --------
    >>> [round(x, 3) for x in rate_interval(405, 720)]
    [0.526, 0.598]
    """
    if not 0 <= successes <= cases or cases < 1:
        raise InputError(f"`successes` is {successes} of {cases} `cases`; it is 0 or more of at least 1 case")
    if not 0 < level < 1:
        raise InputError(f"`level` is {level}; it lies between 0 and 1")
    z2 = float(ndtri((1 + level) / 2)) ** 2
    middle = (successes + z2 / 2) / (cases + z2)
    half = math.sqrt(z2 * (successes * (1 - successes / cases) + z2 / 4)) / (cases + z2)
    return max(middle - half, 0.0), min(middle + half, 1.0)


def log_odds_blend(model: float, outside: float, weight: float) -> float:
    r"""Return two chances mixed on the scale of log-odds.

    .. math:: \log\frac{b}{1 - b} = (1 - w) \log\frac{p}{1 - p} + w \log\frac{q}{1 - q}

    Here b is the mixture, p the model's chance, q the outside view's and w its weight.

    Parameters
    ----------
    model, outside : float
        p and q, from 0 to 1; nearer than one in a million to an end, they count as one in a million.
    weight : float
        w, from 0 (the model alone) to 1 (the outside view alone).

    Raises
    ------
    InputError
        If a number is not from 0 to 1.

    Examples
    --------
    >>> round(log_odds_blend(0.2, 0.8, 0.5), 12), log_odds_blend(0.2, 0.8, 0)
    (0.5, 0.2)
    """
    for name, value in (("model", model), ("outside", outside), ("weight", weight)):
        if not 0 <= value <= 1:
            raise InputError(f"`{name}` is {value}; it lies from 0 to 1")
    if weight in (0, 1):
        return float(outside if weight else model)
    p, q = (min(max(x, LEAST), 1 - LEAST) for x in (model, outside))
    mixed = (1 - weight) * math.log(p / (1 - p)) + weight * math.log(q / (1 - q))
    return 1 / (1 + math.exp(-mixed))


def base_lines(case: Case) -> tuple[BaseLine, ...]:
    """Return the outside view of a case: this dispute's own record, its reference class, and rates of the case's own.

    The line that asks most nearly what the case asks is marked: the one that the case names, else its own record,
    which has a date as the question has, else the first.
    """
    view, found = case.outside_view, []
    if view.own_record is not None:
        found.append(_own_record(case, view.own_record))
    chosen = reference_class(case)
    if chosen is not None:
        found += _of_class(case, *chosen)
    found += [_stated(case, name, rate) for name, rate in view.rates.items()]
    closest = view.closest or next((line.id for line in found), None)
    return tuple(dataclasses.replace(line, closest=line.id == closest) for line in found)


def _own_record(case: Case, record: OwnRecord) -> BaseLine:
    """Return the line of a dispute's own record."""
    n, years = record.years_without, (case.until - case.as_of).days / 365.25
    chance, low, high = (round(x, 6) for x in no_agreement_yet(n, years))
    so_far = f"{n:g} {'year' if n == 1 else 'years'} without an agreement"
    return BaseLine(
        OWN_RECORD,
        "this dispute",
        "this dispute's own record",
        f"by {case.until}",
        1,
        chance,
        low,
        high,
        _sources(case, record.sources) or "stated in the case",
        f"{so_far}, {years:.1f} to go: {years:.1f} / ({n:g} + {years:.1f})",
    )


def _of_class(case: Case, found: ReferenceClass, why: str) -> Iterator[BaseLine]:
    """Yield the lines of a reference class: how attempts ended, or what became of agreements once there is one."""
    if case.stage == "ratified":
        return
    if case.stage == "talks":
        unit, noun, cases = "per attempt", "attempts", found.attempts
        counts = [
            ("agreement", found.agreed, "any agreement"),
            ("substantive", found.substantive, "an agreement on the substance"),
            ("ends-claim", found.ended, "an agreement that ended the claim"),
        ]
    else:
        unit, noun, cases = "per agreement", "agreements", found.agreed
        counts = [("ratified", found.agreed - found.unratified, "no failure in ratification")]
    for name, count, what in counts:
        low, high = rate_interval(count, cases)
        yield BaseLine(
            name,
            found.id,
            f"{found.says}: {what}",
            unit,
            cases,
            round(count / cases, 6),
            round(low, 6),
            round(high, 6),
            SOURCE,
            f"{count:,} of {cases:,} {noun}; class {found.id}, {why}",
        )


def _stated(case: Case, name: str, rate: BaseRate) -> BaseLine:
    """Return the line of a rate that the case states."""
    low, high = (None, None)
    if rate.attempts:
        low, high = (round(x, 6) for x in rate_interval(round(rate.share * rate.attempts), rate.attempts))
    attempts = f"{rate.attempts:,} attempts" if rate.attempts else "published rate"
    source = _sources(case, rate.sources)
    basis = ", ".join(part for part in (attempts, source) if part)
    told = source or "stated in the case"
    return BaseLine(name, name, rate.says, "per attempt", rate.attempts, rate.share, low, high, told, basis)


def _sources(case: Case, names: Sequence[str]) -> str:
    """Return the titles of sources."""
    return ", ".join(case.sources[name].title for name in names if name in case.sources)


def check_blend(lines: Sequence[BaseLine], weight: float, line: str | None = None) -> BaseLine:
    """Return the line of the outside view to mix with, or raise an `InputError` if that cannot be done."""
    if not 0 <= weight <= 1:
        raise InputError(f"`weight` of the outside view is {weight:g}; it lies from 0 to 1")
    if not lines:
        raise InputError(
            "there is no outside view to mix with; state `class`, `own_record` or `rates` in `outside_view`"
        )
    chosen = next((one for one in lines if one.id == line or (line is None and one.closest)), None)
    if chosen is None:
        known = [one.id for one in lines]
        close = nearest(str(line), known)
        hint = f"did you mean `{close}`?" if close else f"take {', '.join(known)}"
        raise InputError(f"`line` is {line}; the outside view of this case has no such line; {hint}")
    return chosen


def blend_of(deal: Deal, lines: Sequence[BaseLine], weight: float, line: str | None = None) -> Blend:
    """Return a deal's chance mixed with a line of the outside view, the closest one unless another is named.

    The ends of its range mix the lowest with the lowest and the highest with the highest: forms of the model, and the
    interval of the line.

    Raises
    ------
    InputError
        If there is no such line, or `weight` is not from 0 to 1.
    """
    chosen = check_blend(lines, weight, line)
    pairs = (
        (deal.probability, chosen.probability),
        (deal.low, chosen.probability if chosen.low is None else chosen.low),
        (deal.high, chosen.probability if chosen.high is None else chosen.high),
    )
    pool, low, high = (round(log_odds_blend(inside, outside, weight), 10) for inside, outside in pairs)
    return Blend(pool, low, high, weight, chosen.id, chosen.probability)


def blended(forecast: Forecast, weight: float, line: str | None = None) -> Forecast:
    """Return a forecast with its chance of a deal mixed with the outside view beside it.

    Parameters
    ----------
    forecast : Forecast
        As `winset.forecast` returns it; its own numbers stay.
    weight : float
        Weight of the outside view, from 0 to 1.
    line : str, optional
        Id of the line of the outside view; the closest one by default.

    Raises
    ------
    InputError
        If there is no such line, or `weight` is not from 0 to 1.

    Examples
    --------
    >>> import winset
    >>> answer = winset.blended(winset.forecast(winset.load("kuril-2019"), draws=128), weight=0.5)
    >>> answer.blend.line, answer.deal.probability < answer.blend.probability or answer.deal.probability > 0.04
    ('own-record', True)
    """
    return dataclasses.replace(forecast, blend=blend_of(forecast.deal, forecast.outside_view, weight, line))
