"""The challenge model written out actor by actor, to hold the fast path against."""

from __future__ import annotations

from collections.abc import Sequence

SAME = 1e-9


def plain_round(
    x: Sequence[float], s: Sequence[float], c: Sequence[float], low: float, D: float, denominator: str, ranking: str
) -> tuple[list[float], list[float]]:
    """Return the positions after a round, and the exponents."""
    n = len(x)

    def votes(i: int, j: int, k: int, r: Sequence[float]) -> float:
        return c[k] * s[k] * ((abs(x[k] - x[j]) / D) ** r[k] - (abs(x[k] - x[i]) / D) ** r[k])

    def chance(i: int, j: int, r: Sequence[float], everything: float) -> float:
        cast = [votes(i, j, k, r) for k in range(n)]
        size = sum(abs(v) for v in cast) if denominator == "published" else everything
        nobody = 0.5 if denominator == "published" else 0.0
        return sum(v for v in cast if v > 0) / size if size > 0 else nobody

    def cast_by_all(r: Sequence[float]) -> float:
        return sum(abs(votes(a, b, k, r)) for a in range(n) for b in range(n) for k in range(n))

    def expected(seen_by: int, other: int, resists: float, P: float, r: float) -> float:
        delta = abs(x[seen_by] - x[other]) / D
        success, failure = 2 - 4 * (0.5 - 0.5 * delta) ** r, 2 - 4 * (0.5 + 0.5 * delta) ** r
        return resists * (P * success + (1 - P) * failure) + (1 - resists) * success - (2 - 4 * 0.5**r)

    ones = [1.0] * n
    whole = cast_by_all(ones)
    danger = [
        sum(expected(i, j, s[i], chance(j, i, ones, whole), 1) for j in range(n) if abs(x[i] - x[j]) > SAME * D)
        for i in range(n)
    ]
    if max(danger) - min(danger) <= SAME:
        return list(x), ones
    R = [(2 * t - max(danger) - min(danger)) / (max(danger) - min(danger)) for t in danger]
    r = [(1 - each / 3) / (1 + each / 3) for each in R]
    whole, moved = cast_by_all(r), list(x)
    for i in range(n):
        best: tuple[float, float, float] | None = None
        for j in range(n):
            if abs(x[i] - x[j]) <= SAME * D:
                continue
            own = expected(i, j, s[j], chance(i, j, r, whole), r[i])
            other = expected(i, j, s[i], chance(j, i, r, whole), r[i])
            if other <= SAME or abs(own) <= SAME or own >= other - SAME:
                continue
            place, kind = x[j], 0 if own > 0 else 4
            size = abs(place - x[i]) / D
            if own < 0 and -own / other < 1 - SAME:
                kind, place = 2, x[i] + (x[j] - x[i]) * -own / other
                mean = (-own * x[i] + other * x[j]) / (other - own)
                size = abs(place - x[i]) / D if ranking == "least-move" else (mean - low) / D
            rank = (kind + size + SAME * (x[j] - low) / D, x[j], place)
            best = rank if best is None else min(best, rank)
        if best is not None:
            moved[i] = best[2]
    return moved, r
