"""What formulas say of windows where they apply, beside a simulation: every number at its mode, random events left out.

A formula needs a plain case: leaders who would sign or not for good, at most one felt public a side whose need does not
change, no jumps and no scheduled events. Then one side alone has an exact chance, and two random walks together have
one too. The simulation of the same walks stands beside it, so that each checks the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from winset.case.accepters import RATIFIERS
from winset.case.case import Case
from winset.forecasting.calendar import YEAR
from winset.forecasting.capital import Motion, felt_publics
from winset.forecasting.central import Central
from winset.forecasting.inputs import distribution
from winset.forecasting.labels import accepter_label, leader_label, party_label, plain
from winset.forecasting.worth import signs
from winset.timing import brownian_passage, joint_window, ou_passage, simulated_windows

PATHS = 20_000
ALWAYS, NEVER = np.inf, -np.inf
"""Slack of a side that is ready whatever happens, and of one that never will be."""


@dataclass(frozen=True)
class PlainSide:
    """One side in a plain case: its chance by the end, and what it is short of now.

    Parameters
    ----------
    party, label : str
    short : float or None
        Points of approval that are missing now; None if no felt public decides.
    formula, simulated : float
    """

    party: str
    label: str
    short: float | None
    formula: float
    simulated: float


@dataclass(frozen=True)
class PlainWindow:
    """What formulas and a simulation say of one package under one process.

    Parameters
    ----------
    package, label, process : str
    sides : tuple of PlainSide
    formula : float or None
        Chance that all are ready at one moment by the end; None where no formula knows.
    simulated, error : float
        The same by simulation, and its standard error.
    product : float
        The sides' chances by formula multiplied.
    """

    package: str
    label: str
    process: str
    sides: tuple[PlainSide, ...]
    formula: float | None
    simulated: float
    error: float
    product: float


def plain_windows(
    case: Case, central: Central, packages: Sequence[str]
) -> tuple[tuple[PlainWindow, ...], tuple[str, ...]]:
    """Return what formulas say of each package under each process without jumps, and why where they say nothing."""
    board, scene = central.board, central.scene
    if board.rule is not None:
        return (), ("No formula: not all parties must agree.",)
    notes: list[str] = []
    movers: dict[str, tuple[str, str] | None] = {}
    for party in board.parties:
        own = [key for key in scene.felt if key[0] == party]
        if len(own) > 1:
            return (), (f"No formula: {party_label(case, party)} has several felt publics.",)
        movers[party] = own[0] if own else None
        if scene.gains[party].moving:
            notes.append(
                f"The formulas take what {leader_label(case, party)} gains as it is on the case's date; it moves."
            )
        for key in own:
            if scene.felt[key].moving or (scene.shocks.events[key] is not None and np.any(scene.shocks.events[key])):
                return (), (f"No formula: known dates move the approval of {accepter_label(case, *key)}.",)
    found = []
    for package in packages:
        place = list(board.packages).index(package)
        slacks = {party: _slack(central, party, movers[party], place) for party in board.parties}
        for key in scene.felt:
            need = scene.felt[key].floor[0] + scene.felt[key].net_cost[0, place]
            if need > 100 and scene.felt[key].net_cost[0, place] > 0:
                who = accepter_label(case, *key)
                notes.append(
                    f"With every number at its mode signing {plain(package)} is impossible: it needs {need:.0f} points "
                    f"of {who}, of 100."
                )
        for process in dict.fromkeys(form.process for form in central.plan.forms):
            if process in ("random-walk", "mean-reversion"):
                found.append(_window(case, central, package, process, slacks, movers))
    return tuple(found), tuple(dict.fromkeys(notes)) if found else ()


def _slack(central: Central, party: str, key: tuple[str, str] | None, place: int) -> float:
    """Return a side's central slack for one package; infinite either way where approval does not decide."""
    scene = central.scene
    now = np.zeros(1, dtype=np.intp)
    gains = scene.gains[party]
    hope = central.belief[:, place]
    willing = bool(signs(gains.at(now, now)[:, place], hope, gains.failed_vote_costs)[0])
    answers = scene.answers(central.vote_error)
    consents = bool(answers.of_party(party).consented()[0, place]) and bool(
        answers.of_party(RATIFIERS).consented()[0, place]
    )
    if not (willing and consents):
        return NEVER
    if key is None:
        return ALWAYS
    need = float(scene.felt[key].need[0, place])
    return float(scene.shocks.motions[key].start[0]) - need


def _window(
    case: Case,
    central: Central,
    package: str,
    process: str,
    slacks: dict[str, float],
    movers: dict[str, tuple[str, str] | None],
) -> PlainWindow:
    """Return what formula and simulation say of one package under one process."""
    scene, years = central.scene, float(central.board.calendar.days[int(central.scene.last_steps[0])]) / YEAR
    motions = {party: None if key is None else scene.shocks.motions[key] for party, key in movers.items()}
    exact = {party: _alone(slacks[party], motions[party], process, years) for party in slacks}
    walking = [party for party, slack in slacks.items() if np.isfinite(slack)]
    rho = _correlation(case, [movers[party] for party in walking])
    simulated = {party: 1.0 if slack == ALWAYS else 0.0 for party, slack in slacks.items()}
    together, error = float(all(slack == ALWAYS for slack in slacks.values())), 0.0
    hopeless = any(slack == NEVER for slack in slacks.values())
    if walking:
        moves = [motion for party in walking if (motion := motions[party]) is not None]
        reverts = process == "mean-reversion"
        paths = simulated_windows(
            [slacks[party] for party in walking],
            [float(move.volatility[0]) for move in moves],
            years,
            np.random.default_rng(1),
            correlation=rho,
            drifts=[float(move.drift[0]) for move in moves],
            speeds=[float(move.reversion[0]) if reverts else 0.0 for move in moves],
            slacks_at_level=[
                slacks[party] + _centre(move) - float(move.start[0]) for party, move in zip(walking, moves, strict=True)
            ],
            paths=PATHS,
        )
        for place, party in enumerate(walking):
            simulated[party] = float(paths.alone[-1, place])
        together, error = (0.0, 0.0) if hopeless else (float(paths.jointly[-1]), paths.error)
    formula: float | None = None
    if hopeless:
        formula = 0.0
    elif len(walking) < 2:
        formula = float(np.prod(list(exact.values())))
    elif len(walking) == 2 and process == "random-walk" and not any(np.any(_drift(motions[p])) for p in walking):
        one, two = walking
        spread = [float(motion.volatility[0]) for party in walking if (motion := motions[party]) is not None]
        if min(spread) > 0:
            formula = joint_window(slacks[one], slacks[two], float(rho[0, 1]), years, *spread)
    return PlainWindow(
        package=package,
        label=plain(package),
        process=process,
        sides=tuple(
            PlainSide(
                party=party,
                label=party_label(case, party),
                short=round(max(-slack, 0.0), 6) if np.isfinite(slack) else None,
                formula=round(exact[party], 10),
                simulated=round(simulated[party], 10),
            )
            for party, slack in slacks.items()
        ),
        formula=None if formula is None else round(formula, 10),
        simulated=round(together, 10),
        error=round(error, 10),
        product=round(float(np.prod(list(exact.values()))), 10),
    )


def _alone(slack: float, motion: Motion | None, process: str, years: float) -> float:
    """Return the exact chance of one side by the end."""
    if not np.isfinite(slack) or motion is None:
        return 1.0 if slack == ALWAYS else 0.0
    volatility, drift = float(motion.volatility[0]), float(motion.drift[0])
    if process == "random-walk":
        return float(brownian_passage(-slack, volatility, years, drift))
    at_mean = -slack - (_centre(motion) - float(motion.start[0]))
    return ou_passage(-slack, at_mean, float(motion.reversion[0]), volatility, years)


def _centre(motion: Motion) -> float:
    """Return the approval to which a public is pulled, its drift included."""
    speed = max(float(motion.reversion[0]), 1e-9)
    return float(motion.level[0]) + float(motion.drift[0]) / speed


def _drift(motion: Motion | None) -> float:
    """Return a public's drift; 0 where no public decides."""
    return 0.0 if motion is None else float(motion.drift[0])


def _correlation(case: Case, keys: Sequence[tuple[str, str] | None]) -> np.ndarray:
    """Return the correlation of the moves of some felt publics."""
    names = ["" if key is None else ".".join(key) for key in keys]
    matrix = np.eye(len(names))
    publics = {".".join(key) for key in felt_publics(case)}
    for together in case.correlations:
        one, other = together.between
        if {one, other} <= publics and one in names and other in names:
            i, j = names.index(one), names.index(other)
            matrix[i, j] = matrix[j, i] = float(distribution(together.rank).mode)
    return matrix
