"""How does a conflict get from the status quo to a state, if it can?

Evolution runs along moves of single decision makers, nobody moving twice in a row. A way on which every mover gains by
each of his moves needs no foresight and no trust; where there is none, the shortest way by any moves shows who would
have to accept a loss on the way. The essential assumption is that one decision maker moves at a time. Do not use it as
a forecast: that a state can be reached does not say that it will be.

In the spirit of Li, K. W., Kilgour, D. M., Hipel, K. W. (2005). Status quo analysis in the graph model for conflict
resolution. Journal of the Operational Research Society 56(6), 699-707.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from winset.graph.reading import read_conflict
from winset.graph.record import Conflict, Mask, place_of
from winset.graph.stability import stability
from winset.registry import Model, register


@dataclass(frozen=True)
class Way:
    """The shortest way from the status quo to a state.

    Parameters
    ----------
    state : str
        Where it leads.
    by : {"nothing", "improvements", "moves", "no way"}
        ``nothing`` if it is the status quo itself, ``improvements`` if every step betters whoever takes it, ``moves``
        if some step does not, ``no way`` if it cannot be reached.
    states : tuple of str
        States on the way, the first and the last included; empty if there is no way.
    movers : tuple of str
        Who takes each step.
    losing : tuple of bool
        For each step whether its mover is not known to gain by it.
    """

    state: str
    by: Literal["nothing", "improvements", "moves", "no way"]
    states: tuple[str, ...]
    movers: tuple[str, ...]
    losing: tuple[bool, ...]

    def __str__(self) -> str:
        """Return the way as one line, such as ``1 -LG-> 5``; a step without gain is marked by an exclamation mark."""
        if not self.states:
            return f"no way to {self.state}"
        steps = zip(self.movers, self.losing, self.states[1:], strict=True)
        return self.states[0] + "".join(f" -{mover}{'!' * losing}-> {state}" for mover, losing, state in steps)


def ways_from(
    conflict: Conflict | Mapping[str, Any], status_quo: str, states: Sequence[str] | None = None
) -> tuple[Way, ...]:
    r"""Return the shortest way from the status quo to each state: by improvements if possible, otherwise by moves.

    .. math:: s_0 \to s_1 \to \dots \to s_n, \qquad
        s_{t+1} \in R_{i_t}^{+}(s_t), \text{ or else } s_{t+1} \in R_{i_t}(s_t)

    with :math:`i_t` who takes step t, :math:`R` its moves and :math:`R^{+}` those that better it, and the least n.

    Here s_0 is the status quo.

    Parameters
    ----------
    conflict : Conflict or mapping
        As `read_conflict` reads it.
    status_quo : str
        Name of the state to begin with.
    states : sequence of str, optional
        Where to go; the states that are an equilibrium under some concept if not given.

    Returns
    -------
    tuple of Way
        One for each state, in the order asked for. Of equally short ways it is one with the fewest moves without gain,
        and among those one whose last mover comes first.

    Raises
    ------
    InputError
        If the conflict cannot be read or a state is unknown.

    Examples
    --------
    >>> options = {"firm": ["delay"], "town": ["insist"]}
    >>> worth = {"firm": [3, 4, 2, 1], "town": [2, 1, 3, 4]}
    >>> ways = ways_from({"options": options, "worth": worth}, "delay", ["insist", "nothing"])
    >>> [str(way) for way in ways]
    ['delay -town-> delay+insist -firm-> insist', 'delay -firm!-> nothing']
    """
    read = read_conflict(conflict)
    start = read.place(status_quo, "status_quo")
    if states is None:
        equilibria = stability(read).equilibria["gmr"]
        goals = [place for place, name in enumerate(read.states) if name in set(equilibria)]
    else:
        goals = [place_of(name, read.states, "states") for name in states]
    gains = read.moves & read.better()
    by_gains, by_moves = _came_from(gains, gains, start), _came_from(read.moves, gains, start)
    return tuple(_way(read, gains, start, goal, by_gains, by_moves) for goal in goals)


Node = tuple[int, int]
"""A state and who moved last; -1 at the status quo, where nobody has moved."""

Steps = dict[Node, tuple[int, Node]]
"""For each node how many of the moves to it were without gain, and the node before it."""


def _came_from(moves: Mask, gains: Mask, start: int) -> Steps:
    """Return the shortest way to every node, with as few moves without gain as a way so short can have."""
    steps: Steps = {}
    layer: dict[Node, int] = {(start, -1): 0}
    while layer:
        found: Steps = {}
        for (state, last), losses in layer.items():
            for mover in range(len(moves)):
                if mover != last:
                    for goal in np.flatnonzero(moves[mover, state]).tolist():
                        lost = losses + (not gains[mover, state, goal])
                        if (goal, mover) not in steps and lost < found.get((goal, mover), (np.inf, ()))[0]:
                            found[goal, mover] = (lost, (state, last))
        steps |= found
        layer = {node: losses for node, (losses, _) in found.items()}
    return steps


def _walk(steps: Steps, goal: int, movers: int) -> list[Node]:
    """Return the nodes of the shortest way to a state, from its first step on; nothing if there is none."""
    ways = []
    for mover in range(movers):
        here, way = (goal, mover), []
        while here in steps:
            way.append(here)
            here = steps[here][1]
        if way:
            ways.append((len(way), steps[way[0]][0], way[::-1]))
    return min(ways)[2] if ways else []


def _way(conflict: Conflict, gains: Mask, start: int, goal: int, by_gains: Steps, by_moves: Steps) -> Way:
    name = conflict.states[goal]
    if goal == start:
        return Way(name, "nothing", (name,), (), ())
    walked = _walk(by_gains, goal, len(gains)) or _walk(by_moves, goal, len(gains))
    if not walked:
        return Way(name, "no way", (), (), ())
    places = [start, *(state for state, _ in walked)]
    losing = tuple(not gains[mover, places[k], state] for k, (state, mover) in enumerate(walked))
    movers = tuple(conflict.decision_makers[mover] for _, mover in walked)
    passed = tuple(conflict.states[place] for place in places)
    return Way(name, "moves" if any(losing) else "improvements", passed, movers, losing)


register(
    Model(
        id="graph-status-quo",
        family="graph",
        meaning="How does a conflict get from the status quo to a state, and who would lose on the way?",
        reference="Li, K. W., Kilgour, D. M., Hipel, K. W. (2005). Status quo analysis in the graph model for conflict "
        "resolution. Journal of the Operational Research Society 56(6), 699-707.",
        status="in the spirit of",
        function=ways_from,
        axioms=frozenset({"deterministic"}),
        example={
            "conflict": {
                "options": {"firm": ["delay"], "town": ["insist"]},
                "worth": {"firm": [3, 4, 2, 1], "town": [2, 1, 3, 4]},
            },
            "status_quo": "delay",
        },
    )
)
