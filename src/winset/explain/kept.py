"""Answers that are kept while a long piece of work goes on, so that an interrupted one can go on where it stopped."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from winset.explain.plays import Learnt
from winset.whole_file import write_whole

SCHEMA = "winset.kept/1"


class Kept:
    """Answers in a file that is written whole or not at all; nothing is kept without a file.

    Parameters
    ----------
    file : path or None
    about : str
        What the answers are about; a file about something else counts as empty.
    """

    def __init__(self, file: str | os.PathLike[str] | None, about: str) -> None:
        self.file = None if file is None else Path(file)
        self.about = about
        self.found: dict[str, Learnt] = {}
        self._read()

    def _read(self) -> None:
        """Read what is there; a file that is broken or about something else is as good as none."""
        if self.file is None:
            return
        try:
            written = json.loads(self.file.read_text(encoding="utf-8"))
            if written["schema"] == SCHEMA and written["about"] == self.about:
                self.found = {fields["key"]: Learnt.of_json(fields) for fields in written["found"]}
        except (OSError, ValueError, KeyError, TypeError):
            self.found = {}

    def add(self, answers: Iterable[Learnt]) -> None:
        """Keep further answers; a file that cannot be written is given up."""
        self.found |= {answer.key: answer for answer in answers}
        if self.file is None:
            return
        written = {
            "schema": SCHEMA,
            "about": self.about,
            "found": [answer.to_json() for answer in self.found.values()],
        }
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self.file, json.dumps(written).encode())
        except OSError:
            self.file = None

    def forget(self) -> None:
        """Remove the file, now that all is done."""
        if self.file is not None:
            self.file.unlink(missing_ok=True)


def about(*what: object) -> str:
    """Return a short name for what answers are about.

    >>> about("a", 1) == about("a", 1), about("a", 1) == about("a", 2)
    (True, False)
    """
    return sha256("\\x1f".join(str(part) for part in what).encode()).hexdigest()[:32]


__all__ = ["Kept", "about"]
