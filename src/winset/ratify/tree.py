"""Who must say yes among many, when some are asked together, some instead of each other, some only to stop it?

A rule at home is a tree: at each node at least so many of its children must pass, at each leaf stands one accepter.
All of them and any of them are the two ends of that. The essential assumption is that the leaves decide
independently, but for those that are said to follow another. Do not use `chance` for leaves that share one mood or
one majority; draw what they share outside and average.

References: Hong, Y. (2013). On computing the distribution function for the Poisson binomial distribution.
Computational Statistics & Data Analysis 59, 41-51 (section 2.5, the recursion over voters). Taylor, A. D. and
Zwicker, W. S. (1999). Simple Games. Princeton University Press (compositions of games, and the dual, which is what
`negated` returns).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import ArrayLike, NDArray

from winset.allowed import numbers_between
from winset.errors import InputError
from winset.registry import Model, register

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Words = NDArray[np.unsignedinteger]
Follows = Mapping[int, tuple[int, ArrayLike, ArrayLike]]

MOST_FOLLOWED = 6
"""Leaves that others may follow; every one of them doubles the work."""


@dataclass(frozen=True)
class Leaf:
    """One accepter, by its place among the leaves, counted from 0.

    >>> Leaf(-1)
    Traceback (most recent call last):
    ...
    winset.errors.InputError: `place` is -1; leaves are counted from 0
    """

    place: int

    def __post_init__(self) -> None:
        if self.place < 0:
            raise InputError(f"`place` is {self.place}; leaves are counted from 0")


@dataclass(frozen=True)
class Node:
    """At least `at_least` of the children must pass: 0 passes always, one more than there are children never.

    >>> Node(3, (Leaf(0),))
    Traceback (most recent call last):
    ...
    winset.errors.InputError: `at_least` is 3; of 1 children it may ask for 0 to 1, or for 2, which never passes
    """

    at_least: int
    children: tuple[Tree, ...]

    def __post_init__(self) -> None:
        n = len(self.children)
        if not 0 <= self.at_least <= n + 1:
            raise InputError(
                f"`at_least` is {self.at_least}; of {n} children it may ask for 0 to {n}, or for {n + 1}, which never "
                "passes"
            )


Tree = Leaf | Node


def all_of(*children: Tree) -> Tree:
    """Return the tree that passes if every child passes; of one child that child, of none one that always passes.

    >>> all_of(Leaf(0), Leaf(1)).at_least
    2
    """
    return children[0] if len(children) == 1 else Node(len(children), children)


def any_of(*children: Tree) -> Tree:
    """Return the tree that passes if at least one child does; of one child that child, of none one that never passes.

    >>> any_of(Leaf(4))
    Leaf(place=4)
    """
    return children[0] if len(children) == 1 else Node(1, children)


def places(tree: Tree) -> tuple[int, ...]:
    """Return the places of the leaves from left to right, each as often as it stands in the tree.

    >>> places(all_of(Leaf(2), any_of(Leaf(0), Leaf(2))))
    (2, 0, 2)
    """
    if isinstance(tree, Leaf):
        return (tree.place,)
    return tuple(place for child in tree.children for place in places(child))


def negated(tree: Tree) -> Tree:
    r"""Return the rule for "it is not stopped", from the rule for "it is stopped".

    .. math:: \neg\big(\ge k \text{ of } n \text{ stop it}\big) \iff \;\ge n - k + 1 \text{ of } n \text{ do not}

    Parameters
    ----------
    tree : Leaf or Node
        Passes if those at the leaves stop it.

    Returns
    -------
    Leaf or Node
        Passes if it is not stopped, with leaves that say for each whether it does *not* stop it: hand `chance` the
        complements. Twice negated is the tree itself.

    Examples
    --------
    Stopped only if two of three object, and the court agrees with them: it goes through if two of three do not
    object, or the court does not agree.

    >>> negated(all_of(Node(2, (Leaf(0), Leaf(1), Leaf(2))), Leaf(3)))
    Node(at_least=1, children=(Node(at_least=2, children=(Leaf(place=0), Leaf(place=1), Leaf(place=2))), Leaf(place=3)))
    """
    if isinstance(tree, Leaf):
        return tree
    return Node(len(tree.children) - tree.at_least + 1, tuple(negated(child) for child in tree.children))


def outcome(tree: Tree, passes: ArrayLike) -> Mask:
    """Return whether the whole passes, from whether each leaf does.

    Parameters
    ----------
    tree : Leaf or Node
        The rule; a leaf may stand in it more than once.
    passes : array of bool, shape (n_leaves, ...)
        Whether the accepter at each place says yes.

    Returns
    -------
    array of bool, shape (...)

    Raises
    ------
    InputError
        If the tree names a place at which there is no leaf.

    Examples
    --------
    Either house and the president:

    >>> rule = all_of(any_of(Leaf(0), Leaf(1)), Leaf(2))
    >>> outcome(rule, [[True, False], [False, False], [True, True]]).tolist()
    [True, False]
    """
    given = np.asarray(passes, dtype=bool)
    _check_places(tree, given.shape)
    return np.array(_outcome(tree, given))


def chance(tree: Tree, chances: ArrayLike, *, follows: Follows | None = None) -> Array:
    r"""Return the probability that the whole passes.

    At each node, with children that pass with chances :math:`p_i` and count :math:`C`,

    .. math:: P_i(C = c) = (1 - p_i)\,P_{i-1}(C = c) + p_i\,P_{i-1}(C = c - 1), \qquad p = P_n(C \ge k)

    Here C counts the first i children that pass, c is a number of them, and k is how many must pass.

    Parameters
    ----------
    tree : Leaf or Node
        The rule; every leaf may stand in it once.
    chances : array of float, shape (n_leaves, ...)
        Chance that the accepter at each place says yes, 0 to 1. The row of a leaf that follows another is not read.
    follows : mapping of int to (int, array of float, array of float), optional
        Place of a leaf -> the place that it follows, the chance `w` that it then gives the same answer, and the
        chance `otherwise` with which it says yes where it decides for itself; both 0 to 1, broadcast to shape (...).
        The leaf that is followed may itself follow another, and need not stand in the tree.

    Returns
    -------
    array of float, shape (...)
        Exact; 1 for an empty tree of which all must pass, 0 for one of which any must.

    Raises
    ------
    InputError
        If a chance lies outside 0 to 1, a place has no leaf, a leaf stands in the tree twice, leaves follow each
        other in a circle, or more than six are followed.

    Notes
    -----
    The answers of the followed leaves are enumerated, and given them all leaves are independent.

    Examples
    --------
    Two of three, each with a chance of one half; and a region with a second that does as the first does in nine
    cases of ten: ``.8 (.9 + .1 * .5)``.

    >>> float(chance(Node(2, (Leaf(0), Leaf(1), Leaf(2))), [0.5, 0.5, 0.5]))
    0.5
    >>> float(chance(all_of(Leaf(0), Leaf(1)), [0.8, 0.0], follows={1: (0, 0.9, 0.5)}).round(6))
    0.76
    """
    given = np.array(chances, dtype=float)
    _check_places(tree, given.shape)
    named = places(tree)
    if len(set(named)) < len(named):
        twice = next(place for place in named if named.count(place) > 1)
        raise InputError(f"`tree` holds the leaf at place {twice} more than once; its chance can be used once")
    rules = _checked_follows(follows or {}, len(given))
    given[list(rules)] = 0.0
    given = numbers_between("chances", given, 0, 1)
    shape = np.broadcast_shapes(given.shape[1:], *(part.shape for _, *parts in rules.values() for part in parts))
    at = {place: np.broadcast_to(row, shape) for place, row in enumerate(given)}
    followed = _followed(rules, named)
    if not followed:
        return np.array(_chance(tree, at, shape))
    followers = {place for place, (whom, _, _) in rules.items() if whom in followed}
    tree, at = _settled(tree, at, shape, followers | set(followed))
    total = np.zeros(shape)
    for answers in product((0.0, 1.0), repeat=len(followed)):
        said = dict(zip(followed, answers, strict=True))
        now = at | {place: _of_follower(said[rules[place][0]], *rules[place][1:]) for place in followers}
        weight = np.ones(shape)
        for place, answer in said.items():
            weight = weight * (now[place] if answer else 1 - now[place])
        total += weight * _chance(tree, now | {place: np.full(shape, answer) for place, answer in said.items()}, shape)
    return total.clip(0, 1)


def bitwise(tree: Tree, words: NDArray[np.unsignedinteger]) -> Words:
    """Return whether the whole passes for many packages at once, each of them one bit.

    Parameters
    ----------
    tree : Leaf or Node
        The rule; a leaf may stand in it more than once.
    words : array of unsigned int, shape (n_leaves, ...)
        Bit b of a word says whether the leaf passes package b.

    Returns
    -------
    array of unsigned int, shape (...)
        Of the same type. A rule that always passes sets every bit, also those that stand for no package.

    Raises
    ------
    InputError
        If the words are not unsigned, or the tree names a place at which there is no leaf.

    Notes
    -----
    Votes are counted in binary, one word for each digit and all bits abreast. The count starts at what a power of two
    has more than `at_least`, so that a carry out of the last digit says that enough have passed.

    Examples
    --------
    Two of three, for four packages:

    >>> words = np.array([0b1100, 0b1010, 0b0110], dtype=np.uint8)
    >>> f"{bitwise(Node(2, (Leaf(0), Leaf(1), Leaf(2))), words):04b}"
    '1110'
    """
    given = np.asarray(words)
    if not np.issubdtype(given.dtype, np.unsignedinteger):
        raise InputError(f"`words` holds {given.dtype}; bits are kept in unsigned integers")
    _check_places(tree, given.shape)
    return np.array(_bitwise(tree, given))[()]


def _check_places(tree: Tree, shape: tuple[int, ...]) -> None:
    n = shape[0] if shape else 0
    for place in places(tree):
        if place >= n:
            raise InputError(f"`tree` names the leaf at place {place}; there are {n} leaves, counted from 0")


def _outcome(tree: Tree, passes: Mask) -> Mask:
    if isinstance(tree, Leaf):
        return np.asarray(passes[tree.place])
    count = np.zeros(passes.shape[1:], dtype=np.int64)
    for child in tree.children:
        count += _outcome(child, passes)
    return np.asarray(count >= tree.at_least)


def _chance(tree: Tree, at: Mapping[int, Array], shape: tuple[int, ...]) -> Array:
    """Chance of a tree of independent leaves."""
    if isinstance(tree, Leaf):
        return at[tree.place]
    k, n = tree.at_least, len(tree.children)
    of_children = (_chance(child, at, shape) for child in tree.children)
    if k == n:
        return _product(of_children, shape)
    if k == 1:
        return np.asarray(1 - _product((1 - each for each in of_children), shape))
    if k in (0, n + 1):
        return np.full(shape, float(k == 0))
    count = np.zeros((k + 1, *shape))
    count[0] = 1.0
    for each in of_children:
        moved = count[:-1] * each
        count[:-1] -= moved
        count[1:] += moved
    return np.asarray(count[k].clip(0, 1))


def _product(factors: Iterator[Array], shape: tuple[int, ...]) -> Array:
    result = np.ones(shape)
    for factor in factors:
        result *= factor
    return result


def _checked_follows(follows: Follows, n_leaves: int) -> dict[int, tuple[int, Array, Array]]:
    """The leaves that follow another, with numbers as arrays; no circles, no leaf that is not there."""
    rules = {}
    for place, (whom, same, otherwise) in follows.items():
        for each in (place, whom):
            if not 0 <= each < n_leaves:
                raise InputError(f"`follows` names the leaf at place {each}; there are {n_leaves} leaves")
        name = f"follows[{place}]"
        rules[place] = (
            whom,
            numbers_between(f"{name}.w", same, 0, 1),
            numbers_between(f"{name}.otherwise", otherwise, 0, 1),
        )
    for place in rules:
        chain = [place]
        while chain[-1] in rules:
            chain.append(rules[chain[-1]][0])
            if chain[-1] in chain[:-1]:
                circle = " follows ".join(map(str, chain[chain.index(chain[-1]) :]))
                raise InputError(f"`follows` runs in a circle: {circle}; somebody must decide first")
    return rules


def _followed(rules: Mapping[int, tuple[int, Array, Array]], named: tuple[int, ...]) -> list[int]:
    """Leaves on whose answer a leaf of the tree depends, through others too."""
    followed: set[int] = set()
    for place in named:
        while place in rules:
            place = rules[place][0]
            followed.add(place)
    if len(followed) > MOST_FOLLOWED:
        raise InputError(f"{len(followed)} leaves are followed by others; at most {MOST_FOLLOWED} may be")
    return sorted(followed)


def _of_follower(said: float, same: Array, otherwise: Array) -> Array:
    """Chance that a follower says yes once the leaf that it follows has answered."""
    return np.asarray(said * same + (1 - same) * otherwise)


def _settled(
    tree: Tree, at: Mapping[int, Array], shape: tuple[int, ...], open_places: set[int]
) -> tuple[Tree, dict[int, Array]]:
    """The tree with every part that no open leaf touches as one leaf with that part's chance."""
    if not open_places & set(places(tree)):
        place = places(tree)[0] if places(tree) else -1
        if place < 0 or isinstance(tree, Leaf):
            return tree, dict(at)
        return Leaf(place), dict(at) | {place: _chance(tree, at, shape)}
    if isinstance(tree, Leaf):
        return tree, dict(at)
    children, now = [], dict(at)
    for child in tree.children:
        settled, now = _settled(child, now, shape, open_places)
        children.append(settled)
    return Node(tree.at_least, tuple(children)), now


def _bitwise(tree: Tree, words: Words) -> Words:
    if isinstance(tree, Leaf):
        return np.asarray(words[tree.place])
    k, n = tree.at_least, len(tree.children)
    none = np.zeros(words.shape[1:], dtype=words.dtype)
    if k in (0, n + 1):
        return np.asarray(~none if k == 0 else none)
    of_children = (_bitwise(child, words) for child in tree.children)
    if k == n:
        return np.asarray(np.bitwise_and.reduce(list(of_children)))
    n_digits = (k - 1).bit_length()
    start = 2**n_digits - k
    digits = [~none if start >> digit & 1 else none for digit in range(n_digits)]
    reached = none
    for carry in of_children:
        for i, digit in enumerate(digits):
            digits[i], carry = digit ^ carry, digit & carry
        reached = reached | carry
    return np.asarray(reached)


register(
    Model(
        id="accepters-tree",
        family="ratify",
        meaning="Probability that a rule of all, any or at least so many, nested to any depth, is met.",
        reference="Hong, Y. (2013). On computing the distribution function for the Poisson binomial "
        "distribution. Computational Statistics & Data Analysis 59, 41-51.",
        status="textbook",
        function=chance,
        axioms=frozenset({"monotone"}),
        example={"tree": {"all_of": [0, {"at_least": 2, "of": [1, 2, 3]}]}, "chances": [0.9, 0.6, 0.5, 0.7]},
    )
)
