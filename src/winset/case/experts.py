"""What experts expect: forecasts of others that stand beside the model's and never enter it."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from winset.case.likelihood import Likelihood
from winset.case.parts import Day, Decimal, Part, Sourced


class Expert(Sourced):
    """One expert's forecast.

    Parameters
    ----------
    who : str
    date : date
        When it was made; not after the day of the case.
    chance : Quantity
        Of a deal as the case's question has it, or of what `about` names: a number, a range or a word of the scale.
    says : str, optional
        The expert's own words.
    about : str, optional
        What it is about, if that is not the case's own question; it is then shown and not pooled.
    weight : float
        Weight in the pools, beside the other experts'.
    """

    who: str = Field(min_length=1)
    date: Day
    chance: Likelihood
    says: str | None = None
    about: Annotated[str, Field(min_length=1)] | None = None
    weight: Annotated[Decimal, Field(gt=0)] = 1.0


class Experts(Part):
    """Experts' forecasts, and how far their pool is moved away from even odds.

    Parameters
    ----------
    forecasts : tuple of Expert
    factor : float, optional
        By what the mean log-odds are multiplied; by the number of experts if not stated.
    """

    forecasts: tuple[Expert, ...] = ()
    factor: Annotated[Decimal, Field(gt=0, le=10)] | None = None


def _listed(value: Any) -> Any:
    """Let a list of forecasts stand for the part with its factor."""
    return {"forecasts": value} if isinstance(value, list | tuple) else value


WrittenExperts = Annotated[Experts, BeforeValidator(_listed, json_schema_input_type=tuple[Expert, ...] | Experts)]
"""A list of forecasts, or the list as `forecasts` beside a `factor`."""
