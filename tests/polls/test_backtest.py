"""The back-test: nothing of the future is used, the naive forecasts are what they say, scores add up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from typer.testing import CliRunner

from winset.chance.design import Polls
from winset.cli import app
from winset.errors import InputError
from winset.polls.backtest import FIRST, MONTHS_AHEAD, Forecasted, forecasts_of, origins, targets
from winset.polls.files import backtest_polls
from winset.polls.scores import ALL, block_interval, holds, scores


def monthly(n: int = 24, seed: int = 1, houses: int = 1) -> tuple[Polls, np.ndarray]:
    """Build monthly polls over a walk."""
    rng = np.random.default_rng(seed)
    days = np.repeat(np.arange(n) * 30.0 + 5, houses)
    level = np.repeat(50 + np.cumsum(rng.normal(0, 2, n)), houses)
    house = np.tile(np.arange(houses), n)
    names = tuple("abc"[:houses])
    zero = np.zeros(days.size, dtype=np.int64)
    values = level + rng.normal(0, 1.5, days.size)
    return Polls(days, values, np.full(days.size, 2.5), house, zero, names, ("",), 3.0), np.full(days.size, 1000.0)


def test_a_forecast_knows_nothing_of_what_comes_after_it():
    polls, sizes = monthly()
    changed = polls.values.copy()
    changed[18:] = 20.0
    before = [one for one in forecasts_of(polls, sizes) if one.origin < polls.days[18]]
    after = [one for one in forecasts_of(replace(polls, values=changed), sizes) if one.origin < polls.days[18]]
    assert len(before) > 5
    assert [one.forecast for one in before] == [one.forecast for one in after]


def test_naive_forecasts_are_the_last_value_and_the_mean_of_three():
    polls, sizes = monthly()
    first = forecasts_of(polls, sizes)[0]
    known = polls.values[polls.days <= first.origin]
    assert known.size >= FIRST
    assert first.last == known[-1]
    assert first.mean_of_three == pytest.approx(known[-3:].mean())
    assert first.inside_last is None


def test_targets_are_the_first_polls_so_far_ahead():
    days = np.array([0.0, 29.0, 31.0, 95.0, 300.0])
    assert targets(days, 0.0) == [(1, 2), (3, 3)]


def test_weekly_polls_are_forecast_from_the_last_of_each_month():
    assert len(origins(np.arange(0, 364, 7.0))) == 12


def test_houses_together_are_forecast_each():
    polls, sizes = monthly(houses=2)
    found = forecasts_of(polls, sizes)
    assert {one.series for one in found} == {"a", "b"}


@pytest.fixture(scope="module")
def found() -> tuple[Forecasted, ...]:
    """Forecast thirty months."""
    return forecasts_of(*monthly(30, seed=2))


def test_scores_are_those_of_the_forecasts(found):
    table = scores(found)
    assert [(one.series, one.months) for one in table] == [(name, m) for name in ("a", ALL) for m in MONTHS_AHEAD]
    rows = [one for one in found if one.months == 3]
    score = table[1]
    assert score.error == pytest.approx(np.mean([abs(one.value - one.forecast) for one in rows]))
    assert score.coverage[1] == pytest.approx(np.mean([one.inside[1] for one in rows]))
    assert all(low <= cover <= high for low, cover, high in zip(score.low, score.coverage, score.high, strict=True))


def test_blocks_are_drawn_whole():
    inside, blocks = np.array([[1.0], [1.0], [0.0], [0.0]]), np.array([0, 0, 1, 1])
    low, high = block_interval(inside, blocks, np.random.default_rng(1))
    assert (low[0], high[0]) == (0.0, 1.0)
    mixed, _ = block_interval(inside, np.array([0, 1, 0, 1]), np.random.default_rng(1))
    assert mixed[0] == 0.5


def test_the_error_is_told_beside_the_better_naive_one(found):
    for score in scores(found):
        beyond, low, high = score.beyond_naive
        assert beyond == pytest.approx(score.error - min(score.error_last, score.error_mean))
        assert low <= beyond <= high


def test_old_polls_are_forgotten():
    polls, sizes = monthly(72)
    changed = polls.values.copy()
    changed[:5] = 20.0
    at_the_end = [
        [one.forecast for one in forecasts_of(replace(polls, values=values), sizes, memory) if one.origin > 2000]
        for values in (polls.values, changed)
        for memory in (4.0, 10.0)
    ]
    assert len(at_the_end[0]) > 2
    assert at_the_end[0] == at_the_end[2]
    assert at_the_end[1] != at_the_end[3]


def test_a_coverage_holds_if_it_is_near_or_its_interval_includes_the_level(found):
    score = scores(found)[0]
    near = replace(score, coverage=(0.46, 0.70, 0.80), low=(0.4, 0.6, 0.7), high=(0.45, 0.82, 0.9))
    assert holds(near) == (True, True, False)


def test_the_model_covers_walks_as_it_says_and_beats_naive_forecasts():
    found = [one for seed in range(2) for one in forecasts_of(*monthly(40, seed=seed))]
    one_month = next(one for one in scores(found) if one.series == ALL and one.months == 1)
    assert abs(one_month.coverage[1] - 0.8) < 0.12
    assert one_month.error < max(one_month.error_last, one_month.error_mean)


def test_short_series_and_cases_are_refused(tmp_path):
    path = tmp_path / "polls.csv"
    path.write_text("date,value\n2025-01-01,50\n2025-02-01,51\n")
    with pytest.raises(InputError, match="no series is long enough"):
        backtest_polls(path)
    with pytest.raises(InputError, match="takes a table"):
        backtest_polls("kuril-2019")
    result = CliRunner().invoke(app, ["polls", str(path), "--backtest", "perhaps"])
    assert result.exit_code == 2
    assert "`--backtest` is perhaps" in result.stderr
