"""Attempts are forecast from what was over when they began; leaks are refused and shuffled outcomes leave nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from settlement_file import attempt_rows, claims_file, settlement_file
from treaty_folder import write_rows
from winset.backtest.dated import Dated, figures_known
from winset.backtest.settlement import forecasts
from winset.backtest.settlement.forecasts import forecasts_of, known_at_start, learnt_from
from winset.backtest.settlement.run import BARS, backtest_settlement
from winset.backtest.settlement.tables import OUTCOMES, read_attempts
from winset.case.base_rates import reference_classes
from winset.errors import InputError


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """Invented attempts."""
    return settlement_file(tmp_path_factory.mktemp("claims"))


@pytest.fixture(scope="module")
def claims(file):
    """The claims of the invented attempts by year."""
    return claims_file(file.parent)


@pytest.fixture(scope="module")
def table(file, claims):
    """Invented attempts, read."""
    return read_attempts(file, claims=claims)


@pytest.fixture(scope="module")
def found(file, claims):
    """What the backtest finds with both files."""
    return backtest_settlement(file, claims=claims)


@pytest.fixture(scope="module")
def alone(file):
    """What the backtest finds with the attempts only."""
    return backtest_settlement(file)


def written(tmp_path, rows):
    """A file of rows."""
    write_rows(tmp_path / "attempts.csv", rows)
    return tmp_path / "attempts.csv"


def test_earlier_attempts_count_once_they_are_over(table):
    figures, names = known_at_start(table)
    failed, agreed = (names.index(name) for name in ("earlier attempts that failed", "earlier agreements"))
    for row in range(0, len(table.claim), 50):
        before = [
            one
            for one in range(len(table.claim))
            if table.claim[one] == table.claim[row] and table.ended[one] < table.begun[row]
        ]
        done = sum(table.outcomes["any-agreement"][one] for one in before)
        assert np.expm1(figures[row, [failed, agreed]]) == pytest.approx([len(before) - done, done])


def test_an_attempt_whose_end_is_not_known_is_no_failure(tmp_path):
    rows = [row for row in attempt_rows(n=40) if row["midiss"] == "0"][:3]
    for row, year, agreed in zip(rows, ("1950", "1955", "1960"), ("0", "", "1"), strict=True):
        row |= {"claimdy": "7", "year": year, "yearend": year, "agree": agreed}
        row |= {} if agreed == "1" else {"agreeiss": "", "effect4": ""}
    figures, names = known_at_start(read_attempts(written(tmp_path, rows)))
    failed = np.expm1(figures[:, names.index("earlier attempts that failed")])
    assert failed == pytest.approx([0, 1, 1])


def test_nothing_is_looked_at_that_came_later(table):
    rows, chances, _, _ = forecasts_of(table, 1946)
    for year in (1955, 1970, 1990):
        then = table.as_it_stood(year)
        early, cut, _, _ = forecasts_of(then, 1946)
        assert early.tolist() == rows[: len(early)].tolist()
        for outcome in OUTCOMES:
            for method, p in cut[outcome].items():
                assert np.array_equal(p, chances[outcome][method][: len(early)])


def test_a_column_that_knows_the_outcome_is_refused_and_caught(table, monkeypatch):
    with pytest.raises(InputError, match="`effect` of row"):
        figures_known([Dated("effect", table.outcomes["ends-claim"], table.ended + 1)], table.begun)
    monkeypatch.setattr(forecasts, "OWN", (*forecasts.OWN, "leak"))

    def leaking(known):
        return replace(known, figures={**known.figures, "leak": np.nan_to_num(known.outcomes["any-agreement"])})

    def chances(known):
        return forecasts_of(leaking(known), 1946)[1]["any-agreement"]["logistic"]

    early = chances(table.as_it_stood(1970))
    assert not np.array_equal(early, chances(table)[: len(early)])


def test_shuffled_outcomes_bring_the_regression_to_the_share_of_all(table):
    def score(shown, method):
        rows, chances, _, _ = forecasts_of(shown, 1946)
        return float(np.mean((chances["any-agreement"][method] - shown.outcomes["any-agreement"][rows]) ** 2))

    order = np.random.default_rng(3).permutation(len(table.claim))
    shuffled = replace(table, outcomes={name: values[order] for name, values in table.outcomes.items()})
    assert score(table, "logistic") < score(table, "base-rate") - 0.03
    for method in ("by-method", "logistic"):
        assert score(shuffled, method) == pytest.approx(score(shuffled, "base-rate"), abs=0.01)


def test_how_much_was_sought_is_used_only_if_declared(file, claims, found, tmp_path):
    declared = backtest_settlement(file, extent_known=True, claims=claims)
    assert "extent sought" not in found.record.more["effects"]["substantive"]
    assert declared.record.more["effects"]["substantive"]["extent sought"] > 0.2
    rows = [{name: cell for name, cell in row.items() if name != "extentsa3"} for row in attempt_rows()]
    with pytest.raises(InputError, match="--column extent=NAME"):
        backtest_settlement(written(tmp_path, rows), extent_known=True)


def test_attempts_not_over_before_the_year_are_not_learnt_from(table):
    learnt = learnt_from(table, 1946)
    assert (table.ended[learnt] < 1946).all()
    assert (learnt_from(table, 1946) <= (table.begun < 1946)).all()


def test_the_record_holds_scores_bars_and_misses(file, claims, found):
    lines = {line.id: line for line in found.record.lines}
    assert set(lines) == {f"{outcome}.{method}" for outcome in OUTCOMES for method in forecasts.METHODS}
    one, o = lines["any-agreement.logistic"], found.attempts.outcomes["any-agreement"]
    assert one.scores["brier"] == pytest.approx(np.mean((found.chances["any-agreement"]["logistic"] - o) ** 2))
    assert one.scores["bar"] == 0.239
    assert one.versus["versus_by_method"].high < 0
    assert all(abs(miss.chance - miss.happened) > 0.5 for miss in found.misses)
    assert backtest_settlement(file, claims=claims).record.to_json() == found.record.to_json()
    assert len(found.record.data) == 2


def test_it_goes_on_without_salience_and_says_so(found, alone):
    assert (alone.record.more["not_recorded"], found.record.more["not_recorded"]) == (["salience", "power"], [])
    assert "salience" not in alone.record.more["effects"]["substantive"]
    assert found.record.more["effects"]["any-agreement"]["salience"] < -0.3


def test_counts_stand_beside_the_published_ones(found, table):
    counts = found.record.more["published"]
    assert counts["attempts"] == {"published": 1675, "here": len(table.claim)}
    assert [counts[outcome]["published"] for outcome in OUTCOMES] == [934, 401, 219]
    assert [counts[outcome]["here"] for outcome in OUTCOMES] == [int(o.sum()) for o in table.outcomes.values()]


def test_too_little_to_learn_from_and_a_negative_seed_are_said(file):
    with pytest.raises(InputError, match="attempts before 1820"):
        backtest_settlement(file, learnt_before=1820)
    with pytest.raises(InputError, match="`seed` is -1"):
        backtest_settlement(file, seed=-1)


def test_the_published_counts_by_method_bear_out_one_bar_of_three():
    classes = reference_classes()
    methods = [classes[name] for name in ("bilateral", "third-party-nonbinding", "third-party-binding")]
    scores = []
    for outcome in ("agreed", "substantive", "ended"):
        shares = [(one.attempts, getattr(one, outcome) / one.attempts) for one in methods]
        scores.append(sum(n * share * (1 - share) for n, share in shares) / classes["all"].attempts)
    assert [round(score, 3) for score in scores] == [0.24, 0.168, 0.101]
    assert [round(bar - score, 3) for bar, score in zip(BARS.values(), scores, strict=True)] == [-0.001, -0.059, -0.041]
