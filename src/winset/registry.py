"""The list of models: each declares itself here, and docs, tests and front ends read the list."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from types import MappingProxyType
from typing import Any, Literal

from winset.errors import InputError

Status = Literal["published", "textbook", "in the spirit of"]

FAMILIES = ("bargain", "ratify", "collective", "graph", "chance", "timing", "commitment")

AXIOMS: Mapping[str, str] = MappingProxyType(
    {
        "affine": "Another unit or zero of an issue restates the answer in it and changes nothing else.",
        "deterministic": "The same inputs give the same answer, to the last byte.",
        "efficient": "Nothing feasible is better for one party and worse for none.",
        "independent": "Taking away outcomes that are not chosen changes nothing.",
        "monotone": "More to choose from, or more support, never makes the answer worse.",
        "scale-invariant": "Another unit or zero of one party's utilities changes nothing.",
        "symmetric": "Those who change places change places in the answer, and nothing else changes.",
        "within-range": "The answer lies between the least and the greatest position.",
    }
)
"""Every axiom that a model may claim, and what it means; a test proves each claim of each model."""

_MODELS: dict[str, Model] = {}


@dataclass(frozen=True)
class Model:
    """What a model says about itself.

    Parameters
    ----------
    id : str
        Lower-case words joined by hyphens; the name of its page in ``docs/explanation/models``.
    family : str
        The package that holds it, such as ``bargain``.
    meaning : str
        One sentence for people.
    reference : str
        Full reference of the source.
    status : {"published", "textbook", "in the spirit of"}
        ``in the spirit of`` marks a model whose paper's own equations were not re-read.
    function : callable
        The public function that answers.
    axioms : frozenset of str
        Claimed properties out of `AXIOMS`; claiming one switches on its test.
    example : mapping of str
        Arguments by name, as they would stand in a JSON file: lists, numbers, text, true, false and null only.

    Notes
    -----
    What else there is to say is said once, in docstrings, and read from there: the module's prose names the essential
    assumption and says when not to use the model, the function's has the equation and every argument.
    """

    id: str
    family: str
    meaning: str
    reference: str
    status: Status
    function: Callable[..., Any]
    axioms: frozenset[str] = field(default_factory=frozenset)
    example: Mapping[str, Any] = field(default_factory=dict, hash=False)


def register(model: Model) -> Model:
    """Add a model to the list and return it; an id may be taken once."""
    if model.id in _MODELS and _MODELS[model.id] != model:
        raise ValueError(f"two models are called {model.id!r}; an id may be taken once")
    _MODELS[model.id] = model
    return model


def models() -> tuple[Model, ...]:
    """Return every model, sorted by family and id.

    Examples
    --------
    >>> "nash" in {model.id for model in models()}
    True
    """
    for family in FAMILIES:
        import_module(f"winset.{family}")
    return tuple(sorted(_MODELS.values(), key=lambda model: (model.family, model.id)))


def model(id: str) -> Model:
    """Return the model of that id.

    Raises
    ------
    InputError
        If there is none, with the nearest id.

    Examples
    --------
    >>> model("nash").family
    'bargain'
    >>> model("nach")
    Traceback (most recent call last):
    ...
    winset.errors.InputError: there is no model `nach`; did you mean nash? `winset models` lists them all
    """
    known = {found.id: found for found in models()}
    if id in known:
        return known[id]
    near = difflib.get_close_matches(id.lower(), known, n=1, cutoff=0.5)
    guess = f"did you mean {near[0]}? " if near else ""
    raise InputError(f"there is no model `{id[:60]}`; {guess}`winset models` lists them all")
