"""One offer to an unknown limit: packages against the closed form, the closed form against any distribution."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import stats

from winset.bargain import best_offer, best_proposal, uniform_offer
from winset.errors import InputError

N_OFFERS = 20_001
OFFERS = np.linspace(0, 1, N_OFFERS)


@pytest.mark.parametrize(
    ("limit", "s", "k", "offer", "failure"),
    [
        (stats.uniform(0, 1), 0.0, 0.0, 0.5, 0.5),
        (stats.uniform(0, 1), 0.2, 0.0, 0.4, 0.6),
        (stats.uniform(0, 1), 0.2, 0.3, 0.55, 0.45),
        (stats.uniform(0.3, 0.2), 0.0, 0.0, 0.5, 0.0),
        (stats.uniform(0.3, 0.5), 0.1, 0.0, 0.6, 0.4),
        (stats.norm(0.5, 0.1), 0.0, 0.0, 0.6089301969560792, 0.1380103722612288),
    ],
    ids=["C03", "C04", "C05", "C06", "C07", "C08"],
)
def test_packages_on_a_fine_grid_reach_the_closed_form(
    limit: Any, s: float, k: float, offer: float, failure: float
) -> None:
    """Offers in steps of 1/20000; gains are counted from making no offer, which is worth s."""
    accepted = limit.cdf(OFFERS)
    (chosen,) = best_offer([1 - OFFERS - s], [accepted], standing=-k)
    assert OFFERS[chosen] == pytest.approx(offer, abs=1 / (N_OFFERS - 1))
    assert 1 - accepted[chosen] == pytest.approx(failure, abs=5e-4)


def test_an_atom_is_offered_exactly_among_packages() -> None:
    """Six in ten want .25 or less, the rest .75: buying the many is worth .45, buying all .25."""
    accepted = np.where(OFFERS >= 0.75, 1.0, np.where(OFFERS >= 0.25, 0.6, 0.0))
    assert OFFERS[best_offer([1 - OFFERS], [accepted])].tolist() == [0.25]


class Mixed:
    """A limit that is .4 with chance one half, and else anywhere between 0 and 1."""

    def cdf(self, x: Any) -> Any:
        return np.clip(x, 0, 1) / 2 + np.where(np.asarray(x) >= 0.4, 0.5, 0.0)

    def ppf(self, q: Any) -> Any:
        return np.where(q <= 0.2, 2 * q, np.where(q <= 0.7, 0.4, 2 * q - 1))

    def support(self) -> tuple[float, float]:
        return 0.0, 1.0


@pytest.mark.parametrize(("s", "k"), [(0.0, 0.0), (0.2, 0.3), (0.55, 0.0)])
def test_an_atom_amid_a_continuous_doubt_is_offered_exactly(s: float, k: float) -> None:
    found = best_proposal(Mixed(), s, k).value
    (chosen,) = best_offer([1 - OFFERS - s], [Mixed().cdf(OFFERS)], standing=-k)
    assert found.offer == pytest.approx(OFFERS[chosen], abs=1e-4)
    assert found.offer == pytest.approx(0.4, abs=1e-9)


@settings(deadline=None, derandomize=True)
@given(st.floats(0, 0.8), st.floats(0.01, 1), st.floats(-0.5, 1), st.floats(0, 1))
def test_the_batched_closed_form_is_the_best_proposal(low: float, width: float, s: float, k: float) -> None:
    batched = uniform_offer([low], low + width, s, k)
    single = best_proposal(stats.uniform(low, width), s, k)
    assert batched.expected_utility[0] == pytest.approx(single.value.expected_utility, abs=1e-8)
    assert batched.offer[0] == pytest.approx(single.value.offer, abs=1e-5)
    assert batched.failure_probability[0] == pytest.approx(single.value.failure_probability, abs=1e-5 / width)


@settings(deadline=None, derandomize=True)
@given(
    st.tuples(st.integers(1, 5), st.integers(0, 6)).flatmap(
        lambda shape: st.tuples(
            hnp.arrays(float, shape, elements=st.integers(-3, 5).map(float)),
            hnp.arrays(float, shape, elements=st.sampled_from([0.0, 0.25, 0.5, 1.0])),
            hnp.arrays(float, shape[:1], elements=st.sampled_from([-2.0, -0.5, 0.0, 1.0])),
        )
    )
)
def test_no_package_does_better_and_none_is_offered_in_vain(batch: tuple[Any, Any, Any]) -> None:
    chosen = best_offer(*batch)
    for gain, acceptance, standing, found in zip(*batch, chosen, strict=True):
        worth = [q * g + (1 - q) * standing for g, q in zip(gain, acceptance, strict=True)]
        good = [w for w in worth if w > 0 and w > standing]
        assert found == (worth.index(max(good)) if good else -1)


@settings(deadline=None, derandomize=True)
@given(hnp.arrays(float, (3, 5), elements=st.floats(-1, 1)), hnp.arrays(float, (3, 5), elements=st.floats(0, 1)))
def test_a_package_that_is_never_accepted_changes_nothing(gain: Any, acceptance: Any) -> None:
    more = np.column_stack([gain, np.full(3, 9.0)]), np.column_stack([acceptance, np.zeros(3)])
    # The slack of a tie is relative to the largest gain, which has grown; it decides only between near equals.
    before, after = best_offer(gain, acceptance), best_offer(*more)
    expected = np.column_stack([np.zeros(3), gain * acceptance])
    rows = np.arange(3)
    assert (after < 5).all()
    assert expected[rows, after + 1] == pytest.approx(expected[rows, before + 1], abs=1e-7)


def test_equally_good_packages_give_the_first() -> None:
    """Three times one tenth is more than one times three tenths, but only by rounding."""
    assert 3.0 * 0.1 > 1.0 * 0.3
    assert best_offer([[0.1, 1.0, 3.0]], [[1.0, 0.3, 0.1]]).tolist() == [1]


def test_talks_that_go_on_are_worth_waiting_for() -> None:
    assert best_offer([[0.5]] * 2, [[0.9]] * 2, standing=[0.4, 0.6]).tolist() == [0, -1]


def test_a_known_limit_is_met_exactly() -> None:
    found = uniform_offer(0.4, 0.4, [0.0, 0.7])
    assert found.offer.tolist() == [0.4, 0.4]
    assert found.failure_probability.tolist() == [0, 0]
    assert found.is_worth_proposing.tolist() == [True, False]


def test_no_package_at_all_is_no_offer() -> None:
    assert best_offer(np.zeros((2, 0)), np.zeros((2, 0))).tolist() == [-1, -1]


def test_refusals_name_field_and_bounds() -> None:
    with pytest.raises(InputError, match=r"`acceptance\[0, 1\]` is 1.5"):
        best_offer([[1, 2]], [[1, 1.5]])
    with pytest.raises(InputError, match="they must be"):
        best_offer([[1, 2]], [[1]])
    with pytest.raises(InputError, match="they must be"):
        best_offer([[1, 2]], [[1, 1]], standing=[0, 0])
    with pytest.raises(InputError, match="`low` is 2 and `high` 1"):
        uniform_offer(2, 1)
    with pytest.raises(InputError, match="`failure_cost` is -1"):
        uniform_offer(0, 1, 0, -1)
