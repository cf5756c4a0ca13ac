"""One block of draws: every form played, every no-deal draw replayed with one obstacle taken away, all counted.

Blocks are the unit of work: their size is fixed, they share nothing, and their counts add up in a fixed order, so
that the answer does not depend on how many workers there are, nor memory on how many draws.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Self

import numpy as np
from numpy.typing import NDArray

from winset.case.accepters import UNLISTED
from winset.chance.distributions import Distribution
from winset.forecasting.alike import Alike
from winset.forecasting.capital import Shocks
from winset.forecasting.forms import NONE, FormOf
from winset.forecasting.inputs import Draw
from winset.forecasting.obstacle import Obstacle
from winset.forecasting.rules import second_road
from winset.forecasting.scene import Board, Scene
from winset.forecasting.side_by_side import Drawn
from winset.forecasting.stand import Stand, accepted, after_a_no, stands
from winset.forecasting.talks import Played, Table
from winset.forecasting.tree import accepts, places

Array = NDArray[np.float64]

SEVERAL = Obstacle("several")


@dataclass(frozen=True)
class Plan:
    """What every block of one story needs to know.

    Parameters
    ----------
    board : Board
    distributions : mapping of path to Distribution
    together : tuple
        Groups of correlated numbers with their rank correlations.
    forms : tuple of FormOf
    obstacles : tuple of Obstacle
        What is taken away, one at a time, from draws without a deal.
    chart_steps : tuple of int
        Steps at which approval is kept for charts.
    seed, bits, size : int
        The run's seed; a replicate holds ``2**bits`` draws, a block `size` of them.
    """

    board: Board
    distributions: Mapping[str, Distribution]
    together: tuple[tuple[tuple[str, ...], Array], ...]
    forms: tuple[FormOf, ...]
    obstacles: tuple[Obstacle, ...]
    chart_steps: tuple[int, ...]
    seed: int
    bits: int
    size: int

    @property
    def blocks(self) -> int:
        """Blocks in a replicate."""
        return (1 << self.bits) // self.size

    def scene(self, replicate: int, block: int) -> Scene:
        """Return the scene of one block of draws."""
        return self.scene_of((replicate,), block)

    def scene_of(
        self, replicates: tuple[int, ...], block: int, like: Scene | None = None, alike: Alike | None = None
    ) -> Scene:
        """Return the scene of one block of some replicates, side by side.

        What it has in common with another plan's is taken from there.
        """
        given = (
            self.distributions,
            self.together,
            self.size * len(replicates),
            self.seed,
            replicates[0],
            block,
            self.bits,
        )
        draw = Draw(*given) if len(replicates) == 1 else Drawn(*given, replicates=replicates)
        if like is None or not draw.share(like.draw):
            like, alike = None, None
        shocks = Shocks(self.board.case, self.board.calendar, draw, like.shocks if like else None, alike)
        return Scene(self.board, draw, shocks, twin=like, alike=alike)


@dataclass
class Deals:
    """How many draws end in a deal, which adds up over blocks; forms come first in every shape.

    Parameters
    ----------
    n : int
        Draws.
    deals : array, shape (n_forms,)
        Draws with a deal.
    deal_steps : array, shape (n_forms, n_steps)
        Draws whose deal falls into each step.
    """

    n: int
    deals: Array
    deal_steps: Array

    def add(self, other: Self) -> None:
        """Add another block's counts to these."""
        for part in fields(self):
            mine, theirs = getattr(self, part.name), getattr(other, part.name)
            if isinstance(mine, dict):
                for name, value in theirs.items():
                    mine[name] = mine.get(name, 0.0) + value
            else:
                setattr(self, part.name, mine + theirs)


@dataclass
class Tally(Deals):
    """Counts over draws, which add up over blocks; forms come first in every shape.

    Parameters
    ----------
    meets, agreed, signed, applied, ratified, in_force, kept : array, shape (n_forms,)
        Draws that reach a rung with a package that counts.
    package_signed, package_ratified : array, shape (n_forms, n_packages)
    binding : array, shape (n_forms, n_obstacles + 1)
        Draws without a deal by what stands in the way; the last column is several at once.
    refusals : array, shape (n_accepters, n_packages)
    node_accepts : array, shape (n_places, n_packages)
        Draws in which each place of the tree of accepters accepts at the case's date.
    open_now : array, shape (n_packages,)
    pooled, pooled_squared : float
        Sums over draws of the deal's pooled probability and of its square.
    with_levels : mapping of name to float
        Sums over draws of the pooled probability times each named level.
    holds : array, shape (4, n_packages)
        Draws in which each package enforces itself, as `Enforced.holds` counts them.
    terms : list of array, shape (3, n_packages, n_draws)
        On which terms it does, kept for the first block of a replicate only.
    shortfalls : list of array, shape (n_accepters, n_packages, n_draws)
        Shortfalls, kept likewise.
    approvals : list of array, shape (n_publics, n_dates, n_draws)
        Approval under the first process, kept likewise.
    """

    meets: Array
    agreed: Array
    signed: Array
    applied: Array
    ratified: Array
    in_force: Array
    kept: Array
    package_signed: Array
    package_ratified: Array
    binding: Array
    refusals: Array
    node_accepts: Array
    open_now: Array
    pooled: float
    pooled_squared: float
    with_levels: dict[str, float]
    holds: Array
    terms: list[Array]
    shortfalls: list[Array]
    approvals: list[Array]


def obstacles_of(board: Board) -> tuple[Obstacle, ...]:
    """Return everything that may stand in the way of a deal: accepters, outsiders, meetings, votes, spoilers.

    Leaders and felt publics have no more to say of what is signed, unless a changed package is to be signed anew.
    """
    case, after = board.case, board.case.after_a_no
    at_the_table = not board.is_signed or (case.stage == "signed" and after is not None and after.package is not None)
    found = [Obstacle("leader", party, "leader") for party in case.parties if at_the_table]
    voting = False
    for ratifier in board.ratifiers:
        if ratifier.kind == "capital" and not at_the_table:
            continue
        found.append(Obstacle(ratifier.kind, *ratifier.key))
        voting |= not ratifier.beforehand and ratifier.name != UNLISTED
    found += [Obstacle("outside", outsider, "pressure") for outsider in case.outside]
    if case.stage == "talks":
        found.append(Obstacle("time", "", "meetings"))
    if voting:
        found.append(Obstacle("vote", "", "vote"))
    other = second_road(case, board.ratifiers)
    if other is not None and case.stage != "ratified":
        found.append(Obstacle("road", *other.key))
    if not board.is_signed:
        spoilers = [name for name, event in case.events.items() if event.breaks_off is not None]
        found += [Obstacle("spoiler", "", name) for name in spoilers]
    return tuple(found)


def first_vote_error(forms: Sequence[FormOf]) -> str:
    """Return the treatment of votes under which accepters' stands are reported: a common error where there is one."""
    return next((form.vote_error for form in forms if form.vote_error in {"common", NONE}), forms[0].vote_error)


def play_block(plan: Plan, replicate: int, block: int) -> Tally:
    """Return the counts of one block of draws."""
    scene = plan.scene(replicate, block)
    keep = block == 0
    standing = stands(scene, first_vote_error(plan.forms))
    tally = _empty(plan, scene, standing, keep)
    pooled = np.zeros(scene.n)
    outsiders = {
        obstacle.party: scene.without_outsider(obstacle.party)
        for obstacle in plan.obstacles
        if obstacle.kind == "outside"
    }
    process = plan.forms[0].process
    for place, form in enumerate(plan.forms):
        if form.process != process:
            for done in (scene, *outsiders.values()):
                done.forget(process)
            process = form.process
        pooled += form.weight * _play_form(plan, place, form, scene, outsiders, tally)
    tally.pooled, tally.pooled_squared = float(pooled.sum()), float((pooled**2).sum())
    tally.with_levels = {name: float(level @ pooled) for name, level in scene.draw.used_levels().items()}
    # What would keep a deal is asked last, so that numbers which no deal hangs on count for none.
    if plan.board.case.keeping is not None:
        tally.holds = scene.enforced.holds()
        tally.terms = [scene.enforced.told()] if keep else []
    return tally


def play_deals(plan: Plan, scene: Scene, parts: int = 1) -> tuple[Deals, ...]:
    """Return how many draws of each part of a scene end in a deal, and when; nothing else is asked.

    Parts are as large as each other, such as replicates side by side.
    """
    n_forms, size = len(plan.forms), plan.board.calendar.size
    found = tuple(
        Deals(n=scene.n // parts, deals=np.zeros(n_forms), deal_steps=np.zeros((n_forms, size))) for _ in range(parts)
    )
    process = plan.forms[0].process
    for place, form in enumerate(plan.forms):
        if form.process != process:
            scene.forget(process)
            process = form.process
        table = Table(scene, form)
        days = table.deal_days(table.play())
        for part, own in zip(found, np.split(days, parts), strict=True):
            _count_deals(place, table, own, part)
    return found


def _empty(plan: Plan, scene: Scene, standing: tuple[Stand, ...], keep: bool) -> Tally:
    """Return a tally with what does not depend on the form filled in."""
    board, n_forms, n_packages = plan.board, len(plan.forms), scene.n_packages
    after = after_a_no(scene, first_vote_error(plan.forms))
    refuses = np.stack([stand.refuses for stand in standing])
    zeros = np.zeros(n_forms)
    approvals = []
    if keep and scene.shocks.publics:
        process = plan.forms[0].process
        steps = list(plan.chart_steps)
        paths = [scene.approval(process, key).points[steps] for key in scene.shocks.publics]
        approvals.append(np.clip(np.stack(paths), 0.0, 100.0))
    return Tally(
        n=scene.n,
        deals=zeros.copy(),
        meets=zeros.copy(),
        agreed=zeros.copy(),
        signed=zeros.copy(),
        applied=zeros.copy(),
        ratified=zeros.copy(),
        in_force=zeros.copy(),
        kept=zeros.copy(),
        deal_steps=np.zeros((n_forms, board.calendar.size)),
        package_signed=np.zeros((n_forms, n_packages)),
        package_ratified=np.zeros((n_forms, n_packages)),
        binding=np.zeros((n_forms, len(plan.obstacles) + 1)),
        refusals=refuses.sum(axis=1).astype(float),
        node_accepts=accepts(places(board.case), (*standing, *after), board.rule).sum(axis=1).astype(float),
        open_now=accepted(scene, standing, first_vote_error(plan.forms)).sum(axis=0).astype(float),
        pooled=0.0,
        pooled_squared=0.0,
        with_levels={},
        holds=np.zeros((4, n_packages)),
        terms=[],
        shortfalls=[np.stack([stand.short.T for stand in standing])] if keep else [],
        approvals=approvals,
    )


def _play_form(
    plan: Plan, place: int, form: FormOf, scene: Scene, outsiders: Mapping[str, Scene], tally: Tally
) -> NDArray[np.bool_]:
    """Play one form, count it into the tally, and return which draws have a deal."""
    table = Table(scene, form)
    played = table.play()
    days = table.deal_days(played)
    deal = np.isfinite(days)
    _count(place, table, played, days, tally)
    rest = ~deal
    if rest.any():
        opened = np.zeros((len(plan.obstacles), scene.n), dtype=bool)
        for number, obstacle in enumerate(plan.obstacles):
            stage = outsiders[obstacle.party] if obstacle.kind == "outside" else scene
            replay = Table(stage, form, obstacle)
            hopeful = rest & replay.promising()
            if hopeful.any():
                opened[number] = np.isfinite(replay.deal_days(replay.play(among=hopeful))) & hopeful
        how_many = opened.sum(axis=0)
        shares = opened / np.maximum(how_many, 1)
        tally.binding[place, :-1] = shares.sum(axis=1)
        tally.binding[place, -1] = np.count_nonzero(rest & (how_many == 0))
    return deal


def _count_deals(place: int, table: Table, days: Array, found: Deals) -> None:
    """Count the draws of one form that end in a deal, by step."""
    deal, calendar = np.isfinite(days), table.scene.board.calendar
    found.deals[place] = np.count_nonzero(deal)
    steps = np.searchsorted(calendar.days, days[deal] - 1e-9)
    found.deal_steps[place] = np.bincount(steps, minlength=calendar.size)


def _count(place: int, table: Table, played: Played, days: Array, tally: Tally) -> None:
    """Count how the talks ended in one form."""
    scene, board = table.scene, table.scene.board
    _count_deals(place, table, days, tally)
    for signing in (played.ended, *played.asides):
        climb, packages = table.climb(signing), signing.packages
        counts, signed, anew = board.counts[packages], np.isfinite(climb.signed), np.isfinite(climb.anew)
        later = anew & board.changed_counts
        tally.agreed[place] += np.count_nonzero(counts | later)
        tally.signed[place] += np.count_nonzero(signed & counts | later)
        tally.package_signed[place] += np.bincount(packages[signed], minlength=scene.n_packages)
        if board.case.after_a_no is not None and board.case.after_a_no.package is not None:
            changed = tuple(board.packages).index(board.case.after_a_no.package)
            tally.package_signed[place, changed] += np.count_nonzero(anew & ~(signed & (packages == changed)))
        ratified = np.isfinite(climb.ratified)
        tally.ratified[place] += np.count_nonzero(ratified & board.counts[climb.package])
        tally.package_ratified[place] += np.bincount(climb.package[ratified], minlength=scene.n_packages)
        for days, which, totals in (
            (climb.applied, climb.applied_package, tally.applied),
            (climb.in_force, climb.package, tally.in_force),
            (climb.kept, climb.package, tally.kept),
        ):
            totals[place] += np.count_nonzero(np.isfinite(days) & board.counts[which])
    if board.agreed is not None:
        tally.meets[place] = scene.n
        tally.agreed[place] = max(tally.agreed[place], scene.n * board.counts[board.agreed])
    elif table.immediate:
        tally.meets[place] = np.count_nonzero(played.package >= 0)
    else:
        tally.meets[place] = np.count_nonzero(scene.meetings[0].any(axis=0))
