"""Who must be carried at home: a tree whose leaves are felt publics, those who vote and those who consent."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Discriminator, Field, Strict, Tag

from winset.case.parts import Count, Id, Named, Part, whole
from winset.case.public import FeltPublic
from winset.case.quantities import (
    CHANCE,
    CORRELATION,
    Chance,
    Correlation,
    default,
)
from winset.case.voting import MOST_SEATS, Body, Referendum, for_all_packages

ALIKE = default("0 to 0.3", CORRELATION, "those who must each consent lean together; judgement")
FOR_ITSELF = default(0.5, CHANCE, "how someone answers who does not follow: either way")


Consenting = Annotated[
    dict[Id, Chance],
    BeforeValidator(
        for_all_packages,
        json_schema_input_type=Chance | dict[Id, Chance],
    ),
]
"""Chance of consent to each package; a single quantity holds for all, ``otherwise`` for those not named."""


class Consent(Named):
    """Someone without a vote who must not object: a court, an army, a supreme leader."""

    consents: Consenting
    asked_on: tuple[Id, ...] | None = None


class EachConsents(Named):
    """Several alike of whom each is asked, such as the other members of a union.

    Parameters
    ----------
    each_consents : mapping of package to Quantity
        Chance that one of them consents.
    how_many, needed : int
        How many there are, and how many must consent; all of them if not stated.
    correlation : Quantity
        How closely their answers hang together, 0 to 1: the correlation of the leanings behind them.
    """

    each_consents: Consenting
    how_many: Annotated[int, Strict(), Field(ge=1, le=MOST_SEATS), BeforeValidator(whole)]
    needed: Count | None = None
    correlation: Correlation = ALIKE
    asked_on: tuple[Id, ...] | None = None


class Follows(Named):
    """Someone who mostly answers as another of the same home does.

    Parameters
    ----------
    follows : str
        Whom.
    with_chance : Quantity, written `with`
        Chance of giving the same answer.
    otherwise : Quantity
        Chance of being in favour where the answer is not simply the other's.
    """

    follows: Id
    with_chance: Annotated[Chance, Field(alias="with")]
    otherwise: Chance = FOR_ITSELF


def _numbered(value: Any) -> Any:
    """Let a list of unnamed branches stand for a mapping of their places to them."""
    if isinstance(value, list | tuple):
        return {str(place): branch for place, branch in enumerate(value)}
    return value


SomeBranches = Annotated[dict[Id, "Accepter"], Field(min_length=1)] | Annotated[list["Accepter"], Field(min_length=1)]
Branches = Annotated[
    dict[Id, "Accepter"],
    BeforeValidator(_numbered, json_schema_input_type=SomeBranches),
    Field(min_length=1),
]
"""The branches of a rule, by name; in a list they go by their places."""


class AllOf(Named):
    """A rule that needs every one of its branches."""

    all_of: Branches


class AnyOf(Named):
    """A rule that needs one of its branches."""

    any_of: Branches


class AtLeast(Named):
    """A rule that needs a number of its branches."""

    at_least: Count
    of: Branches


class StoppedOnlyIf(Named):
    """A negative procedure: it goes through unless those named gather what they need to stop it.

    Inside it a body's `quota` counts the votes against, a referendum asks whether the Noes win, and someone who
    consents stops it by not consenting; shares and chances in favour still mean in favour of the package.
    """

    stopped_only_if: Annotated[Accepter, Field()]


RULES = ("all_of", "any_of", "at_least", "stopped_only_if")
"""Keys that tell a rule from someone who must say yes."""

# No tag is a key, so that a complaint's path never names one.
TAGS = {
    "FeltPublic": "a felt public",
    "Body": "a body",
    "Referendum": "a referendum",
    "Consent": "a consent",
    "EachConsents": "each consents",
    "Follows": "a follower",
    "AllOf": "all of",
    "AnyOf": "any of",
    "AtLeast": "at least",
    "StoppedOnlyIf": "stopped only if",
}


def _kind_of_accepter(value: Any) -> str | None:
    """Tell which accepter or rule a mapping describes."""
    if isinstance(value, Part):
        return TAGS.get(type(value).__name__)
    if isinstance(value, dict):
        for key, tag in (
            ("felt", "a felt public"),
            ("consents", "a consent"),
            ("each_consents", "each consents"),
            ("follows", "a follower"),
            *((rule, rule.replace("_", " ")) for rule in RULES),
        ):
            if key in value:
                return tag
        if value.get("votes") in ("body", "referendum"):
            return f"a {value['votes']}"
    return None


Accepter = Annotated[
    Annotated[FeltPublic, Tag("a felt public")]
    | Annotated[Body, Tag("a body")]
    | Annotated[Referendum, Tag("a referendum")]
    | Annotated[Consent, Tag("a consent")]
    | Annotated[EachConsents, Tag("each consents")]
    | Annotated[Follows, Tag("a follower")]
    | Annotated[AllOf, Tag("all of")]
    | Annotated[AnyOf, Tag("any of")]
    | Annotated[AtLeast, Tag("at least")]
    | Annotated[StoppedOnlyIf, Tag("stopped only if")],
    Discriminator(
        _kind_of_accepter,
        custom_error_type="accepter",
        custom_error_message=(
            "here stands none of `felt: capital`, `votes: body`, `votes: referendum`, `consents: ...`, "
            "`each_consents: ...`, `follows: ...`, `all_of`, `any_of`, `at_least`, `stopped_only_if`"
        ),
    ),
]

for rule in (AllOf, AnyOf, AtLeast, StoppedOnlyIf):
    rule.model_rebuild()

__all__ = ["Accepter", "AllOf", "AnyOf", "AtLeast", "Consent", "EachConsents", "Follows", "StoppedOnlyIf"]
