"""Cases played side by side: the chances of the forecast, sharp differences, whatever else is asked beside them."""

from __future__ import annotations

import pytest

import winset
from winset.case.stories import with_values
from winset.errors import InputError
from winset.forecasting.outlooks import difference, outlooks

APPROVAL = "parties.russia.home.public.approval"


@pytest.mark.parametrize("name", ["kuril-2019", "coalition", "ceta-2016"])
def test_a_case_played_beside_others_has_the_chance_of_its_own_forecast(name: str) -> None:
    case, other = winset.load(name), winset.load("wage-round")
    forecast = winset.forecast(case, draws=128, seed=3)
    for among in ([case], [other, case, case]):
        for found, played in zip(among, outlooks(among, draws=128, seed=3), strict=True):
            if found is case:
                assert played.deal == forecast.deal
                assert played.forms == forecast.forms
                assert sum(played.by_replicate) / 8 == pytest.approx(forecast.deal.probability, abs=1e-9)


def test_what_is_shared_between_variants_changes_none_of_them() -> None:
    case = winset.load("kuril-2019")
    paths = {
        APPROVAL: 72,
        "parties.russia.home.public.floor": "55 to 60",
        "meetings.rate": "8 per year",
        "parties.russia.leader.worth.two-and-joint": 30,
        "parties.russia.home.duma.quota": 300,
        "events.belarus-union.agrees": 1,
        "sweeteners.projects.amount": 5,
    }
    variants = [case, *(with_values(case, {path: value}) for path, value in paths.items())]
    together = outlooks(variants, draws=256)
    for variant, found in zip(variants, together, strict=True):
        assert found.deal == winset.forecast(variant, draws=256).deal
    assert len({found.probability for found in together}) > 4


def test_common_randoms_make_differences_far_sharper_than_chances() -> None:
    case = winset.load("kuril-2019")
    before, after = outlooks([case, with_values(case, {APPROVAL: 66})], draws=2048)
    change, error = difference(before, after)
    assert change == pytest.approx(after.probability - before.probability)
    assert 0 < error < (before.deal.sampling_error**2 + after.deal.sampling_error**2) ** 0.5


def test_the_number_of_workers_changes_nothing_and_progress_ends_at_the_total() -> None:
    cases = [winset.load("wage-round"), winset.load("coalition")]
    seen: list[tuple[int, int]] = []
    alone = outlooks(cases, draws=256, progress=lambda done, total: seen.append((done, total)))
    assert alone == outlooks(cases, draws=256, workers=2)
    assert seen == [(done, len(seen)) for done in range(1, len(seen) + 1)]
    assert seen


def test_cases_are_needed_and_numbers_are_checked() -> None:
    case = winset.load("wage-round")
    with pytest.raises(InputError, match="at least one case"):
        outlooks([])
    with pytest.raises(InputError, match="`seed` is -1"):
        outlooks([case], seed=-1)
    with pytest.raises(InputError, match="load it first"):
        outlooks(["wage-round"])  # type: ignore[list-item]
