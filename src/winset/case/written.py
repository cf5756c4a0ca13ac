"""How a case was written: its text, its plain data and the files it names, kept with the case and never compared."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from winset.case.document import Document


@dataclass(frozen=True)
class Written:
    """Where a case comes from.

    Two cases that say the same are equal however they were written, so no field takes part in a comparison.

    Parameters
    ----------
    text : str
        The text of the file; empty for a case built in Python.
    file : str
        The file as it was named, for complaints.
    folder : Path
        Where the files of its series are looked up.
    raw : mapping
        What the text says, as plain data, changes included.
    changes : mapping
        Values set since the text was read, by dotted path.
    files : mapping
        Bytes of each series file by the name it has in the case.
    notes : mapping
        What was taken as what in the file of a series, by the series' name.
    document : Document or None
        Lines of the text's parts.
    """

    text: str = field(default="", compare=False)
    file: str = field(default="", compare=False)
    folder: Path = field(default=Path(), compare=False)
    raw: Mapping[str, Any] = field(default_factory=dict, compare=False)
    changes: Mapping[str, Any] = field(default_factory=dict, compare=False)
    files: Mapping[str, bytes] = field(default_factory=dict, compare=False)
    notes: Mapping[str, tuple[str, ...]] = field(default_factory=dict, compare=False)
    document: Document | None = field(default=None, compare=False, repr=False)

    @property
    def sha256(self) -> str:
        """Hash of the text (line ends normalised), of the series files and of the changes since."""
        digest = hashlib.sha256(self.text.replace("\r\n", "\n").encode())
        for name, content in sorted(self.files.items()):
            digest.update(f"\0{name}\0{len(content)}\0".encode())
            digest.update(content)
        if self.changes:
            digest.update(json.dumps(dict(self.changes), sort_keys=True, ensure_ascii=False).encode())
        return digest.hexdigest()
