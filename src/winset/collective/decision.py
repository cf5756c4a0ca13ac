"""A decision of many actors on one issue or several: who wants what, how much it matters, what each can bring."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from winset.collective.allowed import Array, numbers_between
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

    def on(self, issue: int) -> tuple[Array, Array, Array]:
        """Return position, salience and capability of those present on an issue, shape (n_present,) each.

        >>> two = Decision(("a", "b"), ("tax",), np.array([[0.0], [8.0]]), np.ones((2, 1)), np.ones((2, 1)))
        >>> two.on(0)[0].tolist()
        [0.0, 8.0]
        """
        assert self.present is not None
        here = self.present[:, issue]
        return self.position[here, issue], self.salience[here, issue], self.capability[here, issue]
