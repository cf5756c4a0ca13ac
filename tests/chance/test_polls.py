"""Shares from counts: marginals, joint draws, house effects, error beyond sampling."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import kstest

from winset.chance import Poll, beyond_sampling, central_interval, poll_posterior, support_bounds, two_poll_z
from winset.errors import InputError

POLL = Poll({"oppose": 118, "support": 27, "undecided": 15}, design_effect=1.5)


def test_joint_draws_have_the_right_marginals_and_covariance() -> None:
    rng = np.random.default_rng(1)
    drawn = POLL.shares(rng.random(20_000), rng.random(20_000))
    for k, answer in enumerate(POLL.answers):
        assert kstest(drawn[:, k], lambda x, a=answer: POLL.marginal(a).cdf(x)).pvalue > 1e-3
    alpha = POLL.parameters
    total = alpha.sum()
    expected = -alpha[0] * alpha[1] / (total**2 * (total + 1))
    assert np.cov(drawn[:, 0], drawn[:, 1])[0, 1] == pytest.approx(expected, rel=0.05)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.integers(0, 2000), min_size=2, max_size=5), st.integers(0, 2**31))
def test_shares_are_shares(counts: list[int], seed: int) -> None:
    u = np.random.default_rng(seed).random((len(counts) - 1, 40))
    drawn = Poll(tuple(map(float, counts))).shares(*u)
    assert np.all(drawn >= 0)
    assert np.allclose(drawn.sum(axis=-1), 1)


def test_the_first_share_depends_on_the_first_level_alone() -> None:
    u = np.full(5, 0.3)
    assert np.ptp(POLL.shares(u, np.linspace(0.1, 0.9, 5))[:, 0]) == 0
    assert np.array_equal(POLL.shares(u, u)[:, 0], POLL.marginal("oppose").ppf(u))


def test_a_design_effect_widens_without_moving_much() -> None:
    plain, clustered = poll_posterior([1184, 272, 144]), poll_posterior([1184, 272, 144], design_effect=2)
    width = [np.diff(central_interval(p))[0] for p in (plain, clustered)]
    assert width[1] / width[0] == pytest.approx(np.sqrt(2), rel=0.01)
    assert clustered.mean == pytest.approx(plain.mean, abs=1e-3)


def test_people_who_gave_no_listed_answer_are_an_answer_of_their_own() -> None:
    assert poll_posterior([1184, 272], n=1600) == poll_posterior([1184, 272, 144])
    assert Poll.from_percentages({"oppose": 74, "support": 17}, 1600) == Poll(
        {"oppose": 1184, "support": 272, "undecided": 144}
    )


def test_percentages_rounded_above_a_hundred_are_scaled_back() -> None:
    assert sum(Poll.from_percentages({"yes": 56, "no": 45}, 1000).parameters) == pytest.approx(1002)


def test_z_is_antisymmetric_and_shrinks_with_the_design_effect() -> None:
    assert two_poll_z(0.74, 1600, 0.77, 1600) == -two_poll_z(0.77, 1600, 0.74, 1600)
    assert two_poll_z(0.77, 1600, 0.74, 1600, 1.5) == pytest.approx(1.61, abs=0.005)
    assert two_poll_z(1, 10, 1, 10) == 0
    assert two_poll_z(1, 10, 0, 10) == np.inf


def test_error_beyond_sampling_has_its_sd_in_net_opposition_and_leaves_the_rest() -> None:
    shares = np.tile([0.6, 0.3, 0.1], (50_000, 1))
    moved = beyond_sampling(shares, 10, np.random.default_rng(2).standard_normal(50_000))
    net = 100 * (moved[:, 0] - moved[:, 1])
    assert net.mean() == pytest.approx(30, abs=4 * 10 / np.sqrt(50_000))
    assert net.std() == pytest.approx(10, rel=0.02)
    assert np.all(moved[:, 2] == 0.1)


@settings(deadline=None, max_examples=50)
@given(st.floats(0, 50), st.floats(-6, 6), st.floats(0, 1), st.floats(0, 1))
def test_shares_stay_shares_under_any_error(sd: float, normal: float, first: float, second: float) -> None:
    shares = np.array([first, (1 - first) * second, (1 - first) * (1 - second)])
    moved = beyond_sampling(shares, sd, normal)
    assert np.all((moved >= 0) & (moved <= 1))
    assert moved.sum() == pytest.approx(1)


def test_undecided_people_bound_support() -> None:
    assert support_bounds(0.17, 0.09) == pytest.approx((0.17, 0.26))


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        (lambda: Poll((5.0,)), "two or more"),
        (lambda: Poll((5.0, -1.0)), "at least 0"),
        (lambda: Poll((5.0, 1.0), 0), "`design_effect` is 0"),
        (lambda: Poll((5.0, 1.0), answers=("a",)), "1 names for 2 counts"),
        (lambda: POLL.marginal("maybe"), "['oppose', 'support', 'undecided']"),
        (lambda: POLL.shares([0.5]), "3 answers take 2"),
        (lambda: Poll.from_percentages({"a": 60, "b": 50}, 100), "at most 100"),
        (lambda: Poll.from_percentages({"a": 60, "b": 40}, 0), "`n` is 0"),
        (lambda: poll_posterior([5, 6], n=10), "no more people answer"),
        (lambda: two_poll_z(78, 1600, 0.7, 1600), "`p1` is 78"),
        (lambda: two_poll_z(0.78, 0, 0.7, 1600), "`n1` is 0"),
        (lambda: beyond_sampling(np.array([0.5, 0.5]), -1, 0.0), "`error_sd_points` is -1"),
        (lambda: support_bounds(-1, 0), "at least 0"),
    ],
)
def test_refusals_name_field_and_bounds(statement: object, message: str) -> None:
    with pytest.raises(InputError) as refusal:
        statement()  # type: ignore[operator]
    assert message in str(refusal.value)
