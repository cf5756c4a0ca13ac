"""The page of the backtest on decisions of the European Union: what it says is what was found."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest

from deu_folder import made_folder
from html_page import Page, ids_are_unique_and_met, runs_nothing_and_asks_nobody
from winset.backtest.cells import covered
from winset.backtest.deu.misses import Camp, Miss
from winset.backtest.deu.run import DeuBacktest, backtest_deu
from winset.backtest.record import MethodLine
from winset.backtest.resampling import Interval

pytest.importorskip("altair")

from winset.report.backtest_deu import charts_of, findings_of, headline, missed
from winset.report.backtest_deu_tables import beyond, brief_parts, error_table, signed, spread_table, weight_table
from winset.report.findings import render_findings


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> DeuBacktest:
    """The backtest of a small invented folder."""
    return backtest_deu(made_folder(tmp_path_factory.mktemp("deu"), 14))


@pytest.fixture(scope="module")
def text(found: DeuBacktest) -> str:
    """The page."""
    return render_findings(findings_of(found, "winset backtest deu --data here --seed 1 --out there"))


def test_the_page_says_the_finding_its_pictures_parts_and_misses(found: DeuBacktest, text: str) -> None:
    page = Page(text)
    for words in (
        *headline(found), "The worst misses of the pool of all models", "By wave of interviews",
        "By procedure: codecision (COD) and consultation (CNS)", "Issues on which two positions are held, and others",
        "winset backtest deu --data here --seed 1 --out there", "fitted on: other folds", "Issues scored",
        *(miss.says for miss in found.misses),
    ):  # fmt: skip
        assert words in page.text, words
    assert text.count("<svg") == len(charts_of(found)) == 4
    assert text == render_findings(findings_of(found, "winset backtest deu --data here --seed 1 --out there"))


def test_the_page_is_whole_and_asks_nobody(text: str) -> None:
    runs_nothing_and_asks_nobody(Page(text))
    ids_are_unique_and_met(text)


def test_curves_of_coverage_are_those_of_the_forecasts(found: DeuBacktest) -> None:
    table = next(chart for chart in charts_of(found) if chart.id == "backtest-coverage").table
    labels = {line.label: line.id for line in found.record.lines}
    assert {row[0] for row in table.rows} == {
        "pool of all models",
        "mean by salience",
        "mean by salience, normal error",
    }
    for label, level, share, low, high in table.rows:
        assert isinstance(level, float)
        assert isinstance(low, float)
        assert isinstance(high, float)
        assert share == pytest.approx(covered(found.chances[labels[str(label)]], found.outcomes, level).mean())
        assert low <= covered(found.chances[labels[str(label)]], found.outcomes, level).mean() <= high


def test_levels_and_scores_of_the_pictures_are_those_of_the_record(found: DeuBacktest) -> None:
    pictures = {chart.id: chart for chart in charts_of(found)}
    lines = {line.label: line for line in found.record.lines}
    for id, score in (("backtest-errors", "mae"), ("backtest-crps", "crps")):
        assert [row[0] for row in pictures[id].table.rows] == list(lines)
        for row in pictures[id].table.rows:
            ends = lines[str(row[0])].scores["intervals"][score]
            assert row[3:] == (lines[str(row[0])].scores[score], ends["low"], ends["high"])
    for label, *shares in pictures["backtest-levels"].table.rows:
        assert shares == found.scores[lines[str(label)].id].levels.tolist()


def test_tables_of_the_page_read_to_a_tenth_with_differences_and_their_intervals(found: DeuBacktest) -> None:
    by_label = {line.label: line for line in found.record.lines}
    for row in error_table(found).rows:
        line = by_label[str(row[0])]
        assert row[2] == f"{line.scores['mae']:.1f}"
        assert row[5] == beyond(line, "versus_mean")
    for row in spread_table(found).rows:
        assert row[6] == beyond(by_label[str(row[0])], "versus_normal_crps")
    assert [len(table.rows) for table in brief_parts(found)] == [12, 12, 12]
    assert len(weight_table(found).rows) == 9


def test_a_difference_says_its_sign_and_what_there_is_not() -> None:
    made = MethodLine("a", "a", False, 1, {}, {"d": Interval(-1.26, math.nan, math.nan), "none": Interval(0, 0, 0)})
    assert beyond(made, "d") == "−1.3 (– to –)"
    assert beyond(made, "none") == "0"
    assert [signed(number) for number in (1.0, -0.04, 0.04)] == ["+1.0", "+0.0", "+0.0"]


def miss(outcome: float, reference: float, *camps: tuple[float, float, str]) -> Miss:
    """A forecast that was far off."""
    held = tuple(Camp(position, share, tuple(actors.split())) for position, share, actors in camps)
    return Miss("i1", "a dossier", "DEU1", "COD", outcome, 50, 20, 80, 30, reference, held)


def test_misses_are_explained_by_who_had_his_way() -> None:
    light = miss(0, math.nan, (100, 0.7, "ep com"), (0, 0.3, "de fr"))
    heavy = miss(100, 100, (100, 0.7, "ep com"), (0, 0.3, "de"))
    nobody = miss(40, 0, (100, 0.7, "a b c d e f g"), (0, 0.3, "de"))
    assert light.says == (
        "Decided 0; forecast 50 (20 to 80). The Parliament and the Commission wanted 100 (70% of the weight). What was "
        "decided was wanted by DE and FR (30%). The reference point is not known."
    )
    assert heavy.says.endswith("The heaviest camp had its way. This was the reference point: nothing changed.")
    assert "A, B, C, D and 3 more wanted 100 (70% of the weight). Nobody wanted what was decided." in nobody.says
    assert nobody.says.endswith("The reference point was 0.")
    assert [one.way for one in (light, heavy, nobody)] == ["lighter", "heaviest", "nobody"]
    assert missed((light, light, heavy, nobody)) == (
        "Of these 4, in 2 a camp had its way that was not the heaviest, in 1 nobody wanted what was decided, in 1 the "
        "heaviest camp had its way; 1 ended at the reference point."
    )
    assert "heaviest" not in missed((nobody,))


@pytest.mark.parametrize(
    ("error", "crps", "says"),
    [
        ((-2, -3, -1), (-2, -3, -1), ("is nearer than", "it says better how sure")),
        ((0, -1, 1), (0, -1, 1), ("is as near as", "it says no better how sure")),
        ((2, 1, 3), (2, 1, 3), ("is further off than", "it says no better how sure")),
    ],
)
def test_the_headline_says_no_more_than_the_intervals_do(
    found: DeuBacktest, error: tuple[float, ...], crps: tuple[float, ...], says: tuple[str, ...]
) -> None:
    changed = {"versus_mean": Interval(*error), "versus_normal_crps": Interval(*crps)}
    lines = tuple(
        dataclasses.replace(line, versus={**line.versus, **changed}) if line.id == "pool" else line
        for line in found.record.lines
    )
    answer, _ = headline(dataclasses.replace(found, record=dataclasses.replace(found.record, lines=lines)))
    assert all(words in answer for words in says)


def test_a_single_dossier_has_scores_and_no_intervals(tmp_path) -> None:
    alone = backtest_deu(made_folder(tmp_path / "one", 1, seed=9), made_folder(tmp_path / "fit", 12))
    assert not np.isfinite(alone.record.lines[0].versus["versus_mean"].low)
    page = render_findings(findings_of(alone, "again"))
    assert "(– to –)" in page
    assert "nan" not in Page(page).text
