"""What changed between two cases: shares that add up, nothing for nothing, signs that flip, and a known story."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import winset
from winset.case.case import Case
from winset.case.stories import with_values
from winset.errors import InputError
from winset.explain.attribution import Attribution
from winset.explain.comparing import compare
from winset.forecasting.outlooks import outlooks

CHANGES: dict[str, dict[str, Any]] = {
    "Union: what packages are worth": {"parties.union.leader.no_agreement.worth": 5},
    "Employer: what packages are worth": {"parties.employer.leader.no_agreement.worth": 4},
    "the calendar": {"meetings.rate": "6 per year"},
}


@pytest.fixture(scope="module")
def before() -> Case:
    return winset.load("wage-round")


@pytest.fixture(scope="module")
def after(before: Case) -> Case:
    return with_values(before, {path: value for change in CHANGES.values() for path, value in change.items()})


@pytest.fixture(scope="module")
def found(before: Case, after: Case) -> Attribution:
    return compare(before, after, draws=256)


def by_group(found: Attribution) -> dict[str, Any]:
    return {next(name for name in CHANGES if share.group.startswith(name)): share for share in found.groups}


def test_shares_add_up_to_the_change_and_the_ends_are_the_forecasts(
    found: Attribution, before: Case, after: Case
) -> None:
    assert found.exact
    assert found.plays == 8
    assert sum(share.shapley for share in found.groups) == pytest.approx(found.change, abs=1e-12)
    for side, case in ((found.before, before), (found.after, after)):
        forecast = winset.forecast(case, draws=256)
        assert (side.probability, side.low, side.high) == (
            forecast.deal.probability,
            forecast.deal.low,
            forecast.deal.high,
        )
        assert side.sha256 == forecast.case.sha256
    assert found.change != 0


def test_shares_are_the_mean_over_all_orders_of_playing_the_changes_one_by_one(
    found: Attribution, before: Case
) -> None:
    names = list(CHANGES)
    chosen = [set(chosen) for size in range(4) for chosen in itertools.combinations(names, size)]
    cases = [with_values(before, {p: v for name in part for p, v in CHANGES[name].items()}) for part in chosen]
    chances = [outlook.probability for outlook in outlooks(cases, draws=256)]

    def chance(part: set[str]) -> float:
        return chances[chosen.index(part)]

    for name, share in by_group(found).items():
        added = []
        for order in itertools.permutations(names):
            earlier = set(order[: order.index(name)])
            added.append(chance(earlier | {name}) - chance(earlier))
        assert share.shapley == pytest.approx(np.mean(added), abs=1e-9)
        assert share.alone == pytest.approx(chance({name}) - chance(set()), abs=1e-9)
        assert share.last == pytest.approx(chance(set(names)) - chance(set(names) - {name}), abs=1e-9)
        assert share.paths == tuple(CHANGES[name])


def test_a_case_against_itself_has_no_groups_and_no_change(before: Case) -> None:
    found = compare(before, before, draws=128)
    assert (found.change, found.sampling_error, found.groups, found.plays) == (0, 0, (), 1)
    assert found.before == found.after


def test_turned_round_all_signs_flip(found: Attribution, before: Case, after: Case) -> None:
    turned = compare(after, before, draws=256)
    assert turned.change == -found.change
    there, back = by_group(found), by_group(turned)
    for name, share in there.items():
        assert back[name].shapley == pytest.approx(-share.shapley, abs=1e-12)
        assert back[name].alone == pytest.approx(-share.last, abs=1e-12)
        assert back[name].sampling_error == pytest.approx(share.sampling_error, abs=1e-12)
        assert [(one.before, one.after) for one in back[name].changes] == [
            (one.after, one.before) for one in share.changes
        ]


def test_what_makes_no_difference_has_no_share(before: Case, after: Case) -> None:
    # Nobody asks the bank about the package `three`.
    idle = with_values(after, {"parties.employer.home.bank.consents.three": 0.5})
    found = compare(before, idle, draws=256)
    (share,) = (share for share in found.groups if share.group.startswith("Employer: what its home"))
    assert (share.shapley, share.sampling_error, share.alone, share.last) == (0, 0, 0, 0)
    assert found.plays == 16


def test_sampled_orders_agree_with_the_exact_shares_within_their_error(
    found: Attribution, before: Case, after: Case
) -> None:
    sampled = compare(before, after, draws=256, permutations=20)
    assert not sampled.exact
    assert sampled.permutations == 20
    assert sampled.change == found.change
    assert sum(share.shapley for share in sampled.groups) == pytest.approx(found.change, abs=1e-12)
    exact = by_group(found)
    for name, share in by_group(sampled).items():
        assert abs(share.shapley - exact[name].shapley) <= 4 * share.sampling_error
        assert (share.alone, share.last) == (exact[name].alone, exact[name].last)


def test_the_same_question_gives_the_same_bytes_for_any_number_of_workers(
    found: Attribution, before: Case, after: Case
) -> None:
    assert compare(before, after, draws=256, workers=2).to_json() == found.to_json()
    document = json.loads(found.to_json())
    assert document["schema"] == "winset.compare/1"
    assert document["before"]["as_of"] == "2025-03-07"


def test_progress_counts_the_combinations(before: Case, after: Case) -> None:
    told: list[tuple[int, int]] = []
    compare(before, after, draws=128, progress=lambda done, total: told.append((done, total)))
    assert told == [(8, 8)]


def test_positions_opened_and_capital_closed_between_2016_and_2019() -> None:
    found = compare("kuril-2016", "kuril-2019", draws=128, permutations=2)
    shares = {share.group: share for share in found.groups}
    tokyo = shares["Japan: what packages are worth to Shinzo Abe"]
    capital = shares["Russia: approval and how it moves"]
    assert tokyo.last > 3 * tokyo.sampling_error
    assert capital.last < -0.1
    assert capital.alone <= 0
    assert any("approval" in one.label and one.before.startswith("80.7") for one in capital.changes)
    assert found.interacts
    assert len(shares) == 8


def test_cases_that_share_nothing_are_said_to_be_inseparable() -> None:
    found = compare("wage-round", "coalition", draws=128)
    assert len(found.groups) == 1
    assert found.groups[0].shapley == found.change
    assert len(found.inseparable) == 1


def test_saved_forecasts_are_compared_by_results_alone(tmp_path: Path, before: Case, after: Case) -> None:
    paths = []
    for name, case in (("a", before), ("b", after)):
        path = tmp_path / f"{name}.json"
        path.write_text(winset.forecast(case, draws=256).to_json(), encoding="utf-8")
        paths.append(str(path))
    found = compare(*paths)
    played = compare(before, after, draws=256)
    assert not found.attributed
    assert found.groups == ()
    assert (found.before, found.after, found.change) == (played.before, played.after, played.change)
    assert all(one.before != one.after for one in found.results)
    assert any("ratified" in one.label for one in found.results)
    assert compare(paths[0], paths[0]).results == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("nothing", "is no JSON document"),
        ('{"schema": "winset.whatif/1"}', "its schema is 'winset.whatif/1'"),
        ("[]", "its schema is None"),
        ('{"schema": "winset.forecast/1"}', "is no whole forecast"),
    ],
)
def test_files_that_hold_no_saved_forecast_are_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "odd.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        compare(path, path)


def test_two_of_different_kinds_are_refused(tmp_path: Path, before: Case) -> None:
    with pytest.raises(InputError, match="two of a kind"):
        compare(before, tmp_path / "a.json")
    with pytest.raises(InputError, match="a decision of many actors"):
        compare(before, "emission-standards")
    with pytest.raises(InputError, match="`b` is 3; take a case"):
        compare(before, 3)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="cannot be read"):
        compare(tmp_path / "a.json", tmp_path / "a.json")


@pytest.mark.parametrize("odd", [0, 1, 3, True])
def test_orders_come_in_pairs(before: Case, odd: int) -> None:
    with pytest.raises(InputError, match="take an even number"):
        compare(before, before, draws=128, permutations=odd)
