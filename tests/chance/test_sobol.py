"""Indices of Sobol against SciPy's, closed forms and their own properties."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from winset.chance.sobol import explained_share, sobol, sobol_indices
from winset.errors import InputError

Array = NDArray[np.float64]


def test_estimates_are_those_of_scipy() -> None:
    rng = np.random.default_rng(3)
    f_a, f_b, f_ab = rng.normal(5, 2, 64), rng.normal(5, 2, 64), rng.normal(5, 2, (3, 64))
    ours = sobol_indices(f_a, f_b, f_ab, resamples=0)
    theirs = stats.sobol_indices(
        func={"f_A": f_a[None], "f_B": f_b[None], "f_AB": f_ab[:, None]}, n=64, method="saltelli_2010"
    )
    np.testing.assert_allclose(ours.first, np.ravel(theirs.first_order), atol=1e-12)
    np.testing.assert_allclose(ours.total, np.ravel(theirs.total_order), atol=1e-12)


@settings(deadline=None, derandomize=True, max_examples=20)
@given(st.lists(st.floats(0.1, 3), min_size=2, max_size=5))
def test_indices_of_a_sum_are_shares_of_its_variance(weights: list[float]) -> None:
    w = np.array(weights)
    found = sobol(lambda u: u @ w, n_inputs=len(w), draws=4096)
    shares = w**2 / np.sum(w**2)
    np.testing.assert_allclose(found.first, shares, atol=0.02)
    np.testing.assert_allclose(found.total, shares, atol=0.02)
    assert found.variance == pytest.approx(np.sum(w**2) / 12, rel=0.01)


def test_an_input_that_nothing_uses_has_indices_of_exactly_0() -> None:
    found = sobol(lambda u: np.sin(u[:, 0]), n_inputs=2)
    assert (found.first[1], found.total[1]) == (0, 0)
    assert found.total_interval[1].tolist() == [0, 0]


def test_a_pure_interaction_has_no_first_order_and_all_of_the_total() -> None:
    found = sobol(lambda u: (u[:, 0] - 0.5) * (u[:, 1] - 0.5), n_inputs=2, draws=1 << 14)
    np.testing.assert_allclose(found.first, [0, 0], atol=0.02)
    np.testing.assert_allclose(found.total, [1, 1], atol=0.02)
    together = sobol(lambda u: (u[:, 0] - 0.5) * (u[:, 1] - 0.5), 2, groups=[[0, 1]], draws=1 << 14)
    np.testing.assert_allclose([together.first[0], together.total[0]], [1, 1], atol=0.02)


def test_intervals_hold_the_truth_about_as_often_as_they_say() -> None:
    w = np.array([2.0, 1.0])
    held = []
    for seed in range(60):
        rng = np.random.default_rng(seed)
        a, b = rng.random((2, 256, 2))
        mixed = [np.where(np.arange(2) == i, b, a) for i in range(2)]
        found = sobol_indices(a @ w, b @ w, [m @ w for m in mixed], coverage=0.9, seed=seed)
        held += [low <= truth <= high for (low, high), truth in zip(found.total_interval, [0.8, 0.2], strict=True)]
    assert 0.8 <= np.mean(held) <= 0.98


def test_an_output_that_never_varies_has_indices_of_0() -> None:
    found = sobol_indices([7.0] * 4, [7.0] * 4, [[7.0] * 4])
    assert (found.variance, found.first[0], found.total[0]) == (0, 0, 0)


def test_draws_that_are_there_say_how_much_one_input_explains() -> None:
    rng = np.random.default_rng(5)
    x, noise = rng.random(20_000), rng.random(20_000)
    yes = (x + noise < 0.5).astype(float)  # E[Y|x] is max(0, 0.5 - x), of variance 1/24 - 1/64
    explained, error = explained_share(x, yes)
    assert explained == pytest.approx(1 / 24 - 1 / 64, rel=0.05)
    nothing, error = explained_share(noise, x)
    assert abs(nothing) < 4 * error


def test_an_estimate_from_draws_is_right_on_average_where_nothing_is_explained() -> None:
    rng = np.random.default_rng(6)
    found = [explained_share(*rng.random((2, 200)))[0] for _ in range(400)]
    assert abs(np.mean(found)) < 4 * np.std(found) / 20


def test_few_values_each_have_a_mean_of_their_own() -> None:
    explained, _ = explained_share([0, 1] * 50, [0, 1] * 50, parts=16)
    assert explained == pytest.approx(0.25)
    assert explained_share([3.0] * 40, np.arange(40)) == (0, 0)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([1.0], [1.0], [[1.0]]), "two draws"),
        (([1.0, 2.0], [1.0], [[1.0, 2.0]]), "shapes"),
        (([1.0, np.nan], [1.0, 2.0], [[1.0, 2.0]]), "`f_a` holds nan"),
        (([1.0, 2.0], [1.0, 2.0], [[1.0, np.inf]]), "`f_ab` holds inf"),
        (([1.0, 2.0], [1.0, 2.0], [[1.0, 2.0]], 1.0), "`coverage` is 1.0"),
        (([1.0, 2.0], [1.0, 2.0], [[1.0, 2.0]], 0.9, -1), "`resamples` is -1"),
    ],
)
def test_indices_are_refused_what_makes_no_sense(arguments: tuple[object, ...], message: str) -> None:
    with pytest.raises(InputError, match=message):
        sobol_indices(*arguments)  # type: ignore[arg-type]


def test_a_function_is_refused_where_it_or_its_groups_do_not_fit() -> None:
    with pytest.raises(InputError, match="names input 2"):
        sobol(lambda u: u[:, 0], 2, groups=[[2]])
    with pytest.raises(InputError, match="`n_inputs` is 0"):
        sobol(lambda u: u[:, 0], 0)
    with pytest.raises(InputError, match="returned shape"):
        sobol(lambda u: u, 2)
    with pytest.raises(InputError, match="`parts` is 1"):
        explained_share([1.0, 2.0], [1.0, 2.0], parts=1)
