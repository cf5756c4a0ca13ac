"""Offers that are taken or left: what a proposer puts forward under private information, and what is agreed.

At every moment at which something could be agreed one leader, drawn at random, puts a package forward. He may put
forward whatever is open as far as he knows, and takes the one with the largest expected gain times the chance that the
others accept. They answer by what is true; a refusal teaches nobody anything, and the talks go on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from winset.bargain.private_offer import best_offer
from winset.forecasting.windows import Bits, pack, unpack

if TYPE_CHECKING:
    from winset.forecasting.talks import Table

Steps = NDArray[np.intp]

AT_ONCE = 1 << 22
"""Gains, as numbers, that are looked at at a time; no result depends on it."""


def within_reach(table: Table, steps: Steps, draws: Steps) -> Bits:
    """Return the packages that are open as far as each pair's proposer knows, shape (n_words, n_pairs).

    He knows whether he signs, and every felt public, and every leader and everyone who must consent of whom nothing is
    hidden from him; these have accepted for the lead time.
    """
    scene = table.scene
    parties, doubts = scene.board.parties, [scene.doubt(party) for party in scene.board.parties]
    proposers, early = proposers_of(table, steps, draws), scene.answers(table.votes[0]).rules.early
    hidden = [doubt.places & early for doubt in doubts]
    found = table.open_for_lead(table.windows((), frozenset().union(*hidden)), steps, draws)
    for place, whom in enumerate(hidden if any(hidden) else ()):
        rows = np.flatnonzero(proposers == place)
        consented = scene.answers(table.votes[0]).consented(table.votes[1], but=whom)
        found[:, rows] &= pack(consented)[:, 0, draws[rows]]
    for party in parties:
        if party in table.complaisant:
            continue
        known = np.array([party not in doubt.parties for doubt in doubts])
        rows = np.flatnonzero(known[proposers])
        answers = scene.willing(party, *table.votes, private=True)
        if answers.shape[1] == 1:
            found[:, rows] &= answers[:, 0, draws[rows]]
        else:
            found[:, rows] &= table.open_for_lead(answers, steps[rows], draws[rows])
    return found


def proposers_of(table: Table, steps: Steps, draws: Steps) -> Steps:
    """Return who puts a package forward at pairs of step and draw, as places among the parties.

    A leader who is taken away, and accepts everything, leaves it to the next.
    """
    parties = table.scene.board.parties
    found = table.scene.proposers[steps, draws].astype(np.intp)
    for party in table.complaisant:
        found[found == parties.index(party)] += 1
    return found % len(parties)


def put_forward(table: Table, steps: Steps, draws: Steps, reach: Bits) -> Steps:
    """Return the package that is put forward at pairs of step and draw, -1 where none is.

    Where no package has a gain for the proposer, and some costs him nothing, he puts forward the one that is likeliest
    to be accepted: as good as no agreement is good enough.
    """
    scene = table.scene
    proposers = proposers_of(table, steps, draws)
    gains = np.take_along_axis(table.expected_gains(steps, draws), proposers[:, None, None], axis=2)[:, :, 0]
    chances = unpack(reach, scene.n_packages).astype(float)
    for place, party in enumerate(scene.board.parties):
        rows, doubt = np.flatnonzero(proposers == place), scene.doubt(party)
        if rows.size and (doubt.parties or doubt.places):
            chance, gain = doubt.prospects(steps[rows], draws[rows], table.votes, table.complaisant)
            chances[rows] *= chance
            if doubt.places:
                gains[rows] = np.maximum(gain, 0.0)
    best = best_offer(gains, chances)
    return np.where((best < 0) & chances.any(axis=1), chances.argmax(axis=1), best)


def first_agreed(table: Table, steps: Steps, draws: Steps, offered: Bits, reach: Bits) -> tuple[Steps, Steps]:
    """Return the first pair of each draw at which an offer is accepted, and the package.

    Parameters
    ----------
    steps, draws : array of int, shape (n_pairs,)
        Ordered by draw and then by step.
    offered, reach : array of unsigned int, shape (n_words, n_pairs)
        Packages open in truth, and as far as the proposer knows.
    """
    scene = table.scene
    live = np.flatnonzero(offered.any(axis=0))
    starts = np.flatnonzero(np.diff(draws[live], prepend=-1) != 0)
    rank = np.arange(live.size) - np.repeat(starts, np.diff(starts, append=live.size))
    waiting = np.ones(scene.n, dtype=bool)
    firsts, choices = [np.zeros(0, dtype=np.intp)], [np.zeros(0, dtype=np.intp)]
    tried, span, size = 0, 1, scene.n_packages * len(scene.board.parties)
    while True:
        now = live[(rank >= tried) & (rank < tried + span) & waiting[draws[live]]]
        if not now.size:
            break
        offer = put_forward(table, steps[now], draws[now], reach[:, now])
        accepted = (offer >= 0) & unpack(offered[:, now], scene.n_packages)[np.arange(now.size), offer]
        now, offer = now[accepted], offer[accepted]
        first = np.diff(draws[now], prepend=-1) != 0
        firsts.append(now[first])
        choices.append(offer[first])
        waiting[draws[now]] = False
        tried += span
        span = max(1, min(2 * span, AT_ONCE // (size * scene.n)))
    found = np.concatenate(firsts)
    order = np.argsort(found)
    return found[order], np.concatenate(choices)[order]


__all__ = ["first_agreed", "proposers_of", "put_forward", "within_reach"]
