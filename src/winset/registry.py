"""The list of models: each declares itself here, and docs, tests and front ends read the list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Literal

Status = Literal["published", "textbook", "in the spirit of"]

FAMILIES = ("bargain", "ratify", "collective", "graph", "chance", "timing", "commitment")

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
        Claimed properties, such as ``efficient`` or ``scale-invariant``; claiming one switches on its test.
    """

    id: str
    family: str
    meaning: str
    reference: str
    status: Status
    function: Callable[..., Any]
    axioms: frozenset[str] = field(default_factory=frozenset)


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
