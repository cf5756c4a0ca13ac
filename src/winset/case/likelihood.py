"""Words for chances that mean the same to everyone: one fixed scale, each word with its range.

The scale is that of Intelligence Community Directive 203 (Analytic Standards, 2015), section D.6.e(2), which names
each range twice.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

from winset.case.complaints import nearest
from winset.case.domains import CHANCE
from winset.case.parts import refusal
from winset.case.phrases import parse
from winset.case.quantities import DOMAIN_KEY
from winset.case.quantity import Quantity

SCALE = (
    (0.05, "almost no chance"),
    (0.20, "very unlikely"),
    (0.45, "unlikely"),
    (0.55, "roughly even odds"),
    (0.80, "likely"),
    (0.95, "very likely"),
    (1.00, "almost certain"),
)
"""Upper ends and words."""

ENDS = (0.01, 0.99)
"""Where the lowest range begins and the highest ends: nothing is certain."""

ALSO = {
    "remote": "almost no chance",
    "highly improbable": "very unlikely",
    "improbable": "unlikely",
    "roughly even chance": "roughly even odds",
    "probable": "likely",
    "highly probable": "very likely",
    "nearly certain": "almost certain",
}
"""The second name of each range."""

WORDS = (*(word for _, word in SCALE), *ALSO)


def range_of(word: str) -> tuple[float, float]:
    """Return the range that a word stands for.

    Examples
    --------
    >>> range_of("unlikely"), range_of("remote"), range_of("almost certain")
    ((0.2, 0.45), (0.01, 0.05), (0.95, 0.99))
    """
    word = ALSO.get(word, word)
    place = next(place for place, (_, name) in enumerate(SCALE) if name == word)
    low = SCALE[place - 1][0] if place else ENDS[0]
    return low, min(SCALE[place][0], ENDS[1])


def parse_likelihood(value: Any) -> Quantity:
    """Return a chance that is written as a number, a range or a word of the scale.

    Examples
    --------
    >>> str(parse_likelihood("very unlikely")), str(parse_likelihood("10 to 20 %")), parse_likelihood("likely").wording
    ('0.05 to 0.2', '0.1 to 0.2', 'likely')
    """
    if isinstance(value, str) and value in WORDS:
        low, high = range_of(value)
        return parse(f"{low} to {high}", CHANCE).model_copy(update={"wording": value})
    if isinstance(value, str) and not any(character.isdigit() for character in value):
        close = nearest(value, WORDS)
        raise refusal(
            "this is neither a chance nor a word of the scale",
            value,
            f"0.2, 10 to 20 %, or one of: {', '.join(word for _, word in SCALE)}",
            remedy=f"did you mean {close}?" if close else "",
        )
    return parse(value, CHANCE)


Likelihood = Annotated[
    Quantity,
    BeforeValidator(parse_likelihood),
    WithJsonSchema({"anyOf": [{DOMAIN_KEY: CHANCE.name}, {"enum": list(WORDS)}]}),
]
"""A chance in numbers or in a word of the scale."""
