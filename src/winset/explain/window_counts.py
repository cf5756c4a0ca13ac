"""When windows open in the draws of a case: side by side for each party, and for all at the same moment.

A side is ready when its leader would sign, its felt publics afford it, and those at home who are asked beforehand
consent. Readiness is watched as in the immediate form of closing: between dates a felt public's path counts as having
peaked as a random walk does. Whether a window lasts is counted on the dates alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from winset.forecasting.block import Plan
from winset.forecasting.forms import FormOf
from winset.forecasting.scene import Scene
from winset.forecasting.talks import Table
from winset.forecasting.windows import Bits, pack

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class View:
    """What a set of model forms has in common as far as windows go, with their weight together."""

    form: FormOf
    weight: float

    @property
    def name(self) -> str:
        """What tells it from others."""
        known = self.form.information if self.form.information == "none" else f"{self.form.information} information"
        return " · ".join(part for part in (self.form.process, known, self.form.vote_error) if part != "none")


def views_of(forms: Sequence[FormOf]) -> tuple[View, ...]:
    """Return forms gathered by what their windows hang on: the process, who knows what, how votes err."""
    found: dict[tuple[str, str, str], View] = {}
    for form in forms:
        key = (form.process, form.information, form.vote_error)
        so_far = found.get(key)
        found[key] = View(form, form.weight) if so_far is None else replace(so_far, weight=so_far.weight + form.weight)
    return tuple(found.values())


@dataclass
class WindowCounts:
    """How often windows open, which adds up over blocks. Views come first, packages after any that counts.

    Parameters
    ----------
    n : int
        Draws.
    sides : array, shape (n_views, n_parties, n_scopes, n_steps)
        Draws in which each party is first ready at each step.
    leaders, capitals : array, shape (n_views, n_parties, n_scopes)
        Draws in which the leader would ever sign, and the felt publics ever afford it.
    joint, lasting : array, shape (n_views, n_scopes, n_steps)
        Draws in which all are first ready at one moment at each step, and have been for the lead time.
    open_at : array, shape (n_views, n_scopes, n_steps)
        Draws in which all are ready at each step.
    closed_after : array, shape (n_views, n_scopes, n_steps)
        Draws by the number of steps after which the first window closes.
    still_open : array, shape (n_views, n_scopes)
        Draws in which the first window never closes.
    """

    n: int
    sides: Array
    leaders: Array
    capitals: Array
    joint: Array
    lasting: Array
    open_at: Array
    closed_after: Array
    still_open: Array

    @classmethod
    def empty(cls, n_views: int, n_parties: int, n_scopes: int, n_steps: int) -> WindowCounts:
        """Return counts of nothing."""
        shape = n_views, n_scopes, n_steps
        return cls(
            n=0,
            sides=np.zeros((n_views, n_parties, n_scopes, n_steps)),
            leaders=np.zeros((n_views, n_parties, n_scopes)),
            capitals=np.zeros((n_views, n_parties, n_scopes)),
            joint=np.zeros(shape),
            lasting=np.zeros(shape),
            open_at=np.zeros(shape),
            closed_after=np.zeros(shape),
            still_open=np.zeros((n_views, n_scopes)),
        )

    def add(self, other: WindowCounts) -> None:
        """Add another block's counts to these."""
        for part in fields(self):
            setattr(self, part.name, getattr(self, part.name) + getattr(other, part.name))


def count_windows(plan: Plan, replicate: int, block: int) -> WindowCounts:
    """Return the counts of one block of draws."""
    scene, views = plan.scene(replicate, block), views_of(plan.forms)
    scopes = scopes_of(plan)
    found = WindowCounts.empty(len(views), len(plan.board.parties), len(scopes), plan.board.calendar.size)
    found.n = scene.n
    process = views[0].form.process
    for place, view in enumerate(views):
        if view.form.process != process:
            scene.forget(process)
            process = view.form.process
        _count(place, view.form, scene, scopes, found)
    return found


def scopes_of(plan: Plan) -> list[Bits]:
    """Return what is asked of: any package that counts, then each, as bits of shape (n_words,)."""
    board = plan.board
    counts = board.counts if board.agreed is None else board.counts & (np.arange(len(board.counts)) == board.agreed)
    each = [np.arange(counts.size) == place for place in np.flatnonzero(counts)]
    return [pack(which[None, :])[:, 0, 0] for which in (counts, *each)]


def _count(place: int, form: FormOf, scene: Scene, scopes: Sequence[Bits], found: WindowCounts) -> None:
    """Count the windows of one view."""
    n_steps = scene.board.calendar.size
    in_time = np.arange(n_steps)[:, None] <= scene.last_steps
    at_once = Table(scene, replace(form, closing="immediate"))
    on_dates = Table(scene, replace(form, closing="meetings"))
    for who, party in enumerate(scene.board.parties):
        leader, capital, side = _side(at_once, party)
        for scope, packages in enumerate(scopes):
            ready = _among(side, packages, n_steps) & in_time
            found.sides[place, who, scope] = _first(ready)
            found.leaders[place, who, scope] = np.count_nonzero(_among(leader, packages, 1).any(axis=0))
            found.capitals[place, who, scope] = np.count_nonzero(_among(capital, packages, 1).any(axis=0))
    jointly, watched = at_once.windows(), on_dates.windows()
    steps, draws = np.divmod(np.arange(n_steps * scene.n), scene.n)
    lasting = on_dates.open_for_lead(watched, steps, draws).reshape(watched.shape)
    for scope, packages in enumerate(scopes):
        found.joint[place, scope] = _first(_among(jointly, packages, n_steps) & in_time)
        found.lasting[place, scope] = _first(_among(lasting, packages, n_steps) & in_time)
        open_ = _among(watched, packages, n_steps) & in_time
        found.open_at[place, scope] = open_.sum(axis=1)
        found.closed_after[place, scope], found.still_open[place, scope] = _lengths(open_)


def _side(table: Table, party: str) -> tuple[Bits, Bits, Bits]:
    """Return the packages that a party's leader would sign, its felt publics afford, and its side is ready for."""
    scene, form = table.scene, table.form
    leader = scene.willing(party, form.vote_error, private=table.is_private)
    consented = pack(scene.answers(form.vote_error).of_party(party).consented())
    capital: Bits = np.full_like(consented, np.iinfo(consented.dtype).max)
    for key in scene.felt:
        if key[0] == party:
            capital = capital & scene.affordable(form.process, True, key)
    return leader, capital, leader & consented & capital


def _among(bits: Bits, packages: Bits, n_steps: int) -> Mask:
    """Return when any of some packages is among the bits, shape (n_steps, n_draws)."""
    found: Mask = np.any((bits & packages[:, None, None]) != 0, axis=0)
    return np.broadcast_to(found, (max(n_steps, found.shape[0]), found.shape[1]))


def _first(open_: Mask) -> Array:
    """Return how many draws are first open at each step."""
    first = open_.argmax(axis=0)[open_.any(axis=0)]
    return np.bincount(first, minlength=open_.shape[0]).astype(float)


def _lengths(open_: Mask) -> tuple[Array, float]:
    """Return how many first windows close after each number of steps, and how many never do.

    >>> lengths, still = _lengths(np.array([[0, 1], [1, 1], [1, 1], [0, 1]], dtype=bool))
    >>> lengths.tolist(), still
    ([0.0, 0.0, 1.0, 0.0], 1.0)
    """
    ever = open_.any(axis=0)
    open_ = open_[:, ever]
    first = open_.argmax(axis=0)
    closed = ~open_ & (np.arange(open_.shape[0])[:, None] > first)
    closes = closed.any(axis=0)
    after = (closed.argmax(axis=0) - first)[closes]
    return np.bincount(after, minlength=open_.shape[0]).astype(float), float(np.count_nonzero(~closes))
