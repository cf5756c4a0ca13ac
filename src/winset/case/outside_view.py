"""The outside view: how often things like this happen, whoever is at the table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator, Field, JsonValue

from winset.case.base_rates import ReferenceClass, reference_classes, sign_of_issue
from winset.case.complaints import Finding, did_you_mean
from winset.case.parts import Count, Decimal, Id, Part, Sourced, refusal

if TYPE_CHECKING:
    from winset.case.case import Case

OWN_RECORD = "own-record"
CLASS_LINES = ("agreement", "substantive", "ends-claim", "ratified")
"""Ids of the lines that a reference class gives."""

NONE = "none"

CLASSES: list[JsonValue] = [NONE, *reference_classes()]
"""What `class` may be."""


class OwnRecord(Sourced):
    """How long this dispute has gone without an agreement."""

    years_without: Annotated[Decimal, Field(gt=0)]


class BaseRate(Sourced):
    """How often attempts of this kind end in an agreement."""

    says: str
    share: Annotated[Decimal, Field(ge=0, le=1)]
    attempts: Count | None = None


def _known(value: Any) -> Any:
    """Refuse a reference class that does not ship with winset."""
    if isinstance(value, str) and value not in CLASSES:
        remedy = did_you_mean(value, reference_classes()) or ""
        raise refusal("there is no such reference class", value, ", ".join(map(str, CLASSES)), remedy=remedy)
    return value


class Blend(Part):
    """Mix the model's chance with the outside view on the scale of log-odds; printed beside the model's own number.

    Parameters
    ----------
    weight : number
        Weight of the outside view, 0 to 1.
    """

    weight: Annotated[Decimal, Field(ge=0, le=1)]


class OutsideView(Part):
    """Base rates that stand beside the forecast and never enter it.

    Parameters
    ----------
    class : text
        The reference class of past attempts, such as `territory/bilateral`; `none` if no class fits.
    closest : id
        The line that asks most nearly what the case asks.
    blend : mapping
        Mix the model's chance with the closest line.
    """

    class_: Annotated[str, BeforeValidator(_known), Field(json_schema_extra={"enum": CLASSES})] | None = Field(
        default=None, alias="class"
    )
    own_record: OwnRecord | None = None
    rates: dict[Id, BaseRate] = Field(default_factory=dict)
    closest: Id | None = None
    blend: Blend | None = None


def reference_class(case: Case) -> tuple[ReferenceClass, str] | None:
    """Return the reference class of a case and why it was chosen; nothing if none fits.

    What the case states comes first. Where it states no class and no rates of its own, the words of its title and
    question tell what is claimed; a mediator, or the number of parties, tells how it is tried.
    """
    view = case.outside_view
    if view.class_ is not None:
        return None if view.class_ == NONE else (reference_classes()[view.class_], "as the case states")
    sign = None if view.rates else sign_of_issue(f"{case.title} {case.question.text}")
    if sign is None:
        return None
    issue, word = sign
    if case.mediator is not None:
        method, how = "/third-party-nonbinding", " and has a mediator"
    elif len(case.parties) == 2:
        method, how = "/bilateral", " and has two parties"
    else:
        method, how = "", ""
    return reference_classes()[issue + method], f"chosen since the case speaks of “{word}”{how}"


def lines_of(case: Case) -> tuple[str, ...]:
    """Return the ids of the lines of a case's outside view, in the order in which they are told."""
    view, found = case.outside_view, reference_class(case)
    own = (OWN_RECORD,) if view.own_record is not None else ()
    if found is None or case.stage == "ratified":
        given: tuple[str, ...] = ()
    else:
        given = CLASS_LINES[:3] if case.stage == "talks" else CLASS_LINES[3:]
    return (*own, *given, *view.rates)


def check_outside_view(case: Case) -> Iterator[Finding]:
    """Yield what does not go together in the outside view of a case."""
    view = case.outside_view
    taken = {OWN_RECORD, *(CLASS_LINES if reference_class(case) is not None else ())}
    for name in view.rates:
        if name in taken:
            said = "this rate bears the name of a line that stands there already"
            yield Finding(("outside_view", "rates", name), said, name, remedy="give it another name")
    lines = lines_of(case)
    if view.closest is not None and view.closest not in lines:
        said = f"there is no line `{view.closest}` in the outside view of this case"
        yield Finding(
            ("outside_view", "closest"), said, view.closest, ", ".join(lines), did_you_mean(view.closest, lines)
        )
    if view.blend is not None and not lines:
        said = "there is no outside view to mix with"
        yield Finding(("outside_view", "blend"), said, remedy="state `class`, `own_record` or `rates`")
