"""Distributions around what models say: out of sample, without leaks, and no better than the base rate on noise."""

from __future__ import annotations

import numpy as np
import pytest

from deu_folder import made_rows, write_folder
from winset.backtest.cells import crps
from winset.backtest.choice import choice_chances, fit_choice
from winset.backtest.deu.data import Issue, read_decisions
from winset.backtest.deu.methods import LINES, NORMAL, PAST, distributions, points_and_middles
from winset.backtest.deu.points import POINT_LINES, points_of
from winset.backtest.deu.residuals import NAMES, disagreement, distance_features, out_of_sample, shape_features
from winset.backtest.folds import folds_of, moved_by_own_outcome
from winset.backtest.kept import Kept


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """Issues, what is said of them, outcomes, and folds."""
    found = read_decisions(write_folder(tmp_path_factory.mktemp("deu"), *made_rows(40)))
    y = np.array([found.outcomes[issue.id] for issue in found.issues])
    return found.issues, points_of(found.issues, Kept(None)).said, y, folds_of([i.dossier for i in found.issues], 5)


def test_every_forecast_is_a_distribution_on_the_scale(world):
    issues, said, y, folds = world
    for id, p in distributions(issues, said, y, folds).items():
        known = ~np.isnan(p).any(axis=1)
        assert (p[known] >= 0).all(), id
        assert p[known].sum(axis=1) == pytest.approx(1), id
        assert np.isnan(p[~known]).all(), id
        blank = np.isnan(said["reference-point"]) if id == "reference-point" else np.zeros(len(y), dtype=bool)
        assert np.array_equal(~known, blank), id


def test_no_forecast_of_any_method_moves_with_outcomes_of_its_own_fold(world):
    issues, said, y, folds = world

    def all_methods(outcomes):
        return np.stack(list(distributions(issues, said, outcomes, folds).values()), axis=1)

    assert moved_by_own_outcome(all_methods, y, folds) == ()


def test_a_column_with_the_outcome_in_it_is_caught(world):
    issues, said, y, folds = world

    def leaky(outcomes):
        features = np.concatenate(
            [distance_features(said["mean"], issues), distance_features(outcomes, issues)], axis=-1
        )
        return out_of_sample(features, outcomes, folds)

    assert moved_by_own_outcome(leaky, y, folds) == tuple(range(5))


def test_a_model_that_is_told_the_outcome_is_caught(world):
    issues, said, y, folds = world
    told = lambda outcomes: {**said, "compromise": 0.9 * said["compromise"] + 0.1 * outcomes}  # noqa: E731
    made = lambda outcomes: distributions(issues, told(outcomes), outcomes, folds)["compromise"]  # noqa: E731
    assert moved_by_own_outcome(made, y, folds) == tuple(range(5))


def test_a_fit_that_sees_all_parts_is_caught(world):
    issues, said, y, folds = world
    features = np.concatenate([distance_features(said["mean"], issues), shape_features(issues)], axis=-1)

    def careless(outcomes):
        return choice_chances(features, fit_choice(features, outcomes.astype(int)).values)

    assert moved_by_own_outcome(careless, y, folds) == tuple(range(5))


def test_dealing_outcomes_out_anew_brings_every_fitted_method_to_the_base_rate(world):
    issues, said, y, folds = world
    issues, said, y, folds = (
        issues * 4,
        {id: np.tile(x, 4) for id, x in said.items()},
        np.tile(y, 4),
        np.tile(folds, 4),
    )
    rng = np.random.default_rng(3)
    gains = {line.id: [] for line in LINES}
    for _ in range(3):
        dealt = rng.permutation(y)
        p = distributions(issues, said, dealt, folds)
        base = crps(p[PAST.id], dealt)
        for line in LINES:
            known = ~np.isnan(p[line.id]).any(axis=1)
            gains[line.id].append(float((crps(p[line.id][known], dealt[known]) - base[known]).mean() / base.mean()))
    for id, found in gains.items():
        assert np.mean(found) > -0.02, id
        if id != NORMAL.id:  # a plain figure whose place is not fitted: it stays with the mean, whatever happened
            assert np.mean(found) < 0.04, id


def test_where_outcomes_are_the_mean_by_salience_its_forecast_is_far_better_than_the_base_rate(world):
    issues, said, y, folds = world
    p = distributions(issues, said, y, folds)
    assert crps(p["mean-by-salience"], y).mean() < 0.6 * crps(p[PAST.id], y).mean()


def test_the_pool_is_of_the_models_that_say_something_and_else_stands_with_the_mean(world):
    issues, said, y, folds = world
    models = [line.id for line in POINT_LINES if not line.is_baseline]
    silent = {id: np.where(np.arange(len(y)) < 3, np.nan, x) if id in models else x for id, x in said.items()}
    silent["compromise"] = said["compromise"].copy()
    silent["compromise"][0] = np.nan
    p = distributions(issues, silent, y, folds)
    assert np.array_equal(p["pool"][0], p["mean-by-salience"][0])
    assert p["pool"][1] == pytest.approx(p["compromise"][1])
    assert p["pool"][3] == pytest.approx(np.mean([p[id][3] for id in models], axis=0))


def test_the_number_said_is_the_model_s_or_the_median(world):
    issues, said, y, folds = world
    p = distributions(issues, said, y, folds)
    points = points_and_middles(said, p)
    assert list(points) == [line.id for line in LINES]
    assert np.array_equal(points["compromise"], said["compromise"])
    assert np.array_equal(points["mean-with-normal-error"], said["mean-by-salience"])
    row = int(np.argmax(points["pool"]))
    assert np.cumsum(p["pool"][row])[int(points["pool"][row])] >= 0.5 - 1e-9


def test_features_are_those_of_the_equation():
    stands = [("de", 0.0, 50.0), ("fr", 100.0, 50.0), ("nl", 40.0, 0.0)]
    from winset.backtest.deu.data import Stand

    issue = Issue("i", "d", "d", "DEU1", "COD", "2000-01-01", 20.0, tuple(Stand(*stand) for stand in stands))
    assert disagreement(issue) == pytest.approx(1)
    x = np.concatenate([distance_features(np.array([60.0]), [issue]), shape_features([issue])], axis=-1)[0]
    assert dict(zip(NAMES, x[40].tolist(), strict=True)) == pytest.approx(
        {"distance": 0.2, "distance_disagreement": 0.2, "held": 1, "at_reference": 0, "from_reference": 0.2, "end": 0,
         "ten": 1, "five": 1, "from_middle": 0.04}
    )  # fmt: skip
    assert x[20, 3] == x[0, 5] == x[100, 5] == x[35, 7] == 1
    assert x[35, 6] == x[37, 7] == x[20, 2] == 0
