"""How does somebody rank states who names what matters, the most important first?

Option prioritising: a list of statements about options, in order of importance. Of two states the one is better in
which the first statement on which they differ holds. The essential assumption is that no number of less important
statements outweighs a more important one. Do not use it where matters are traded off; weights do that.

In the spirit of Hipel, K. W., Kilgour, D. M., Fang, L., Peng, X. (1997). The decision support system GMCR in
environmental conflict management. Applied Mathematics and Computation 83, 117-152.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from winset.graph.option_states import option_states
from winset.graph.plain_data import texts
from winset.graph.preferences import ranking_of, worth_of_priorities
from winset.graph.statements import truth
from winset.registry import Model, register


@dataclass(frozen=True)
class Prioritised:
    """States in the order that statements make.

    Parameters
    ----------
    ranking : tuple of str or tuple of str
        From the best to the worst; equally good states stand together.
    holds : mapping of str to tuple of bool
        For each state which of the statements hold, in their order.
    """

    ranking: tuple[str | tuple[str, ...], ...]
    holds: Mapping[str, tuple[bool, ...]]


def prioritised(
    options: Mapping[str, Sequence[str]],
    priorities: Sequence[str],
    infeasible: Sequence[str] = (),
    merged: Sequence[str] = (),
    states: Mapping[str, Sequence[str]] | None = None,
) -> Prioritised:
    r"""Return the ranking that statements in order of importance make.

    .. math:: s \succ t \iff \sum_{k=1}^{K} 2^{-k}\,[s \models \Omega_k] > \sum_{k=1}^{K} 2^{-k}\,[t \models \Omega_k]

    Here s and t are states, and a bracket is 1 if statement k holds in the state and 0 if not.

    Parameters
    ----------
    options : mapping of str to sequence of str
        For each decision maker the options it owns.
    priorities : sequence of str
        Statements :math:`\Omega_1, \dots, \Omega_K`, the most important first, such as ``"accept and not modify"``,
        ``"insist if modify"``, ``"insist iff not modify"``.
    infeasible : sequence of str
        Statements that hold in no state.
    merged : sequence of str
        Statements whose states count as one, described by its first combination of options.
    states : mapping of str to sequence of str, optional
        Names of the states with the options taken in them; all feasible combinations if not given.

    Returns
    -------
    Prioritised
        States on which no statement differs are equally good.

    Raises
    ------
    InputError
        If a statement cannot be read, an option stands twice, or there are more than 20 options or 5,000 states.

    Notes
    -----
    The sum is worked out without rounding, so any number of statements may stand. ``x if y`` holds wherever y does not.

    Examples
    --------
    >>> prioritised({"firm": ["delay"], "town": ["insist"]}, ["not insist", "delay"]).ranking
    ('delay', 'nothing', 'delay+insist', 'insist')
    """
    made = option_states(options, infeasible, merged, states)
    columns = [truth(statement, made.options, made.described).tolist() for statement in texts("priorities", priorities)]
    rows = zip(*columns, strict=True) if columns else [()] * len(made.names)
    return Prioritised(
        ranking_of(worth_of_priorities(priorities, made), made.names), dict(zip(made.names, rows, strict=True))
    )


register(
    Model(
        id="graph-prioritising",
        family="graph",
        meaning="How does somebody rank states who names what matters, the most important first?",
        reference="Hipel, K. W., Kilgour, D. M., Fang, L., Peng, X. (1997). The decision support system GMCR in "
        "environmental conflict management. Applied Mathematics and Computation 83, 117-152.",
        status="in the spirit of",
        function=prioritised,
        axioms=frozenset({"deterministic"}),
        example={
            "options": {"first": ["speaks"], "second": ["also speaks"]},
            "priorities": ["not also speaks", "speaks"],
        },
    )
)
