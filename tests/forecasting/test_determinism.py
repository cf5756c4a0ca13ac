"""Same seed, same bytes: whatever the order of the file, what else stands in it, and how the work is spread."""

from __future__ import annotations

import copy
import json
import tracemalloc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

from cases import Raw, body, case_of, packages, party, public, raw_case, read, referendum, scene_of
from winset import Forecast, forecast
from winset.forecasting.block import play_block
from winset.forecasting.forms import forms_of
from winset.forecasting.run import plans_of
from winset.forecasting.talks import Table


def rich() -> Raw:
    """Return a case with everything that draws random numbers."""
    felt = public("52 to 58", "45 to 50", moves={"volatility": "2 to 3", "jumps": {"rate": 4, "size": 3}})
    felt |= {"opposition": {"x": {"oppose": 40, "support": 30, "n": 400}, "y": {"oppose": "30 to 50", "support": 30}}}
    blocs = {"left": {"seats": 4, "in_favour": "0.4 to 0.7"}, "right": {"seats": 5, "in_favour": "0.5 to 0.8"}}
    return raw_case(
        packages=packages("x", "y"),
        question={"text": "?", "deal": ["x", "y"]},
        parties={
            "a": party({"x": "0 to 10", "y": "-5 to 12"}, {"public": felt, "chamber": body(9, blocs=blocs)}),
            "b": party({"x": "-8 to 10", "y": "0 to 8"}, {"voters": referendum("0.45 to 0.6", poll_error=5)}),
            "c": party({"x": "-2 to 10", "y": "0 to 8"}, {"court": {"consents": "0.5 to 0.9"}}),
        },
        outside={"o": {"leans_on": ["a"], "against": ["x"], "by": "0 to 4"}},
        events={"boost": {"helps": ["a.public"], "by": "1 to 5", "rate": "2 to 6 per year", "fades": "20 days"}},
        meetings={"rate": "10 to 30 per year", "closes": "0.3 to 0.7"},
        forms={"process": ["random-walk", "mean-reversion-jumps"]},
    )


def randoms(raw: Raw) -> dict[str, bytes]:
    """Return every random number that a case draws, by name."""
    case = read(raw)
    scene, found = scene_of(case), {}
    for form in forms_of(case):
        Table(scene, form).play()
    for name, level in scene.draw.used_levels().items():
        found[f"level of {name}"] = level.tobytes()
    for path in scene.draw.distributions:
        found[f"value of {path}"] = scene.draw.value(path).tobytes()
    for key in scene.shocks.publics:
        found[f"path of {key}"] = scene.shocks.approval(key, "random-walk").points.tobytes()
        found[f"path with jumps of {key}"] = scene.shocks.approval(key, "mean-reversion-jumps").points.tobytes()
    found |= {"meetings": scene.meetings[0].tobytes(), "closings": scene.meetings[1].tobytes()}
    for part in scene.votes("common"):
        for place, package in enumerate(scene.board.packages):
            found[f"vote of {part.party}.{part.accepter} on {package}"] = part.passes[:, place].tobytes()
    return found


def backwards(node: Any) -> Any:
    """Return data with all mappings in the opposite order."""
    if isinstance(node, dict):
        return {key: backwards(node[key]) for key in reversed(node)}
    return [backwards(part) for part in node] if isinstance(node, list) else node


def test_reordering_the_file_changes_no_byte_of_any_draw() -> None:
    raw = rich()
    assert randoms(backwards(raw)) == randoms(raw)


def _add(path: str, value: Any) -> Callable[[Raw], None]:
    def change(raw: Raw) -> None:
        *around, last = path.split("/")
        for step in around:
            raw = raw.setdefault(step, {})
        raw[last] = value

    return change


ADDITIONS = {
    "party": _add("parties/z", party({"x": "1 to 5"}, {"public": public("50 to 60", 40)})),
    "package": _add("packages/w", {"says": "another"}),
    "event": _add("events/another", {"hurts": ["b"], "by": "1 to 2", "rate": 3}),
    "outsider": _add("outside/p", {"leans_on": ["b.voters"], "by": "0 to 0.001"}),
    "red line": _add("parties/a/leader/red_lines", {"l": {"crossed_by": ["x"], "costs": "1 to 2"}}),
    "public": _add("parties/b/home/public", public("50 to 60", 40, moves={"volatility": 2})),
    "court": _add("parties/b/home/court", {"consents": "0.2 to 0.4"}),
    "body": _add("parties/b/home/chamber", body(5, "0.2 to 0.4")),
    "sweetener": _add("sweeteners/money", {"amount": "1 to 2", "efficiency": {"c": 1}}),
}


@pytest.mark.parametrize("what", ADDITIONS)
def test_what_is_added_changes_no_byte_of_the_other_draws(what: str) -> None:
    raw = rich()
    more = copy.deepcopy(raw)
    ADDITIONS[what](more)
    before, after = randoms(raw), randoms(more)
    leant_on = {key for key in before if what == "outsider" and "b.voters" in key}
    assert before.keys() <= after.keys()
    assert [key for key in before.keys() - leant_on if before[key] != after[key]] == []


def test_adding_a_bloc_changes_no_other_bloc_s_luck() -> None:
    raw = raw_case(parties={"a": party(home={"house": body(4, blocs=_blocs("left", 4))}), "b": party()})
    more = copy.deepcopy(raw)
    more["parties"]["a"]["home"]["house"] |= {
        "seats": 104,
        "quota": 103,
        "blocs": {"aye": {"seats": 100, "in_favour": 1}} | _blocs("left", 4),
    }
    one, other = (scene_of(read(data)).votes("common")[0] for data in (raw, more))
    assert one.passes.tobytes() == other.passes.tobytes()
    assert 0.2 < one.passes.mean() < 0.8


def _blocs(name: str, seats: int) -> Raw:
    return {name: {"seats": seats, "in_favour": 0.6}}


def test_an_independent_quantity_changes_no_byte_of_correlated_ones() -> None:
    raw = rich()
    raw["correlations"] = [{"between": ["parties.a.leader.worth.x", "parties.b.leader.worth.x"], "rank": 0.5}]
    more = copy.deepcopy(raw)
    more["correlations"].append({"between": ["parties.c.leader.worth.x", "parties.c.leader.worth.y"], "rank": -0.4})
    before, after = randoms(raw), randoms(more)
    assert {key for key in before if before[key] != after[key]} <= {
        f"{what} of parties.c.leader.worth.{package}" for what in ("value", "level") for package in "xy"
    }


def test_renaming_changes_the_forecast_only_within_sampling_error() -> None:
    text = json.dumps(rich())
    one = forecast(read(json.loads(text)), draws=2048)
    other = forecast(read(json.loads(text.replace('"a"', '"alpha"').replace('"a.', '"alpha.'))), draws=2048)
    error = np.hypot(one.deal.sampling_error, other.deal.sampling_error)
    assert one.deal.probability != other.deal.probability
    assert abs(one.deal.probability - other.deal.probability) < 4 * error < 0.15


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others() -> None:
    case = read(rich())
    first, again, other = (forecast(case, draws=512, seed=seed).to_json() for seed in (3, 3, 4))
    assert first == again
    assert first != other


def test_one_worker_or_two_and_any_executor_give_the_same_bytes() -> None:
    case = read(rich())
    alone = forecast(case, draws=256, seed=2).to_json()
    assert forecast(case, draws=256, seed=2, workers=2).to_json() == alone
    with ThreadPoolExecutor(3) as pool:
        assert forecast(case, draws=256, seed=2, executor=pool).to_json() == alone


def test_a_replicate_in_two_blocks_counts_all_its_draws_once() -> None:
    case = case_of(until="2020-01-08", parties={"a": party("-9 to 11"), "b": party()})
    found = forecast(case, draws=8 * 4096)
    ((_, _, plan),) = plans_of(case, 8 * 4096, 1)
    tallies = [play_block(plan, 0, block) for block in range(plan.blocks)]
    assert plan.blocks == 2
    assert found.run.draws == 8 * 4096
    assert tallies[0].deals != tallies[1].deals
    # Each replicate has one draw in each of its 4,096 strata: the share of worth above 0 is exact to one stratum.
    assert sum(tally.deals[0] for tally in tallies) / 4096 == pytest.approx(found.deal.probability, abs=2 / 4096)
    assert found.deal.probability == pytest.approx(0.565, abs=0.001)


def test_blocks_of_a_replicate_share_no_randoms() -> None:
    ((_, _, plan),) = plans_of(case_of(until="2020-01-08", meetings={"rate": 60, "closes": 1}), 8 * 4096, 1)
    first, second = (play_block(plan, 0, block).deal_steps for block in range(2))
    assert first.sum() > 1000
    assert (first != second).any()


def test_progress_is_told_of_every_block() -> None:
    said: list[tuple[int, int]] = []
    forecast(case_of(until="2020-01-08"), draws=8 * 4096, progress=lambda done, of: said.append((done, of)))
    assert said == [(done, 16) for done in range(1, 17)]


def test_four_times_the_draws_need_no_more_memory() -> None:
    felt = public("50 to 60", "40 to 50", {"x": 5}, moves={"volatility": 3})
    case = case_of(until="2020-01-15", parties={"a": party("-5 to 10", {"public": felt}), "b": party()})
    few, many = (_peak(case, draws) for draws in (8 * 2048, 8 * 8192))
    assert many < 1.2 * few


def _peak(case: Any, draws: int) -> int:
    forecast(case, draws=256)
    tracemalloc.start()
    forecast(case, draws=draws)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


@pytest.fixture(scope="module")
def ordered() -> tuple[Forecast, Forecast]:
    """Return the forecasts of a case and of the same case with everything in the opposite order."""
    raw = rich()
    return forecast(read(raw), draws=512), forecast(read(backwards(raw)), draws=512)


def test_the_order_of_parties_and_packages_changes_no_result(ordered: tuple[Forecast, Forecast]) -> None:
    one, other = ordered
    assert (one.deal, one.ladder, one.forms, one.watch) == (other.deal, other.ladder, other.forms, other.watch)
    assert {part.id: part for part in one.packages} == {part.id: part for part in other.packages}
    assert set(one.tripwires) == set(other.tripwires)


def test_the_order_of_parties_permutes_who_stands_in_the_way(ordered: tuple[Forecast, Forecast]) -> None:
    one, other = ({(part.kind, part.party, part.accepter): part.share for part in f.binding} for f in ordered)
    assert one.keys() == other.keys()
    assert [one[key] for key in one] == pytest.approx([other[key] for key in one], abs=1e-12)
