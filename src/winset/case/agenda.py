"""What is bargained over: issues with their options, and packages that set every issue."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from winset.case.parts import Id, Part, Sourced
from winset.case.quantities import Duration

Setting = str | float
"""One option of an issue, or a point on its range."""


class Issue(Part):
    """One dimension of the deal: ordered options, or a continuous range.

    Parameters
    ----------
    options : tuple or mapping
        Listed choices in their order, or choices with their places on a scale of their own.
    range : tuple of float
        The two ends of a continuous issue, in natural units.
    step : float, optional
        Distance between the values tried when packages are not named.
    """

    says: str | None = None
    options: tuple[Setting, ...] | dict[str, float] | None = None
    range: Annotated[tuple[float, float] | None, Field(description="Lowest and highest value")] = None
    step: Annotated[float | None, Field(gt=0)] = None
    unit: str | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Issue:
        """Refuse an issue that is neither a list of options nor a range, or both."""
        if (self.options is None) == (self.range is None):
            raise PydanticCustomError(
                "issue",
                "{message}",
                {
                    "message": "an issue has either `options` or a `range`",
                    "found": "both" if self.options else "neither",
                    "allowed": "options: [none, two, four], or range: [0, 100]",
                },
            )
        if self.options is not None and not self.options:
            raise PydanticCustomError(
                "issue",
                "{message}",
                {"message": "this issue has no options", "found": "[]", "allowed": "at least one option"},
            )
        if self.range is not None and self.range[0] >= self.range[1]:
            raise PydanticCustomError(
                "issue",
                "{message}",
                {
                    "message": "the ends of this range are out of order",
                    "found": str(list(self.range)),
                    "allowed": "[lowest, highest]",
                },
            )
        return self

    def values(self) -> tuple[Setting, ...]:
        """Return the settings tried when packages are not named: every option, or the range in steps."""
        if self.options is not None:
            return tuple(self.options)
        low, high = self.range  # type: ignore[misc]
        step = self.step or (high - low) / 4
        count = int((high - low) / step + 1e-9)
        return tuple(low + i * step for i in range(count + 1))

    def place(self, setting: Setting) -> float:
        """Return where a setting lies between the first option (0) and the last (1)."""
        if self.range is not None:
            low, high = self.range
            return (float(setting) - low) / (high - low)
        if isinstance(self.options, dict):
            ends = min(self.options.values()), max(self.options.values())
            return (self.options[str(setting)] - ends[0]) / ((ends[1] - ends[0]) or 1.0)
        options = list(self.options or ())
        return options.index(setting) / max(len(options) - 1, 1)

    def allows(self, setting: Setting) -> bool:
        """Return whether `setting` is one of the options or lies in the range."""
        if self.range is not None:
            return not isinstance(setting, str) and self.range[0] <= setting <= self.range[1]
        return setting in (self.options or ())


RESERVED = ("says", "ends_talks", "open_for", "sets", "from", "note", "confidence", "hindsight")
"""Keys of a package that are no issues."""


def _gather_settings(value: Any) -> Any:
    """Move the keys that name issues into `sets`."""
    if not isinstance(value, dict) or "sets" in value:
        return value
    settings = {key: part for key, part in value.items() if key not in RESERVED}
    return {**{key: part for key, part in value.items() if key in RESERVED}, "sets": settings}


class Package(Sourced):
    """One deal: a setting for every issue, and what signing it does to the talks.

    In a file the settings stand directly in the package (``two-final: {transfer: two, claim: closed}``).

    Parameters
    ----------
    ends_talks : bool, optional
        Whether signing this package ends the talks. A package that answers the question always does.
    open_for : Quantity, optional
        How long the package must have been acceptable to all before a meeting can close it.
    """

    says: str | None = None
    sets: dict[str, Setting] = Field(default_factory=dict)
    ends_talks: bool = False
    open_for: Duration | None = None


WrittenPackage = Annotated[Package, BeforeValidator(_gather_settings)]
Packages = dict[Id, WrittenPackage]
