"""Streams by name: the same name gives the same randoms, another name independent ones."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from winset.chance.streams import stream, words

KEY = (7, 3, 2, "parties.russia.home.public.approval")


def test_the_same_key_gives_the_same_randoms() -> None:
    assert stream(*KEY).random(100).tobytes() == stream(*KEY).random(100).tobytes()


@pytest.mark.parametrize("place", range(4))
def test_each_part_of_the_key_matters(place: int) -> None:
    another = (8, 4, 3, "parties.russia.home.public")
    other = (*KEY[:place], another[place], *KEY[place + 1 :])
    assert stream(*KEY).random() != stream(*other).random()


def test_the_parts_of_a_key_do_not_run_together() -> None:
    assert words(1, 23, "x") != words(12, 3, "x")
    assert words("ab", "c") != words("a", "bc")


def test_a_longer_stream_begins_like_a_shorter_one() -> None:
    assert stream(*KEY).random(1000)[:10].tobytes() == stream(*KEY).random(10).tobytes()


def test_streams_of_different_names_are_uncorrelated() -> None:
    n = 20_000
    rows = np.array([stream(1, 0, 0, f"quantity-{place}").random(n) for place in range(12)])
    apart = np.corrcoef(rows)[np.triu_indices(12, 1)]
    assert np.abs(apart).max() < 4 / np.sqrt(n)


@settings(deadline=None, max_examples=30, derandomize=True)
@given(st.lists(st.text("ab.#", max_size=8), min_size=1, max_size=3), st.integers(1, 6))
def test_words_have_64_bits_each_and_depend_on_the_names_alone(names: list[str], count: int) -> None:
    found = words(*names, count=count)
    assert found == words(*names, count=count)
    assert len(found) == count
    assert all(0 <= word < 2**64 for word in found)
