"""Draws as files: every row is a draw of the forecast, in both formats, whole or not at all."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import numpy as np
import pytest

import winset
from winset.case.stories import story_variants
from winset.errors import InputError, WinsetError
from winset.forecasting.draws import draw_tables
from winset.report.draws import write_draws

pd = pytest.importorskip("pandas")
DRAWS, SEED = 512, 5


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the draws of the wage round in both formats."""
    place = tmp_path_factory.mktemp("draws")
    for kind in ("csv", "parquet"):
        write_draws(winset.load("wage-round"), DRAWS, SEED, place, kind)
    return place


@pytest.fixture(scope="module")
def rows(folder: Path) -> pd.DataFrame:
    """Return the draws as read from Parquet."""
    return pd.read_parquet(folder / "draws.parquet")


def test_both_formats_hold_the_same(folder: Path, rows: pd.DataFrame) -> None:
    with (folder / "draws.csv").open(encoding="utf-8", newline="") as stream:
        names, *cells = csv.reader(stream)
    assert names == list(rows.columns)
    for name, column in zip(names, zip(*cells, strict=True), strict=True):
        if rows[name].dtype.kind == "f":
            np.testing.assert_array_equal([float(cell or "nan") for cell in column], rows[name].to_numpy())
        else:
            assert list(column) == rows[name].fillna("").astype(str).tolist()


def test_a_row_for_every_draw_of_every_story(rows: pd.DataFrame) -> None:
    stories = [name for name, _, _ in story_variants(winset.load("wage-round"))]
    assert len(rows) == DRAWS * len(stories)
    assert not rows.duplicated(["story", "replicate", "draw"]).any()
    assert set(rows["story"].fillna("")) == set(stories)


def test_rows_give_the_probabilities_of_the_forecast(rows: pd.DataFrame) -> None:
    case = winset.load("wage-round")
    answer = winset.forecast(case, draws=DRAWS, seed=SEED)
    pool = 0.0
    for form in answer.forms:
        name = form.name.removesuffix(f" · {form.story}")
        days = rows.loc[rows["story"].fillna("") == form.story, f"{name}: deal day"]
        share = days.notna().mean()
        assert share == pytest.approx(form.probability, abs=1e-9)
        pool += form.weight * share
    assert pool == pytest.approx(answer.deal.probability, abs=1e-9)


def test_a_deal_has_a_package_that_counts_and_a_day_in_time(rows: pd.DataFrame) -> None:
    case = winset.load("wage-round")
    horizon = (case.until - case.as_of).days
    for name in [name for name in rows.columns if name.endswith(": deal day")]:
        dealt = rows[rows[name].notna()]
        assert set(dealt[name.replace(": deal day", ": package")]) <= set(case.question.deal)
        assert dealt[name].between(0, horizon).all()


def test_uncertain_numbers_stand_under_their_paths(rows: pd.DataFrame) -> None:
    quantities = winset.load("wage-round").quantities()
    named = [name for name in rows.columns if name in quantities]
    assert "parties.employer.leader.no_agreement.worth" in named
    assert {path for path, quantity in quantities.items() if quantity.is_uncertain} == set(named)
    assert all(math.isfinite(value) for name in named for value in rows[name][:16])


def test_blocks_have_the_same_columns_and_bounded_size() -> None:
    blocks = list(draw_tables(winset.load("wage-round"), 256, 1))
    assert len({tuple(block) for block in blocks}) == 1
    assert all(len(column) == 32 for block in blocks for column in block.values())


def test_a_measured_approval_is_among_the_numbers() -> None:
    first = next(draw_tables(winset.load("kuril-2019"), 128, 1))
    approval = first["parties.russia.home.public.approval"]
    assert 55 < approval.mean() < 70


def test_a_run_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "draws.csv").write_text("old", encoding="utf-8")
    blocks = draw_tables(winset.load("wage-round"), 128, 1)

    def broken(*_: object) -> object:
        yield next(blocks)
        raise OSError("the disk is gone")

    monkeypatch.setattr("winset.report.draws.draw_tables", broken)
    with pytest.raises(InputError, match=r"draws.csv cannot be written: the disk is gone"):
        write_draws(winset.load("wage-round"), 128, 1, tmp_path, "csv")
    assert [path.name for path in tmp_path.iterdir()] == ["draws.csv"]
    assert (tmp_path / "draws.csv").read_text(encoding="utf-8") == "old"


def test_refusals(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = winset.load("wage-round")
    with pytest.raises(InputError, match="take csv or parquet"):
        write_draws(case, 128, 1, tmp_path, "xlsx")
    with pytest.raises(InputError, match="`draws` is 1"):
        write_draws(case, 1, 1, tmp_path, "csv")
    monkeypatch.setattr("winset.report.extras.find_spec", lambda name: None)
    with pytest.raises(WinsetError, match=r"a Parquet file needs pyarrow: pip install 'winset\[tables\]'"):
        write_draws(case, 128, 1, tmp_path, "parquet")
    assert list(tmp_path.iterdir()) == []
