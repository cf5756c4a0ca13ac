"""Nothing later than a signature is looked at; shuffled outcomes leave nothing to say beyond the base rate."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from treaty_folder import trade_rows, treaty_folder, write_rows
from winset.backtest.dated import Dated, figures_known
from winset.backtest.ratification import forecasts
from winset.backtest.ratification.forecasts import (
    HORIZONS,
    METHODS,
    forecasts_of,
    known_at_signature,
    methods_of,
    moved_by_the_future,
    origins_of,
)
from winset.backtest.ratification.run import joined
from winset.backtest.ratification.scoring import method_lines, scored
from winset.backtest.ratification.tables import TRADE, read_signatures
from winset.backtest.survival import kaplan_meier
from winset.errors import InputError


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    """Both invented tables."""
    return read_signatures(treaty_folder(tmp_path_factory.mktemp("treaties")))


def every_fifth_year(table, years=None):
    """Chances by method, treaty and signer, of every fifth year."""
    known, found = known_at_signature(table), {}
    for year in origins_of(table)[::5] if years is None else years:
        made = forecasts_of(table, known, year)
        for method in methods_of(known):
            for row, chances in zip(made["rows"], made[method], strict=True):
                found[method, table.treaty[row], *table.parties[row]] = chances
    return found


@pytest.mark.parametrize("which", [0, 1])
def test_nothing_is_looked_at_that_came_later(tables, which):
    table = tables[which]
    years = origins_of(table)[2:-3:5]

    def some(cut):
        last = cut.year(cut.signed[-1])
        return every_fifth_year(cut, [year for year in years if year <= last])

    dates = tuple(table.signed[table.signed >= table.new_year(year)][3] for year in years)
    assert len(dates) >= 3
    assert moved_by_the_future(some, table, dates) == ()


def test_a_column_that_knows_the_outcome_is_caught(tables, monkeypatch):
    table = tables[0]
    honest = known_at_signature

    def leaking(table):
        known = honest(table)
        return replace(known, plain=np.column_stack([np.isnan(table.done), known.plain[:, 1:]]))

    years = origins_of(table)[5:6]
    dates = (table.new_year(years[0] + 1) - 1,)
    assert moved_by_the_future(lambda cut: every_fifth_year(cut, years), table, dates) == ()
    monkeypatch.setattr(f"{__name__}.known_at_signature", leaking)
    assert moved_by_the_future(lambda cut: every_fifth_year(cut, years), table, dates) == dates


def test_a_figure_dated_after_the_signature_is_refused(tables):
    table = tables[0]
    with pytest.raises(InputError, match="`ratified in the end` of row"):
        figures_known([Dated("ratified in the end", ~np.isnan(table.done), table.done)], table.signed)


@pytest.mark.parametrize("which", [0, 1])
def test_shuffled_outcomes_bring_every_method_to_the_base_rate(tables, which):
    table = tables[which]
    order = np.random.default_rng(7).permutation(len(table.done))
    shuffled = replace(table, done=table.signed + (table.done - table.signed)[order])
    told = brier_by_method(table)
    assert min(told, key=lambda name: told[name]) not in ("base-rate", "kind")
    # Fitting to nothing costs a little and never wins more than chance; what was won before is gone.
    lost = brier_by_method(shuffled)
    for method, score in lost.items():
        assert score == pytest.approx(lost["base-rate"], abs=0.01), method


def brier_by_method(table):
    """Mean Brier score of each method over the horizons."""
    known = known_at_signature(table)
    rows, chances = joined([forecasts_of(table, known, year) for year in origins_of(table)], methods_of(known))
    chosen = np.zeros(len(table.treaty), dtype=bool)
    chosen[rows] = True
    found = scored(table.rows(chosen), chances)
    lines = method_lines(found, np.ones(len(rows), dtype=bool), 1, brief=True)
    return {line.id.split(".")[1]: float(np.mean(list(line.scores["brier"].values()))) for line in lines}


def test_the_base_rate_is_kaplan_meier_of_what_was_known_on_new_year_s_day(tables):
    table = tables[0]
    year = origins_of(table)[4]
    then = table.rows(table.signed < table.new_year(year))
    rate = 1 - kaplan_meier(*then.watched(table.new_year(year))).after(HORIZONS)
    made = forecasts_of(table, known_at_signature(table), year)
    assert np.array(made["base-rate"]) == pytest.approx(np.tile(rate, (len(made["rows"]), 1)))
    assert {table.year(table.signed[row]) for row in made["rows"]} == {year}


def test_chances_rise_with_the_horizon(tables):
    for table in tables:
        for chances in every_fifth_year(table).values():
            assert (np.diff(chances) >= 0).all()
            assert chances[0] >= 0
            assert chances[-1] <= 1


def test_forecasting_starts_once_enough_has_been_watched_for_ten_years(tables):
    table = tables[0]
    first = table.new_year(origins_of(table)[0])
    old = (first - 1 - table.signed) / 365.25 >= 10
    assert old.sum() >= forecasts.LEARNT_FROM
    assert ((table.new_year(origins_of(table)[0] - 1) - 1 - table.signed) / 365.25 >= 10).sum() < forecasts.LEARNT_FROM


def test_treaties_signed_on_one_day_have_no_record_of_their_own(tables, tmp_path):
    assert methods_of(known_at_signature(tables[0])) == tuple(METHODS)
    write_rows(tmp_path / TRADE, trade_rows())
    (trade,) = read_signatures(tmp_path)
    assert "treaty-record" not in methods_of(known_at_signature(trade))


def test_a_signer_who_ratifies_soon_is_given_more_than_one_who_does_not(tables):
    late, soon = [], []
    for (method, _, state), chances in every_fifth_year(tables[0]).items():
        if method in ("own-record", "hazard"):
            (late if state == "AAA" else soon if state == "HHH" else []).append(chances[1])
    assert np.mean(soon) > np.mean(late) + 0.2


def test_what_moves_a_forecast_most_comes_first(tables):
    made = forecasts_of(tables[0], known_at_signature(tables[0]), origins_of(tables[0])[3])
    for parts in made["why"]:
        sizes = [abs(part) for _, part in parts]
        assert sizes == sorted(sizes, reverse=True)
