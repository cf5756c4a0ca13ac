"""A YAML text as plain data with the line of every part, refused early where it could do harm.

The text is read as a stream of events, so that nesting, size, anchors and tags are judged before anything is built:
a text that is small on disk cannot grow in memory, and no depth of nesting reaches Python's own stack. Values follow
YAML 1.2; keys are always text; dates stay text. What YAML 1.1 would read otherwise is refused, so that a case means
the same to every reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

from winset.case.broken import QUOTES, broken
from winset.case.complaints import Complaint, Path, dotted, shown
from winset.errors import CaseError

MAX_BYTES = 2_000_000
MAX_DEPTH = 40
MAX_PARTS = 100_000
MAX_COMPLAINTS = 500

_INT = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,4})?")
_ODD_FLOATS = {
    f"{sign}.{name}": float(sign + name.lower()) for sign in ("", "+", "-") for name in ("inf", "Inf", "INF")
} | {f".{name}": float("nan") for name in ("nan", "NaN", "NAN")}
_WORDS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NULLS = {"", "~", "null", "Null", "NULL"}
_SWITCHES = {"yes", "no", "on", "off"}
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
"""Characters that the text of a file cannot hold but an escape in double quotes could bring in."""


@dataclass(frozen=True)
class Place:
    """A line and a column, both counted from 1."""

    line: int
    column: int


@dataclass
class Document:
    """What a YAML text says.

    Parameters
    ----------
    file : str
        Name to use in complaints.
    raw : dict
        Plain data: mappings with text keys, lists, text, numbers, booleans, none.
    keys, values : dict
        Where each part's key and value stand.
    complaints : list
        What is wrong so far without making the rest unreadable.
    dropped : set of Path
        Parts that are wrong in a way already complained of, and left out of `raw`.
    """

    file: str
    raw: dict[str, Any] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)
    values: dict[Path, Place] = field(default_factory=dict)
    complaints: list[Complaint] = field(default_factory=list)
    dropped: set[Path] = field(default_factory=set)

    def place(self, path: Path, *, of_key: bool = False) -> Place | None:
        """Return where a part stands, or the nearest part around it that stands anywhere."""
        while path:
            first, second = (self.keys, self.values) if of_key else (self.values, self.keys)
            if found := first.get(path) or second.get(path):
                return found
            path, of_key = path[:-1], True
        return None


@dataclass
class _Open:
    """A mapping or list that is being built."""

    path: Path
    value: dict[str, Any] | list[Any]
    flow: bool
    key: str | None = None
    key_end: int = 0
    previous: str | None = None
    skip: bool = False


def read_document(text: str, file: str) -> Document:
    """Return what a YAML text says.

    Raises
    ------
    CaseError
        If the text is no YAML, is not one mapping, or is nested or aliased beyond what a case needs.

    Examples
    --------
    >>> document = read_document("a: {b: 5 to 7}", "case.yaml")
    >>> document.raw, document.place(("a", "b"))
    ({'a': {'b': '5 to 7'}}, Place(line=1, column=8))
    """
    if len(text) > MAX_BYTES:
        raise CaseError((too_large(file),))
    body = text.removeprefix("\ufeff")
    return _Builder(body, file).build()


def too_large(file: str) -> Complaint:
    """Return the complaint about a file that is too large to be a case."""
    return Complaint(
        file,
        None,
        None,
        "",
        "this file is too large for a case",
        allowed=f"{MAX_BYTES / 1e6:g} MB",
        remedy="move long series of readings into CSV files",
    )


class _Builder:
    """Builds a document from the events of a YAML text."""

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.document = Document(file)
        self.stack: list[_Open] = []
        self.parts = 0

    def complain(self, mark: Any, path: Path, message: str, **more: str | None) -> Complaint:
        """Return and keep a complaint at a mark of the parser."""
        complaint = Complaint(self.document.file, mark.line + 1, mark.column + 1, dotted(path), message, **more)
        if len(self.document.complaints) <= MAX_COMPLAINTS:
            self.document.complaints.append(complaint)
        return complaint

    def stop(self, mark: Any, message: str, **more: str | None) -> CaseError:
        """Return the error that ends reading."""
        path = self.path() if self.stack else ()
        complaint = self.complain(mark, path, message, **more)
        return CaseError(tuple(dict.fromkeys((*self.document.complaints, complaint))))

    def events(self) -> Iterator[Any]:
        """Yield the parser's events, with its errors in our words."""
        try:
            yield from YAML(typ="safe", pure=True).parse(self.text)
        except MarkedYAMLError as error:
            found = self.stray_tab(error) or broken(error, self.text, self.document.file, self.opened())
            raise CaseError((*self.document.complaints, *found)) from None
        except ReaderError as error:
            before = self.text[: error.position]
            raise CaseError(
                (
                    *self.document.complaints,
                    Complaint(
                        self.document.file,
                        before.count("\n") + 1,
                        error.position - (before.rfind("\n") + 1) + 1,
                        "",
                        "this is a character that no text file should hold",
                        found=_named(error.character),
                        remedy="delete it; save the file as UTF-8 text",
                    ),
                )
            ) from None
        except (
            YAMLError,
            ValueError,
            LookupError,
            TypeError,
            AttributeError,
            ArithmeticError,
            AssertionError,
        ) as error:
            # The parser has no single error for damaged text: on some it trips over itself.
            complaint = Complaint(
                self.document.file, None, None, "", "this file is no readable YAML", found=shown(str(error))
            )
            raise CaseError((*self.document.complaints, complaint)) from None

    def stray_tab(self, error: MarkedYAMLError) -> tuple[Complaint, ...]:
        """Return the complaint about a tab at which reading ended, unless it indents something."""
        mark = error.problem_mark
        if mark is None or self.text[mark.index : mark.index + 1] != "\t":
            return ()
        before, after = self.text[: mark.index].rpartition("\n")[2], self.text[mark.index :].partition("\n")[0]
        if not before.strip() and after.strip():
            return ()
        message, remedy = "a tab stands here", "YAML takes spaces: replace the tab with a space"
        return (Complaint(self.document.file, mark.line + 1, mark.column + 1, "", message, remedy=remedy),)

    def opened(self) -> int | None:
        """Return the line on which the innermost bracket opens, if the text stands in one."""
        place = self.document.place(self.stack[-1].path) if self.stack and self.stack[-1].flow else None
        return place.line if place else None

    def path(self) -> Path:
        """Return the path of the part that comes next."""
        top = self.stack[-1]
        if isinstance(top.value, list):
            return (*top.path, len(top.value))
        return top.path if top.key is None else (*top.path, top.key)

    def build(self) -> Document:
        """Return the document."""
        documents = 0
        for event in self.events():
            kind = type(event).__name__
            if kind == "DocumentStartEvent":
                documents += 1
                if documents > 1:
                    raise self.stop(
                        event.start_mark,
                        "a second document begins here",
                        remedy="a case is one document: delete the line `---`, or split the file",
                    )
            elif kind == "AliasEvent":
                self.refuse_alias(event)
            elif kind in {"ScalarEvent", "MappingStartEvent", "SequenceStartEvent"}:
                self.start(event, kind)
            elif kind in {"MappingEndEvent", "SequenceEndEvent"}:
                self.stack.pop()
                if self.stack:
                    self.finish()
        if documents == 0:
            raise self.empty()
        return self.document

    def empty(self) -> CaseError:
        """Return the error for a file that says nothing."""
        return CaseError(
            (
                Complaint(
                    self.document.file,
                    None,
                    None,
                    "",
                    "this file is empty",
                    remedy="`winset new FILE` writes a case to start from",
                ),
            )
        )

    def refuse_alias(self, event: Any) -> None:
        """Complain about an alias and leave the part out."""
        if not self.stack:
            raise self.stop(event.start_mark, "a case is a mapping")
        self.complain(
            event.start_mark,
            self.path(),
            f"`*{event.anchor}` refers to another part of the file",
            remedy=f"write the part out; if it is text, {QUOTES}",
        )
        top = self.stack[-1]
        if isinstance(top.value, dict) and top.key is None:
            raise CaseError(tuple(self.document.complaints))
        self.document.dropped.add(self.path())
        if isinstance(top.value, list):
            top.value.append(None)
        self.finish()

    def start(self, event: Any, kind: str) -> None:
        """Take up a scalar, a mapping or a list."""
        self.parts += 1
        if self.parts > MAX_PARTS:
            raise self.stop(
                event.start_mark,
                "this file has too many parts for a case",
                allowed=f"{MAX_PARTS:,} keys and values",
                remedy="move long series of readings into CSV files",
            )
        if kind == "ScalarEvent" and (odd := _UNPRINTABLE.search(event.value)):
            raise self.stop(
                event.start_mark,
                "this text holds a character that cannot be printed",
                found=_named(odd[0]),
                remedy="write the character itself in place of its escape, or delete it",
            )
        if not self.stack:
            if kind == "ScalarEvent" and event.value == "" and event.implicit[0]:
                raise self.empty()
            if kind != "MappingStartEvent":
                raise self.stop(
                    event.start_mark,
                    "a case is a mapping of keys to values",
                    found="a list" if kind == "SequenceStartEvent" else shown(event.value),
                    remedy="begin with `winset: 1`; `winset new FILE` writes a case to start from",
                )
            self.warn_of_marks(event, ())
            self.stack.append(_Open((), self.document.raw, event.flow_style))
            return
        top = self.stack[-1]
        if isinstance(top.value, dict) and top.key is None:
            self.take_key(event, kind, top)
            return
        path = self.path()
        self.warn_of_marks(event, path)
        self.document.values.setdefault(path, Place(event.start_mark.line + 1, event.start_mark.column + 1))
        if kind == "ScalarEvent":
            self.take_scalar(event, path, top)
            self.finish()
            return
        if len(self.stack) >= MAX_DEPTH:
            raise self.stop(event.start_mark, "this is nested too deeply", allowed=f"{MAX_DEPTH} levels")
        made: dict[str, Any] | list[Any] = {} if kind == "MappingStartEvent" else []
        self.put(top, made)
        self.stack.append(_Open(path, made, event.flow_style))

    def put(self, top: _Open, value: Any) -> None:
        """Put a value where it belongs."""
        if isinstance(top.value, list):
            top.value.append(value)
        elif not top.skip and top.key is not None:
            top.value[top.key] = value

    def finish(self) -> None:
        """Make ready for the next key of a mapping."""
        top = self.stack[-1]
        if isinstance(top.value, dict):
            top.previous, top.key, top.skip = top.key, None, False

    def take_key(self, event: Any, kind: str, top: _Open) -> None:
        """Take up a key of a mapping."""
        if kind != "ScalarEvent":
            raise self.stop(
                event.start_mark,
                "a key cannot be a list or a mapping",
                remedy="write `key: value`; a lone { or [ before a colon is often a text that needs quotes",
            )
        key = event.value
        self.warn_of_marks(event, (*top.path, key))
        path = (*top.path, key)
        plain = event.style is None
        if plain and key in _NULLS:
            self.complain(event.start_mark, top.path, "a key is missing before this colon")
            self.document.dropped.add(path)
            top.skip = True
        elif plain and (key.lower() in _SWITCHES or key in _WORDS):
            self.complain(
                event.start_mark,
                path,
                f"some readers of YAML take `{key}` for true or false",
                found=key,
                remedy=f'write "{key}" in quotes, or use another word',
            )
        if key in top.value:
            first = self.document.keys[path]
            self.complain(
                event.start_mark,
                path,
                f"the key `{key}` stands here and on line {first.line}",
                remedy="keep one of the two",
            )
            top.skip = True
        else:
            self.document.keys.setdefault(path, Place(event.start_mark.line + 1, event.start_mark.column + 1))
        top.key, top.key_end = key, event.end_mark.index

    def take_scalar(self, event: Any, path: Path, top: _Open) -> None:
        """Take up a value that is neither a mapping nor a list."""
        if event.style is not None:
            self.put(top, event.value)
            return
        written = event.value
        if written.lower() in _SWITCHES:
            self.complain(
                event.start_mark,
                path,
                f"some readers of YAML take `{written}` for true or false",
                found=written,
                remedy=f'write true or false, or "{written}" in quotes',
            )
            self.document.dropped.add(path)
            if isinstance(top.value, list):
                top.value.append(None)
            return
        if written == "" and top.flow and isinstance(top.value, dict) and self.lost_its_text(top):
            before = top.previous if top.previous is not None else None
            self.complain(
                event.start_mark,
                path,
                f"`{top.key}` has no value: a comma ended the text before it",
                found=top.key,
                remedy=f"put the text of `{before}` in double quotes" if before else QUOTES,
            )
            self.document.dropped.add(path)
            return
        self.put(top, scalar(written))

    def lost_its_text(self, top: _Open) -> bool:
        """Tell whether a key of a flow mapping without a value or a colon is the rest of a text."""
        return not self.text[top.key_end :].lstrip().startswith(":") and top.previous is not None

    def warn_of_marks(self, event: Any, path: Path) -> None:
        """Complain about an anchor or a tag."""
        if event.anchor is not None:
            self.complain(
                event.start_mark,
                path,
                f"`&{event.anchor}` marks a part to be repeated elsewhere",
                remedy=f"delete the mark and write the parts out; if it is text, {QUOTES}",
            )
        tag = getattr(event, "tag", None)
        if tag is not None:
            self.complain(
                event.start_mark,
                path,
                "a tag stands here",
                found=shown(str(tag)),
                remedy=f"delete it; if it is text, {QUOTES}",
            )


def scalar(written: str) -> Any:
    """Return what an unquoted value means in YAML 1.2, dates left as text.

    >>> [scalar(text) for text in ("12", "1e3", "true", "~", "5 to 7", "2019-01-23")]
    [12, 1000.0, True, None, '5 to 7', '2019-01-23']
    """
    if written in _NULLS:
        return None
    if written in _WORDS:
        return _WORDS[written]
    if _INT.fullmatch(written):
        return int(written)
    if len(written) <= 400 and _FLOAT.fullmatch(written):
        return float(written)
    return _ODD_FLOATS.get(written, written)


def _named(character: Any) -> str:
    """Return a character in words."""
    code = ord(character) if isinstance(character, str) else int(character)
    return f"character U+{code:04X}"
