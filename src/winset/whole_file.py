"""Files that are written whole or not at all: whoever stops in between leaves what stood there before."""

from __future__ import annotations

import secrets
from pathlib import Path


def write_whole(file: Path, content: bytes) -> None:
    """Write a file beside its place and put it there once it is done; its folder is there.

    Raises
    ------
    OSError
        If it cannot be written; nothing is left of it then.
    """
    beside = file.with_name(f".{file.name}.{secrets.token_hex(4)}.part")
    try:
        beside.write_bytes(content)
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)
