"""Trees of accepters, against every way in which the leaves can answer."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from winset.errors import InputError
from winset.ratify import Leaf, Node, Tree, all_of, any_of, bitwise, chance, negated, outcome, places

FINE: dict[str, Any] = {"deadline": None, "derandomize": True, "max_examples": 60}
chances = st.floats(0, 1) | st.sampled_from([0.0, 0.5, 1.0])


@st.composite
def trees(draw: st.DrawFn, most: int = 7) -> Tree:
    """Trees whose leaves stand at the places 0 to n - 1 in any order, also with empty and impossible nodes."""
    order = draw(st.permutations(range(draw(st.integers(1, most)))))

    def grown(leaves: list[int], depth: int) -> Tree:
        if len(leaves) == 1 and (depth == 0 or draw(st.booleans())):
            return Leaf(leaves[0])
        if depth == 0:
            children: list[Tree] = [Leaf(place) for place in leaves]
        else:
            cuts = sorted(draw(st.lists(st.integers(0, len(leaves)), max_size=3)))
            parts = [leaves[a:b] for a, b in zip([0, *cuts], [*cuts, len(leaves)], strict=True)]
            children = [grown(part, depth - 1) for part in parts]
        return Node(draw(st.integers(0, len(children) + 1)), tuple(children))

    return grown(list(order), draw(st.integers(0, 3)))


def by_hand(tree: Tree, answers: tuple[bool, ...]) -> bool:
    """Ask the tree as one reads it."""
    if isinstance(tree, Leaf):
        return answers[tree.place]
    return sum(by_hand(child, answers) for child in tree.children) >= tree.at_least


def enumerated(tree: Tree, p: list[float], follows: dict[int, tuple[int, float, float]]) -> float:
    """Sum the probabilities of all answers that pass; a follower's chance is read off whom it follows."""
    total = 0.0
    for answers in product([False, True], repeat=len(p)):
        weight = 1.0
        for place, yes in enumerate(answers):
            q = p[place]
            if place in follows:
                whom, same, otherwise = follows[place]
                q = same * answers[whom] + (1 - same) * otherwise
            weight *= q if yes else 1 - q
        total += weight * by_hand(tree, answers)
    return total


def turned(tree: Tree) -> Tree:
    """The same tree with the children of each node in the other order."""
    return tree if isinstance(tree, Leaf) else Node(tree.at_least, tuple(turned(c) for c in tree.children[::-1]))


def chances_for(data: st.DataObject, tree: Tree) -> list[float]:
    n = max(places(tree), default=-1) + 1
    return data.draw(st.lists(chances, min_size=n, max_size=n))


@settings(**FINE)
@given(trees(), st.data())
def test_chances_agree_with_enumeration_also_where_leaves_follow(tree: Tree, data: st.DataObject) -> None:
    p = chances_for(data, tree)
    follows = {
        place: (data.draw(st.integers(0, place - 1)), data.draw(chances), data.draw(chances))
        for place in range(1, len(p))
        if data.draw(st.booleans())
    }
    assert chance(tree, p) == pytest.approx(enumerated(tree, p, {}), abs=1e-12)
    assert chance(tree, p, follows=follows) == pytest.approx(enumerated(tree, p, follows), abs=1e-12)


@settings(**FINE)
@given(trees())
def test_outcomes_and_bits_agree_with_asking_leaf_by_leaf(tree: Tree) -> None:
    n = max(places(tree), default=-1) + 1
    passes = np.array(list(product([False, True], repeat=n)), dtype=bool).T.reshape(n, -1)
    expected = [by_hand(tree, tuple(answers)) for answers in passes.T]
    assert outcome(tree, passes).tolist() == expected
    words = np.zeros((n, 2), dtype=np.uint64)
    for bit, answers in enumerate(passes.T):
        words[:, bit // 64] |= answers.astype(np.uint64) << np.uint64(bit % 64)
    found = bitwise(tree, words)
    assert [bool(found[bit // 64] >> np.uint64(bit % 64) & np.uint64(1)) for bit in range(passes.shape[1])] == expected


@settings(**FINE)
@given(trees(), st.data())
def test_stopped_and_not_stopped_are_complements(tree: Tree, data: st.DataObject) -> None:
    p = np.array(chances_for(data, tree))
    answers = p > 0.4
    assert negated(negated(tree)) == tree
    assert outcome(negated(tree), ~answers) == ~outcome(tree, answers)
    assert chance(negated(tree), 1 - p) == pytest.approx(1 - float(chance(tree, p)), abs=1e-12)


@settings(**FINE)
@given(trees(), st.data())
def test_the_order_of_children_and_a_node_around_one_change_nothing(tree: Tree, data: st.DataObject) -> None:
    p = chances_for(data, tree)
    found = float(chance(tree, p))
    assert chance(turned(tree), p) == pytest.approx(found, abs=1e-12)
    assert all_of(tree) == any_of(tree) == tree
    assert float(chance(Node(1, (tree,)), p)) == found


@settings(**FINE)
@given(st.lists(chances, min_size=1, max_size=8), st.integers(0, 8), chances, st.data())
def test_a_stricter_rule_never_helps_and_a_keener_leaf_never_hurts(
    p: list[float], k: int, more: float, data: st.DataObject
) -> None:
    leaves = tuple(Leaf(place) for place in range(len(p)))
    k = min(k, len(p))
    keener = list(p)
    keener[-1] = max(keener[-1], more)
    found = float(chance(Node(k, leaves), p))
    assert 0 <= float(chance(Node(k + 1, leaves), p)) <= found + 1e-12
    assert float(chance(Node(k, leaves), keener)) >= found - 1e-12


def test_leading_axes_are_kept_and_a_follower_may_vary_with_them() -> None:
    rng = np.random.default_rng(11)
    p, same = rng.random((4, 5, 3)), rng.random((5, 1))
    tree = all_of(any_of(Leaf(0), Leaf(1)), Node(1, (Leaf(2), Leaf(3))))
    found = chance(tree, p, follows={2: (0, same, 0.3)})
    assert found.shape == (5, 3)
    assert found[4, 2] == pytest.approx(enumerated(tree, p[:, 4, 2].tolist(), {2: (0, float(same[4, 0]), 0.3)}))
    assert chance(all_of(), np.zeros((0, 2))).tolist() == [1.0, 1.0]
    assert chance(any_of(), np.zeros((0, 2))).tolist() == [0.0, 0.0]


def test_a_leaf_may_follow_one_that_is_not_asked() -> None:
    assert chance(Leaf(1), [0.8, 0.0], follows={1: (0, 0.5, 0.2)}) == pytest.approx(0.5 * 0.8 + 0.5 * 0.2)


def test_the_row_of_a_follower_is_not_read() -> None:
    assert float(chance(Leaf(1), [0.8, np.nan], follows={1: (0, 1.0, 0.0)})) == pytest.approx(0.8)


def test_refusals() -> None:
    pair = all_of(Leaf(0), Leaf(1))
    with pytest.raises(InputError, match="`tree` holds the leaf at place 0 more than once"):
        chance(all_of(pair, Leaf(0)), [0.5, 0.5])
    with pytest.raises(InputError, match="names the leaf at place 1; there are 1 leaves"):
        chance(pair, [0.5])
    with pytest.raises(InputError, match="names the leaf at place 1; there are 1 leaves"):
        outcome(pair, [True])
    with pytest.raises(InputError, match=r"`chances\[1\]` is 1.5"):
        chance(pair, [0.5, 1.5])
    with pytest.raises(InputError, match="circle: 0 follows 1 follows 0"):
        chance(pair, [0.5, 0.5], follows={0: (1, 0.5, 0.5), 1: (0, 0.5, 0.5)})
    with pytest.raises(InputError, match=r"`follows\[1\].w` is 2"):
        chance(pair, [0.5, 0.5], follows={1: (0, 2, 0.5)})
    with pytest.raises(InputError, match="`follows` names the leaf at place 7"):
        chance(pair, [0.5, 0.5], follows={1: (7, 0.5, 0.5)})
    many = all_of(*(Leaf(place) for place in range(14)))
    with pytest.raises(InputError, match="7 leaves are followed by others; at most 6"):
        chance(many, [0.5] * 14, follows={place + 7: (place, 0.5, 0.5) for place in range(7)})
    with pytest.raises(InputError, match="`words` holds int64"):
        bitwise(pair, np.array([1, 1]))
