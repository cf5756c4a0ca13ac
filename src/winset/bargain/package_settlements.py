"""What do the solutions pick among all packages of many issues whose values add up?

Every solution chooses from the frontier of packages, which is built without listing them. The essential assumption is
that values add up, as in `additive_frontier`. Where that frontier had to be thinned, so were the answers.

References: as in the modules of the frontier and of the solutions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from numpy.typing import ArrayLike

from winset.answer import Answer
from winset.bargain.additive_issues import MAX_POINTS, PackageFrontier, additive_frontier
from winset.bargain.settlements import settlements

Package = tuple[int, ...]


@dataclass(frozen=True)
class PackageSettlements:
    """The frontier of packages and what each solution picks from it.

    Parameters
    ----------
    frontier : PackageFrontier
        With its tolerance, 0 where everything here is exact.
    nash, kalai_smorodinsky, egalitarian, utilitarian : Answer of tuple of int or None
        The number of the option on each issue; ``diagnostics["utilities"]`` says what it is worth, and the rest is as
        from the function of that name, with packages in the place of rows.
    """

    frontier: PackageFrontier
    nash: Answer[Package | None]
    kalai_smorodinsky: Answer[Package | None]
    egalitarian: Answer[Package | None]
    utilitarian: Answer[Package | None]


def package_settlements(
    values: Sequence[ArrayLike],
    disagreement: ArrayLike,
    weights: ArrayLike | None = None,
    max_points: int = MAX_POINTS,
) -> PackageSettlements:
    """Return the frontier and every solution over all packages of issues whose values add up.

    Parameters
    ----------
    values : sequence of arrays of float, each of shape (n_options, n_parties)
        One table per issue; a row says what an option is worth to each party.
    disagreement : array of float, shape (n_parties,)
        Utility of no deal, in the units of the matching column.
    weights : array of float, shape (n_parties,), optional
        Handed to every solution; see there what they mean. Equal if not given.
    max_points : int
        As in `additive_frontier`.

    Raises
    ------
    InputError
        If values are not as `additive_frontier` asks, or the rest not as the solutions do.

    Examples
    --------
    Each side cares most for a different issue, so each gives way on the other.

    >>> found = package_settlements([[[8, 0], [4, 1], [0, 2]], [[2, 0], [1, 4], [0, 8]]], disagreement=[0, 0])
    >>> found.nash.value, found.nash.diagnostics["utilities"]
    ((0, 2), (8.0, 8.0))
    """
    frontier = additive_frontier(values, max_points)
    found = settlements(frontier.utilities, disagreement, weights)

    def named(answer: Answer[int | None]) -> Answer[Package | None]:
        said = dict(answer.diagnostics)
        said["ties"] = tuple(tuple(frontier.packages[row].tolist()) for row in said["ties"])
        if answer.value is None:
            return Answer(None, answer.status, said)
        said["utilities"] = tuple(frontier.utilities[answer.value].tolist())
        return Answer(tuple(frontier.packages[answer.value].tolist()), answer.status, said)

    return PackageSettlements(
        frontier,
        named(found.nash),
        named(found.kalai_smorodinsky),
        named(found.egalitarian),
        named(found.utilitarian),
    )
