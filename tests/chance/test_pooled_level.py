"""Pooled polls: exact answers against a dense solution and a library, shifts, links, properties, calibration."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtri
from scipy.stats import t

from winset.chance import local_level, pooled_level, steady_state
from winset.chance.bursts import bursts
from winset.chance.design import remembered
from winset.chance.level import DAYS_PER_MONTH
from winset.chance.mixture import Mixture
from winset.chance.moves import EXTRAS, VOLATILITIES, cell_masses, possibilities, speeds
from winset.chance.shifts import alarm_bar, standing_out, strength
from winset.chance.tracked import Seen, Sightings, Weighed, seen
from winset.errors import InputError


def plain_sightings(n: int, seed: int, k: int = 2) -> tuple[Sightings, np.ndarray]:
    """Build readings on irregular, partly shared moments, with slopes and a second constant of known spread."""
    rng = np.random.default_rng(seed)
    months = np.cumsum(rng.uniform(0.1, 2, n))
    node = np.sort(rng.integers(0, n, n + 4))
    loading = rng.choice([1.0, 0.7], node.size)
    X = np.column_stack([loading, rng.normal(size=(node.size, k - 1))])
    y = 50 + rng.normal(0, 5, node.size)
    return Sightings(months, node, y, loading, X, np.array([0.0, *[1 / 9] * (k - 1)])), rng.uniform(1, 4, node.size)


def dense(s: Sightings, errors: np.ndarray, q: float, speed: float) -> tuple[float, np.ndarray, np.ndarray, np.ndarray]:
    """Return log likelihood of contrasts, constants, means and covariance of the walk, from full matrices."""
    t = s.months
    if speed:
        K = q / (2 * speed) * np.exp(-speed * np.abs(t[:, None] - t))
    else:
        K = q * (np.minimum.outer(t, t) - t[0] + 1)
    Z = s.loading[:, None] * np.eye(t.size)[s.node]
    known = s.precision > 0
    V = Z @ K @ Z.T + np.diag(errors)
    W = V + s.X[:, known] @ np.diag(1 / s.precision[known]) @ s.X[:, known].T
    flat = s.X[:, ~known]
    inverse = np.linalg.inv(W)
    A = flat.T @ inverse @ flat
    b = np.linalg.solve(A, flat.T @ inverse @ s.y)
    r = s.y - flat @ b
    log_likelihood = -0.5 * (np.linalg.slogdet(W)[1] + np.linalg.slogdet(A)[1] + r @ inverse @ r)
    cross = K @ Z.T
    P = inverse - inverse @ flat @ np.linalg.solve(A, flat.T @ inverse)
    return log_likelihood, b, cross @ P @ s.y, K - cross @ P @ cross.T


@pytest.mark.parametrize(("q", "speed"), [(4.0, 0.0), (0.3, 0.0), (4.0, 0.2), (9.0, 1.5)])
def test_three_diagonals_give_the_answer_of_full_matrices(q: float, speed: float) -> None:
    s, errors = plain_sightings(12, seed=1)
    found = seen(Weighed(s, errors), q, speed)
    log_likelihood, level, walk, covariance = dense(s, errors, q, speed)
    assert found.log_likelihood == pytest.approx(log_likelihood, abs=1e-8)
    assert found.constants[0] == pytest.approx(level[0], abs=1e-8)
    if speed:
        mean, variance = found.at(np.arange(12), np.zeros((12, 2)))
        assert np.allclose(mean, walk, atol=1e-8)
        assert np.allclose(variance, np.diag(covariance), atol=1e-8)


def test_the_likelihood_is_that_of_a_well_kept_library() -> None:
    components = pytest.importorskip("statsmodels.tsa.statespace.structural")
    rng = np.random.default_rng(2)
    y = 50 + np.cumsum(rng.normal(0, 1.5, 60)) + rng.normal(0, 2, 60)
    model = components.UnobservedComponents(y, "local level", use_exact_diffuse=True)
    months = np.arange(60.0)
    s = Sightings(months, np.arange(60), y, np.ones(60), np.ones((60, 1)), np.zeros(1))
    theirs = [model.loglike([4.0, q]) for q in (0.5, 2.25, 6.0)]
    ours = [seen(Weighed(s, np.full(60, 4.0)), q).log_likelihood for q in (0.5, 2.25, 6.0)]
    assert np.allclose(np.diff(theirs), np.diff(ours), atol=1e-6)
    smoothed = model.smooth([4.0, 2.25])
    mean, variance = seen(Weighed(s, np.full(60, 4.0)), 2.25).at(np.arange(60), np.ones((60, 1)))
    assert np.allclose(smoothed.smoothed_state[0], mean, atol=1e-6)
    assert np.allclose(smoothed.smoothed_state_cov[0, 0], variance, atol=1e-6)


def test_a_long_regular_series_settles_at_the_steady_state() -> None:
    months = np.arange(201.0)
    s = Sightings(months, np.arange(200), np.full(200, 50.0), np.ones(200), np.ones((200, 1)), np.zeros(1))
    found = seen(Weighed(s, np.full(200, 2.0)), 1.0)
    _, variance = found.at(np.array([199, 200]), np.ones((2, 1)))
    assert variance[0] == pytest.approx(steady_state(1, 2).filtered, abs=1e-9)
    assert variance[1] == pytest.approx(steady_state(1, 2).predicted, abs=1e-9)


def test_one_question_with_a_known_variance_is_the_local_level() -> None:
    rng = np.random.default_rng(3)
    days = np.sort(rng.integers(0, 500, 30)).astype(float)
    values, sizes = 50 + rng.normal(0, 3, 30), np.full(30, 900.0)
    known = local_level(days, ["a"] * 30, values, sizes, at_day=520, variance_per_month=4)
    unique, node = np.unique(np.append(days, 520.0) / DAYS_PER_MONTH, return_inverse=True)
    s = Sightings(unique, node[:-1], values, np.ones(30), np.ones((30, 1)), np.zeros(1))
    mean, variance = seen(Weighed(s, values * (100 - values) / sizes), 4.0).at(node[-1:], np.ones((1, 1)))
    assert mean[0] == pytest.approx(known.level, abs=1e-9)
    assert variance[0] ** 0.5 == pytest.approx(known.level_sd, abs=1e-9)


@pytest.mark.parametrize("speed", [0.0, 0.3])
def test_what_stands_out_is_told_as_by_full_matrices(speed: float) -> None:
    s, errors = plain_sightings(10, seed=4)
    weighed = Weighed(s, errors)
    strays, shifts = standing_out(weighed, seen(weighed, 2.0, speed))
    t = s.months
    K = 2.0 / (2 * speed) * np.exp(-speed * np.abs(t[:, None] - t)) if speed else 2.0 * (np.minimum.outer(t, t))
    Z = s.loading[:, None] * np.eye(t.size)[s.node]
    V = Z @ K @ Z.T + np.diag(errors) + np.outer(s.X[:, 1], s.X[:, 1]) * 9
    inverse = np.linalg.inv(V)
    flat = s.X[:, :1]
    P = inverse - inverse @ flat @ np.linalg.solve(flat.T @ inverse @ flat, flat.T @ inverse)
    assert np.allclose(strays, P @ s.y / np.sqrt(np.diag(P)), atol=1e-7)
    for k in range(1, t.size):
        step = s.loading * (s.node >= k)
        if np.sum(s.node >= k) >= 2 and step @ P @ step > 1e-6:
            assert shifts[k] == pytest.approx(step @ P @ s.y / np.sqrt(step @ P @ step), abs=1e-6)


def walk(n: int, seed: int, volatility: float = 1.5, step: float = 15.0) -> tuple[np.ndarray, np.ndarray]:
    """Build days and values of polls of 1000 people over a walk."""
    rng = np.random.default_rng(seed)
    days = np.arange(n) * step
    level = 50 + np.cumsum(rng.normal(0, volatility * (step / DAYS_PER_MONTH) ** 0.5, n))
    return days, np.clip(level + rng.normal(0, 1.6, n), 5, 95)


def test_a_shift_is_found_on_its_day_with_its_size() -> None:
    days, values = walk(60, seed=5)
    values[30:] += 15
    found = pooled_level(days, values, at=[days[-1]], sizes=np.full(60, 1000))
    assert [day for day, _ in found.shifts] == [days[30]]
    assert found.shifts[0][1] == pytest.approx(15, abs=5)
    assert found.strays == ()


def test_a_shift_is_found_though_the_fit_takes_it_for_lively_movement() -> None:
    days, values = walk(20, seed=1, volatility=1.0)
    values[8:] += 9
    weighed = readings_of(days, values)
    scores = standing_out(weighed, likeliest(weighed))[1]
    assert np.abs(scores).max() < alarm_bar(40, 0.05) - 0.4
    found = pooled_level(days, values, at=[days[-1]], sizes=np.full(20, 1000))
    assert [day for day, _ in found.shifts] == [days[8]]


def readings_of(days: np.ndarray, values: np.ndarray) -> Weighed:
    """Build readings of 1000 people of one house, unless they come with a shift."""
    n = days.size
    months = days / DAYS_PER_MONTH
    s = Sightings(months, np.arange(n), values, np.ones(n), np.ones((n, 1)), np.zeros(1))
    return Weighed(s, values * (100 - values) / 1000)


def likeliest(weighed: Weighed) -> Seen:
    """Fit a random walk."""
    return max((seen(weighed, v**2) for v in (0.5, 1.0, 1.5, 2.0, 3.0, 4.5, 7.0)), key=lambda one: one.log_likelihood)


@pytest.mark.parametrize("prior_variance", [4.0, 100.0, 1e6])
def test_the_strength_of_an_effect_is_its_score_where_variances_stay(prior_variance: float) -> None:
    days, values = walk(20, seed=2)
    without = readings_of(days, values)
    s = without.sightings
    step = (np.arange(20) >= 8).astype(float)
    X, precision = np.column_stack([s.X, step]), np.array([0.0, 1 / prior_variance])
    with_it = Weighed(replace(s, X=X, precision=precision), without.errors)
    score = standing_out(without, seen(without, 2.0))[1][8]
    assert strength(seen(without, 2.0), seen(with_it, 2.0), prior_variance) == pytest.approx(score, abs=1e-6)


def test_moves_ahead_come_in_bursts_of_the_same_variance() -> None:
    days, values = walk(60, seed=13)
    ahead = [days[-1], days[-1] + 180.0]
    found = pooled_level(days, values, at=ahead, process="random-walk", false_alarm=0)
    normal = ndtri(np.array([0.025, 0.25, 0.75, 0.975]))
    quantiles = (np.array(found.quantiles[1])[[0, 2, 4, 6]] - found.mean[1]) / found.sd[1]
    assert np.all(np.abs(quantiles[1:3]) < np.abs(normal[1:3]))
    assert bursts().mean() == pytest.approx(1.0)
    # A t with four degrees of freedom in the limit, to the variance that many scales hold.
    many = bursts(parts=20000)
    mixture = Mixture(np.full(20000, 1 / 20000), np.zeros(20000), many * 2.0)
    assert mixture.quantiles([0.9, 0.99]) == pytest.approx(t(4).ppf([0.9, 0.99]), rel=0.02)


def test_only_recent_readings_are_remembered_and_at_least_a_dozen() -> None:
    days = np.array([0.0, 10, 4000, 4010, *range(5000, 5100, 10)])
    assert remembered(days, years=4).tolist() == [False, False, *[True] * 12]
    assert remembered(days, years=20).all()
    assert remembered(days[:3], years=0.1).all()


def test_a_stray_reading_is_found_and_leaves_the_level_alone() -> None:
    days, values = walk(60, seed=6, volatility=1.0)
    wild = values.copy()
    wild[30] += 14
    found = pooled_level(days, wild, at=[days[30]], sizes=np.full(60, 1000))
    calm = pooled_level(days, values, at=[days[30]], sizes=np.full(60, 1000))
    assert [day for day, _ in found.strays] == [days[30]]
    assert found.mean[0] == pytest.approx(calm.mean[0], abs=1.0)


def test_quiet_series_raise_few_alarms() -> None:
    alarms = 0
    for seed in range(60):
        days, values = walk(40, seed)
        found = pooled_level(days, values, at=[0], sizes=np.full(40, 1000), process="random-walk")
        alarms += bool(found.shifts or found.strays)
    assert alarms <= 7


def test_the_bar_rises_with_the_number_of_places() -> None:
    assert alarm_bar(1, 0.05) == pytest.approx(1.96, abs=0.001)
    assert alarm_bar(10, 0.05) < alarm_bar(100, 0.05)


def two_wordings(seed: int, n: int = 80) -> dict[str, object]:
    """Build two wordings of one subject: the second is 10 + 0.6 x the level."""
    rng = np.random.default_rng(seed)
    days = np.sort(rng.uniform(0, 1000, n))
    level = 50 + np.cumsum(rng.normal(0, 3 * (np.diff(days, prepend=0) / DAYS_PER_MONTH) ** 0.5))
    second = rng.random(n) < 0.4
    values = np.where(second, 10 + 0.6 * level, level) + rng.normal(0, 1.0, n)
    return {
        "days": days,
        "values": np.clip(values, 2, 98),
        "wordings": ["trust" if one else "approval" for one in second],
        "sizes": np.full(n, 2500),
    }


def test_wordings_are_linked_by_the_map_that_made_them() -> None:
    found = pooled_level(**two_wordings(7), at=[1000])  # type: ignore[arg-type]
    assert found.wordings == ("approval", "trust")
    assert found.slopes[1] == pytest.approx(0.6, abs=0.1)
    assert found.intercepts[1] == pytest.approx(10, abs=6)


def test_wordings_are_never_pooled_raw() -> None:
    polls = two_wordings(8)
    found = pooled_level(**polls, at=[1000])  # type: ignore[arg-type]
    values = np.asarray(polls["values"], dtype=float)
    lower = np.where(np.array(polls["wordings"]) == "trust", values - 5, values)
    moved = pooled_level(**{**polls, "values": lower}, at=[1000])  # type: ignore[arg-type]
    assert moved.mean[0] == pytest.approx(found.mean[0], abs=0.3)
    assert moved.intercepts[1] == pytest.approx(found.intercepts[1] - 5, abs=2)


def house_polls(seed: int, n: int = 45) -> dict[str, object]:
    """Build polls of three houses that lean by -3, 0 and 3."""
    rng = np.random.default_rng(seed)
    days, values = walk(n, seed, volatility=2.0)
    house = rng.integers(0, 3, n)
    return {"days": days, "values": np.clip(values + 3 * (house - 1), 5, 95), "houses": ["abc"[h] for h in house]}


def test_leans_are_recovered_and_sum_to_zero() -> None:
    found = pooled_level(**house_polls(9, 150), at=[0])  # type: ignore[arg-type]
    assert sum(found.leans) == pytest.approx(0, abs=1e-9)
    assert np.allclose(found.leans, [-3, 0, 3], atol=1.0)


def test_volatility_is_recovered() -> None:
    means = []
    for seed in range(12):
        days, values = walk(100, seed, volatility=2.0)
        means.append(pooled_level(days, values, at=[0], sizes=np.full(100, 1000), process="random-walk").volatility)
    assert np.mean(means) == pytest.approx(2.0, abs=0.3)


@settings(deadline=None, derandomize=True, max_examples=5)
@given(st.integers(0, 1000), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(seed: int, random: object) -> None:
    polls = house_polls(seed, 24)
    order = np.random.default_rng(seed).permutation(24)
    mixed = {key: [value[k] for k in order] for key, value in polls.items()}  # type: ignore[index]
    assert pooled_level(**mixed, at=[0, 400]) == pooled_level(**polls, at=[0, 400])  # type: ignore[arg-type]


@settings(deadline=None, derandomize=True, max_examples=5)
@given(st.integers(0, 1000), st.floats(-15, 15))
def test_adding_a_constant_to_all_readings_shifts_the_level_by_it(seed: int, constant: float) -> None:
    polls = house_polls(seed, 24)
    values = np.asarray(polls["values"], dtype=float)
    # The same sampling variances: sizes that make up for the other share.
    moved = np.clip(values + constant, 1, 99)
    constant_kept = np.allclose(moved, values + constant)
    sizes, own = 1000 * values * (100 - values), 1000 * moved * (100 - moved)
    one = pooled_level(**polls, sizes=sizes, at=[400])  # type: ignore[arg-type]
    two = pooled_level(**{**polls, "values": moved}, sizes=own, at=[400])  # type: ignore[arg-type]
    if constant_kept:
        assert two.mean[0] == pytest.approx(one.mean[0] + constant, abs=1e-6)
        assert two.sd[0] == pytest.approx(one.sd[0], abs=1e-6)


@settings(deadline=None, derandomize=True, max_examples=5)
@given(st.integers(0, 1000))
def test_houses_that_change_names_change_leans(seed: int) -> None:
    polls = house_polls(seed, 24)
    renamed = {**polls, "houses": [{"a": "c", "b": "b", "c": "a"}[one] for one in polls["houses"]]}  # type: ignore[attr-defined]
    one, two = (pooled_level(**these, at=[400]) for these in (polls, renamed))  # type: ignore[arg-type]
    assert two.mean[0] == pytest.approx(one.mean[0], abs=1e-7)
    assert np.allclose(two.leans, one.leans[::-1], atol=1e-7)


def test_another_unit_of_time_origin_changes_nothing() -> None:
    polls = house_polls(11, 24)
    later = {**polls, "days": np.asarray(polls["days"], dtype=float) + 7000}
    one, two = pooled_level(**polls, at=[400]), pooled_level(**later, at=[7400])  # type: ignore[arg-type]
    assert two.mean[0] == pytest.approx(one.mean[0], abs=1e-8)


def test_more_polls_of_the_same_kind_shrink_the_error() -> None:
    days, values = walk(30, seed=12)
    one = pooled_level(days, values, at=[days[-1]], sizes=np.full(30, 500), process="random-walk")
    twice = pooled_level(np.repeat(days, 2), np.repeat(values, 2), at=[days[-1]], sizes=np.full(60, 500))
    assert twice.sd[0] < one.sd[0]


def test_the_error_grows_ahead_and_pull_holds_it() -> None:
    days, values = walk(60, seed=13)
    ahead = days[-1] + np.array([0, 30, 90, 365, 3650])
    free = pooled_level(days, values, at=ahead, process="random-walk", false_alarm=0)
    held = pooled_level(days, values, at=ahead, process="mean-reversion", false_alarm=0)
    assert np.all(np.diff(free.sd) > 0)
    assert held.sd[-1] < free.sd[-1] / 2


def test_everything_is_calibrated_when_series_come_from_the_prior() -> None:
    """Ranks of what made a series among what is said of it are even, for volatility, error, pull, lean and level."""
    rng = np.random.default_rng(14)
    n, sampling = 12, np.full(12, 2.5)
    months = np.append(np.sort(rng.uniform(0, 24, n)), [24.0, 27.0])
    lean = np.where(np.arange(n) % 2, 1.0, -1.0)
    masses = cell_masses(VOLATILITIES, 4.0), cell_masses(EXTRAS, 1.5)
    pulls = speeds("either")
    ranks: dict[str, list[float]] = {"volatility": [], "extra_sd": [], "speed": [], "lean": [], "level": []}
    for _ in range(120):
        volatility, extra = (rng.choice(p, p=m) for p, m in zip((VOLATILITIES, EXTRAS), masses, strict=True))
        speed = pulls[rng.choice(len(pulls), p=[weight for _, weight in pulls])][0] if volatility else 0.0
        truth = np.empty(n + 2)
        truth[0] = rng.normal(0, volatility / (2 * speed) ** 0.5) if speed else 0.0
        for i, gap in enumerate(np.diff(months)):
            kept = np.exp(-speed * gap)
            variance = volatility**2 * ((1 - kept**2) / (2 * speed) if speed else gap)
            truth[i + 1] = kept * truth[i] + rng.normal(0, variance**0.5)
        leans = rng.normal(0, 3)
        y = 50 + truth[:n] + leans * lean + rng.normal(0, np.sqrt(sampling + extra**2))
        s = Sightings(months, np.arange(n), y, np.ones(n), np.column_stack([np.ones(n), lean]), np.array([0, 1 / 9]))
        found = possibilities(s, sampling)
        weights = np.array([one.weight for one in found])
        for name, made in (("volatility", volatility), ("extra_sd", extra), ("speed", speed)):
            said = np.array([getattr(one, name) for one in found])
            ranks[name].append(float(weights @ (said < made) + rng.random() * (weights @ (said == made))))
        for name, node, row, moved, made in (
            ("lean", 0, [0, 1], 0, leans),
            ("level", n + 1, [1, 0], 1, 50 + truth[-1]),
        ):
            parts = [one.seen.at(np.array([node]), np.array([row], dtype=float), moved) for one in found]
            mixture = Mixture(weights, *(np.array([part[k][0] for part in parts]) for k in (0, 1)))
            ranks[name].append(float(mixture.below(made)))
    for name, those in ranks.items():
        counts = np.histogram(those, bins=10, range=(0, 1))[0]
        # The 99.8 per cent point of chi squared with 9 degrees of freedom: five quantities are looked at.
        assert np.sum((counts - 12) ** 2 / 12) < 26.1, (name, counts)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"days": [0, 1]}, "have 2, 3"),
        ({"days": [0, 0, 0]}, "3 readings on 1 days"),
        ({"values": [50, 0, 50]}, "`values` holds 0"),
        ({"values": [50, np.nan, 50]}, "`values"),
        ({"sizes": [0, 1, 1]}, "`sizes`"),
        ({"at": []}, "`at` is empty"),
        ({"process": "drift"}, "`process` is drift"),
        ({"design_effect": 0.5}, "design_effect"),
        ({"house_sd": -1}, "house_sd"),
        ({"false_alarm": 2}, "false_alarm"),
    ],
)
def test_what_cannot_be_is_refused(change: dict[str, object], says: str) -> None:
    given = {"days": [0, 30, 60], "values": [50, 51, 52], "at": [60], **change}
    with pytest.raises(InputError, match=says):
        pooled_level(**given)  # type: ignore[arg-type]
