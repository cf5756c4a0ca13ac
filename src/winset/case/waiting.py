"""What waiting costs a leader, and what approval is worth to him: for the question whether to sign now or wait."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from winset.case.parts import Decimal, Sourced


class Waiting(Sourced):
    """How a leader prices waiting.

    Parameters
    ----------
    discount : float
        Rate per year at which a gain that comes later counts for less.
    point_of_approval : float, optional
        Points of worth that each point of approval is worth by which signing falls short of what it needs. Unless
        stated a leader cannot sign below what signing needs.
    """

    discount: Annotated[Decimal, Field(ge=0, le=2)]
    point_of_approval: Annotated[Decimal, Field(ge=0)] | None = None
