"""Tables of quantiles: they draw what they stand for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtri
from scipy.stats import chi2, gamma

from winset.chance.distributions import Distribution
from winset.chance.mixture import Mixture
from winset.chance.tabulated import SCORES, Tabulated, of_cells, of_mixture, of_rate, of_spread
from winset.errors import InputError

LEVELS = np.array([1e-6, 1e-3, 0.05, 0.3, 0.5, 0.8, 0.99, 1 - 1e-5])


@st.composite
def mixtures(draw):
    """Some normal parts of quite different widths."""
    count = draw(st.integers(1, 6))
    weights, means, sds = (
        np.array(draw(st.lists(st.floats(least, 1), min_size=count, max_size=count))) for least in (0.01, 0, 0.1)
    )
    return Mixture(weights / weights.sum(), 50 + 10 * means, (20 * sds) ** 2)


@settings(deadline=None, derandomize=True)
@given(mixtures())
def test_a_table_inverts_the_chances_of_a_mixture(mixture):
    table = of_mixture(mixture)
    assert isinstance(table, Distribution)
    assert mixture.below(table.ppf(LEVELS)) == pytest.approx(LEVELS, rel=0.02, abs=1e-3)
    assert (table.mean, table.sd, table.mode) == pytest.approx((mixture.mean, mixture.sd, mixture.mean))


def test_a_single_normal_number_is_drawn_exactly():
    table = of_mixture(Mixture(np.array([1.0]), np.array([63.0]), np.array([4.0])))
    assert table.ppf(LEVELS) == pytest.approx(63 + 2 * ndtri(LEVELS), abs=1e-3)


def test_a_number_too_sure_is_widened_about_its_mean():
    mixture = Mixture(np.array([0.5, 0.5]), np.array([40.0, 40.2]), np.array([0.01, 0.01]))
    assert (of_mixture(mixture, 0.5).mean, of_mixture(mixture, 0.5).sd) == pytest.approx((40.1, 0.5))
    assert of_mixture(mixture, 0.1).sd == pytest.approx(mixture.sd)


def test_a_number_that_is_known_stays_what_it_is():
    table = of_mixture(Mixture(np.array([1.0]), np.array([7.0]), np.array([0.0])))
    assert table.ppf([0.1, 0.9]).tolist() == [7.0, 7.0]


def test_cells_hold_their_chances():
    table = of_cells([0, 1, 3, 7], [0.2, 0.5, 0.3])
    assert table.ppf([0.1, 0.2, 0.45, 0.85]) == pytest.approx([0.5, 1.0, 2.0, 5.0], abs=0.01)
    u = (np.arange(20_000) + 0.5) / 20_000
    assert (table.ppf(u).mean(), table.ppf(u).std()) == pytest.approx((table.mean, table.sd), rel=1e-3)
    assert table.mode == pytest.approx(2.2)


def test_rates_are_gamma_and_spreads_inverse_chi():
    assert of_rate(1.5, 4).ppf(LEVELS) == pytest.approx(gamma(1.5, scale=1 / 4).ppf(LEVELS), rel=0.02)
    wanted = 6 * np.sqrt(5 / chi2(5).isf(LEVELS))
    assert of_spread(5, 6).ppf(LEVELS) == pytest.approx(wanted, rel=0.02)
    assert (of_rate(1.5, 4).mode, of_spread(5, 6).mode) == (0.375, 6)


def test_equal_tables_are_equal_and_others_are_not():
    assert of_rate(1.5, 4) == of_rate(1.5, 4) != of_rate(1.5, 5)
    assert hash(of_rate(1.5, 4)) == hash(of_rate(1.5, 4))


def test_what_is_no_table_is_refused():
    with pytest.raises(InputError, match="rising"):
        Tabulated(tuple(-SCORES), 0, 1, 0)
    with pytest.raises(InputError, match="`u"):
        of_rate(1, 1).ppf(1.5)
