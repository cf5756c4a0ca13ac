"""Whether packages enforce themselves: the shift of power that they bring, and the steps of what they hand over.

A package that makes one side stronger is kept only if the other bears the shift (`winset.commitment.shifting_power`,
`winset.commitment.concession`). What is handed over against a relation that lasts is kept only if each step is worth
less than the relation ahead (`winset.commitment.staged_exchange`). Neither enters a forecast unless keeping counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from winset.case.case import Case
from winset.commitment.concession import largest_concession_on_slope
from winset.commitment.shifting_power import is_peace_possible, largest_power
from winset.commitment.staged_exchange import steps_needed
from winset.forecasting.inputs import Draw

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

ENFORCEMENT = "keeping.enforcement"
EXCHANGE = "keeping.exchange"


@dataclass(frozen=True)
class Enforced:
    """How packages enforce themselves in each draw; nan where the case says nothing of a package.

    Parameters
    ----------
    bears : array of bool, shape (n_draws, n_packages)
        Whether the shift of power is borne; true where there is none.
    cut : array of bool, shape (n_draws, n_packages)
        Whether what is handed over is cut into steps small enough; true where nothing is.
    shift, share : array of float, shape (n_draws, n_packages)
        The largest shift of power that is borne, and the largest share of what is conceded, if power rises with it in
        proportion.
    steps : array of float, shape (n_draws, n_packages)
        The least number of equal steps that enforce themselves, infinite where none is enough.
    """

    bears: Mask
    cut: Mask
    shift: Array
    share: Array
    steps: Array

    @property
    def both(self) -> Mask:
        """Whether a package enforces itself, shape (n_draws, n_packages)."""
        return self.bears & self.cut

    @classmethod
    def of(cls, case: Case, packages: Sequence[str], draw: Draw) -> Enforced:
        """Work out whether each package of a case enforces itself."""
        shape = (draw.n, len(packages))
        unsaid, yes = np.full(shape, np.nan), np.ones(shape, dtype=bool)
        found = cls(yes, yes.copy(), unsaid, unsaid.copy(), unsaid.copy())
        keeping = case.keeping
        if keeping is not None and keeping.enforcement is not None:
            now, lost, patience = (draw.value(f"{ENFORCEMENT}.{key}") for key in ("power_now", "destroys", "discount"))
            borne = largest_power(now, patience, lost) - now
            for place, name in enumerate(packages):
                if name in keeping.enforcement.power_after:
                    after = draw.value(f"{ENFORCEMENT}.power_after.{name}")
                    found.bears[:, place] = is_peace_possible(now, after, patience, lost)
                    found.shift[:, place] = borne
                    slope = np.maximum(after - now, 0.0)
                    found.share[:, place] = largest_concession_on_slope(slope, now, patience, lost)
        if keeping is not None and keeping.exchange is not None:
            relation, patience = draw.value(f"{EXCHANGE}.relation"), draw.value(f"{EXCHANGE}.discount")
            for place, name in enumerate(packages):
                if name in keeping.exchange.worth:
                    needed = steps_needed(draw.value(f"{EXCHANGE}.worth.{name}"), relation, patience)
                    found.steps[:, place] = needed
                    found.cut[:, place] = needed <= keeping.exchange.steps(name)
        return found

    def told(self) -> Array:
        """Return the largest shifts and shares and the steps needed as one array, shape (3, n_packages, n_draws)."""
        return np.stack([self.shift.T, self.share.T, self.steps.T])

    def holds(self) -> Array:
        """Return in how many draws each package enforces itself, in all and by each reason, shape (4, n_packages).

        The last row counts the draws in which no number of steps is enough.
        """
        parts = (self.both, self.bears, self.cut, np.isinf(self.steps))
        return np.stack([part.sum(axis=0) for part in parts]).astype(float)


__all__ = ["ENFORCEMENT", "EXCHANGE", "Enforced"]
