"""The level of approval: exact answers against a Kalman recursion, limits, the likelihood of Q, refusals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from winset.chance import local_level, quiet_volatility, steady_state
from winset.chance.level import DAYS_PER_MONTH
from winset.errors import InputError


def readings(n: int, seed: int, q: float = 4.0, lean: float = 3.0) -> dict[str, object]:
    """Build polls of three houses, the first and the last leaning by `lean`, over a walk of variance `q` a month."""
    rng = np.random.default_rng(seed)
    days = np.sort(rng.integers(0, 720, n)).astype(float)
    house = rng.integers(0, 3, n)
    walk = np.cumsum(rng.normal(0, np.sqrt(q * np.diff(days, prepend=0.0) / DAYS_PER_MONTH)))
    sizes = rng.choice([800.0, 1600.0], n)
    values = 55 + walk + lean * (house - 1) + rng.normal(0, 50 / np.sqrt(sizes))
    return {"days": days, "houses": ["abc"[h] for h in house], "values": values, "sizes": sizes}


def kalman(series: dict[str, object], q: float, house_sd: float, at_day: float) -> tuple[float, float, np.ndarray]:
    """Filter level and house effects one reading at a time, from a very wide first level."""
    houses = sorted(set(series["houses"]))  # type: ignore[call-overload]
    k = len(houses)
    mean = np.zeros(k + 1)
    cov = np.zeros((k + 1, k + 1))
    cov[0, 0] = 1e9
    cov[1:, 1:] = house_sd**2 * (np.eye(k) - 1 / k)
    now = series["days"][0]  # type: ignore[index]
    for day, house, value, size in zip(*series.values(), strict=True):  # type: ignore[call-overload]
        cov[0, 0] += q * (day - now) / DAYS_PER_MONTH
        now = day
        sees = np.eye(k + 1)[0] + np.eye(k + 1)[1 + houses.index(house)]
        gain = cov @ sees / (sees @ cov @ sees + value * (100 - value) / size)
        mean = mean + gain * (value - sees @ mean)
        cov = cov - np.outer(gain, sees @ cov)
    cov[0, 0] += q * (at_day - now) / DAYS_PER_MONTH
    return mean[0], np.sqrt(cov[0, 0]), mean[1:]


@pytest.mark.parametrize(("q", "house_sd"), [(4.0, 3.0), (0.5, 1.0), (0.0, 3.0), (2.0, 0.0)])
def test_the_level_is_that_of_a_kalman_recursion(q: float, house_sd: float) -> None:
    series = readings(40, seed=3)
    found = local_level(**series, at_day=760, variance_per_month=q, house_sd=house_sd)  # type: ignore[arg-type]
    level, sd, effects = kalman(series, q, house_sd, 760)
    assert found.level == pytest.approx(level, abs=1e-4)
    assert found.level_sd == pytest.approx(sd, abs=1e-4)
    assert np.allclose(found.house_effects, effects, atol=1e-4)


def test_a_long_regular_series_settles_at_the_steady_state() -> None:
    n, q, size = 120, 2.0, 1250.0
    days = np.arange(n) * DAYS_PER_MONTH
    found = local_level(days, ["a"] * n, np.full(n, 50.0), np.full(n, size), days[-1], variance_per_month=q)
    assert found.level_sd**2 == pytest.approx(steady_state(q, 2500 / size).filtered, abs=1e-9)
    ahead = local_level(days, ["a"] * n, np.full(n, 50.0), np.full(n, size), n * DAYS_PER_MONTH, variance_per_month=q)
    assert ahead.level_sd**2 == pytest.approx(steady_state(q, 2500 / size).predicted, abs=1e-9)


def test_house_effects_are_found_and_sum_to_zero() -> None:
    found = local_level(**readings(200, seed=4), at_day=720)  # type: ignore[arg-type]
    assert found.houses == ("a", "b", "c")
    assert sum(found.house_effects) == pytest.approx(0, abs=1e-9)
    assert np.all(np.abs(np.array(found.house_effects) - [-3, 0, 3]) < 4 * np.array(found.house_sds))


def test_the_interval_of_the_variance_covers_the_truth_about_as_often_as_it_says() -> None:
    truth = 4.0
    inside = 0
    for seed in range(60):
        found = local_level(**readings(40, seed, q=truth), at_day=720)  # type: ignore[arg-type]
        assert found.variance_interval is not None
        low, high = found.variance_interval
        assert low <= found.variance_per_month <= high
        inside += low <= truth <= high
    assert inside >= 60 * 0.9 - 3 * np.sqrt(60 * 0.9 * 0.1)


def test_the_likeliest_variance_beats_its_neighbours_by_brute_force() -> None:
    series = readings(30, seed=5)
    found = local_level(**series, at_day=0, house_sd=0)  # type: ignore[arg-type]
    y, t = np.array(series["values"]), np.array(series["days"]) / DAYS_PER_MONTH

    def log_likelihood(q: float) -> float:
        v = q * np.minimum.outer(t, t) + np.diag(y * (100 - y) / np.array(series["sizes"]))
        inverse, ones = np.linalg.inv(v), np.ones(y.size)
        precision = ones @ inverse @ ones
        residual = y - ones @ inverse @ y / precision
        return -0.5 * (np.linalg.slogdet(v)[1] + np.log(precision) + residual @ inverse @ residual)

    best = log_likelihood(found.variance_per_month)
    assert best >= log_likelihood(found.variance_per_month * 1.05)
    assert best >= log_likelihood(found.variance_per_month * 0.95)
    assert found.variance_interval is not None
    for end in found.variance_interval:
        if end > 0:
            assert 2 * (best - log_likelihood(end)) == pytest.approx(2.7055, abs=1e-3)


LEVADA_2016 = [82, 81, 82, 82, 80, 81, 82, 82, 82, 84, 86]


def test_a_quiet_series_may_be_still() -> None:
    found = local_level(np.arange(9) * 30.4, ["levada"] * 9, LEVADA_2016[:9], np.full(9, 1600), at_day=243)
    assert found.variance_per_month == 0
    assert found.may_be_still


def test_a_rise_that_the_variance_of_changes_misses_is_seen_in_the_likelihood() -> None:
    found = local_level(np.arange(11) * 30.4, ["levada"] * 11, LEVADA_2016, np.full(11, 1600), at_day=304)
    assert quiet_volatility(LEVADA_2016, 1600).variance_per_step == 0
    assert found.variance_interval == pytest.approx((0.25, 3.3), abs=0.05)
    assert not found.may_be_still


def test_missing_sample_sizes_are_counted_and_taken_as_the_stated_size() -> None:
    with_gap = local_level([0, 30], ["a", "a"], [50, 52], [np.nan, 1600], 30, variance_per_month=1)
    filled = local_level([0, 30], ["a", "a"], [50, 52], [1000, 1600], 30, variance_per_month=1)
    assert with_gap.n_missing_sizes == 1
    assert (with_gap.level, with_gap.level_sd) == (filled.level, filled.level_sd)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10_000), st.floats(0, 10), st.randoms())
def test_the_order_of_readings_and_names_of_houses_do_not_matter(seed: int, q: float, random: object) -> None:
    series = readings(15, seed)
    order = np.random.default_rng(seed).permutation(15)
    other = {name: [column[k] for k in order] for name, column in series.items()}  # type: ignore[index]
    other["houses"] = [{"a": "z", "b": "y", "c": "x"}[house] for house in other["houses"]]
    first = local_level(**series, at_day=100, variance_per_month=q)  # type: ignore[arg-type]
    second = local_level(**other, at_day=100, variance_per_month=q)
    assert second.level == pytest.approx(first.level, abs=1e-7)
    assert second.level_sd == pytest.approx(first.level_sd, abs=1e-7)
    assert np.allclose(first.smoothed, second.smoothed)


def test_uncertainty_grows_away_from_the_readings_on_both_sides() -> None:
    series = readings(30, seed=6)
    sds = [local_level(**series, at_day=d, variance_per_month=4).level_sd for d in (-300, -30, 360, 750, 1080)]  # type: ignore[arg-type]
    assert sds[0] > sds[1] > sds[2] < sds[3] < sds[4]


def test_a_floor_for_the_sd_is_kept() -> None:
    assert local_level([0], ["a"], [50], [10**6], 0, variance_per_month=0, minimum_sd=2.0).level_sd == 2.0


@settings(deadline=None, max_examples=50)
@given(st.floats(0, 50), st.floats(0.01, 50))
def test_the_steady_state_solves_its_own_recursion(q: float, r: float) -> None:
    settled = steady_state(q, r)
    assert settled.predicted == pytest.approx(settled.filtered + q, abs=1e-9)
    assert 0 <= settled.gain <= 1


def test_still_readings_leave_nothing_for_the_level() -> None:
    rng = np.random.default_rng(7)
    still = 50 + rng.normal(0, 50 / np.sqrt(1600), 4000)
    found = quiet_volatility(still, 1600)
    assert found.variance_of_changes == pytest.approx(found.sampling_variance, rel=0.1)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"values": [50]}, "one each per reading"),
        ({"values": [50, 120]}, "`values` holds 120.0"),
        ({"sizes": [0, 1000]}, "`sizes` holds 0.0"),
        ({"days": [0, np.inf]}, "`days` holds inf"),
        ({"design_effect": 0}, "`design_effect` is 0"),
        ({"house_sd": -1}, "`house_sd` is -1"),
        ({"variance_per_month": -1}, "`variance_per_month` is -1"),
        ({"variance_per_month": None}, "state it instead"),
    ],
)
def test_refusals_name_field_and_bounds(change: dict[str, object], message: str) -> None:
    given_ = {
        "days": [0, 30],
        "houses": ["a", "a"],
        "values": [50, 52],
        "sizes": [1000, 1000],
        "variance_per_month": 1.0,
    }
    with pytest.raises(InputError) as refusal:
        local_level(**(given_ | change), at_day=0)  # type: ignore[arg-type]
    assert message in str(refusal.value)


def test_estimating_from_one_day_is_refused() -> None:
    with pytest.raises(InputError, match="two days or more"):
        local_level([5, 5, 5], ["a", "b", "c"], [50, 51, 52], [1000] * 3, at_day=5)


def test_a_short_or_impossible_series_is_refused() -> None:
    with pytest.raises(InputError, match="three readings"):
        quiet_volatility([50, 51], 1000)
    with pytest.raises(InputError, match="both are at least 0"):
        steady_state(-1, 1)
