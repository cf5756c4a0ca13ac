"""Probabilities in words: one fixed scale, always with the number in brackets."""

from __future__ import annotations

from winset.case.likelihood import SCALE


def in_words(probability: float) -> str:
    """Return the words for a probability; a number on a boundary takes the lower word.

    >>> in_words(0.02), in_words(0.2), in_words(0.5), in_words(1.0)
    ('almost no chance', 'very unlikely', 'roughly even odds', 'almost certain')
    """
    return next(words for end, words in SCALE if probability <= end)
