"""Speed of the models of many actors, as ratios to plain Python that does the same work in the same run.

Run it from a checkout: ``python benchmarks/collective.py``. Every figure is the least processor time of several rounds.
It fails if a figure is past its limit, which on a machine that is busy with other work means little.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from itertools import combinations
from typing import Any

import numpy as np

from winset.collective import challenge, challenge_forecasts, compromise, position_exchange

ROUNDS = 7

POSITION = np.array([4, 7, 4, 4, 10, 10, 10, 7, 4, 7], dtype=float)
SALIENCE = np.array([0.8, 0.4, 0.2, 0.8, 0.6, 0.6, 0.9, 0.1, 1.0, 0.7])
CAPABILITY = np.array([0.08, 0.08, 0.03, 0.16, 0.16, 0.16, 0.16, 0.05, 0.05, 0.08])
"""Emission standards of ten countries: Bueno de Mesquita (1994), in Scholz, Calbert and Smith (2011)."""


def least(work: Callable[[], Any], rounds: int = ROUNDS) -> float:
    """Return the least processor time of several rounds, in seconds."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def plain_challenge(x: Sequence[float], s: Sequence[float], c: Sequence[float], rounds: int) -> list[float]:
    """Return the positions after some rounds of the challenge model, as its equations read, variant of the code."""
    n, D, x = len(x), max(x) - min(x), list(x)

    def chances(r: Sequence[float]) -> list[list[float]]:
        felt = [[c[k] * s[k] * (abs(x[k] - x[a]) / D) ** r[k] for k in range(n)] for a in range(n)]
        v = [[[felt[j][k] - felt[i][k] for k in range(n)] for j in range(n)] for i in range(n)]
        everything = sum(abs(vote) for row in v for votes in row for vote in votes)
        return [[sum(max(vote, 0.0) for vote in votes) / everything for votes in row] for row in v]

    def expected(i: int, j: int, resists: float, P: float, r: float) -> float:
        delta = abs(x[i] - x[j]) / D
        success, failure = 2 - 4 * (0.5 - 0.5 * delta) ** r, 2 - 4 * (0.5 + 0.5 * delta) ** r
        return resists * (P * success + (1 - P) * failure) + (1 - resists) * success - (2 - 4 * 0.5**r)

    for _ in range(rounds):
        P = chances([1.0] * n)
        danger = [sum(expected(i, j, s[i], P[j][i], 1) for j in range(n) if j != i) for i in range(n)]
        R = [(2 * t - max(danger) - min(danger)) / (max(danger) - min(danger)) for t in danger]
        r = [(1 - each / 3) / (1 + each / 3) for each in R]
        P, moved = chances(r), list(x)
        for i in range(n):
            offers = []
            for j in range(n):
                own, other = expected(i, j, s[j], P[i][j], r[i]), expected(i, j, s[i], P[j][i], r[i])
                if x[i] == x[j] or own >= other or other <= 0:
                    continue
                if own > 0 or -own >= other:
                    offers.append((0 if own > 0 else 2, abs(x[j] - x[i]), x[j]))
                else:
                    mean = (-own * x[i] + other * x[j]) / (other - own)
                    offers.append((1, mean, x[i] + (x[j] - x[i]) * -own / other))
            moved[i] = min(offers)[2] if offers else x[i]
        x = moved
    return x


def plain_exchange(x: np.ndarray, s: np.ndarray, c: np.ndarray) -> int:
    """Return how many exchanges one round of equal gains has, looking at all of them before each."""
    n, K = x.shape
    X, S, v = x.tolist(), s.tolist(), (c * s / (c * s).sum(axis=0)).tolist()
    votes, bound, struck = [list(row) for row in X], set(), 0
    while True:
        out = [sum(v[h][k] * votes[h][k] for h in range(n)) for k in range(K)]
        best: tuple[float, ...] = (1e-7,)
        for a, b in combinations(range(n), 2):
            for p, q in combinations(range(K), 2):
                i, j = (a, b) if S[a][p] * S[b][q] > S[b][p] * S[a][q] else (b, a)
                if bound & {(i, p), (i, q), (j, p), (j, q)}:
                    continue
                sides = [(X[i][k] - out[k]) * (X[j][k] - out[k]) for k in (p, q)]
                if max(sides) >= -1e-7:
                    continue
                rate = (S[i][q] + S[j][q]) / (S[i][p] + S[j][p])
                most_p = min(v[j][p] * abs(X[i][p] - X[j][p]), abs(X[i][p] - out[p]))
                most_q = min(v[i][q] * abs(X[i][q] - X[j][q]), abs(X[j][q] - out[q]))
                shift = min(most_p, rate * most_q)
                gain = (S[i][p] - S[i][q] / rate) * shift
                if gain > best[0]:
                    best = (gain, i, j, p, q, shift, shift / rate)
        if len(best) == 1:
            return struck
        i, j, p, q = (int(each) for each in best[1:5])
        votes[j][p] += (1 if X[i][p] > X[j][p] else -1) * best[5] / v[j][p]
        votes[i][q] += (1 if X[j][q] > X[i][q] else -1) * best[6] / v[i][q]
        bound |= {(j, p), (i, q)}
        struck += 1


def main() -> int:
    """Print the figures and return how many of them are past their limits."""
    past = 0

    def told(what: str, seconds: float, plain: float, limit: float) -> None:
        """Print a figure with its ratio to plain Python and its limit."""
        nonlocal past
        past += seconds > limit
        late = ", PAST IT" if seconds > limit else ""
        print(
            f"{what:<58} {seconds:8.4f} s   plain Python {plain / seconds:7.0f} times that  (at most {limit:g} s{late})"
        )

    random = np.random.default_rng(1)
    many = random.uniform(0, 100, 17), random.uniform(0, 1, 17), random.uniform(0, 1, 17)
    plain = least(lambda: plain_challenge(*(array.tolist() for array in many), 10), 2)
    told("challenge: 17 actors, 10 rounds", least(lambda: challenge(*many, rounds=10)), plain, 0.02)

    noise = np.exp(0.05 * random.standard_normal((2, 10_000, 10)))
    drawn = POSITION, np.minimum(SALIENCE * noise[0], 1), CAPABILITY * noise[1]
    few = range(0, 10_000, 500)
    plain = least(lambda: [plain_challenge(POSITION, drawn[1][d], drawn[2][d], 5) for d in few], 2) * 10_000 / len(few)
    both = least(lambda: (challenge_forecasts(*drawn), compromise(*drawn)))
    told("challenge (5 rounds) and compromise: 10,000 draws, 10 actors", both, plain, 0.3)

    shape = 15, 13
    issues = random.uniform(0, 100, shape), random.uniform(0.05, 1, shape), random.uniform(0.05, 1, shape)
    plain = least(lambda: plain_exchange(*issues), 1)
    once = position_exchange(*issues).value
    assert once is not None
    assert plain_exchange(*issues) == len(once.rounds[0].exchanges)
    told(
        "position exchange: 15 actors, 13 issues, 10 rounds",
        least(lambda: position_exchange(*issues, 10)),
        10 * plain,
        0.2,
    )
    return past


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
