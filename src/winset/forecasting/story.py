"""One reading of a case with the counts of its draws."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from winset.forecasting.block import Deals, Plan, Tally

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Told:
    """One reading of the case: its weight, its plan, and how many deals there are in each replicate."""

    name: str
    weight: float
    plan: Plan
    replicates: tuple[Deals, ...]

    def mean(self, what: str) -> Array:
        """Return a count of the tallies as a mean over draws, averaged over replicates."""
        return np.asarray(np.mean([getattr(tally, what) / tally.n for tally in self.replicates], axis=0))

    @property
    def form_weights(self) -> Array:
        """Weights of the story's forms within it, shape (n_forms,)."""
        return np.array([form.weight for form in self.plan.forms])


@dataclass(frozen=True)
class Story(Told):
    """One reading of the case with all that is counted in each replicate."""

    replicates: tuple[Tally, ...]
