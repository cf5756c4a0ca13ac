"""Where is a statement about options true?

A statement is built from names of options by *not*, *and*, *or*, *if* and *iff*, which bind in this order, and by
parentheses; ``if x then y`` is another way to write ``y if x``. The name of an option may have several words. A name
that holds one of these words is put in double quotes. ``y if x`` is false only where x is taken and y is not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from winset.errors import InputError
from winset.graph.record import Mask

WORDS = ("not", "and", "or", "if", "then", "iff", "(", ")")
TOKEN = re.compile(r'"([^"]*)"|([()])|([^\s()"]+)')


def truth(statement: str, options: Sequence[str], taken: Mask) -> Mask:
    """Return in which states a statement holds.

    Parameters
    ----------
    statement : str
        Such as ``"accept and not (modify or insist)"``.
    options : sequence of str
        Names of the options, in the order of the columns of `taken`.
    taken : array of bool, shape (n_states, n_options)
        Which options are taken in which state.

    Returns
    -------
    array of bool, shape (n_states,)

    Raises
    ------
    InputError
        If the statement cannot be read or names an option that is not there.

    Examples
    --------
    >>> truth("b if a", ["a", "b"], np.array([[0, 0], [1, 0], [0, 1], [1, 1]], dtype=bool)).tolist()
    [True, False, True, True]
    """
    reader = _Reader(statement, options, taken)
    found = reader.equivalence()
    if reader.rest:
        raise reader.complaint(f"{reader.rest[0][1]!r} stands where the statement should end")
    return found


class _Reader:
    """Reads a statement from left to right; each method reads one level of binding and says where it is true."""

    def __init__(self, statement: str, options: Sequence[str], taken: Mask) -> None:
        self.statement, self.options, self.taken = statement, list(options), taken
        self.rest = _tokens(statement)

    def complaint(self, what: str) -> InputError:
        return InputError(f"the statement {self.statement!r} cannot be read: {what}")

    def skips(self, word: str) -> bool:
        """Take the next word if it is this one."""
        if self.rest and self.rest[0] == ("word", word):
            self.rest.pop(0)
            return True
        return False

    def equivalence(self) -> Mask:
        found = self.condition()
        while self.skips("iff"):
            found = found == self.condition()
        return found

    def condition(self) -> Mask:
        if self.skips("if"):
            when = self.either()
            if not self.skips("then"):
                raise self.complaint("'then' is missing after 'if'")
            return self.either() | ~when
        found = self.either()
        while self.skips("if"):
            found = found | ~self.either()
        return found

    def either(self) -> Mask:
        found = self.both()
        while self.skips("or"):
            found = found | self.both()
        return found

    def both(self) -> Mask:
        found = self.single()
        while self.skips("and"):
            found = found & self.single()
        return found

    def single(self) -> Mask:
        if self.skips("not"):
            return ~self.single()
        if self.skips("("):
            found = self.equivalence()
            if not self.skips(")"):
                raise self.complaint("a parenthesis is not closed")
            return found
        if not self.rest or self.rest[0][0] == "word":
            raise self.complaint(f"an option is missing before {self.rest[0][1] if self.rest else 'the end'!r}")
        name = self.rest.pop(0)[1]
        if name not in self.options:
            raise self.complaint(f"{name!r} is no option; the options are {', '.join(self.options)}")
        return np.asarray(self.taken[:, self.options.index(name)])


def _tokens(statement: str) -> list[tuple[str, str]]:
    """Return the words and the names of a statement; bare words that follow one another are one name."""
    tokens: list[tuple[str, str]] = []
    open_name = False
    for quoted, parenthesis, bare in TOKEN.findall(str(statement)):
        if parenthesis or bare in WORDS:
            tokens.append(("word", parenthesis or bare))
        elif bare and open_name:
            tokens[-1] = ("name", f"{tokens[-1][1]} {bare}")
        else:
            tokens.append(("name", bare or quoted))
        open_name = bool(bare) and bare not in WORDS
    return tokens
