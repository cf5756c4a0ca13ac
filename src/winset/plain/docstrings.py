"""What a docstring says, taken apart: its prose by sentences, its equations, its sections and their entries.

The docstrings of models are written as numpydoc has them, so that a person reads what the programs print.
"""

from __future__ import annotations

import inspect
import re
import textwrap
from dataclasses import dataclass

HEADING = re.compile(r"^(\S.*)\n-{3,}\n", re.M)
ENTRY = re.compile(r"^(?=\S)", re.M)
EQUATION = re.compile(r"^\.\. math::(.*(?:\n(?:[ \t]+\S.*|[ \t]*(?=\n[ \t]+\S)))*)", re.M)
SENTENCE = re.compile(r"(?<=[.?!])\s+(?=[A-Z(*`])")
EMPHASIS = re.compile(r"(?<!\w)\*([\w' -]+)\*(?!\w)")
ROLE = re.compile(r":\w+:`([^`]*)`")


@dataclass(frozen=True)
class Entry:
    """One argument or result: its names, its type in words, and what is said of it."""

    names: tuple[str, ...]
    type: str
    text: str


def sections(thing: object) -> dict[str, str]:
    """Return a docstring's sections by heading; what stands before the first is under the empty heading.

    >>> sorted(sections(sections))
    ['']
    """
    parts = HEADING.split(inspect.getdoc(thing) or "")
    return {"": parts[0], **dict(zip(parts[1::2], (part.strip("\n") for part in parts[2::2]), strict=True))}


def equations(text: str) -> tuple[str, ...]:
    r"""Return the equations of a text in LaTeX, each on one line.

    >>> equations("Twice.\n\n.. math:: y =\n    2 x\n\nMore.")
    ('y = 2 x',)
    """
    return tuple(" ".join(found.split()) for found in EQUATION.findall(text))


def paragraphs(text: str) -> tuple[str, ...]:
    """Return the paragraphs of prose, without equations, markup, and references.

    >>> paragraphs("Which :math:`x`? This\\none.\\n\\n.. math:: x\\n\\nReferences: Nash (1950).")
    ('Which x? This one.',)
    """
    prose = (" ".join(part.split()) for part in re.split(r"\n\s*\n", EQUATION.sub("", text)))
    return tuple(unmarked(part) for part in prose if part and not part.startswith(("References:", "In the spirit of")))


def unmarked(text: str) -> str:
    """Return a text without the marks of roles, code and emphasis.

    >>> unmarked(":math:`b_i > 0`; ``tie`` as in `nash_solution`, for *one* level")
    'b_i > 0; tie as in nash_solution, for one level'
    """
    return EMPHASIS.sub(r"\1", ROLE.sub(r"\1", text)).replace("`", "")


def sentences(text: str) -> list[str]:
    """Return the sentences of a paragraph.

    >>> sentences("Is it? Not with a pull. It is.")
    ['Is it?', 'Not with a pull.', 'It is.']
    """
    return SENTENCE.split(text)


def entries(section: str, named: bool = True) -> tuple[Entry, ...]:
    """Return the entries of a section such as Parameters; names may share one, and results need not be `named`.

    >>> entries("a, b : float\\n    Two numbers.\\nc : int\\n    One.")[0].names
    ('a', 'b')
    """
    found = []
    for part in filter(None, (part.strip() for part in ENTRY.split(section))):
        head, _, text = part.partition("\n")
        names, colon, kind = head.partition(" : ")
        words = unmarked(" ".join(textwrap.dedent(text).split()))
        if not colon and not named:
            names, kind = "", head
        found.append(Entry(tuple(filter(None, map(str.strip, names.split(",")))), unmarked(kind.strip()), words))
    return tuple(found)
