"""A forecast with levers beside it: the forecast itself unchanged, the levers those of the other commands."""

from __future__ import annotations

from dataclasses import replace

import winset
from winset.explain.explained import LEVER_DRAWS, explained


def test_levers_stand_beside_an_unchanged_forecast_whatever_the_number_of_workers() -> None:
    case = winset.load("wage-round")
    answer = explained(case, draws=256, seed=3)
    assert replace(answer, levers=()) == winset.forecast(case, draws=256, seed=3)
    assert answer == explained(case, draws=256, seed=3, workers=2)
    assert '"levers": [' in answer.to_json()


def test_each_lever_is_what_a_what_if_with_its_draws_gives() -> None:
    case = winset.load("wage-round")
    for lever in explained(case, draws=2048).levers:
        assert lever.draws == LEVER_DRAWS
        values = {change.path: change.to for change in lever.changes}
        found = winset.whatif(case, values, draws=lever.draws)
        assert found.before.probability == lever.probability_before
        assert found.after.probability == lever.probability_after
        assert found.sampling_error == lever.sampling_error


def test_the_five_levers_are_the_best_of_the_longer_list() -> None:
    case = winset.load("coalition")
    short, long = explained(case, draws=128).levers, winset.levers(case, draws=128).best
    assert short == long
    assert [lever.effort for lever in short] == sorted(lever.effort for lever in short)


def test_a_case_whose_packages_are_open_has_no_levers() -> None:
    assert explained(winset.load("accord-2016"), draws=128).levers == ()
