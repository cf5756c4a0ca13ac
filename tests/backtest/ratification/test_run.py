"""The backtest from a folder to a record: resumed, repeated, and scored as by hand."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pytest

from treaty_folder import environmental_rows, treaty_folder, write_rows
from winset.backtest.kept import Kept
from winset.backtest.ratification import run
from winset.backtest.ratification.forecasts import HORIZONS
from winset.backtest.ratification.run import backtest_ratification
from winset.backtest.ratification.tables import ENVIRONMENT, read_signatures
from winset.errors import InputError

DATA = Path(os.environ.get("WINSET_DATA", Path(__file__).parents[4] / "shared" / "data")) / "ratification"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Both invented tables."""
    return treaty_folder(tmp_path_factory.mktemp("treaties"), treaties=50)


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """Work that is kept from test to test."""
    return Kept(tmp_path_factory.mktemp("kept"))


@pytest.fixture(scope="module")
def found(folder, kept):
    """What the backtest finds."""
    return backtest_ratification(folder, kept=kept)


def test_what_is_kept_is_not_done_again_and_several_workers_say_the_same(folder, kept, monkeypatch):
    told = []
    first = backtest_ratification(folder, kept=kept, workers=2, progress=lambda done, total: told.append((done, total)))
    assert told[-1][0] == told[-1][1] == len(told) - 1
    monkeypatch.setattr(run, "forecasts_of", None)
    assert backtest_ratification(folder, kept=kept).record.to_json() == first.record.to_json()


def test_another_seed_moves_intervals_only(folder, kept, found):
    one, other = found.record, backtest_ratification(folder, seed=2, kept=kept).record
    assert [line.scores["brier"] for line in one.lines] == [line.scores["brier"] for line in other.lines]
    assert one.lines[0].scores["intervals"] != other.lines[0].scores["intervals"]


def test_scores_of_an_uncensored_table_are_plain_means(found):
    one = found.scored[0]
    assert one.known.all()
    assert (one.weights == 1).all()
    years = (one.table.done - one.table.signed) / 365.25
    for line in found.record.lines:
        table, method = line.id.split(".")
        if table == "environment":
            for place, horizon in enumerate(HORIZONS):
                happened = np.nan_to_num(years, nan=99) <= horizon
                p = one.chances[method][:, place]
                assert line.scores["brier"][f"{horizon:g}"] == pytest.approx(np.mean((p - happened) ** 2))


def test_outcomes_that_are_not_known_have_no_weight_and_the_known_stand_for_them(found):
    one = found.scored[1]
    assert not one.known[:, -1].all()
    assert (one.weights[~one.known] == 0).all()
    assert one.weights[:, -1].sum() == pytest.approx(len(one.weights))


def test_the_record_says_what_was_found_and_misses_tell_what_was_known(found):
    document = json.loads(found.record.to_json())
    assert {line["id"].split(".")[0] for line in document["models"]} == {"environment", "trade"}
    hazard = next(line for line in document["models"] if line["id"] == "environment.hazard")
    assert set(hazard["brier"]) == {"1", "2", "5", "10"}
    assert hazard["versus_base_rate_5"]["high"] < 0
    bins = document["tables"]["environment"]["calibration"]["hazard"]["5"]
    assert sum(one["count"] for one in bins) == document["tables"]["environment"]["signatures"]
    miss = document["misses"][0]
    assert abs(miss["chance"] - miss["happened"]) > 0.5
    assert "What moved the forecast most" in miss["says"]
    assert {part["by"] for part in document["by"]} >= {"environment.kind", "environment.decade", "trade.decade"}


def test_too_little_to_learn_from_and_a_negative_seed_are_said(tmp_path, folder):
    write_rows(tmp_path / ENVIRONMENT, environmental_rows()[:50])
    with pytest.raises(InputError, match="nowhere had 100 signatures been watched for ten years by the last"):
        backtest_ratification(tmp_path)
    with pytest.raises(InputError, match="`seed` is -1"):
        backtest_ratification(folder, seed=-1)


@pytest.mark.skipif(not (DATA / ENVIRONMENT).exists(), reason=f"{DATA} holds no table; set WINSET_DATA")
def test_shares_ratified_are_those_that_the_original_table_states():
    environment, trade = read_signatures(DATA)
    years = np.nan_to_num((environment.done - environment.signed) / 365.25, nan=99)
    # Of 15,427 signatures before 2000, by the columns ratified_1y to ratified_10y.
    assert [round(float((years <= h).mean()), 4) for h in HORIZONS] == [0.195, 0.296, 0.4609, 0.5693]
    assert len(trade.treaty) == 875
