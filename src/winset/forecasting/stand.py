"""Where every accepter stands on every package at the case's date: whether it refuses, and by how much."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from winset.answer import TOLERANCE
from winset.forecasting.answers import Answers
from winset.forecasting.coalition import carried
from winset.forecasting.rules import only_after_a_no
from winset.forecasting.scene import Scene
from winset.forecasting.worth import ACCEPTS, expected_gain, signs

Array = NDArray[np.float64]

UNITS = {
    "leader": "points of worth",
    "capital": "percentage points",
    "body": "votes",
    "referendum": "percentage points",
    "consent": "chance",
}


@dataclass(frozen=True)
class Stand:
    """One accepter's shortfall on every package; positive where it refuses.

    Parameters
    ----------
    party, accepter, kind : str
        `accepter` is ``leader`` for a leader.
    short : array of float, shape (n_draws, n_packages)
        Shortfall in the unit of the kind; negative where there is room, minus infinity where it is not asked.
    refuses : array of bool, shape (n_draws, n_packages)
    """

    party: str
    accepter: str
    kind: str
    short: Array
    refuses: NDArray[np.bool_]


def stands(scene: Scene, vote_error: str) -> tuple[Stand, ...]:
    """Return where everyone stands at the case's date: leaders first, then homes, in the order of the file.

    Of what is signed leaders and felt publics are not asked again, of what is ratified nobody is.

    A leader's shortfall is the negative of the expected gain, or of the gain itself where failure is sure and free; a
    felt public's is the approval missing; a body's the votes missing as drawn.
    """
    found = []
    now, draws = np.zeros(scene.n, dtype=np.intp), np.arange(scene.n)
    belief = scene.belief(vote_error)
    for party in scene.board.parties:
        gains = scene.gains[party]
        sure, costs = gains.at(now, draws), gains.failed_vote_costs[:, None]
        refuses = ~signs(sure, belief, costs)
        short = -expected_gain(sure, belief, costs)
        short = np.where(refuses & (short <= -ACCEPTS), -sure, short)
        found.append(Stand(party, "leader", "leader", short, refuses))
    for key, felt in scene.felt.items():
        approval = scene.shocks.motions[key].start[:, None] + _events_now(scene, key)
        net_cost = felt.net_cost_at(now, draws)
        room = felt.floor[:, None] + net_cost - approval
        short = np.where(net_cost > 0, room, np.minimum(room, net_cost))
        found.append(Stand(*key, "capital", short, short > TOLERANCE))
    for part in scene.votes(vote_error):
        found.append(Stand(part.party, part.accepter, part.kind, part.short, ~part.passes))
    return tuple(_unless_done(stand, scene) for stand in found)


def _unless_done(stand: Stand, scene: Scene) -> Stand:
    """Return a stand in which nobody is asked of a package what is done already."""
    board = scene.board
    if not board.is_signed or (board.case.stage == "signed" and stand.kind not in {"leader", "capital"}):
        return stand
    done = np.arange(scene.n_packages) == board.agreed
    return replace(stand, short=np.where(done, -np.inf, stand.short), refuses=stand.refuses & ~done)


def after_a_no(scene: Scene, vote_error: str) -> tuple[Stand, ...]:
    """Return where someone stands who decides after a No and is asked only then; empty if there is nobody."""
    other = only_after_a_no(scene.board.case)
    if other is None:
        return ()
    (part,) = scene.road(vote_error, 1, other).votes.values()
    return (Stand(part.party, part.accepter, part.kind, part.short, ~part.passes),)


def accepted(scene: Scene, standing: Sequence[Stand], vote_error: str, but: Stand | None = None) -> NDArray[np.bool_]:
    """Return which packages are accepted by all leaders and felt publics and by the rules over everyone else.

    Where not all parties must agree, they are accepted by enough of them. `but` names one whose answer is taken for a
    yes. Shape (n_draws, n_packages).
    """
    without = None if but is None else (but.party, but.accepter)
    return _accepted(scene, scene.answers(vote_error), standing, without)


def accepted_if(
    scene: Scene, standing: Sequence[Stand], vote_error: str, turned: Collection[Stand]
) -> NDArray[np.bool_]:
    """Return which packages would be accepted if some of those who refuse did not, shape (n_draws, n_packages)."""
    keys = {(stand.party, stand.accepter) for stand in turned}
    answers = scene.answers(vote_error)
    yes = {
        place: replace(part, passes=np.ones(answers.shape, dtype=bool))
        for place, part in answers.votes.items()
        if (part.party, part.accepter) in keys
    }
    willing = [
        replace(stand, refuses=np.zeros_like(stand.refuses)) if (stand.party, stand.accepter) in keys else stand
        for stand in standing
    ]
    return _accepted(scene, answers.instead(yes, scene.draw), willing, None)


def _accepted(
    scene: Scene, answers: Answers, standing: Sequence[Stand], without: tuple[str, str] | None
) -> NDArray[np.bool_]:
    """Return which packages are accepted, given everyone's answers; one may be taken for a yes."""
    rule = scene.board.rule
    done = (np.arange(scene.n_packages) == scene.board.agreed) & (scene.board.case.stage == "ratified")
    if rule is None:
        return np.asarray(done | (answers.carried(without) & _all_stand(standing, without, answers.shape)))

    def accepts(who: str) -> NDArray[np.bool_]:
        own = [stand for stand in standing if stand.party == who]
        return answers.of_party(who).carried(without) & _all_stand(own, without, answers.shape)

    return np.asarray(done | carried(rule, scene.board.parties, accepts))


def _all_stand(standing: Sequence[Stand], without: tuple[str, str] | None, shape: tuple[int, int]) -> NDArray[np.bool_]:
    """Return which packages all leaders and felt publics among some accept, shape (n_draws, n_packages)."""
    found = np.ones(shape, dtype=bool)
    for stand in standing:
        if stand.kind in {"leader", "capital"} and (stand.party, stand.accepter) != without:
            found &= ~stand.refuses
    return found


def _events_now(scene: Scene, key: tuple[str, str]) -> Array:
    """Return what events add to a public's approval at the case's date, shape (n_draws, 1)."""
    events = scene.shocks.events[key]
    return np.zeros((scene.n, 1)) if events is None else events[0][:, None]
