"""A file is written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from winset.whole_file import write_whole


def test_a_file_is_put_in_the_place_of_the_old_one(tmp_path):
    for content in (b"old", b"new"):
        write_whole(tmp_path / "file", content)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"new"]


def test_what_cannot_be_written_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    write_whole(tmp_path / "file", b"old")

    def full(self: Path, content: bytes) -> int:
        self.touch()
        raise OSError("no space left")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="no space left"):
        write_whole(tmp_path / "file", b"new")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]
