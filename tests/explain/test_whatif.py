"""What-ifs: the same randoms on both sides, values as the file has them, every complaint at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import winset
from winset.case.case import Case
from winset.case.domains import DOMAINS, DURATION, PERCENT, POINTS, RATE, SHARE, Domain
from winset.case.phrases import parse
from winset.case.reading import read_text
from winset.case.stories import with_values
from winset.errors import CaseError, InputError
from winset.explain.asked import asked_values
from winset.explain.inputs import nearest_paths, paths_of
from winset.explain.moved import moved
from winset.explain.same_numbers import same_number
from winset.explain.saved import save_changed
from winset.explain.whatif import WhatIf
from winset.explain.worded import text_at, value_at

KURIL = winset.load("kuril-2019")
WAGES = winset.load("wage-round")
APPROVAL = "parties.russia.home.public.approval"
CLOSES = {"meetings.closes": "0.3 to 0.5"}


@pytest.fixture(scope="module")
def answer() -> WhatIf:
    return winset.whatif(WAGES, CLOSES, draws=128, seed=3)


def test_the_same_seed_gives_the_same_bytes_and_another_one_does_not(answer: WhatIf) -> None:
    assert winset.whatif(WAGES, CLOSES, draws=128, seed=3, workers=2).to_json() == answer.to_json()
    assert winset.whatif(WAGES, CLOSES, draws=128, seed=4).to_json() != answer.to_json()


def test_both_chances_are_those_of_the_forecast(answer: WhatIf) -> None:
    for case, found in ((WAGES, answer.before), (with_values(WAGES, CLOSES), answer.after)):
        deal = winset.forecast(case, draws=128, seed=3).deal
        assert (found.probability, found.sampling_error, found.words) == (
            deal.probability,
            deal.sampling_error,
            deal.words,
        )
    assert answer.difference == round(answer.after.probability - answer.before.probability, 10)
    assert 0 < answer.sampling_error < answer.before.sampling_error


@pytest.mark.parametrize(
    "values",
    [
        {APPROVAL: 71.4, "sweeteners.projects.amount": 8.4},
        {"parties.russia.home.public.floor.value": "50 to 58", "parties.japan.leader.worth.two-final": "10 to 35"},
        {"parties.japan.home.house-of-representatives.quota": 200, "meetings.closes": 0.9},
    ],
)
def test_several_changes_are_played_together_as_the_forecast_plays_the_changed_case(values: dict[str, Any]) -> None:
    found = winset.whatif(KURIL, values, draws=128)
    assert found.after.probability == winset.forecast(with_values(KURIL, values), draws=128).deal.probability
    assert found.before.probability == winset.forecast(KURIL, draws=128).deal.probability
    assert [change.path for change in found.changes] == list(values)


def test_the_same_value_makes_no_difference_at_all() -> None:
    for path in ("meetings.closes", "parties.union.leader.worth_of_options.pay.four"):
        same = winset.whatif(WAGES, {path: str(WAGES.quantities()[path])}, draws=128)
        assert (same.difference, same.sampling_error) == (0.0, 0.0)
        assert all(form.difference == 0 for form in same.by_form)


def test_changes_are_told_in_words_with_their_units() -> None:
    found = winset.whatif(KURIL, {APPROVAL: 80, "lead_times.entry": "2 months"}, draws=128)
    assert [(one.label, one.before, one.after, one.unit) for one in found.changes] == [
        ("Russia's public: approval", "63.3 ± 2.6 % (series russia-approval)", "80 %", "%"),
        ("lead times, entry", "0 days", "2 months", "days"),
    ]


def test_a_saved_what_if_plays_as_the_what_if_did(answer: WhatIf, tmp_path: Path) -> None:
    file = tmp_path / "likelier.yaml"
    save_changed(WAGES, answer.changed, answer.changes, file)
    again = winset.load(file)
    assert winset.forecast(again, draws=128, seed=3).deal.probability == answer.after.probability
    assert again.id == "likelier"
    head = file.read_text(encoding="utf-8").splitlines()[:4]
    assert "wage-round" in head[0]
    assert head[1].endswith("meetings, closes (meetings.closes): 0.15 to 0.35 -> 0.3 to 0.5")
    assert "sha256" in head[2]
    assert head[3] == WAGES.written.text.splitlines()[0]
    with pytest.raises(CaseError, match="--force"):
        save_changed(WAGES, answer.changed, answer.changes, file)
    save_changed(WAGES, answer.changed, answer.changes, file, force=True)


def test_a_saved_case_takes_its_series_with_it(tmp_path: Path) -> None:
    here = tmp_path / "here"
    here.mkdir()
    readings = "".join(f"{r.date},{r.house},{r.value},{r.n}\n" for r in KURIL.series["russia-approval"].readings)
    (here / "polls.csv").write_text("date,house,value,n\n" + readings, encoding="utf-8")
    case = _with_file(here)
    changed = with_values(case, {"meetings.rate": "4 per year"})
    file = tmp_path / "elsewhere.yaml"
    save_changed(case, changed, (), file)
    assert winset.load(file).series["russia-approval"].readings == KURIL.series["russia-approval"].readings


def _with_file(folder: Path) -> Case:
    """Return the case with a series of its own in a file beside it."""
    text = KURIL.written.text
    start = text.index("    readings:\n      - {date: 2018-01-15, house: Levada")
    end = text.index("  japan-cabinet-approval:", start)
    return read_text(text[:start] + "    file: polls.csv\n" + text[end:], folder=folder)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("80", 80),
        ("58 to 66", "58 to 66"),
        ("{low: 50, mode: 60, high: 70}", {"low": 50, "mode": 60, "high": 70}),
        ("[{value: 50, chance: 0.5}, {value: 60, chance: 0.5}]", [{"value": v, "chance": 0.5} for v in (50, 60)]),
        ('"60 %"', "60 %"),
        (" {series: russia-approval} ", {"series": "russia-approval"}),
    ],
)
def test_a_value_is_read_as_the_case_file_reads_it(text: str, value: Any) -> None:
    assert asked_values(KURIL, [f"{APPROVAL}={text}"]) == {APPROVAL: value}


def test_all_complaints_come_at_once() -> None:
    with pytest.raises(InputError) as found:
        asked_values(
            KURIL,
            [
                "meetings.rate",
                "meetings.rate=1",
                "meetings.rate=2",
                "parties.russia.home.public.aproval=7",
                "parties.russia.home.public.floor=140",
                "lead_times.entry=3",
                "meetings.closes=",
                "meetings.closes+=5",
                "question.text+=5",
                "stage={a: b",
            ],
        )
    said = str(found.value).splitlines()
    assert len(said) == 9
    for part in (
        "is no change; write PATH=VALUE",
        "meetings.rate is given twice",
        f"there is no such input in kuril-2019; nearest: {APPROVAL}, ",
        "parties.russia.home.public.floor.value: found 140; allowed: from 0 to 100",
        "lead_times.entry: this duration has no unit",
        "meetings.closes: nothing stands after the =",
        "meetings.closes: 0.1 to 0.3 would move to 5.1; allowed: from 0 to 1",
        "question.text: this is no number",
        "stage: ",
    ):
        assert any(part in line for line in said), part


def test_one_change_inside_another_is_refused() -> None:
    worth = "parties.russia.leader.worth"
    with pytest.raises(InputError, match="lies inside"):
        asked_values(KURIL, [f"{worth}={{two-final: 5}}", f"{worth}.two-final=6"])
    with pytest.raises(InputError, match="at least one path"):
        winset.whatif(WAGES, {}, draws=128)
    with pytest.raises(InputError, match="5 for a path"):
        winset.whatif(WAGES, {5: 1}, draws=128)  # type: ignore[dict-item]


def test_a_value_that_readers_of_yaml_disagree_on_is_refused() -> None:
    with pytest.raises(InputError, match=r"question\.text: "):
        asked_values(WAGES, ["question.text=yes"])


def test_another_question_is_told() -> None:
    (note,) = winset.whatif(WAGES, {"until": "2025-06-01"}, draws=128).notes
    assert "each of the two chances answers its own question" in note


@pytest.mark.parametrize(
    ("written", "domain", "move", "by", "wanted"),
    [
        (60, PERCENT, "+=", 5, 65),
        ("58 to 66", PERCENT, "-=", "4 %", "54 to 62"),
        ({"low": 1, "mode": 2, "high": 5}, POINTS, "+=", -3, {"low": -2, "mode": -1, "high": 2}),
        ({"triangular": [1, 2, 5]}, POINTS, "*=", 2, {"triangular": [2, 4, 10]}),
        ({"normal": [60, 2]}, PERCENT, "+=", 7, {"normal": [67, 2]}),
        ({"normal": [60, 2]}, PERCENT, "*=", 0.5, {"normal": [30, 1]}),
        (
            [{"value": 5, "chance": 0.5}, {"value": "6 to 7", "chance": 0.5}],
            POINTS,
            "+=",
            1,
            [{"value": 6, "chance": 0.5}, {"value": "7 to 8", "chance": 0.5}],
        ),
        ("3 to 6 months", DURATION, "+=", "1 month", "4 to 7 months"),
        ("3 to 6 per year", RATE, "*=", 2, "6 to 12 per year"),
        ("0.1 to 0.2", SHARE, "+=", "5 %", "0.15 to 0.25"),
        (5, POINTS, "*=", 0, 0),
    ],
)
def test_a_number_moves_with_its_whole_spread(written: Any, domain: Domain, move: Any, by: Any, wanted: Any) -> None:
    assert moved(parse(written, domain), move, by) == wanted


@pytest.mark.parametrize(
    ("written", "domain", "move", "by", "says"),
    [
        ({"in_favour": 50, "against": 40, "n": 900}, SHARE, "+=", 0.1, "is a poll"),
        ({"beta": [3, 4]}, SHARE, "*=", 2, "is a Beta distribution"),
        ("58 to 66", PERCENT, "+=", 40, "58 to 66 % would move to 98; |would move to 106; allowed: from 0 to 100"),
        ("3 to 6 months", DURATION, "+=", 1, "write 1 days"),
        ("3 to 6 months", DURATION, "*=", "1 month", "is no factor"),
        (5, POINTS, "*=", -1, "is no factor"),
        (5, POINTS, "+=", "1 to 2", "is no single amount"),
        (5, POINTS, "+=", True, "true or false"),
    ],
)
def test_a_number_that_cannot_move_so_is_refused_in_a_sentence(
    written: Any, domain: Domain, move: Any, by: Any, says: str
) -> None:
    with pytest.raises(InputError, match=says):
        moved(parse(written, domain), move, by)


MOVABLE = [
    (path, quantity)
    for path, quantity in KURIL.quantities().items()
    if quantity.kind in {"fixed", "interval", "pert"} and quantity.domain in {"points", "rate", "spread"}
]


@settings(deadline=None, derandomize=True, max_examples=50)
@given(st.sampled_from(MOVABLE), st.sampled_from([0.5, 2, 3]))
def test_what_is_moved_up_by_a_factor_comes_back(place: tuple[str, Any], factor: float) -> None:
    _, quantity = place
    domain = DOMAINS[quantity.domain]
    there = parse(moved(quantity, "*=", factor), domain)
    assert same_number(parse(moved(there, "*=", 1 / factor), domain), quantity)


def test_moved_approval_starts_from_the_level_that_its_series_gives() -> None:
    assert asked_values(KURIL, [f"{APPROVAL}+=7"]) == {APPROVAL: {"normal": [70.3, 2.6]}}


def test_who_knows_a_number_stays_when_it_is_moved_and_is_told_when_it_is_replaced() -> None:
    path = "parties.union.leader.worth_of_options.pay.four"
    hidden = with_values(WAGES, {path: {"value": "12 to 24", "known_to": "union"}})
    assert asked_values(hidden, [f"{path}+=2"]) == {path: {"value": "14 to 26", "known_to": ["union"]}}
    notes = winset.whatif(hidden, {path: 20}, draws=128).notes
    assert len(notes) == 1
    assert "was known to union alone" in notes[0]


def test_a_story_that_sets_the_same_number_is_told() -> None:
    dimension, stories = next(iter(WAGES.stories.items()))
    name, path = next((name, path) for name, story in stories.items() for path in story.sets)
    notes = winset.whatif(WAGES, {path: str(WAGES.quantities()[path])}, draws=128).notes
    assert any(f"The story {name} ({dimension})" in note for note in notes)


@pytest.mark.parametrize("case", [KURIL, WAGES, winset.load("ceta-2016"), winset.load("accord-2016")])
def test_every_path_that_is_offered_leads_somewhere(case: Case) -> None:
    for path, label in paths_of(case).items():
        assert label
        assert text_at(case, path)[0]
        if ".sets." not in path:
            assert value_at(case, path) is not None, path


def test_the_nearest_paths_hold_what_was_typed() -> None:
    assert nearest_paths("approval", paths_of(KURIL)) == ["parties.japan.home.public.approval", APPROVAL]
    assert nearest_paths("xyzzy", paths_of(KURIL)) == []
