"""The spatial model of politics in plain loops, one actor and one pair at a time, as its source describes it.

It is slow and follows the equations in their own order, utilities and all, so that the fast way can be held against it.
"""

from __future__ import annotations

import math
from itertools import product
from typing import Any

import numpy as np

Numbers = list[float]


def vote(weight: float, gain: float, rule: str) -> float:
    """What an actor votes for a gain."""
    sign = max(-1.0, min(1.0, gain / 1e-8)) if abs(gain) > 1e-12 else 0.0
    return (
        weight
        * {
            "proportional": gain,
            "binary": sign,
            "cubic": gain**3,
            "proportional-binary": 0.8 * gain + 0.2 * sign,
            "proportional-cubic": 0.5 * gain + 0.5 * gain**3,
            "asymmetric": 2 * gain / 3 if gain > 0 else gain,
        }[rule]
    )


def election(weights: Numbers, utilities: list[Numbers], rules: dict[str, Any]) -> Numbers:
    """Chances of options, one row of utilities for each actor."""
    power = {"linear": 1, "square": 2, "quartic": 4, "octic": 8}[rules["victory_rule"]]
    n = len(utilities[0])
    beats = [1.0] * n
    for i, j in product(range(n), range(n)):
        ours = 1e-8 + sum(
            max(0, vote(w, u[i] - u[j], rules["voting"])) for w, u in zip(weights, utilities, strict=True)
        )
        theirs = 1e-8 + sum(
            max(0, vote(w, u[j] - u[i], rules["voting"])) for w, u in zip(weights, utilities, strict=True)
        )
        beats[i] *= ours**power / (ours**power + theirs**power)
    return [chance / sum(beats) for chance in beats]


def distance(x: Numbers, y: Numbers, salience: Numbers) -> float:
    """Distance by salience."""
    total = sum(s * s for s in salience)
    return math.sqrt(sum((s * (a - b)) ** 2 for s, a, b in zip(salience, x, y, strict=True)) / total) if total else 0.0


def utility(d: float, risk: float) -> float:
    """Utility at a distance."""
    return (1 - d) * (1 + d * risk)


def risk_attitudes(
    positions: list[Numbers], salience: list[Numbers], capability: Numbers, rules: dict[str, Any]
) -> Numbers:
    """Attitudes to risk from chances among actors neutral to it."""
    neutral = [[1 - distance(x, y, s) for y in positions] for x, s in zip(positions, salience, strict=True)]
    chances = election(capability, neutral, rules)
    low, high = min(chances), max(chances)
    if high - low <= 1e-12:
        return [0.0 for _ in chances]
    lowest = {"min": 0.0, "mid": -0.5, "max": -1.0}[rules["risk_range"]]
    return [lowest + (1 - lowest) * (p - low) / (high - low) for p in chances]


def contest(
    h: int, i: int, j: int, u: Any, weight: Numbers, attention: Numbers, rules: dict[str, Any]
) -> tuple[float, float]:
    """Chance that i defeats j in h's eyes, and what i gains from the challenge in them; u(h, k, m) are utilities."""
    rule, n = rules["voting"], len(weight)
    ours = 1e-10 + max(0.0, vote(weight[i], u(h, i, i) - u(h, i, j), rule))
    theirs = 1e-10 - min(0.0, vote(weight[j], u(h, j, i) - u(h, j, j), rule))
    for_i, for_j = ours, theirs
    for k in set(range(n)) - {i, j}:
        ui, uj, own = u(h, k, i), u(h, k, j), u(h, k, k)
        leaning = vote(weight[k], ui - uj, rule)
        p = (ours + max(0, leaning)) / (ours + theirs + abs(leaning))
        joins_i, joins_j = {
            "full": ((3 * ui, 3 * uj), (3 * ui, 3 * uj)),
            "semi": ((2 * ui + own, 3 * uj), (3 * ui, 2 * uj + own)),
            "none": ((2 * ui + own, 2 * uj + own), (2 * ui + own, 2 * uj + own)),
        }[rules["commitment"]]
        cast = vote(weight[k], (p * joins_i[0] + (1 - p) * joins_i[1]) - (p * joins_j[0] + (1 - p) * joins_j[1]), rule)
        for_i, for_j = for_i + max(0, cast), for_j - min(0, cast)
    chance = for_i / (for_i + for_j)
    won, lost, now = 2 * u(h, i, i), 2 * u(h, i, j), u(h, i, i) + u(h, i, j)
    return chance, (1 - attention[j]) * won + attention[j] * (chance * won + (1 - chance) * lost) - now


def bargain(x: Numbers, y: Numbers, s: Numbers, t: Numbers, p: float, rule: str) -> tuple[Numbers, Numbers]:
    """Where both would stand, dimension by dimension."""
    first, second = [], []
    for a, b, si, sj in zip(x, y, s, t, strict=True):
        if rule == "s2pmax":
            di, dj = max(0, 1 - 2 * p), max(0, 2 * p - 1)
            first.append(a + di * sj**2 / (di * sj**2 + 1e-6 + (1 - di) * si**2) * (b - a))
            second.append(b + dj * si**2 / (dj * si**2 + 1e-6 + (1 - dj) * sj**2) * (a - b))
        else:
            m = 1 if rule == "s1p1" else 2
            wi, wj = (si * p) ** m, (sj * (1 - p)) ** m
            both = ((wi + 1e-6) * a + wj * b) / (wi + wj + 1e-6), (wi * a + (wj + 1e-6) * b) / (wi + wj + 1e-6)
            first.append(math.floor(both[0] * 1e4 + 0.5) / 1e4)
            second.append(math.floor(both[1] * 1e4 + 0.5) / 1e4)
    return first, second


def turn(
    positions: list[Numbers], salience: list[Numbers], capability: Numbers, rules: dict[str, Any]
) -> tuple[list[Numbers], list[int]]:
    """Positions after one turn, from 0 to 1, and whom each challenged."""
    n, actors = len(positions), range(len(positions))
    risk = risk_attitudes(positions, salience, capability, rules)
    seen = {"none": 0.0, "one-third": 1 / 3, "half": 0.5, "two-thirds": 2 / 3, "full": 1.0}[rules["risk_view"]]
    attention = [sum(row) for row in salience]
    weight = [c * s for c, s in zip(capability, attention, strict=True)]
    gap = [[distance(positions[k], positions[m], salience[k]) for m in actors] for k in actors]

    def u(h: int, k: int, m: int) -> float:
        return utility(gap[k][m], (1 - seen) * risk[h] + seen * risk[k])

    offers: list[tuple[int, int, Numbers, Numbers]] = []
    targets = []
    for i in actors:
        tried = [(contest(i, i, j, u, weight, attention, rules), j) for j in actors if j != i]
        gain = max((g for (_, g), _ in tried), default=0.0)
        if gain <= 1e-5:
            targets.append(-1)
            continue
        (p, _), j = next(one for one in tried if one[0][1] >= gain - 1e-12)
        targets.append(j)
        terms = positions[i], positions[j], salience[i], salience[j]
        mine = bargain(*terms, p, rules["interpolation"])
        theirs = bargain(*terms, contest(j, i, j, u, weight, attention, rules)[0], rules["interpolation"])
        total = weight[i] + weight[j]
        part = weight[i] / total if total else 0.5
        mixed = [
            [part * a + (1 - part) * b for a, b in zip(*sides, strict=True)] for sides in zip(mine, theirs, strict=True)
        ]
        views = {"initiator": [mine], "both": [mine, theirs], "compromise": [(mixed[0], mixed[1])]}[rules["bargaining"]]
        offers += [(i, j, *view) for view in views]
    after = []
    for k in actors:
        before: list[tuple[int, int, Numbers, Numbers] | None] = [None, *(o for o in offers if k in o[:2])]
        worth = []
        for a in actors:
            row = []
            for offer in before:
                places = list(positions)
                if offer is not None:
                    places[offer[0]], places[offer[1]] = offer[2], offer[3]
                row.append(sum(utility(distance(positions[a], y, salience[a]), risk[a]) for y in places) / n)
            worth.append(row)
        chances = election(capability, worth, rules)
        best = before[int(np.argmax(np.array(chances) >= max(chances) * (1 - 1e-12)))]
        after.append(positions[k] if best is None else best[2] if best[0] == k else best[3])
    return after, targets
