"""Plain data on trial: the same data without its wrong parts, so that the rest can be checked."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from typing import Any

from winset.case.complaints import Path, nearest

STAND_INS: dict[str, Any] = {
    "winset": 1,
    "id": "case",
    "title": "untitled",
    "as_of": "9999-12-30",
    "until": "9999-12-31",
    "question": {"text": "?", "deal": ["?"]},
    "parties": {"a": {"leader": {}}, "b": {"leader": {}}},
}
"""What stands in for a part of the top level that is wrong or missing, while the rest is checked."""

INNER_STAND_INS: dict[str, Any] = {
    "leader": {},
    "approval": 50,
    "floor": 0,
    "by": 0,
    "oppose": 0,
    "support": 0,
    "amount": 0,
    "costs": 0,
    "rate": 0,
    "size": 0,
    "rank": 0,
    "share": 0,
    "years_without": 1,
    "in_favour": 0.5,
    "consents": 0.5,
    "title": "?",
    "text": "?",
    "question": "?",
    "says": "?",
}
"""The same for parts within parts."""

NOTHING = object()
"""Stands for a part that is not there."""


class Trial:
    """Plain data on trial: what is left out of it, read under another name or stood in for."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.raw = raw
        self.removed: set[Path] = set()
        self.names: dict[Path, str] = {}
        self.stand_ins: dict[Path, Any] = {}
        self.is_hopeless = False
        self.lost: set[Path] = set()
        self.towards: set[Path] = set()
        self.tried_without: frozenset[Path] = frozenset()
        self.tried_as: dict[Path, str] = {}
        self.gaps: dict[Path, list[Any]] = {}

    def lose(self, path: Path) -> None:
        """Remember that a part was left out."""
        self.lost.add(path)
        self.towards.update(path[:length] for length in range(len(path) + 1))

    def hides(self, path: Path) -> bool:
        """Tell whether something wrong at `path` may only be the consequence of a part left out."""
        return path in self.towards or any(path[:length] in self.lost for length in range(len(path)))

    def as_written(self, path: Path) -> Path:
        """Return a path in the validated case as the file has it, without steps that the written form leaves out."""
        if not path:
            return path
        around, whole = self.original(path[:-1]), self.original(path)
        return whole if len(whole) > len(around) else (*around, path[-1])

    def plain(self) -> dict[str, Any]:
        """Return the data as they are to be tried."""
        self.tried_without, self.tried_as = frozenset(self.removed), dict(self.names)
        self.gaps = {}
        for path in sorted((path for path in self.removed if isinstance(path[-1], int)), key=lambda path: path[-1]):
            self.gaps.setdefault(path[:-1], []).append(path[-1])
        tried: dict[str, Any] = self._copy(self.raw, ())
        for path, value in self.stand_ins.items():
            node: Any = tried
            for depth, step in enumerate(path[:-1]):
                node = node[self._tried_step(path[:depth], step)]
            node[path[-1]] = value
        return tried

    def _copy(self, node: Any, path: Path) -> Any:
        """Return a copy of a part, without what was removed."""
        if isinstance(node, Mapping):
            kept = {key: part for key, part in node.items() if (*path, key) not in self.removed}
            return {self._tried_step(path, key): self._copy(part, (*path, key)) for key, part in kept.items()}
        if isinstance(node, list | tuple):
            return [
                self._copy(part, (*path, place))
                for place, part in enumerate(node)
                if (*path, place) not in self.removed
            ]
        return node

    def _tried_step(self, path: Path, step: str | int) -> Any:
        """Return the key or place that a written step below `path` has in the data as they are tried."""
        if isinstance(step, int):
            return step - bisect_left(self.gaps.get(path, []), step)
        return self.tried_as.get((*path, step), step)

    def original(self, loc: tuple[str | int, ...]) -> Path:
        """Return where in the written data a location in the data last tried stands.

        Steps that the written form leaves out (a single item for a list of one) stand nowhere and are skipped.
        """
        path: Path = ()
        node: Any = self.raw
        for step in loc:
            written = self._written_step(path, node, step)
            if written is not None:
                path, node = (*path, written), node[written]
        return path

    def _written_step(self, path: Path, node: Any, step: str | int) -> str | int | None:
        """Return the written key or place of a step below `path` in the data last tried; none if it stands nowhere."""
        if isinstance(node, Mapping):
            own = [key for key in self.tried_as if key[:-1] == path and self.tried_as[key] == step]
            written = own[0][-1] if own else step
            is_there = written in node and (*path, written) not in self.tried_without
            return written if is_there and (own or (*path, written) not in self.tried_as) else None
        if isinstance(node, list | tuple) and isinstance(step, int):
            place = step
            for gap in self.gaps.get(path, []):
                place += gap <= place
            return place if place < len(node) else None
        return None

    def at(self, path: Path) -> Any:
        """Return the written part at a path; `NOTHING` if there is none."""
        node: Any = self.raw
        for step in path:
            is_there = (
                step in node
                if isinstance(node, Mapping)
                else isinstance(node, list | tuple) and step in range(len(node))
            )
            if not is_there:
                return NOTHING
            node = node[step]
        return node

    def read_as(self, path: Path, known: list[str]) -> None:
        """Read an unknown key as the one it was meant to be, or leave it out."""
        meant = nearest(str(path[-1]), known)
        siblings: Mapping[str, Any] = self.at(path[:-1])
        renamed = {self.names[other] for other in self.names if other[:-1] == path[:-1]}
        if meant is None or meant in siblings or meant in renamed:
            self.removed.add(path)
        else:
            self.names[path] = meant

    def leave_out(self, path: Path) -> None:
        """Leave out a wrong part; if it is missing or needed, put a stand-in or leave out what needs it."""
        self.lose(path)
        if path and path in self.stand_ins:
            del self.stand_ins[path]
            path = path[:-1]
            self.lose(path)
        if not path:
            self.is_hopeless = True
            return
        if any(path[:length] in self.removed for length in range(1, len(path))):
            return
        if path in self.removed or self.at(path) is NOTHING:
            if len(path) > 1 and path[-1] in INNER_STAND_INS and isinstance(self.at(path[:-1]), Mapping):
                self.stand_ins[path] = INNER_STAND_INS[str(path[-1])]
            elif len(path) > 1:
                self.leave_out(path[:-1])
        self.removed.add(path)
        self.stand_ins = {place: value for place, value in self.stand_ins.items() if not _is_below(place, path)}
        if len(path) == 1 and path[0] in STAND_INS:
            self.stand_ins[path] = STAND_INS[str(path[0])]


def _is_below(path: Path, other: Path) -> bool:
    """Tell whether a path leads to a part inside another."""
    return len(path) > len(other) and path[: len(other)] == other
