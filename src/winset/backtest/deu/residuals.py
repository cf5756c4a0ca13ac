r"""How likely is each point of the scale, given what a model says of the issue?

The outcome is one of the whole points 0, 1, ..., 100. Its chance is a conditional logit model of

.. math:: p_k \propto \exp\Bigl(-(\beta_1 - \beta_2 v)\,\tfrac{|k - m|}{100} + \beta_3 [k \in X] + \beta_4 [k = r]
          + \beta_5 \tfrac{|k - r|}{100} + \beta_6 [k \in \{0, 100\}] + \beta_7 [10 \mid k] + \beta_8 [5 \mid k]
          + \beta_9 \bigl(\tfrac{k - 50}{50}\bigr)^2\Bigr)

Here m is what the model says, v how much the actors disagree (the standard deviation of positions by salience, over
50), X the positions that somebody holds, r the reference point, [.] is 1 if it holds and else 0, and a bar means that k
is a multiple. Terms in r are 0 where no reference point is known. Residuals about m are thus two-sided exponential,
wider where actors disagree, bounded by the scale, with lumps at positions, at the reference point and at the ends, and
told in the round numbers in which outcomes were written down. The last term lets the forecast be the base rate where a
model tells nothing.

Nine weights, fitted by maximum likelihood with a weak prior on other dossiers only. In the spirit of McFadden (1974);
that outcomes lie at positions and lean away from the reference point is what the data show and is no model of
bargaining.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from winset.backtest.cells import CELLS, cell_of
from winset.backtest.choice import Array, choice_chances, fit_choice
from winset.backtest.deu.data import Issue
from winset.backtest.deu.said import saliences

NAMES = (
    "distance",
    "distance_disagreement",
    "held",
    "at_reference",
    "from_reference",
    "end",
    "ten",
    "five",
    "from_middle",
)
"""Names of the features, in the order of the weights."""

SHAPE = NAMES[2:]
"""Features that do not hang on what a model says."""


def disagreement(issue: Issue) -> float:
    """Return the standard deviation of positions by salience, over 50: from 0 (all alike) to 1 (half at each end)."""
    x, s = np.array([stand.position for stand in issue.stands]), saliences(issue)
    mean = s @ x / s.sum()
    return float(np.sqrt(s @ (x - mean) ** 2 / s.sum()) / 50)


def shape_features(issues: Sequence[Issue]) -> Array:
    """Return the features that hang on the issue alone, shape (n_issues, 101, 7), named by `SHAPE`."""
    found = np.zeros((len(issues), CELLS.size, len(SHAPE)))
    for row, issue in enumerate(issues):
        found[row, cell_of([stand.position for stand in issue.stands]), 0] = 1
        if not np.isnan(issue.reference):
            found[row, cell_of(issue.reference), 1] = 1
            found[row, :, 2] = np.abs(CELLS - issue.reference) / 100
    found[:, [0, -1], 3] = 1
    found[:, ::10, 4] = 1
    found[:, ::5, 5] = 1
    found[:, :, 6] = ((CELLS - 50) / 50) ** 2
    return found


def distance_features(points: Array, issues: Sequence[Issue]) -> Array:
    """Return distance from what a model says, and that times disagreement, shape (n_issues, 101, 2)."""
    distance = np.abs(CELLS - np.asarray(points)[:, None]) / 100
    return np.stack([distance, distance * np.array([disagreement(issue) for issue in issues])[:, None]], axis=-1)


def out_of_sample(features: Array, outcomes: Array, folds: NDArray[np.intp]) -> Array:
    """Return the chances of every point, shape (n, 101), each part's from weights fitted on the others.

    Parameters
    ----------
    features : array of float, shape (n, 101, n_features)
    outcomes : array of float, shape (n,)
        nan for what is scored only and never fitted on.
    folds : array of int, shape (n,)
    """
    found = np.empty(features.shape[:2])
    for part in np.unique(folds):
        own = folds == part
        seen = ~own & ~np.isnan(outcomes)
        found[own] = choice_chances(features[own], fit_choice(features[seen], cell_of(outcomes[seen])).values)
    return found
