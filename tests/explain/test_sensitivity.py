"""What matters: against cases whose answer is known, against plays of changed cases, and after an interruption."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.stats import norm

from cases import case_of, party, public, read
from forecasting.random_cases import random_case
from winset.case.stories import with_values
from winset.chance.distributions import Fixed
from winset.errors import InputError
from winset.explain.matters import Matters, Share
from winset.explain.plays import Question, ground_of, learn
from winset.explain.sensitivity import Interrupted, as_written, sensitivity
from winset.explain.stage import Stage, base, changed
from winset.explain.unsure import ends_of, inputs_of
from winset.forecasting.levels import distributions_of
from winset.forecasting.outlooks import outlooks
from winset.forecasting.run import plans_of

SD = 5.0
INTERVAL = SD * norm.ppf(0.95)


def around(mean: float) -> str:
    """Return a normal number of standard deviation 5, as a case writes it."""
    return f"{mean - INTERVAL:.6f} to {mean + INTERVAL:.6f}"


KNOWN = party(meeting_worth=10)
"""A party of which everything is known."""


def known_case(**more: Any) -> Any:
    """Return a case with a deal just where what it is worth to a is 0 or more, which is normal about -5."""
    parties = {"a": party({"x": around(-5)}, meeting_worth=around(3)), "b": KNOWN}
    return case_of(parties=parties, **more)


@pytest.fixture(scope="module")
def found() -> Matters:
    return sensitivity(known_case(), draws=2048)


def share(found: Matters, end: str) -> Share:
    """Return the shares of the number whose path ends so."""
    return next(one for one in found.shares if one.path.endswith(end))


def test_the_number_that_decides_alone_has_all_of_every_share(found: Matters) -> None:
    worth = share(found, "worth.x")
    for estimate in (worth.room_all, worth.chance_all, worth.yes_all):
        assert estimate.value == pytest.approx(1, abs=0.1)
        assert estimate.low is not None
        assert estimate.high is not None
        assert estimate.low < estimate.value < estimate.high < estimate.low + 0.2
    # Cutting its range into 16 parts blurs where the answer turns.
    assert worth.chance_alone.value == pytest.approx(1, abs=0.2)
    assert found.swings[0].path == "parties.a.leader.worth.x"
    assert (found.swings[0].low, found.swings[0].high) == (0, 1)


def test_a_number_that_nothing_uses_moves_nothing(found: Matters) -> None:
    idle, swing = share(found, "meeting_worth"), found.swings[-1]
    assert (swing.path, swing.size, swing.error) == ("parties.a.leader.meeting_worth", 0, 0)
    for name in ("room_alone", "room_all", "chance_alone", "chance_all", "yes_all"):
        assert getattr(idle, name).value == 0


def test_doubt_comes_from_the_number_alone_where_it_decides_alone(found: Matters) -> None:
    p = norm.cdf(-1)
    assert found.probability == pytest.approx(p, abs=0.01)
    assert found.split.inputs == pytest.approx(np.sqrt(p * (1 - p)), abs=0.02)
    assert (found.split.forms, found.split.both) == (0, 0)
    assert found.split.luck == pytest.approx(0, abs=0.01)


def test_doubt_is_luck_where_no_number_is_unsure() -> None:
    found = sensitivity(
        case_of(parties={"a": KNOWN, "b": KNOWN}, meetings={"rate": "3 per year", "closes": 0.5}), draws=1024
    )
    assert (found.swings, found.shares, found.asked) == ((), (), 0)
    assert found.split.luck > 0.9
    assert found.split.inputs < 0.1


def test_groups_hold_what_their_numbers_do(found: Matters) -> None:
    (whole,) = found.parties
    assert (whole.label, whole.numbers) == ("A", 2)
    assert whole.yes_all.value == pytest.approx(share(found, "worth.x").yes_all.value or 0, abs=1e-9)
    assert [one.label for one in found.sources] == ["guesses, without a source"]


@pytest.mark.parametrize("seed", [0, 14, 32])
def test_a_swing_is_what_the_changed_case_says(seed: int) -> None:
    case = read(random_case(seed))
    known = distributions_of(case)
    inputs = [one for one in inputs_of(case) if one.is_number and not isinstance(known[one.path], Fixed)]
    asked = [one for one in inputs if len(one.alone) == len(one.levels)][:: max(1, len(inputs) // 4)]
    ends = {one.path: tuple(as_written(case, one.path, end) for end in ends_of(known[one.path])) for one in asked}
    stage = Stage(case, 128, 5)
    questions = [Question(path, frozenset(), path, pair) for path, pair in ends.items()]
    answers = learn(stage, ground_of(stage), questions)
    checked = 0
    for answer in answers:
        if not answer.refused:
            cases = [with_values(case, {answer.key: end}) for end in ends[answer.key]]
            low, high = outlooks(cases, draws=128, seed=5)
            np.testing.assert_allclose(answer.ends, (low.by_replicate, high.by_replicate), atol=1e-9)
            checked += 1
    assert checked


@pytest.mark.parametrize(("seed", "draws"), [(0, 128), (18, 256)])
def test_replicates_side_by_side_play_as_they_do_alone(seed: int, draws: int) -> None:
    case = read(random_case(seed))
    stage = Stage(case, draws, 2)
    weights = tuple(weight for _, weight, _ in stage.told)
    parts = tuple(stage.parts())
    played = np.concatenate([stage.weights @ base(part, weights).deals for part in parts])
    assert played.mean() == pytest.approx(outlooks([case], draws=draws, seed=2)[0].probability, abs=1e-9)
    for one in inputs_of(case)[:3]:
        if one.is_number and one.path in case.quantities() and case.quantities()[one.path].domain == "points":
            after = with_values(case, {one.path: 4.0})
            told = plans_of(after, draws, 2, obstacles=False)
            moved = np.concatenate([stage.weights @ changed(part, told, one.path) for part in stage.parts()])
            assert moved.mean() == pytest.approx(outlooks([after], draws=draws, seed=2)[0].probability, abs=1e-9)


def test_a_number_in_a_range_that_crosses_the_turning_point_breaks_even_there(found: Matters) -> None:
    at = found.swings[0].break_even
    assert at is not None
    assert at.value == pytest.approx(0, abs=1e-5)
    assert (at.opens, at.package, found.open_now) == (True, "x", False)
    assert found.swings[-1].break_even is None


def test_a_number_that_closes_an_open_window_says_so() -> None:
    found = sensitivity(case_of(parties={"a": party({"x": around(5)}), "b": party()}), draws=128)
    at = found.swings[0].break_even
    assert found.open_now
    assert at is not None
    assert not at.opens
    assert at.value == pytest.approx(0, abs=1e-5)
    assert at.value < 0


def test_a_number_that_cannot_reach_the_turning_point_has_no_break_even() -> None:
    found = sensitivity(case_of(parties={"a": party({"x": "5 to 8"}), "b": party()}), draws=128)
    assert found.swings[0].break_even is None


def test_approval_as_polls_measure_it_swings_too() -> None:
    series = {
        "polls": {
            "question": "q",
            "readings": [
                {"date": f"2019-{month:02d}-15", "house": "one", "value": value, "n": 400}
                for month, value in ((8, 50), (10, 52), (12, 51))
            ],
        }
    }
    home = {"p": public({"series": "polls"}, 50, {"x": 1})}
    case = case_of(parties={"a": party(home=home), "b": party()}, series=series)
    found = sensitivity(case, draws=256)
    swing = next(one for one in found.swings if one.path == "parties.a.home.p.approval")
    low, high = outlooks(
        [with_values(case, {swing.path: value}) for value in (swing.low_value, swing.high_value)], draws=256
    )
    assert (swing.low, swing.high) == (low.probability, high.probability)
    assert swing.low < swing.high


def test_numbers_that_are_correlated_share_what_hangs_on_them() -> None:
    parties = {name: party({"x": around(0)}, meeting_worth=10) for name in "ab"}
    paths = [f"parties.{name}.leader.worth.x" for name in "ab"]
    case = case_of(parties=parties, correlations=[{"between": paths, "rank": 0.9}])
    found = sensitivity(case, draws=1024)
    one, other = found.shares
    assert one.yes_all == other.yes_all
    assert one.yes_all.value == pytest.approx(1, abs=0.1)
    # Held at an end in the draws, since a case lets no fixed number be correlated.
    assert {(swing.low, swing.refused) for swing in found.swings} == {(0.0, "")}


class Broken(Executor):
    """Works at a few jobs and is then interrupted, as by Ctrl-C."""

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs

    def map(self, fn: Callable[..., Any], *iterables: Iterable[Any], **_: Any) -> Iterator[Any]:
        """Yield what becomes of the first jobs."""
        for number, job in enumerate(iterables[0]):
            if number == self.jobs:
                raise KeyboardInterrupt
            yield fn(job)


def busy_case() -> Any:
    """Return a case of some numbers, so that there is something to interrupt."""
    names = [f"p{place}" for place in range(6)]
    parties = {name: party({"x": around(4 + place)}, meeting_worth=10) for place, name in enumerate(names)}
    return case_of(parties=parties)


def test_what_was_learnt_before_an_interruption_is_kept_and_gone_on_from(tmp_path: Path) -> None:
    case, keep = busy_case(), tmp_path / "new" / "kept.json"
    whole = sensitivity(case, draws=128)
    with pytest.raises(Interrupted) as interrupted:
        sensitivity(case, draws=128, executor=Broken(1), keep=keep)
    part = interrupted.value.found
    assert 0 < part.answered < part.asked == whole.asked
    assert not part.is_complete
    assert {swing.path for swing in part.swings} < {swing.path for swing in whole.swings}
    assert all(swing in whole.swings for swing in part.swings)
    seen: list[tuple[int, int]] = []
    again = sensitivity(case, draws=128, keep=keep, progress=lambda done, total: seen.append((done, total)))
    assert seen[0] == (part.answered, part.asked)
    assert again == whole
    assert again.to_json() == whole.to_json()
    assert list(keep.parent.iterdir()) == [keep]


def test_the_numbers_that_matter_most_come_first(tmp_path: Path) -> None:
    case = busy_case()
    with pytest.raises(Interrupted) as interrupted:
        sensitivity(case, draws=512, executor=Broken(1))
    assert "parties.p0.leader.worth.x" in {swing.path for swing in interrupted.value.found.swings}


def test_answers_about_something_else_are_not_taken_over(tmp_path: Path) -> None:
    keep = tmp_path / "kept.json"
    sensitivity(case_of(parties={"a": party({"x": "2 to 4"}), "b": party()}), draws=128, keep=keep)
    found = sensitivity(known_case(), draws=128, keep=keep)
    assert found == sensitivity(known_case(), draws=128)
    for broken in ("", "{", '{"schema": "winset.kept/1"}', "[1]"):
        keep.write_text(broken, encoding="utf-8")
        assert sensitivity(known_case(), draws=128, keep=keep) == found


def test_answers_that_cannot_be_kept_are_given_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    found = sensitivity(known_case(), draws=128, keep=tmp_path / "file" / "kept.json")
    assert found == sensitivity(known_case(), draws=128)


def test_the_answer_depends_on_no_number_of_workers() -> None:
    assert sensitivity(busy_case(), draws=128, workers=2) == sensitivity(busy_case(), draws=128)


def test_the_published_form_is_plain_and_whole(found: Matters) -> None:
    document = json.loads(found.to_json())
    assert (document["schema"], document["complete"]) == ("winset.sensitivity/1", True)
    assert "no decision" in document["information"]["none"]
    assert document["swings"][0]["break_even"]["package"] == "x"


# --- the value of information ---


def test_knowing_the_number_that_decides_is_worth_as_much_as_knowing_the_end() -> None:
    decision = {"by": "a", "unit": "points", "options": {"sign": {"if_deal": 10, "if_no_deal": -2}, "walk-away": 0}}
    found = sensitivity(known_case(decision=decision), draws=2048).information
    p = norm.cdf(-1)
    assert found is not None
    assert (found.by, found.best) == ("a", "sign" if 10 * p > 2 * (1 - p) else "walk-away")
    assert found.outcome == pytest.approx(10 * p - max(0, 10 * p - 2 * (1 - p)), abs=0.1)
    first, *rest = found.worth
    assert first.path == "parties.a.leader.worth.x"
    assert first.value == pytest.approx(found.outcome, abs=0.1)
    assert all(one.value == 0 for one in rest)
    assert all(one.value <= found.outcome + 1e-9 for one in found.worth)


def test_knowing_is_worth_nothing_where_one_option_is_always_best() -> None:
    decision = {"options": {"stay": {"if_deal": 10, "if_no_deal": 1}, "go": 0}}
    found = sensitivity(known_case(decision=decision), draws=256).information
    assert found is not None
    assert (found.best, found.outcome) == ("stay", 0)
    assert {one.value for one in found.worth} == {0}


def test_stakes_that_are_unsure_can_be_worth_knowing() -> None:
    decision = {"options": {"stay": {"if_deal": 0, "if_no_deal": "-10 to 10"}, "go": 0}}
    found = sensitivity(known_case(decision=decision), draws=1024).information
    assert found is not None
    assert found.worth[0].path == "decision.options.stay.if_no_deal"
    sd = 10 / norm.ppf(0.95)
    assert found.worth[0].value == pytest.approx((1 - norm.cdf(-1)) * sd / np.sqrt(2 * np.pi), abs=0.2)


def test_a_decision_moves_no_chance() -> None:
    decision = {"options": {"stay": {"if_deal": 0, "if_no_deal": "-10 to 10"}, "go": 0}}
    before, after = outlooks([known_case(), known_case(decision=decision)], draws=256)
    assert before == after
    found = sensitivity(known_case(decision=decision), draws=256)
    assert not any(swing.path.startswith("decision") for swing in found.swings)


def test_what_is_no_case_is_refused() -> None:
    with pytest.raises(InputError, match="load it first"):
        sensitivity("wage-round")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="`draws` is 3"):
        sensitivity(known_case(), draws=3)
