"""Stability by products of matrices: the second road to the same answer, and the one for unknown preferences.

For a decision maker i let the matrix J hold his moves, W the states worth moving to and D the states that deter him,
row by row as seen from the state of the row; with full knowledge W is strict preference and D = E - W, where E is all
ones. The others' joint moves M come from their own by alternating products. Then a state is stable if the matrix of a
concept has a zero on its diagonal. Sanctions that lead back to the state itself count, since they undo the gain.

References: Xu, H., Hipel, K. W., Kilgour, D. M. (2009). Matrix representation of solution concepts in
multiple-decision-maker graph models. IEEE Transactions on Systems, Man, and Cybernetics A 39(1), 96-108. Unknown
preferences: in the spirit of Li, K. W., Hipel, K. W., Kilgour, D. M., Fang, L. (2004). Preference uncertainty in the
graph model for conflict resolution. IEEE Transactions on Systems, Man, and Cybernetics A 34(4), 507-520.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from winset.graph.record import Conflict, Mask
from winset.graph.sanctions import others_of

Matrix = NDArray[np.float32]


def joint_matrix(moves: Mask) -> Mask:
    r"""Return which states movers can reach together, from the state of the row to that of the column.

    .. math:: M_j \leftarrow J_j \vee \Bigl(\bigvee_{k \ne j} M_k\Bigr) J_j, \qquad M = \bigvee_j M_j

    until nothing changes; :math:`M_j` is for sequences that mover j ends, and nobody moves twice in a row. A state does
    not count as reached from itself.

    Parameters
    ----------
    moves : array of bool, shape (n_movers, n_states, n_states)

    Returns
    -------
    array of bool, shape (n_states, n_states)

    Examples
    --------
    >>> first, second = np.zeros((2, 3, 3), dtype=bool)
    >>> first[0, 1] = first[1, 2] = True
    >>> joint_matrix(np.array([first, second])).astype(int).tolist()
    [[0, 1, 0], [0, 0, 1], [0, 0, 0]]
    """
    ended = moves
    while True:
        found = moves.copy()
        for mover, others in enumerate(others_of(len(moves))):
            found[mover] |= _product(np.asarray(ended[others].any(axis=0)), moves[mover])
        if np.array_equal(found, ended):
            joint = np.asarray(ended.any(axis=0))
            np.fill_diagonal(joint, False)
            return joint
        ended = found


def stable_by_matrices(
    conflict: Conflict, moves_into_unknown: bool = False, unknown_deters: bool = True
) -> dict[str, Mask]:
    r"""Return which states are stable for whom, by matrices.

    .. math:: \operatorname{diag}\bigl(J^{+}(E - \operatorname{sign}(M S^{\top}))\bigr) = 0, \qquad J^{+} = J \circ W

    with :math:`S = D` for general metarationality and, for symmetric metarationality,
    :math:`S = D \circ (E - \operatorname{sign}(J (E - D)^{\top}))^{\top}`; the sequential concepts take the others'
    joint improvements for M.

    Parameters
    ----------
    conflict : Conflict
        Preferences may be unknown.
    moves_into_unknown : bool
        Whether a state that cannot be compared is worth moving to.
    unknown_deters : bool
        Whether a state that cannot be compared deters.

    Returns
    -------
    dict of str to array of bool, shape (n_decision_makers, n_states)
        For ``nash``, ``gmr``, ``smr``, ``seq`` and ``sseq``.

    Notes
    -----
    Work grows with the third power of the number of states: about a second for 500 states.

    Examples
    --------
    >>> from winset.graph.record import conflict_of
    >>> moves = [[[0, 1], [1, 0]], [[0, 0], [1, 0]]]
    >>> stable_by_matrices(conflict_of(moves, [[1, 2], [2, 1]]))["nash"].tolist()
    [[False, True], [True, False]]
    """
    worthwhile = conflict.better(moves_into_unknown)
    deterring = ~conflict.better(not unknown_deters)
    improvements = conflict.moves & worthwhile
    stable: dict[str, list[Mask]] = {concept: [] for concept in ("nash", "gmr", "smr", "seq", "sseq")}
    for i, (J, J_plus, D) in enumerate(zip(conflict.moves, improvements, deterring, strict=True)):
        safe = D & ~_product(J, ~D.T).T
        stable["nash"].append(~J_plus.any(axis=1))
        for moves, concepts in ((conflict.moves, ("gmr", "smr")), (improvements, ("seq", "sseq"))):
            M = joint_matrix(np.delete(moves, i, axis=0))
            for concept, S in zip(concepts, (D, safe), strict=True):
                stable[concept].append(~(J_plus & ~_product(M, S.T).T).any(axis=1))
    return {concept: np.array(rows) for concept, rows in stable.items()}


def _product(left: Mask, right: Mask) -> Mask:
    """Sign of the product of two matrices of zeros and ones."""
    return np.asarray(left.astype(np.float32) @ right.astype(np.float32) > 0)
