"""Which outcomes cannot be improved for one party without hurting another?

The Pareto frontier of a menu: what is left once every outcome is struck out that another outcome matches for everyone
and beats for someone. Its only assumption is that each party can rank the outcomes; units do not matter. Do not read it
as a forecast: it says what would be wasteful, not what is agreed, and outcomes on it may be worse than no agreement.

References: Pareto, V. (1906). Manuale di economia politica. Societa editrice libraria, Milan, ch. 6.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.bargain.allowed import utility_table
from winset.bargain.culling import contenders
from winset.bargain.dominance import undominated
from winset.registry import Model, register


def pareto_frontier(utilities: ArrayLike) -> NDArray[np.intp]:
    r"""Return the outcomes that no outcome dominates.

    .. math:: F = \{z : \nexists y,\ u_i(y) \ge u_i(z)\ \forall i \text{ and } u_j(y) > u_j(z) \text{ for some } j\}

    Here u_i(z) is what outcome z is worth to party i; some outcome y strikes z out, or z is on the frontier F.

    Parameters
    ----------
    utilities : array of float, shape (n_outcomes, n_parties)
        One column per party, each in that party's own units. Any finite numbers; they are compared exactly.

    Returns
    -------
    array of int
        Rows of `utilities`, ascending. Of outcomes with the same utilities all copies are kept. Empty only if there are
        no outcomes; with one party the rows with the largest utility.

    Raises
    ------
    InputError
        If `utilities` has no columns or not two axes, or a number is not finite.

    Notes
    -----
    :math:`O(N \log N)` time for two parties and :math:`O(N \log^{n-1} N)` for n, and far less where a few outcomes
    dominate most of the others.

    Examples
    --------
    The second outcome is worse for both than the first; the last two are the same.

    >>> pareto_frontier([[3, 4], [2, 3], [6, 1], [6, 1]]).tolist()
    [0, 2, 3]
    """
    return efficient_rows(utility_table(utilities))


def efficient_rows(table: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return what `pareto_frontier` returns for a table of finite utilities.

    >>> efficient_rows(np.array([[3.0], [1.0], [3.0]])).tolist()
    [0, 2]
    """
    rows = contenders(table)
    return rows[undominated(np.ascontiguousarray(table[rows].T))]


register(
    Model(
        id="pareto-frontier",
        family="bargain",
        meaning="The outcomes that cannot be improved for one party without hurting another.",
        reference="Pareto, V. (1906). Manuale di economia politica. Societa editrice libraria, Milan, ch. 6.",
        status="textbook",
        function=pareto_frontier,
        axioms=frozenset({"efficient", "symmetric", "scale-invariant", "deterministic"}),
        example={"utilities": [[6, 4], [3, 8], [2, 3]]},
    )
)
