"""Probabilities in words: one fixed scale, always with the number in brackets."""

from __future__ import annotations

SCALE = (
    (0.05, "almost no chance"),
    (0.20, "very unlikely"),
    (0.45, "unlikely"),
    (0.55, "roughly even odds"),
    (0.80, "likely"),
    (0.95, "very likely"),
    (1.00, "almost certain"),
)
"""Upper ends and words: the scale of Intelligence Community Directive 203 (Analytic Standards, 2015), section D.6."""


def in_words(probability: float) -> str:
    """Return the words for a probability; a number on a boundary takes the lower word.

    >>> in_words(0.02), in_words(0.2), in_words(0.5), in_words(1.0)
    ('almost no chance', 'very unlikely', 'roughly even odds', 'almost certain')
    """
    return next(words for end, words in SCALE if probability <= end)
