"""Nets: one level in each stratum over a replicate, in an order and at places of the quantity's own."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import kstest

from winset.chance.nets import net, shuffled
from winset.errors import InputError

quickly = settings(deadline=None, max_examples=40, derandomize=True)
names = st.text("ab.#", max_size=12)
seeds = st.integers(0, 2**63 - 1)


@quickly
@given(seeds, st.integers(0, 7), names, st.integers(0, 11), st.integers(0, 4))
def test_each_stratum_is_met_once_over_a_replicate(seed: int, replicate: int, name: str, bits: int, split: int) -> None:
    blocks = 1 << min(split, bits)
    size = (1 << bits) // blocks
    levels = np.concatenate([net(seed, replicate, name, bits, block, size) for block in range(blocks)])
    assert sorted((levels * (1 << bits)).astype(int)) == list(range(1 << bits))
    assert ((levels > 0) & (levels < 1)).all()


@quickly
@given(st.integers(0, 14), names)
def test_shuffling_is_a_permutation(bits: int, key: str) -> None:
    index = np.arange(1 << bits, dtype=np.uint64)
    assert sorted(shuffled(index, bits, key).tolist()) == index.tolist()


def test_the_mean_of_a_smooth_function_is_far_better_than_that_of_random_draws() -> None:
    exact, n = np.expm1(1), 1024
    errors = [np.exp(net(1, replicate, "x", 10, 0, n)).mean() - exact for replicate in range(16)]
    assert np.std(errors) < 0.01 * np.sqrt(((np.e**2 - 1) / 2 - exact**2) / n)


def test_the_order_is_shuffled_so_that_two_quantities_are_paired_at_random() -> None:
    n, bits = 4096, 12
    rows = np.array([net(1, 0, f"quantity-{place}", bits, 0, n) for place in range(25)])
    apart = np.corrcoef(rows)[np.triu_indices(25, 1)]
    assert np.abs(apart).max() < 4 / np.sqrt(n)
    assert np.sqrt(np.mean(apart**2)) == pytest.approx(1 / np.sqrt(n), rel=0.2)


def test_neighbouring_draws_of_a_quantity_are_unrelated() -> None:
    n = 4096
    for place in range(10):
        levels = net(1, 0, f"quantity-{place}", 12, 0, n)
        for lag in (1, 2, 7, 64):
            assert abs(np.corrcoef(levels[lag:], levels[:-lag])[0, 1]) < 4 / np.sqrt(n)


def test_two_quantities_fill_the_square_evenly() -> None:
    n, bits = 4096, 12
    for place in range(10):
        one, other = (net(1, 0, f"{which}-{place}", bits, 0, n) for which in ("one", "other"))
        counts = np.histogram2d(one, other, bins=8, range=[[0, 1], [0, 1]])[0]
        assert ((counts - n / 64) ** 2 / (n / 64)).sum() < 49 + 5 * np.sqrt(2 * 49)


def test_levels_fall_anywhere_within_their_strata() -> None:
    levels = net(1, 0, "x", 12, 0, 4096)
    assert kstest(levels * 4096 % 1, "uniform").pvalue > 0.001


def test_seed_replicate_and_name_each_give_another_net() -> None:
    base = net(1, 0, "x", 8, 0, 256)
    others = [net(2, 0, "x", 8, 0, 256), net(1, 1, "x", 8, 0, 256), net(1, 0, "y", 8, 0, 256)]
    assert all((base != other).mean() > 0.98 for other in others)
    assert all(abs(np.corrcoef(base, other)[0, 1]) < 4 / np.sqrt(256) for other in others)


def test_a_block_beyond_the_replicate_is_refused() -> None:
    with pytest.raises(InputError, match="`block` 2 of 4 draws reaches beyond the replicate's 8 draws"):
        net(1, 0, "x", 3, 2, 4)
