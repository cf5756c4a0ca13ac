"""Quantile functions of stated numbers: quantiles, moments, widening, stories, refusals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from winset.chance import (
    Beta,
    Choice,
    Clipped,
    Distribution,
    Fixed,
    Interval,
    Normal,
    Pert,
    Triangular,
    central_interval,
    widen,
)
from winset.errors import InputError

LEVELS = (np.arange(2**14) + 0.5) / 2**14
numbers = st.floats(-100, 100).map(lambda x: round(x, 3))
triples = st.tuples(numbers, numbers, numbers).map(sorted)


def test_pert_has_its_stated_mean_and_variance_when_drawn() -> None:
    pert = Pert(0, 3, 10)
    drawn = pert.ppf(LEVELS)
    assert drawn.mean() == pytest.approx(pert.mean, abs=1e-4)
    assert drawn.var() == pytest.approx(pert.variance, abs=1e-3)


@settings(deadline=None, max_examples=60)
@given(triples)
def test_elicited_ranges_stay_in_their_bounds_and_rise(three: list[float]) -> None:
    for kind in (Pert, Triangular):
        drawn = kind(*three).ppf(LEVELS[::64])
        assert np.all(np.diff(drawn) >= 0)
        assert drawn.min() >= three[0] - 1e-9
        assert drawn.max() <= three[2] + 1e-9


@settings(deadline=None, max_examples=60)
@given(triples)
def test_pert_moments_are_those_of_its_beta(three: list[float]) -> None:
    pert = Pert(*three)
    drawn = pert.ppf(LEVELS)
    width = three[2] - three[0]
    assert abs(drawn.mean() - pert.mean) <= 1e-3 * width + 1e-12
    assert abs(drawn.var() - pert.variance) <= 2e-3 * width**2 + 1e-12


@pytest.mark.parametrize("kind", [Triangular(0, 3, 10), Triangular(0, 0, 4), Pert(0, 3, 10), Pert(1, 4, 4), Beta(2, 5)])
def test_cdf_undoes_the_quantile(kind: Triangular | Pert | Beta) -> None:
    assert np.allclose(kind.cdf(kind.ppf(LEVELS[::50])), LEVELS[::50], atol=1e-9)


def test_an_interval_has_its_ends_as_quantiles() -> None:
    assert central_interval(Interval(58, 64), 0.9) == pytest.approx((58, 64))
    assert central_interval(Interval(0.05, 0.2, coverage=0.5, scale="lognormal"), 0.5) == pytest.approx((0.05, 0.2))


def test_a_lognormal_interval_has_its_median_as_mode_and_its_mean_above() -> None:
    rate = Interval(0.05, 0.2, scale="lognormal")
    assert rate.mode == rate.median == pytest.approx(0.1)
    assert rate.mean == pytest.approx(rate.ppf(LEVELS).mean(), rel=1e-4)


@pytest.mark.parametrize(
    "certain",
    [
        Fixed(7),
        Interval(7, 7),
        Interval(7, 7, scale="lognormal"),
        Pert(7, 7, 7),
        Triangular(7, 7, 7),
        Normal(7, 0),
        Beta(2, 3, 7, 7),
        Choice((7, Fixed(7)), (0.4, 0.6)),
        Clipped(Normal(20, 1), 0, 7),
    ],
)
def test_equal_bounds_make_a_fixed_number(certain: Distribution) -> None:
    assert np.allclose(certain.ppf(LEVELS[::500]), 7)
    assert (certain.mean, certain.mode, certain.median) == pytest.approx((7, 7, 7))


@pytest.mark.parametrize(
    ("shape", "mode"),
    [((3, 2), 2 / 3), ((1, 1), 0.5), ((0.5, 2), 0.0), ((2, 0.5), 1.0), ((1, 3), 0.0), ((0.5, 0.5), 0.5)],
)
def test_beta_modes(shape: tuple[float, float], mode: float) -> None:
    assert Beta(*shape).mode == pytest.approx(mode)


def test_a_choice_draws_each_story_with_its_chance_and_whole() -> None:
    choice = Choice((Interval(0, 10), 50, Normal(100, 1)), (0.6, 0.1, 0.3))
    drawn, story = choice.ppf(LEVELS), choice.story_at(LEVELS)
    assert np.allclose([np.mean(story == k) for k in range(3)], choice.chances, atol=1e-4)
    assert np.quantile(drawn[story == 0], [0.05, 0.95]) == pytest.approx([0, 10], abs=0.02)
    assert drawn.mean() == pytest.approx(choice.mean, abs=0.01)
    assert choice.mode == 5
    assert choice.median == pytest.approx(np.median(drawn), abs=0.01)


def test_a_story_without_chance_is_never_drawn_even_last() -> None:
    assert set(Choice((1, 2, 3), (0.0, 1.0, 0.0)).ppf([1e-12, 0.5, 1 - 1e-12]).tolist()) == {2.0}


def test_a_cut_moves_what_lies_beyond_onto_the_bound() -> None:
    cut = Clipped(Normal(95, 10), 0, 100)
    drawn = cut.ppf(LEVELS)
    assert drawn.max() == 100
    assert cut.mean == pytest.approx(drawn.mean(), abs=1e-3)
    assert (cut.mode, Clipped(Normal(120, 10), 0, 100).mode) == (95, 100)


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        (Pert(1, 2, 5), Pert(0, 2, 8)),
        (Triangular(1, 2, 5), Triangular(0, 2, 8)),
        (Interval(4, 8), Interval(2, 10)),
        (Normal(0, 2), Normal(0, 4)),
        (Fixed(3), Fixed(3)),
        (Clipped(Interval(4, 8), 0, 9), Clipped(Interval(2, 10), 0, 9)),
        (Choice((Normal(0, 1), 2), (0.5, 0.5)), Choice((Normal(0, 2), Fixed(2)), (0.5, 0.5))),
    ],
)
def test_widening_by_two_doubles_the_distances_and_by_one_does_nothing(
    narrow: Distribution, wide: Distribution
) -> None:
    assert widen(narrow, 2) == wide
    assert np.allclose(widen(narrow, 1).ppf(LEVELS[::500]), narrow.ppf(LEVELS[::500]))


def test_widening_a_rate_works_on_its_own_scale() -> None:
    wide = widen(Interval(0.1, 0.4, scale="lognormal"), 2)
    assert central_interval(wide, 0.9) == pytest.approx((0.05, 0.8))


def test_widening_a_share_keeps_its_mean_and_doubles_its_sd() -> None:
    narrow = Beta(40, 60)
    wide = widen(narrow, 2)
    assert isinstance(wide, Beta)
    assert (wide.mean, wide.variance) == pytest.approx((narrow.mean, 4 * narrow.variance))


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        (lambda: Pert(0.1, 0.5, 0.4), "`mode` is 0.5 and `high` is 0.4"),
        (lambda: Triangular(3, 2, 4), "`low` is 3 and `mode` is 2"),
        (lambda: Interval(5, 4), "`low` is 5"),
        (lambda: Interval(0, 4, scale="lognormal"), "above 0"),
        (lambda: Interval(0, 4, scale="log"), "'normal' or 'lognormal'"),  # type: ignore[arg-type]
        (lambda: Interval(0, 4, coverage=90), "`coverage` is 90"),
        (lambda: Normal(0, -1), "`sd` is -1"),
        (lambda: Fixed(float("nan")), "`value` is nan"),
        (lambda: Beta(0, 1), "both are above 0"),
        (lambda: Choice((1, 2), (0.5, 0.6)), "sum to 1"),
        (lambda: Choice((1, 2), (1.0,)), "2 stories"),
        (lambda: Choice((), ()), "1 or more"),
        (lambda: Clipped(Fixed(1), 3, 2), "in order"),
        (lambda: widen(Fixed(1), 0), "`factor` is 0"),
        (lambda: widen(Beta(1, 1), 3), "allows less than 1.73"),
        (lambda: Normal(0, 1).ppf([0.5, 1.0]), "`u` holds 1.0"),
        (lambda: central_interval(Fixed(1), 1), "`coverage` is 1"),
    ],
)
def test_refusals_name_field_and_bounds(statement: object, message: str) -> None:
    with pytest.raises(InputError) as refusal:
        statement()  # type: ignore[operator]
    assert message in str(refusal.value)


def test_drawing_alters_no_input() -> None:
    levels = LEVELS.copy()
    Choice((Pert(0, 1, 2), 3), (0.5, 0.5)).ppf(levels)
    assert np.array_equal(levels, LEVELS)
