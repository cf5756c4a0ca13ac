"""Is a ledger what it was when its entries were sealed?

Every entry holds the hash of the one before. A changed, moved, missing or inserted entry breaks the chain where it
stands. What the chain alone cannot show is that entries are missing at its end, or that all of it was written anew:
that takes a head, the hash of the last entry, kept somewhere else.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from winset.backtest.entries import GENESIS, hash_of
from winset.errors import InputError

SCHEMA = "winset.chain/1"

SHORTEST = 8
"""As many digits of a hash are taken for the whole."""


@dataclass(frozen=True)
class Head:
    """How many entries there are, and the hash of the last one."""

    number: int
    hash: str


@dataclass(frozen=True)
class Verdict:
    """What was found of a ledger.

    Parameters
    ----------
    entries : int
        How many it holds.
    head : str
        Hash of the last one; 64 zeros if there is none.
    complaints : tuple of str
        Everything that is wrong, a sentence each; empty if it is whole.
    """

    entries: int
    head: str
    complaints: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Return whether nothing is wrong."""
        return not self.complaints


def verify_chain(rows: Sequence[tuple[str, str]], kept: Head | None = None, head: str | None = None) -> Verdict:
    """Return whether entries are the ones that were sealed.

    Parameters
    ----------
    rows : sequence of (str, str)
        Hash and text of each entry, in their order.
    kept : Head, optional
        What the ledger says of itself: how many entries, and the hash of the last.
    head : str, optional
        The hash of an entry that somebody kept elsewhere, at least 8 digits of it.

    Raises
    ------
    InputError
        If `head` is not made of 8 to 64 hexadecimal digits.
    """
    if head is not None:
        head = head.lower()
        if not SHORTEST <= len(head) <= len(GENESIS) or not set(head) <= set("0123456789abcdef"):
            raise InputError(f"`head` is {head!r}; take {SHORTEST} to {len(GENESIS)} hexadecimal digits of a hash")
    complaints = list(_breaks(rows))
    last = rows[-1][0] if rows else GENESIS
    if kept is not None and (kept.number, kept.hash) != (len(rows), last):
        complaints.append(
            f"the ledger says of itself that it holds {kept.number} entries up to {kept.hash[:12]}, "
            f"and holds {len(rows)} up to {last[:12]}: entries were taken away or added at its end"
        )
    if head is not None and not any(hash.startswith(head) for hash, _ in rows):
        complaints.append(
            f"no entry has the hash {head[:12]} that was kept elsewhere: entries up to it were changed or taken away"
        )
    return Verdict(len(rows), last, tuple(complaints))


def _breaks(rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield where the chain is broken."""
    previous, sealed = GENESIS, ""
    for place, (kept, text) in enumerate(rows, 1):
        real = hash_of(text)
        if real != kept:
            yield f"entry {place} was changed after it was sealed: its hash is {real[:12]}, and {kept[:12]} was kept"
        body = _body(text)
        if body is None:
            yield f"entry {place} cannot be read"
        else:
            if body.get("number") != place:
                yield f"entry {place} says that it is entry {body.get('number')}: entries were moved or are missing"
            if body.get("previous") != previous:
                yield f"entry {place} does not follow from the one before: one before it was changed or is missing"
            if str(body.get("sealed", "")) < sealed:
                yield f"entry {place} was sealed before the one before it"
            sealed = str(body.get("sealed", ""))
        previous = kept


def _body(text: str) -> Mapping[str, Any] | None:
    """Return what an entry says, nothing if it cannot be read."""
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None


def export_text(rows: Sequence[tuple[str, str]], kept: Head | None = None) -> str:
    """Return a ledger as a text that can be verified on its own: a line with its head, then a line for each entry.

    The head is what the ledger says of itself (`kept`), by default the last entry: a ledger that was cut stays so.

    Each line after the first holds the hash of an entry and the entry. The hash is the SHA-256 of the entry written
    as JSON with sorted keys, no spaces and nothing but ASCII.
    """
    said = kept or Head(len(rows), rows[-1][0] if rows else GENESIS)
    head = {"schema": SCHEMA, "entries": said.number, "head": said.hash}
    lines = (f'{{"hash":"{hash}","entry":{text}}}' for hash, text in rows)
    return "".join(f"{line}\n" for line in (json.dumps(head), *lines))


def verify_text(text: str, head: str | None = None) -> Verdict:
    """Return whether an exported ledger is whole; `head` is a hash that was kept elsewhere.

    Raises
    ------
    InputError
        If the text is no exported ledger.

    Examples
    --------
    >>> verify_text(export_text([])).is_whole
    True
    """
    first, *lines = text.splitlines() or [""]
    said = _body(first)
    if said is None or said.get("schema") != SCHEMA:
        raise InputError(f"this is no exported ledger: its first line does not name the schema {SCHEMA}")
    rows, unread = [], []
    for place, line in enumerate(lines, 1):
        found = _split(line)
        if found is None:
            unread.append(f"line {place + 1} is no entry")
        rows.append(found or ("", line))
    count = said.get("entries")
    kept = Head(count if isinstance(count, int) else -1, str(said.get("head", "")))
    verdict = verify_chain(rows, kept, head)
    return Verdict(verdict.entries, verdict.head, (*unread, *verdict.complaints))


def _split(line: str) -> tuple[str, str] | None:
    """Return hash and text of an exported entry."""
    body = _body(line)
    start, end = '{"hash":"', '","entry":'
    if body is None or not {"hash", "entry"} <= body.keys() or not line.startswith(start) or end not in line:
        return None
    return str(body["hash"]), line[line.index(end) + len(end) : -1]
