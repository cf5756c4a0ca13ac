"""What if nothing is decided? The outcome that holds without a decision, as a baseline.

The essential assumption is that no decision is taken, or none that changes anything. Do not use it where it is disputed
what holds without a decision.

Reference: Thomson, R., Stokman, F. N., Achen, C. H., König, T. (eds) (2006). The European Union Decides. Cambridge
University Press: the reference point is the outcome if the decision is not taken.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from winset.allowed import numbers_between
from winset.answer import Answer
from winset.collective.allowed import Array
from winset.collective.mean_position import answered
from winset.registry import Model, register


def reference_point(reference: ArrayLike | None) -> Answer[Array | None]:
    r"""Return the reference point itself, where there is one.

    .. math:: O = q

    Here O is the outcome and q the reference.

    Parameters
    ----------
    reference : array of float, shape (...), or None
        What holds without a decision, in units of the issue; nan for an issue that has none, None if no issue has one.

    Returns
    -------
    Answer of array of float, shape (...)
        The same numbers; ``empty`` and None if no issue has a reference point.

    Raises
    ------
    InputError
        If a number is infinite.

    Examples
    --------
    >>> float(reference_point(4).value), reference_point(None).status
    (4.0, 'empty')
    """
    if reference is None:
        return Answer(None, "empty")
    values = np.array(reference, dtype=float)
    numbers_between("reference", values[~np.isnan(values)])
    return answered(values)


register(
    Model(
        id="reference-point",
        family="collective",
        meaning="What holds if no decision is taken; a baseline.",
        reference="Thomson, R., Stokman, F. N., Achen, C. H., König, T. (eds) (2006). The European Union Decides. "
        "Cambridge University Press.",
        status="textbook",
        function=reference_point,
        axioms=frozenset({"affine", "deterministic"}),
        example={"reference": [4, None, 10]},
    )
)
