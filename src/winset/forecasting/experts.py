"""Experts' own forecasts beside the model's: each as it was made, and their pools; no number here enters a forecast."""

from __future__ import annotations

from winset.case.case import Case
from winset.case.experts import Expert
from winset.chance.pooling import extremising_factor, linear_pool, log_odds_pool
from winset.forecasting.inputs import distribution
from winset.forecasting.record import ExpertLine, ExpertPools


def expert_pools(case: Case) -> ExpertPools:
    """Return what experts expect, and the pools over those who answer the case's own question.

    Examples
    --------
    >>> import winset
    >>> expert_pools(winset.load("wage-round"))
    ExpertPools(forecasts=(), linear=None, log_odds=None, factor=None)
    """
    lines = tuple(_line(case, expert) for expert in case.experts.forecasts)
    pooled = [line for line in lines if line.pooled]
    if not pooled:
        return ExpertPools(forecasts=lines)
    chances, weights = [line.probability for line in pooled], [line.weight for line in pooled]
    factor = case.experts.factor
    factor = extremising_factor(len(pooled)) if factor is None else factor
    return ExpertPools(
        forecasts=lines,
        linear=round(linear_pool(chances, weights), 10),
        log_odds=round(log_odds_pool(chances, weights, factor), 10),
        factor=round(factor, 10),
    )


def _line(case: Case, expert: Expert) -> ExpertLine:
    """Return one expert's forecast; a range counts with its middle, any other spread with its mean."""
    chance = expert.chance
    ends = chance.numbers if chance.kind == "interval" else ()
    probability = sum(ends) / 2 if ends else distribution(chance).mean
    sources = expert.sources or chance.sources
    return ExpertLine(
        who=expert.who,
        date=expert.date,
        says=expert.says or "",
        text=chance.wording or str(chance),
        probability=round(float(probability), 10),
        low=ends[0] if ends else None,
        high=ends[1] if ends else None,
        weight=expert.weight,
        about=expert.about or "",
        pooled=expert.about is None,
        sources=sources,
        guess=all(name in case.sources and case.sources[name].is_guess for name in sources),
        note=expert.note or chance.note or "",
    )
