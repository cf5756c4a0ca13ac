"""All models of a decision side by side, over draws of what is uncertain."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import winset
from winset.case.collective import CollectiveCase
from winset.case.reading import read_any
from winset.collective.compare import side_by_side
from winset.collective.shown import STANDARD
from winset.errors import InputError
from winset.forecasting.decisions import LEAST_DRAWS, drawn_decisions, draws_played, outcomes_of

RANDOM = "position-exchange-random"

TEXT = """\
winset: 1
kind: collective
id: dam
title: How high
question: {text: How high?}
issues: {height: {range: [0, 40], reference: 12}, share: {range: [0, 100]}}
actors:
  city: {position: {height: HEIGHT, share: 20}, salience: 0.5, capability: 2}
  farmers: {position: {height: 10, share: 70}, salience: {height: 1, share: 0.5}, capability: 1}
  anglers: {position: {height: 12}, salience: 1, capability: 1}
doubt: DOUBT
"""


def compared(tmp_path: Path, height: str = "30", doubt: str = "{}", **more: Any) -> winset.Comparison:
    """Return the comparison of an invented decision."""
    path = tmp_path / "dam.yaml"
    path.write_text(TEXT.replace("HEIGHT", height).replace("DOUBT", doubt), encoding="utf-8")
    return winset.side_by_side(path, **{"draws": 128, **more})


def line(found: winset.Comparison, label: str) -> Any:
    """Return the line of that label."""
    return next(line for line in found.lines if line.label == label)


def test_the_baselines_come_first_and_the_compromise_is_the_weighted_mean(tmp_path: Path) -> None:
    found = compared(tmp_path)
    marks = [line.baseline for line in found.lines]
    assert marks == sorted(marks, reverse=True)
    height, share = line(found, "compromise").outcomes
    assert height.central == pytest.approx((30 + 10 + 12) / 3)
    assert share.central == pytest.approx((20 * 1 + 70 * 0.5) / 1.5)
    assert [outcome.central for outcome in line(found, "reference point").outcomes] == [12.0, None]
    assert line(found, "reference point").outcomes[1].missing == 1


def test_who_has_no_position_takes_no_part(tmp_path: Path) -> None:
    assert line(compared(tmp_path), "mean").outcomes[1].central == pytest.approx(45)


def test_without_doubt_every_draw_is_the_same(tmp_path: Path) -> None:
    found = compared(tmp_path)
    for each in found.lines:
        for outcome in each.outcomes if each.model != RANDOM else ():
            assert outcome.low == pytest.approx(outcome.high)
            assert outcome.central is None or outcome.median == pytest.approx(outcome.central)
    assert "No number is uncertain, so the ranges are points, but for the rates of exchange." in found.assumptions


def test_a_range_spreads_the_mean_by_its_share(tmp_path: Path) -> None:
    outcome = line(compared(tmp_path, "27 to 33", draws=1024), "mean").outcomes[0]
    assert outcome.high - outcome.low == pytest.approx(6 / 3, abs=0.05)


def test_doubt_touches_what_has_no_range_and_stays_on_the_scale(tmp_path: Path) -> None:
    found = compared(tmp_path, "40", "{position: 3, capability: 0.2}", draws=256)
    assert line(found, "mean").outcomes[0].high <= (40 + 40 + 40) / 3
    assert line(found, "mean").outcomes[0].low < line(found, "mean").outcomes[0].high
    assert any("a standard deviation of 3 in position, 0.2 in capability" in said for said in found.assumptions)


def test_the_same_seed_gives_the_same_bytes_and_another_another(tmp_path: Path) -> None:
    first, again, other = (compared(tmp_path, "20 to 40", seed=seed).to_json() for seed in (1, 1, 2))
    assert first == again != other
    assert json.loads(first)["schema"] == "winset.comparison/1"


def test_draws_of_a_block_are_those_of_each_alone(tmp_path: Path) -> None:
    """Taken together or one by one, draws give the same outcomes; only rates of exchange are drawn anew."""
    dam = tmp_path / "dam.yaml"
    dam.write_text(TEXT.replace("HEIGHT", "20 to 40").replace("DOUBT", "{salience: 0.1}"), encoding="utf-8")
    for named, shown in (("emission-standards", STANDARD), (dam, [line for line in STANDARD if line.id != RANDOM])):
        case = read_any(named)
        assert isinstance(case, CollectiveCase)
        together = drawn_decisions(case, 16, 1)
        block = [outcomes_of(together, line) for line in shown]
        alone = [[line.outcomes for line in side_by_side(together.at(draw), tuple(shown))] for draw in range(16)]
        np.testing.assert_allclose(np.swapaxes(block, 0, 1), alone, rtol=1e-9)


def test_slow_models_are_played_in_fewer_draws_and_say_so(tmp_path: Path) -> None:
    found = compared(tmp_path, "20 to 40", draws=128)
    assert {line.draws for line in found.lines} == {128}
    emissions = winset.side_by_side("emission-standards", draws=128)
    assert {line.label for line in emissions.lines if line.draws < 128} == {"spatial model"}
    assert "fewer draws of their own: spatial model 32." in emissions.assumptions[1]


def test_however_many_the_actors_some_draws_are_left() -> None:
    played = {line.label: draws_played(line, 1024, 200, 12) for line in STANDARD}
    assert played["spatial model"] == played["position exchange"] == LEAST_DRAWS
    assert played["challenge"] == played["election, challenges"] == LEAST_DRAWS
    assert played["compromise"] == played["median"] == 1024


def test_rates_of_exchange_are_drawn_though_no_number_is_uncertain(tmp_path: Path) -> None:
    found = compared(tmp_path)
    spread = [outcome.high - outcome.low for outcome in line(found, "random-rate exchange").outcomes]
    assert max(spread) > 0
    assert any(said.startswith("Random-rate exchange: the mean over 100 draws") for said in found.assumptions)


def test_the_emission_standards_come_out_as_published() -> None:
    """7.389956, 7.475248 and 7 are recomputed from the published data; the challenge model walks to the upper end."""
    found = winset.side_by_side("emission-standards", draws=128)
    assert line(found, "compromise").outcomes[0].central == pytest.approx(7.389956, abs=1e-6)
    assert line(found, "mean by capability").outcomes[0].central == pytest.approx(7.475248, abs=1e-6)
    assert line(found, "median").outcomes[0].central == 7
    assert line(found, "challenge").outcomes[0].high - line(found, "challenge").outcomes[0].low > 4
    assert any("historical comparator" in warning for warning in found.warnings)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"draws": 0}, "`draws` is 0"),
        ({"seed": -1}, "`seed` is -1"),
        ({"seed": 1.5}, "`seed` is 1.5"),
    ],
)
def test_what_cannot_be_drawn_is_refused(given: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError, match=says):
        winset.side_by_side("emission-standards", **given)


def test_a_negotiation_is_no_decision() -> None:
    with pytest.raises(InputError, match="`decision` is wage-round, a negotiation"):
        winset.side_by_side("wage-round")
    with pytest.raises(InputError, match="`decision` is int"):
        winset.side_by_side(3)  # type: ignore[arg-type]
