"""Approval as its series measures it: pooled where there are readings enough, plainly otherwise."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from cases import case_of, party, public
from winset.case.case import Case
from winset.case.series import taken_as
from winset.chance import local_level, pooled_level
from winset.chance.distributions import Clipped, Normal
from winset.forecasting.draws import draw_tables
from winset.forecasting.levels import distributions_of, is_pooled, series_level
from winset.forecasting.polled import LEAST_ERROR, pooled_readings

PATH = "parties.a.home.public.approval"


def readings(count: int = 12, step: int = 20, **more: Any) -> list[dict[str, Any]]:
    """Return polls by two houses up to the case's date, the second two points below the first."""
    days = [dt.date(2019, 12, 28) - dt.timedelta(days=step * k) for k in range(count)]
    return [
        {"date": str(day), "house": "AB"[k % 2], "value": 60 + (k * 7) % 3 - 2 * (k % 2), "n": 1000, **more}
        for k, day in enumerate(days)
    ]


def measured(polls: list[dict[str, Any]], **series: Any) -> Case:
    """Return a case whose one felt public is measured by these polls."""
    home = {"public": public({"series": "polls"}, 40, {"x": 5})}
    written = {"question": "approve?", "readings": polls, **series}
    return case_of(parties={"a": party(home=home), "b": party()}, series={"polls": written})


def test_the_level_is_that_of_the_pooled_model():
    case = measured(readings())
    polls = sorted(case.series["polls"].readings, key=lambda one: one.date)
    known = pooled_level(
        [(one.date - case.as_of).days for one in polls],
        [one.value for one in polls],
        at=[0],
        sizes=[one.n for one in polls],
        houses=[one.house for one in polls],
    )
    level = series_level(case.series["polls"], case, 2.7)
    assert (level.mean, level.sd) == pytest.approx((known.mean[0], known.sd[0]))
    wanted = [known.quantiles[0][place] for place in (0, 3, 6)]
    assert level.ppf([0.025, 0.5, 0.975]) == pytest.approx(wanted, abs=0.01)


def test_the_mixture_itself_is_drawn_within_the_bounds_of_a_share():
    found = distributions_of(measured(readings()))[PATH]
    assert isinstance(found, Clipped)
    assert (found.low, found.high) == (0, 100)
    drawn = np.concatenate([block[PATH] for block in draw_tables(measured(readings()), 4096, 1)])
    assert (drawn.mean(), drawn.std()) == pytest.approx((found.inner.mean, found.inner.sd), rel=0.02)


def test_the_plain_level_is_read_where_the_case_says_so_with_the_stated_volatility():
    case = measured(readings(), read="plain")
    polls = case.series["polls"].readings
    known = local_level(
        [(one.date - case.as_of).days for one in polls],
        [one.house for one in polls],
        [one.value for one in polls],
        [one.n for one in polls],
        at_day=0,
        minimum_sd=LEAST_ERROR,
        variance_per_month=1.5**2,
    )
    assert series_level(case.series["polls"], case, 1.5) == Normal(known.level, known.level_sd)


@pytest.mark.parametrize(("count", "step", "pooled"), [(4, 20, True), (3, 20, False), (4, 0, False), (12, 0, False)])
def test_few_readings_or_days_are_read_plainly_and_that_is_said(count, step, pooled):
    case = measured(readings(count, step))
    assert is_pooled(case.series["polls"]) is pooled
    said = [text for text in taken_as(case) if "too few to pool" in text]
    assert bool(said) is not pooled
    assert isinstance(series_level(case.series["polls"], case, 2.0), Normal) is not pooled


def test_the_level_is_never_surer_than_houses_that_lean_together():
    many = readings(60, 5, n=1_000_000)
    for poll in many:
        poll["value"] = 60
    assert series_level(measured(many).series["polls"], measured(many), 0.0).sd == pytest.approx(LEAST_ERROR)


def test_another_wording_is_linked_and_never_pooled_raw():
    """The other question reads thirty points lower: alone it must not move the level, with its moves it may."""
    other = [dict(poll, value=poll["value"] - 30, question="trust?", house="C") for poll in readings()]
    alone, both = measured(readings()), measured([*readings(), *other])
    levels = [series_level(case.series["polls"], case, 2.0) for case in (alone, both)]
    assert levels[1].mean == pytest.approx(levels[0].mean, abs=1)
    assert pooled_readings(both.series["polls"], both.as_of).design.polls.wordings == ("approve?", "trust?")
    as_trust = measured([dict(poll, question="approve?") for poll in readings()] + other, question="trust?")
    assert series_level(as_trust.series["polls"], as_trust, 2.0).mean == pytest.approx(levels[0].mean - 30, abs=1.5)


def test_a_wording_asked_too_seldom_changes_nothing():
    other = [dict(poll, value=25, question="trust?") for poll in readings(3)]
    alone, both = measured(readings()), measured([*readings(), *other])
    assert series_level(both.series["polls"], both, 2) == series_level(alone.series["polls"], alone, 2)
    plain = [measured(polls, read="plain") for polls in (readings(), [*readings(), *other])]
    assert series_level(plain[0].series["polls"], plain[0], 2) == series_level(plain[1].series["polls"], plain[1], 2)


def test_the_stated_volatility_moves_only_a_plain_level():
    pooled, plain = measured(readings()), measured(readings(), read="plain")
    assert series_level(pooled.series["polls"], pooled, 1) == series_level(pooled.series["polls"], pooled, 9)
    assert series_level(plain.series["polls"], plain, 1) != series_level(plain.series["polls"], plain, 9)
