"""Readings made ready for pooling."""

from __future__ import annotations

from winset.chance.readings import LEAST_LINKED, as_polls, linked_wordings


def test_the_reference_comes_first_and_wordings_with_few_readings_stand_apart():
    asked = ["many"] * 9 + ["some"] * LEAST_LINKED + ["few"] * (LEAST_LINKED - 1)
    assert linked_wordings(asked) == (("many", "some"), ("few",))
    assert linked_wordings(asked, "few") == (("few", "many", "some"), ())
    assert linked_wordings([]) == ((), ())


def test_readings_near_an_end_are_not_taken_as_sure():
    polls = as_polls([0, 1], [0.1, 99.9], [1000, 1000], ["a", "a"], ["q", "q"], ["q"], 2.0, 3.0)
    assert polls.sampling.tolist() == [2 * 99 / 1000] * 2
