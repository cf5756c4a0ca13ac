"""Nothing later than a signature is looked at, on invented tables and on the real ones: leaks are put in and found."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from treaty_folder import treaty_folder
from winset.backtest.dated import Dated, figures_known
from winset.backtest.ratification.forecasts import (
    forecasts_of,
    known_at_signature,
    methods_of,
    moved_by_the_future,
    origins_of,
)
from winset.backtest.ratification.run import joined
from winset.backtest.ratification.scoring import method_lines, scored
from winset.backtest.ratification.tables import ENVIRONMENT, TRADE, read_signatures
from winset.errors import InputError

DATA = Path(os.environ.get("WINSET_DATA", Path(__file__).parents[4] / "shared" / "data")) / "ratification"
REAL = pytest.mark.skipif(
    not ((DATA / ENVIRONMENT).exists() and (DATA / TRADE).exists()), reason=f"{DATA} lacks a table; set WINSET_DATA"
)
SIGNATURES = 1_200
"""Real signatures that are looked at, as far as whole treaties allow."""


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    """The tables by name, each read when it is asked for."""
    found = {}

    def named(name):
        kind, which = name.split()
        if kind not in found:
            folder = DATA if kind == "real" else treaty_folder(tmp_path_factory.mktemp("treaties"))
            found[kind] = [some_treaties(table) for table in read_signatures(folder)]
        return found[kind][which == "trade"]

    return named


def some_treaties(table, seed=1):
    """Whole treaties, drawn at random."""
    names = np.random.default_rng(seed).permutation(sorted(set(table.treaty)))
    sizes = np.cumsum([table.treaty.count(name) for name in names])
    kept = set(names[: np.searchsorted(sizes, SIGNATURES, side="right")])
    return table.rows(np.array([treaty in kept for treaty in table.treaty]))


@pytest.fixture(
    params=[
        "invented environment",
        "invented trade",
        pytest.param("real environment", marks=REAL),
        pytest.param("real trade", marks=REAL),
    ]
)
def table(request, tables):
    """Each table in turn."""
    return tables(request.param)


@pytest.fixture(params=["invented environment", pytest.param("real environment", marks=REAL)])
def environment(request, tables):
    """Both tables of environmental treaties."""
    return tables(request.param)


def forecasts_by_signature(known_of, years):
    """A function from a table to the chances of the signatures of some years, as far as the table goes."""

    def made(table):
        known, found = known_of(table), {}
        for year in years:
            if year <= table.year(table.signed[-1]):
                forecasts = forecasts_of(table, known, year)
                for method in methods_of(known):
                    for row, chances in zip(forecasts["rows"], forecasts[method], strict=True):
                        found[method, table.treaty[row], *table.parties[row], table.signed[row]] = chances
        return found

    return made


def years_and_dates(table):
    """Three years, and the day of the second signature of each."""
    years = [year for year in origins_of(table) if signed_in(table, year).size > 2]
    years = [years[len(years) * part // 4] for part in (1, 2, 3)]
    return years, tuple(float(signed_in(table, year)[1]) for year in years)


def signed_in(table, year):
    """The dates of the signatures of a year."""
    return table.signed[(table.signed >= table.new_year(year)) & (table.signed < table.new_year(year + 1))]


def knows_the_outcome(table):
    """What is known at signature, and whether it was done in the end."""
    known = known_at_signature(table)
    return replace(known, plain=np.column_stack([np.isfinite(table.done), known.plain[:, 1:]]))


def knows_when_it_is_done(table):
    """What is known at signature, and how long it took."""
    known = known_at_signature(table)
    waits = np.log1p(np.nan_to_num(table.done - table.signed, nan=1e5))
    return replace(known, plain=np.column_stack([waits, known.plain[:, 1:]]))


def knows_if_it_ever_is_in_force(table):
    """What is known at signature, and whether the treaty came into force at all, be it later."""
    known = known_at_signature(table)
    return replace(known, plain=np.column_stack([np.isfinite(table.in_force), known.plain[:, 1:]]))


def knows_records_to_come(table):
    """What is known at signature, where records count what is done only later."""
    known = known_at_signature(table)
    return replace(known, own=replace(known.own, done=np.isfinite(table.done[known.own.past])))


def test_nothing_is_looked_at_that_came_later(table):
    years, dates = years_and_dates(table)
    assert moved_by_the_future(forecasts_by_signature(known_at_signature, years), table, dates) == ()


@pytest.mark.parametrize(
    "leak",
    [knows_the_outcome, knows_when_it_is_done, knows_if_it_ever_is_in_force, knows_records_to_come],
    ids=lambda leak: leak.__name__,
)
def test_a_leak_of_what_came_later_is_found(environment, leak):
    (_, year, _), (_, date, _) = years_and_dates(environment)
    assert moved_by_the_future(forecasts_by_signature(leak, [year]), environment, (date,)) == (date,)


def test_a_figure_dated_after_the_signature_is_refused(environment):
    late = Dated("ratified in the end", np.isfinite(environment.done), environment.done)
    with pytest.raises(InputError, match="`ratified in the end` of row"):
        figures_known([late], environment.signed)


def test_shuffled_outcomes_bring_every_method_to_the_base_rate(table):
    lost = brier_by_method(shuffled(table), known_at_signature)
    # Fitting to nothing costs a little and never wins more than chance.
    for method, score in lost.items():
        assert score == pytest.approx(lost["base-rate"], abs=0.01), method


def test_what_shuffling_takes_away_was_there_and_a_leak_survives_it(environment):
    told = brier_by_method(environment, known_at_signature)
    assert told["hazard"] < told["base-rate"] - 0.03
    leaking = brier_by_method(shuffled(environment), knows_when_it_is_done)
    assert leaking["hazard"] < leaking["base-rate"] - 0.05


def shuffled(table):
    """A table in which each signature waits as long as another did."""
    order = np.random.default_rng(7).permutation(len(table.done))
    return replace(table, done=table.signed + (table.done - table.signed)[order])


def brier_by_method(table, known_of):
    """Mean Brier score of each method over the horizons; of the long tables on every third year."""
    known, every = known_of(table), 1 if table.units_a_year == 1 else 3
    rows, chances = joined([forecasts_of(table, known, year) for year in origins_of(table)[::every]], methods_of(known))
    chosen = np.zeros(len(table.treaty), dtype=bool)
    chosen[rows] = True
    found = scored(table.rows(chosen), chances)
    lines = method_lines(found, np.ones(len(rows), dtype=bool), 1, brief=True)
    return {line.id.split(".")[1]: float(np.mean(list(line.scores["brier"].values()))) for line in lines}
