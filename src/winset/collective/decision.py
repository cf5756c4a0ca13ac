"""A decision of many actors on one issue or several: who wants what, how much it matters, what each can bring."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from winset.allowed import numbers_between
from winset.collective.allowed import Array
from winset.errors import InputError


@dataclass(frozen=True)
class Decision:
    """Actors by issues.

    Parameters
    ----------
    actors, issues : tuple of str
        Names, each one once.
    position : array of float, shape (n_actors, n_issues)
        In units of each issue.
    salience : array of float, shape (n_actors, n_issues)
        From 0 to 1.
    capability : array of float, shape (n_actors, n_issues)
        At least 0.
    present : array of bool, shape (n_actors, n_issues), optional
        Whether an actor takes part in an issue; all do if not given. Where one does not, all its numbers are 0.
    reference : array of float, shape (n_issues,), optional
        What holds on each issue without a decision; nan where nothing is known, as on all if not given.
    scale : array of float, shape (n_issues, 2), optional
        Lowest and highest value of each issue.

    Raises
    ------
    InputError
        If there is no actor or issue, a name stands twice, a shape does not fit or a number is out of range.
    """

    actors: tuple[str, ...]
    issues: tuple[str, ...]
    position: Array
    salience: Array
    capability: Array
    present: NDArray[np.bool_] | None = None
    reference: Array | None = None
    scale: Array | None = None

    def __post_init__(self) -> None:
        for field, names in (("actors", self.actors), ("issues", self.issues)):
            if not names or len(set(names)) < len(names):
                raise InputError(f"`{field}` is {list(names)}; it must hold one name or more, each of them once")
        shape = len(self.actors), len(self.issues)
        present = np.ones(shape, dtype=bool) if self.present is None else np.asarray(self.present, dtype=bool)
        reference = np.full(shape[1], np.nan) if self.reference is None else np.asarray(self.reference, dtype=float)
        known = {"present": present, "reference": reference}
        for field, low, high in (("position", -np.inf, np.inf), ("salience", 0, 1), ("capability", 0, np.inf)):
            known[field] = numbers_between(field, getattr(self, field), low, high)
        for field, values in known.items():
            allowed = shape[1:] if field == "reference" else shape
            if values.shape != allowed:
                raise InputError(f"`{field}` has shape {values.shape}; here it must be {allowed}")
            if field in ("position", "salience", "capability"):
                values = np.where(present, values, 0.0)
            object.__setattr__(self, field, values)
        if self.scale is not None:
            scale = numbers_between("scale", self.scale)
            if scale.shape != (shape[1], 2) or (scale[:, 0] >= scale[:, 1]).any():
                raise InputError("`scale` must hold two numbers for each issue, the first below the second")
            object.__setattr__(self, "scale", scale)
            outside = present & ((self.position < scale[:, 0]) | (self.position > scale[:, 1]))
            if outside.any():
                actor, issue = (int(place) for place in np.argwhere(outside)[0])
                raise InputError(
                    f"`position[{actor}, {issue}]` is {self.position[actor, issue]:g}; on its `scale` it lies from "
                    f"{scale[issue, 0]:g} to {scale[issue, 1]:g}"
                )

    def on(self, issue: int) -> tuple[Array, Array, Array]:
        """Return position, salience and capability of those present on an issue, shape (n_present,) each.

        >>> two = Decision(("a", "b"), ("tax",), np.array([[0.0], [8.0]]), np.ones((2, 1)), np.ones((2, 1)))
        >>> two.on(0)[0].tolist()
        [0.0, 8.0]
        """
        assert self.present is not None
        here = self.present[:, issue]
        return self.position[here, issue], self.salience[here, issue], self.capability[here, issue]

    def ends(self) -> Array:
        """Return lowest and highest value of each issue, or lowest and highest position, shape (n_issues, 2).

        Where all stand at one point and no scale is stated, the highest value is 1 above it.
        """
        if self.scale is not None:
            return self.scale
        assert self.present is not None
        low = np.where(self.present, self.position, np.inf).min(axis=0)
        high = np.where(self.present, self.position, -np.inf).max(axis=0)
        low, high = (np.where(self.present.any(axis=0), end, 0.0) for end in (low, high))
        return np.stack([low, np.where(high > low, high, low + 1.0)], axis=1)

    def on_one_scale(self) -> tuple[Array, Array, Array]:
        """Return position, salience and capability with every issue from 0 to 1; in its units if no scale is stated."""
        if self.scale is None:
            return self.position, self.salience, self.capability
        assert self.present is not None
        low, high = self.scale.T
        inward = np.where(self.present, (self.position - low) / (high - low), 0.0)
        return inward, self.salience, self.capability

    def outward(self, outcomes: Array) -> Array:
        """Return outcomes of `on_one_scale`, shape (..., n_issues), in the units of the issues."""
        if self.scale is None:
            return outcomes
        low, high = self.scale.T
        return np.asarray(low + outcomes * (high - low))
