"""One story of a case in some of its draws, and the same with something changed.

A change touches few of those who must accept. Whoever's part of the scene asked for nothing that has changed is taken
over as it stands: the record of what each part asked for is its proof.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from winset.explain.margin import Units
from winset.forecasting.block import Plan
from winset.forecasting.capital import Shocks
from winset.forecasting.homes import felt_public
from winset.forecasting.inputs import told
from winset.forecasting.scene import Scene
from winset.forecasting.side_by_side import Drawn
from winset.forecasting.worth import leader_gains

VOTES = ("votes", "")
"""Stands for everyone who votes or consents."""

Key = tuple[str, str]


@dataclass(frozen=True)
class Part:
    """One story of a case in some of its replicates.

    Parameters
    ----------
    story : int
        Place among the case's stories.
    plan : Plan
    scene : Scene
        The base.
    draw : Drawn
        Its draws.
    asked : mapping
        Names of numbers and levels that each part of the scene asked for: leaders by (party, "leader"), felt publics
        by party and name, all who vote together.
    units : tuple of float
        What rooms are measured in; empty where they are not asked for.
    """

    story: int
    plan: Plan
    scene: Scene
    draw: Drawn
    asked: Mapping[Key, frozenset[str]]
    units: Units = ()

    def anew(self, names: frozenset[str], other_luck: bool = False) -> Scene:
        """Return the scene with some levels of inputs, and perhaps luck, drawn anew."""
        draw = self.draw.like(self.plan.distributions, self.plan.together, names, other_luck)
        return _scene(self.plan, draw) if other_luck else self._set(self.plan, draw, names)

    def changed(self, plan: Plan, path: str) -> Scene:
        """Return the scene of a plan of the same story that says something else at a path."""
        draw = self.draw.like(plan.distributions, plan.together)
        if told(plan.together) != told(self.plan.together):
            return _scene(plan, draw)
        before, after = self.plan.distributions, plan.distributions
        names = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
        return self._set(plan, draw, frozenset({path, *names}))

    def _set(self, plan: Plan, draw: Drawn, names: frozenset[str]) -> Scene:
        """Return the scene of a plan in which only what asked for some names is set up anew."""
        board, like = plan.board, self.scene
        scene = Scene(board, draw, Shocks(board.case, board.calendar, draw), like=like)
        scene.like = None
        for party in board.parties:
            if self._is_touched((party, "leader"), f"parties.{party}.leader.", names):
                scene.gains[party] = leader_gains(board.case, party, board.packages, board.calendar, draw, None)
        voted = [""] if self.asked[VOTES] & names else []
        for who in board.ratifiers:
            if who.kind != "capital":
                voted += [name for name in names if name.startswith(who.path)]
            elif self._is_touched(who.key, f"{who.path}.", names):
                scene.felt[who.key] = felt_public(board.case, who, tuple(board.packages), board.calendar, draw, None)
        if not voted:
            scene._answers = like._answers
        return scene

    def _is_touched(self, key: Key, path: str, names: frozenset[str]) -> bool:
        """Tell whether a part of the scene hangs on any of some names."""
        return bool(self.asked[key] & names) or any(name.startswith(path) for name in names)


def part_of(story: int, plan: Plan, draw: Drawn) -> Part:
    """Return the base of one story."""
    scene, board, packages = _scene(plan, draw), plan.board, tuple(plan.board.packages)
    asked: dict[Key, frozenset[str]] = {}
    for party in board.parties:
        asked[party, "leader"] = _asked(
            draw, leader_gains, board.case, party, board.packages, board.calendar, draw, None
        )
    for who in board.ratifiers:
        if who.kind == "capital":
            asked[who.key] = _asked(draw, felt_public, board.case, who, packages, board.calendar, draw, None)
    errors = dict.fromkeys(form.vote_error for form in plan.forms)
    asked[VOTES] = _asked(draw, lambda: [scene.answers(error) for error in errors])
    return Part(story, plan, scene, draw, asked)


def _asked(draw: Drawn, function: Callable[..., Any], *arguments: Any) -> frozenset[str]:
    """Return what a function asks of the draws."""
    before = set(draw.asked)
    draw.asked.clear()
    function(*arguments)
    found = frozenset(draw.asked)
    draw.asked |= before
    return found


def _scene(plan: Plan, draw: Drawn) -> Scene:
    """Return the scene of a plan in some draws."""
    return Scene(plan.board, draw, Shocks(plan.board.case, plan.board.calendar, draw))


__all__ = ["VOTES", "Part", "part_of"]
