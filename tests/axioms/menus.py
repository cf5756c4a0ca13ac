"""Proofs for solutions that pick a row of a menu: utilities of outcomes, and those of no agreement."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from axioms.proofs import proves, takes
from winset.plain import solve
from winset.registry import Model

ON_A_MENU = takes("utilities", "disagreement")
VALUES: dict[str, Any] = {
    "egalitarian": lambda gains: gains.min(axis=1),
    "proportional": lambda gains: gains.min(axis=1),
    "utilitarian": lambda gains: gains.sum(axis=1),
}
"""What a solution makes as large as it can, where a larger menu must never lower it."""


def menu(data: st.DataObject, n_parties: int | None = None) -> tuple[Any, Any]:
    """Whole-number utilities, so that ties are exact, around a disagreement point that some outcomes beat."""
    n = n_parties or data.draw(st.integers(2, 4))
    utilities = data.draw(hnp.arrays(float, (data.draw(st.integers(1, 7)), n), elements=st.integers(-3, 9)))
    return utilities, data.draw(hnp.arrays(float, n, elements=st.integers(-3, 3)))


def chosen(model: Model, utilities: Any, disagreement: Any, weights: Any = None) -> Any:
    """Return the answer of a solution; what comes back empty proves nothing."""
    more = {} if weights is None else {"weights": weights}
    if model.id == "proportional":
        more = {"proportions": np.ones(len(disagreement)) if weights is None else weights}
    answer = solve(model.id, utilities=utilities, disagreement=disagreement, **more)
    assume(answer.value is not None)
    return answer


def rows(answer: Any) -> list[int]:
    """Return the outcomes that an answer names: those that are equally good, or all that it lists."""
    return [int(row) for row in answer.diagnostics.get("ties", np.ravel(answer.value))]


@proves("efficient", ON_A_MENU)
def nothing_on_the_menu_is_better_for_one_and_worse_for_none(model: Model, data: st.DataObject) -> None:
    utilities, disagreement = menu(data)
    weights = data.draw(st.none() | hnp.arrays(float, disagreement.shape, elements=st.sampled_from([1.0, 2.0, 5.0])))
    best = utilities[chosen(model, utilities, disagreement, weights).value]
    assert not ((utilities >= best).all(axis=1) & (utilities > best).any(axis=1)).any()


@proves("symmetric", ON_A_MENU)
def parties_in_another_order_settle_on_the_same_outcomes(model: Model, data: st.DataObject) -> None:
    utilities, disagreement = menu(data)
    order = data.draw(st.permutations(range(disagreement.size)))
    renamed = chosen(model, utilities[:, order], disagreement[order])
    assert rows(renamed) == rows(chosen(model, utilities, disagreement))


@proves("scale-invariant", ON_A_MENU)
def other_units_and_zeros_change_nothing(model: Model, data: st.DataObject) -> None:
    utilities, disagreement = menu(data)
    units = data.draw(hnp.arrays(float, disagreement.shape, elements=st.sampled_from([0.001, 0.5, 3.0, 1000.0])))
    zeros = data.draw(hnp.arrays(float, disagreement.shape, elements=st.integers(-50, 50)))
    restated = chosen(model, utilities * units + zeros, disagreement * units + zeros)
    assert rows(restated) == rows(chosen(model, utilities, disagreement))


@proves("independent", ON_A_MENU)
def outcomes_that_are_not_chosen_may_be_taken_away(model: Model, data: st.DataObject) -> None:
    utilities, disagreement = menu(data)
    answer = chosen(model, utilities, disagreement)
    keep = data.draw(hnp.arrays(bool, len(utilities)))
    keep[answer.value] = True
    smaller = chosen(model, utilities[keep], disagreement)
    assert (utilities[keep][smaller.value] == utilities[answer.value]).all() or answer.status == "tie"


@proves("monotone", lambda model: ON_A_MENU(model) and model.id in VALUES)
def a_larger_menu_never_lowers_the_best_value(model: Model, data: st.DataObject) -> None:
    utilities, disagreement = menu(data, n_parties=2)
    larger = np.vstack([utilities, data.draw(hnp.arrays(float, (1, 2), elements=st.integers(-3, 9)))])
    values = VALUES[model.id](larger - disagreement)
    assert values[chosen(model, larger, disagreement).value] >= values[chosen(model, utilities, disagreement).value]
