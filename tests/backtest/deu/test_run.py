"""The whole backtest: on a made folder, and on the real data where they are at hand."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pytest

from deu_folder import made_folder, made_rows, write_folder
from winset.backtest.cells import crps
from winset.backtest.deu.methods import LINES, NORMAL, PAST, distributions
from winset.backtest.deu.points import POINT_LINES
from winset.backtest.deu.run import FOLDS, backtest_deu
from winset.backtest.folds import folds_of
from winset.backtest.kept import Kept
from winset.errors import InputError

DATA = Path(os.environ.get("WINSET_DATA", Path(__file__).parents[4] / "shared" / "data")) / "deu"


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """The backtest of a made folder."""
    return backtest_deu(made_folder(tmp_path_factory.mktemp("deu"), 40))


def test_the_scores_are_those_of_the_forecasts(found):
    document = json.loads(found.record.to_json())
    for line in document["models"]:
        known = ~np.isnan(found.chances[line["id"]][:, 0])
        error = np.abs(found.points[line["id"]] - found.outcomes)[known]
        assert line["n"] == known.sum()
        assert line["mae"] == pytest.approx(error.mean())
        assert line["median_error"] == pytest.approx(np.median(error))
        assert line["within_10"] == pytest.approx((error <= 10).mean())
        assert set(line["coverage"]) == {"50", "80", "95"}
        assert line["intervals"]["mae"]["low"] <= line["mae"] <= line["intervals"]["mae"]["high"]
        reference = np.abs(found.points["mean-by-salience"] - found.outcomes)[known]
        assert line["versus_mean"]["difference"] == pytest.approx((error - reference).mean())
    assert document["counts"]["issues_scored"] == len(found.issues)


def test_parts_make_up_the_whole(found):
    document = json.loads(found.record.to_json())
    whole = {line["id"]: line for line in document["models"]}
    for by in ("wave", "procedure", "dichotomous"):
        lines = [line for part in document["by"] if part["by"] == by for line in part["models"]]
        for id in ("mean", "pool"):
            own = [line for line in lines if line["id"] == id]
            assert sum(line["n"] for line in own) == whole[id]["n"]
            assert sum(line["n"] * line["crps"] for line in own) == pytest.approx(whole[id]["n"] * whole[id]["crps"])


def test_the_same_data_and_seed_give_the_same_bytes_whatever_the_workers_and_the_cache(found, tmp_path):
    folder = made_folder(tmp_path / "data", 40)
    first = backtest_deu(folder, kept=Kept(tmp_path / "kept"), workers=2).record.to_json()
    assert first == backtest_deu(folder, kept=Kept(tmp_path / "kept")).record.to_json() == found.record.to_json()
    assert backtest_deu(folder, seed=2, kept=Kept(tmp_path / "kept")).record.to_json() != first


def test_what_is_fitted_on_other_data_sees_no_outcome_that_is_scored(tmp_path):
    fit, (issues, positions) = made_folder(tmp_path / "fit", 30, seed=5), made_rows(12, seed=6)
    first = backtest_deu(write_folder(tmp_path / "one", issues, positions), fit)
    for row in issues:
        row["outcome"] = 100 - float(row["outcome"])
    second = backtest_deu(write_folder(tmp_path / "two", issues, positions), fit)
    assert all(np.array_equal(first.chances[id], second.chances[id], equal_nan=True) for id in first.chances)
    assert first.record.settings["fitted_on"] == "other data"


def test_dossiers_that_are_scored_are_left_out_of_what_is_fitted_on(tmp_path):
    issues, positions = made_rows(40)
    score = write_folder(tmp_path / "score", issues[:20], positions)
    both = write_folder(tmp_path / "both", issues, positions)
    shared = {row["dossier_id"] for row in issues[:20]}
    others = write_folder(tmp_path / "others", [row for row in issues if row["dossier_id"] not in shared], positions)
    first, second = backtest_deu(score, both), backtest_deu(score, others)
    assert first.record.counts["issues_fitted_on"] == second.record.counts["issues_fitted_on"]
    assert np.array_equal(first.chances["pool"], second.chances["pool"])


def test_too_few_decisions_are_refused(tmp_path):
    folder = made_folder(tmp_path / "few", 5)
    with pytest.raises(InputError, match=r"there are \d+ issues to fit on; it takes 20 or more"):
        backtest_deu(folder)
    with pytest.raises(InputError, match="there are 0 issues to fit on"):
        backtest_deu(folder, folder)
    issues, positions = made_rows(4)
    for row in issues:
        row["outcome"] = ""
    with pytest.raises(InputError, match="there is nothing to score"):
        backtest_deu(write_folder(tmp_path / "none", issues, positions))
    with pytest.raises(InputError, match="`seed` is -1"):
        backtest_deu(folder, seed=-1)


def test_a_miss_is_told_with_who_wanted_what(found):
    worst = max(found.misses, key=lambda miss: miss.crps)
    assert worst == found.misses[0]
    assert sum(camp.share for camp in worst.camps) == pytest.approx(1)
    assert worst.says.startswith(f"Decided {worst.outcome:g}; forecast {worst.forecast:g}")
    assert "reference point" in worst.says


@pytest.fixture(scope="module")
def real():
    """The backtest of the real data."""
    if not (DATA / "issues.csv").exists():
        pytest.skip("the decisions of the European Union are not at hand (WINSET_DATA)")
    return backtest_deu(DATA)


@pytest.mark.parametrize(
    ("id", "n", "mae"),
    [
        ("mean", 214, 22.12),
        ("mean-by-salience", 214, 22.39),
        ("median", 214, 27.25),
        ("middle", 214, 27.90),
        ("reference-point", 147, 52.16),
    ],
)
def test_the_plain_baselines_of_the_data_are_found_again(real, id, n, mae):
    line = next(line for line in real.record.lines if line.id == id)
    assert (line.n, round(line.scores["mae"], 2)) == (n, mae)


def test_the_pool_is_as_near_as_the_best_model_and_better_as_a_distribution_than_a_normal_error(real):
    lines = {line.id: line for line in real.record.lines}
    assert lines["pool"].scores["mae"] <= min(line.scores["mae"] for line in lines.values()) + 0.5
    assert lines["pool"].versus["versus_normal_crps"].high < 0
    assert lines["pool"].scores["log_score"] < lines["mean-with-normal-error"].scores["log_score"] - 1


@pytest.mark.parametrize("id", ["pool", "mean-by-salience", "compromise", "position-exchange", "median", "challenge"])
def test_intervals_hold_what_they_say_on_dossiers_that_were_not_seen(real, id):
    line = next(line for line in real.record.lines if line.id == id)
    for level, share in line.scores["coverage"].items():
        ends, nominal = line.scores["intervals"][f"coverage_{level}"], int(level) / 100
        assert ends["low"] <= nominal <= ends["high"] or abs(share - nominal) <= 0.05


def test_dealing_the_real_outcomes_out_anew_brings_every_fitted_method_to_the_base_rate(real):
    said = {line.id: real.points[line.id] for line in POINT_LINES}
    folds = folds_of([issue.dossier for issue in real.issues], FOLDS, 1)
    gains = {line.id: [] for line in LINES if line != NORMAL}  # that one stays with the mean, whatever happened
    for seed in range(2):
        dealt = np.random.default_rng(seed).permutation(real.outcomes)
        p = distributions(real.issues, said, dealt, folds)
        base = crps(p[PAST.id], dealt)
        for id, found in gains.items():
            known = ~np.isnan(p[id]).any(axis=1)
            found.append(float((crps(p[id][known], dealt[known]) - base[known]).mean() / base.mean()))
    assert all(abs(np.mean(found)) < 0.03 for found in gains.values()), gains
