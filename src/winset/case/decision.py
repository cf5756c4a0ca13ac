"""A decision that somebody must take: its options, and what each brings with a deal and without one.

It stands beside the forecast and never enters it. With it the value of information can be told; without a decision
there is none.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from winset.case.parts import Id, Part, Sourced
from winset.case.quantities import Points


class Stakes(Sourced):
    """What one option brings: with a deal, and without one.

    Parameters
    ----------
    says : str or None
    if_deal, if_no_deal : Quantity
        In the decision's unit; only differences between options count.
    """

    says: str | None = None
    if_deal: Points
    if_no_deal: Points


def _either_way(value: Any) -> Any:
    """Let a number stand for what an option brings either way."""
    if isinstance(value, dict) and {"if_deal", "if_no_deal", "says"} & set(value):
        return value
    return value if isinstance(value, Part) else {"if_deal": value, "if_no_deal": value}


class Decision(Sourced):
    """Who must choose between which options.

    Parameters
    ----------
    says : str or None
    by : str or None
        Id of the party that decides.
    unit : str
        What the stakes are measured in.
    options : mapping of id to Stakes
        Two or more. A bare number is what an option brings either way.
    """

    says: str | None = None
    by: Id | None = None
    unit: str = "points"
    options: dict[Id, Annotated[Stakes, BeforeValidator(_either_way, json_schema_input_type=Stakes | Points)]] = Field(
        min_length=2
    )


__all__ = ["Decision", "Stakes"]
