"""Work that is kept: nothing is done twice, and nothing broken, foreign or outdated is taken for done."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from winset.backtest.kept import Kept, cache_folder, content_key, worked
from winset.errors import InputError


def doubled(piece: float) -> dict[str, float]:
    """A piece of work."""
    return {"twice": 2 * piece}


def refused(piece: float) -> dict[str, float]:
    """Work that is not to be done again."""
    raise AssertionError("done again")


def test_work_that_is_kept_is_not_done_again(tmp_path):
    kept = Kept(tmp_path / "new" / "folder")
    first = worked([1.0, 2.0], ["a", "b"], doubled, kept)
    assert worked([1.0, 2.0], ["a", "b"], refused, kept) == first == [{"twice": 2.0}, {"twice": 4.0}]


def test_work_that_is_interrupted_goes_on_where_it_stopped(tmp_path):
    done = []

    def stops(piece: float) -> dict[str, float]:
        if piece == 3.0:
            raise KeyboardInterrupt
        done.append(piece)
        return doubled(piece)

    pieces, keys = [1.0, 2.0, 3.0, 4.0], list("abcd")
    with pytest.raises(KeyboardInterrupt):
        worked(pieces, keys, stops, Kept(tmp_path))
    again: list[float] = []
    found = worked(pieces, keys, lambda piece: again.append(piece) or doubled(piece), Kept(tmp_path))
    assert (done, again) == ([1.0, 2.0], [3.0, 4.0])
    assert found == [doubled(piece) for piece in pieces]


def test_a_file_that_is_broken_or_about_something_else_is_as_good_as_none(tmp_path):
    kept = Kept(tmp_path)
    kept.keep("a", 1)
    (tmp_path / "b.json").write_text((tmp_path / "a.json").read_text())
    (tmp_path / "c.json").write_text("{")
    (tmp_path / "d.json").write_text(json.dumps(["a", "list"]))
    assert [kept.found(key) for key in "abcde"] == [1, None, None, None, None]


def test_a_folder_that_cannot_be_written_to_keeps_nothing_and_stops_nobody(tmp_path):
    (tmp_path / "taken").write_text("mine")
    assert worked([1.0], ["a"], doubled, Kept(tmp_path / "taken")) == [{"twice": 2.0}]
    assert worked([1.0], ["a"], doubled, Kept(None)) == [{"twice": 2.0}]
    assert (tmp_path / "taken").read_text() == "mine"


def test_nothing_but_whole_files_is_left(tmp_path):
    worked([1.0, 2.0], ["a", "b"], doubled, Kept(tmp_path))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.json", "b.json"]


def test_several_workers_give_the_same_answer_and_tell_how_far_they_are(tmp_path):
    told: list[tuple[int, int]] = []
    pieces, keys = [0.1, 0.2, 0.3], list("abc")
    found = worked(pieces, keys, doubled, Kept(tmp_path), 2, lambda done, total: told.append((done, total)))
    assert found == worked(pieces, keys, doubled, Kept(None))
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize("workers", [0, -1])
def test_work_needs_somebody_to_do_it(workers):
    with pytest.raises(InputError, match=f"`workers` is {workers}; take 1 or more"):
        worked([0.1], ["a"], doubled, Kept(None), workers)


def test_a_key_hangs_on_content_and_not_on_order():
    assert content_key({"a": 1, "b": [2.0]}) == content_key({"b": [2.0], "a": 1})
    assert len({content_key({"a": 1}), content_key({"a": 1.5}), content_key({"b": 1}), content_key("a", 1)}) == 4


def test_the_cache_lies_where_the_user_says(tmp_path, monkeypatch):
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "winset"
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert cache_folder() == Path.home() / ".cache" / "winset"
