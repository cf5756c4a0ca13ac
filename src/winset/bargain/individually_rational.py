"""Which outcomes would no party refuse?

An outcome is individually rational if every party ranks it at least as high as no agreement; the set of them is the
zone of possible agreement. The essential assumption is that utilities of no agreement are what really follows without a
deal, one for each party. Do not read the set as a forecast: it says that a deal is possible, not that it is made.

References: Nash, J. F. (1950). The bargaining problem. Econometrica 18(2), 155-162. The name of the zone: Raiffa, H.
(1982). The Art and Science of Negotiation. Harvard University Press, ch. 4.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.answer import TOLERANCE, Answer
from winset.bargain.allowed import number_for_each, utility_table
from winset.registry import Model, register


def individually_rational(
    utilities: ArrayLike, disagreement: ArrayLike, strict: bool = False
) -> Answer[NDArray[np.intp] | None]:
    r"""Return the outcomes that no party ranks below no agreement.

    .. math:: Z = \{z : u_i(z) \ge d_i\ \forall i\}

    Here u_i(z) is what outcome z is worth to party i, d the disagreement, and Z the set that is asked for.

    Parameters
    ----------
    utilities : array of float, shape (n_outcomes, n_parties)
        One column per party, each in that party's own units.
    disagreement : array of float, shape (n_parties,)
        Utility of no deal, in the units of the matching column.
    strict : bool
        Whether every party must gain, :math:`u_i(z) > d_i`.

    Returns
    -------
    Answer of array of int or None
        Rows of `utilities`, ascending. ``empty`` and None if some party refuses every outcome. In ``diagnostics``:
        ``all_gain``, whether some outcome makes everyone strictly better off, without which solutions are degenerate;
        ``refused_by``, how many outcomes each party refuses.

    Raises
    ------
    InputError
        If a number is not finite or a shape does not fit.

    Notes
    -----
    "At least as good" allows for rounding: 1e-9 of the party's largest gain or of its disagreement utility.

    Examples
    --------
    >>> individually_rational([[9, 1], [5, 4], [2, 6]], disagreement=[3, 1]).value.tolist()
    [0, 1]
    """
    u = utility_table(utilities)
    d = number_for_each("disagreement", disagreement, u.shape[1])
    gains = u - d
    slack = TOLERANCE * np.maximum(np.abs(d), gains.max(axis=0, initial=0.0))
    gaining, accepted = gains > slack, gains >= -slack
    rows = np.flatnonzero((gaining if strict else accepted).all(axis=1))
    found = {
        "all_gain": bool(gaining.all(axis=1).any()),
        "refused_by": tuple((~(gaining if strict else accepted)).sum(axis=0).tolist()),
    }
    return Answer(rows, "ok", found) if rows.size else Answer(None, "empty", found)


register(
    Model(
        id="individually-rational",
        family="bargain",
        meaning="The outcomes that no party ranks below no agreement: the zone of possible agreement.",
        reference="Raiffa, H. (1982). The Art and Science of Negotiation. Harvard University Press, ch. 4.",
        status="textbook",
        function=individually_rational,
        axioms=frozenset({"symmetric", "scale-invariant", "deterministic"}),
        example={"utilities": [[6, 4], [1, 8], [3, 0.5]], "disagreement": [2, 0]},
    )
)
