"""Forecasts are those of what was known: the base rate as it stood, records as they stood, rising with the years."""

from __future__ import annotations

import numpy as np
import pytest

from treaty_folder import trade_rows, treaty_folder, write_rows
from winset.backtest.ratification import forecasts
from winset.backtest.ratification.forecasts import (
    HORIZONS,
    METHODS,
    forecasts_of,
    known_at_signature,
    methods_of,
    origins_of,
)
from winset.backtest.ratification.tables import TRADE, read_signatures
from winset.backtest.survival import kaplan_meier


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
