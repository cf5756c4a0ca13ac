"""What is bargained over: issues with their options, and packages that set every issue."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from winset.case.domains import LARGEST
from winset.case.parts import Decimal, Flag, Id, Part, Sourced, refusal, says_one
from winset.case.quantities import Chance, Duration


def parse_setting(value: Any) -> Any:
    """Return an option's name, or a finite number."""
    if isinstance(value, str) and value.strip():
        return value
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= LARGEST:
        return float(value)
    remedy = f'put "{str(value).lower()}" in quotes if it is the name of an option' if isinstance(value, bool) else ""
    raise refusal("this is neither an option nor a number", value, "a word, or a number", remedy=remedy)


Setting = Annotated[
    str | float,
    BeforeValidator(parse_setting),
    WithJsonSchema({"type": ["string", "number"], "pattern": r"\S", "minimum": -LARGEST, "maximum": LARGEST}),
]
"""One option of an issue, or a point on its range."""


def setting_name(setting: Setting) -> str:
    """Return a setting as text: how it is shown, and the key it has in `worth_of_options`.

    >>> setting_name("talks go on"), setting_name(10.0), setting_name(0.1 + 0.2)
    ('talks go on', '10', '0.3')
    """
    return setting if isinstance(setting, str) else f"{setting:.12g}"


def _parse_options(value: Any) -> Any:
    """Refuse what is neither a list of options nor a mapping of options to places."""
    if isinstance(value, tuple | list):
        options = tuple(parse_setting(option) for option in value)
        for place, option in enumerate(options):
            if option in options[:place]:
                raise refusal("this option stands here twice", value[place], "different options", at=place)
        return options
    if isinstance(value, dict):
        for option, place in value.items():
            if isinstance(place, bool) or not isinstance(place, int | float) or not abs(place) <= 1e12:
                raise refusal("an option's place on the scale is a number", place, "a number", at=option)
        return {option: float(place) for option, place in value.items()}
    raise refusal("options are a list", value, "[none, two, four], or {none: 0, two: 0.3, four: 1}")


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

    model_config = ConfigDict(json_schema_extra=says_one("options", "range"))

    says: str | None = None
    options: Annotated[tuple[str | float, ...] | dict[str, float], BeforeValidator(_parse_options)] | None = None
    range: Annotated[tuple[Decimal, Decimal] | None, Field(description="Lowest and highest value")] = None
    step: Annotated[Decimal, Field(gt=0)] | None = None
    unit: str | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Issue:
        """Refuse an issue that is neither a list of options nor a range, or both."""
        if (self.options is None) == (self.range is None):
            raise refusal(
                "an issue has either `options` or a `range`",
                "both" if self.options else "neither",
                "options: [none, two, four], or range: [0, 100]",
            )
        if self.options is not None and not self.options:
            raise refusal("this issue has no options", "[]", "at least one option")
        if self.range is not None and self.range[0] >= self.range[1]:
            raise refusal("the ends of this range are out of order", str(list(self.range)), "[lowest, highest]")
        return self

    def values(self) -> tuple[Setting, ...]:
        """Return the settings tried when packages are not named: every option, or the range in steps."""
        if self.options is not None:
            return tuple(self.options)
        low, step = self._steps()
        return tuple(low + i * step for i in range(self.count()))

    def count(self) -> int:
        """Return how many settings are tried when packages are not named."""
        if self.options is not None:
            return len(self.options)
        low, step = self._steps()
        return int(((self.range or (0.0, 0.0))[1] - low) / step + 1e-9) + 1

    def _steps(self) -> tuple[float, float]:
        """Return the lowest value of a range and the distance between the values tried."""
        low, high = self.range or (0.0, 0.0)
        return low, self.step or (high - low) / 4

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


RESERVED = ("says", "ends_talks", "open_for", "steps", "sets", "from", "note", "confidence", "hindsight")
"""Keys of a package that are no issues."""


def _gather_settings(value: Any) -> Any:
    """Move the keys that name issues into `sets`."""
    if not isinstance(value, dict) or "sets" in value:
        return value
    settings = {key: part for key, part in value.items() if key not in RESERVED}
    return {**{key: part for key, part in value.items() if key in RESERVED}, "sets": settings}


class Step(Sourced):
    """One step of carrying out a package.

    Parameters
    ----------
    what : str
    after : Quantity
        Time from entry into force.
    stopped_by : mapping of name to Quantity
        Who can stop it, each with the chance that they do.
    """

    what: str
    after: Duration
    stopped_by: dict[Id, Chance] = Field(default_factory=dict)


class Package(Sourced):
    """One deal: a setting for every issue, and what signing it does to the talks.

    In a file the settings stand directly in the package (``two-final: {transfer: two, claim: closed}``).

    Parameters
    ----------
    ends_talks : Flag, optional
        Whether signing this package ends the talks. A package that answers the question always does.
    open_for : Quantity, optional
        How long the package must have been acceptable to all before a meeting can close it.
    steps : tuple of Step
        How it is carried out once it is in force; a step that is stopped breaks it.
    """

    says: str | None = None
    sets: dict[str, Setting] = Field(default_factory=dict)
    ends_talks: Flag = False
    open_for: Duration | None = None
    steps: tuple[Step, ...] = ()


WrittenPackage = Annotated[Package, BeforeValidator(_gather_settings)]
Packages = dict[Id, WrittenPackage]
