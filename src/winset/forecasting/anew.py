"""A changed package is signed anew: after a No leaders must gain by it as they then stand, and afford it at home."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from winset.case.accepters import RATIFIERS
from winset.forecasting.forms import FormOf
from winset.forecasting.obstacle import Obstacle
from winset.forecasting.scene import Scene
from winset.forecasting.worth import signs

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Steps = NDArray[np.intp]


def signed_anew(
    scene: Scene, form: FormOf, package: int, draws: Steps, days: Array, belief: Array, without: Obstacle | None
) -> dict[str, Mask]:
    """Return which leaders sign a changed package on a day and can afford it at home, shape (n_pairs,) each.

    Those of no party stand under ``ratifiers``.

    Parameters
    ----------
    scene : Scene
    form : FormOf
        Its process moves approval.
    package : int
        Place of the changed package.
    draws : array of int, shape (n_pairs,)
    days : array of float, shape (n_pairs,)
        Days since the case's date on which it is voted on; after the end of the question, the last step counts.
    belief : array of float, shape (n_pairs,)
        The leaders' belief that it passes this vote or one of those left.
    without : Obstacle or None
        A leader or a public that is taken away is not asked.
    """
    calendar = scene.board.calendar
    steps = np.clip(np.searchsorted(calendar.days, days, side="right") - 1, 0, calendar.size - 1)
    taken = () if without is None else (without.kind, without.party, without.accepter)
    found = {party: np.ones(draws.shape, dtype=bool) for party in (*scene.gains, RATIFIERS)}
    for party, gains in scene.gains.items():
        if taken != ("leader", party, "leader"):
            gain = gains.at(steps, draws)[:, package]
            found[party] &= signs(gain, belief, gains.failed_vote_costs[draws])
    for key, felt in scene.felt.items():
        if taken != ("capital", *key):
            approval = scene.approval(form.process, key).at(steps, draws)
            found[key[0]] &= approval >= felt.need_at(steps, draws)[:, package]
    return found


__all__ = ["signed_anew"]
