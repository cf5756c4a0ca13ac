"""What is sealed stays as it was, whatever comes later and whatever happens to the process."""

from __future__ import annotations

import datetime as dt
import json
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import winset
from books import document
from builders import sample_forecast
from winset.backtest.ledger import Ledger, default_path
from winset.backtest.verification import verify_text
from winset.errors import InputError, WinsetError

TODAY = dt.date(2026, 1, 1)

WRITER = """
import sys
sys.path[:0] = sys.argv[2:]
from books import document
from winset.backtest.ledger import Ledger
with Ledger(sys.argv[1]) as ledger:
    print("ready", flush=True)
    for place in range(100_000):
        sealed = ledger.record(document("north", place / 100_000))
        print(sealed.entry.number, sealed.entry.hash, flush=True)
"""
"""Seals forecasts without end and tells of each when it is sealed."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where a ledger may be kept."""
    return tmp_path / "books" / "ledger.db"


def test_a_forecast_is_sealed_with_case_question_chance_date_and_rule(path: Path) -> None:
    with Ledger(path) as ledger:
        entry = ledger.record(document(), rule="yes if the gazette prints it", note="first try").entry
    body = entry.body
    assert (entry.number, entry.kind, entry.question) == (1, "forecast", "north")
    assert body["case"] == {
        "id": "north",
        "title": "The case of north",
        "sha256": "ab" * 32,
        "as_of": "2025-01-01",
    }
    assert (body["probability"], body["low"], body["high"], body["note"]) == (0.3, 0.15, 0.65, "first try")
    assert body["question"]["rule"] == "yes if the gazette prints it"
    assert body["question"]["until"] == "2025-12-31"
    assert [line["id"] for line in body["outside_view"]] == ["own-record", "agreement"]
    assert dt.datetime.fromisoformat(body["sealed"]) <= dt.datetime.now(dt.UTC)


def test_the_rule_is_what_the_case_counts_if_none_is_stated(path: Path) -> None:
    with Ledger(path) as ledger:
        asked = ledger.record(document()).entry.body["question"]
    assert asked["rule"] == "yes if one of these is ratified by 2025-12-31, else no: a package"


def test_a_forecast_and_its_document_are_sealed_alike(path: Path) -> None:
    made = sample_forecast()
    with Ledger(path) as ledger:
        first = ledger.record(made)
        second = ledger.record(json.loads(made.to_json()))
    assert first.is_new
    assert (second.is_new, second.entry) == (False, first.entry)


def test_later_entries_leave_earlier_ones_as_they_are(path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.record(document())
        before = ledger.rows()
        ledger.record(document(probability=0.4))
        ledger.record(document("south"))
        ledger.resolve("north", "yes", "2025-06-01", "a paper", today=TODAY)
        ledger.resolve("north", "no", "2025-12-31", "a better paper", correct=True, today=TODAY)
        assert ledger.rows()[:1] == before
        assert [entry.kind for entry in ledger.entries()] == ["forecast"] * 3 + ["resolution"] * 2
        assert ledger.entries()[-1].body["corrects"] == 4
        assert ledger.verify().is_whole


def test_the_same_forecast_is_sealed_once_but_one_that_comes_back_is_an_update(path: Path) -> None:
    with Ledger(path) as ledger:
        found = [ledger.record(document(probability=p)).is_new for p in (0.3, 0.3, 0.4, 0.3)]
    assert found == [True, False, True, True]


def test_an_update_keeps_the_rule_of_its_question(path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.record(document(), rule="by the gazette")
        update = ledger.record(document(probability=0.4)).entry
    assert update.body["question"]["rule"] == "by the gazette"


def test_a_resolution_may_name_an_entry_instead_of_the_question(path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.record(document("north"))
        south = ledger.record(document("south")).entry
        assert ledger.resolve("1", "yes", "2025-06-01", "a paper", today=TODAY).question == "north"
        assert ledger.resolve(south.hash[:10], "void", dt.date(2025, 6, 1), "a paper", today=TODAY).question == "south"


def test_a_file_refuses_to_change_or_to_lose_an_entry(path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.record(document())
    base = sqlite3.connect(path)
    for command in ("UPDATE entries SET text = 'x'", "DELETE FROM entries"):
        with pytest.raises(sqlite3.IntegrityError, match="a sealed entry is never"):
            base.execute(command)
    base.close()


TAMPERED = {
    "a changed chance": (
        "UPDATE entries SET text = replace(text, '0.4', '0.9') WHERE number = 2",
        "entry 2 was changed",
    ),
    "a changed hash": (
        "UPDATE entries SET hash = '00' WHERE number = 2",
        "entry 3 does not follow from the one before",
    ),
    "an entry missing": ("DELETE FROM entries WHERE number = 2", "entry 2 says that it is entry 3"),
    "the end missing": ("DELETE FROM entries WHERE number = 3", "entries were taken away or added at its end"),
    "all missing": ("DELETE FROM entries", "says of itself that it holds 3 entries"),
    "two changed places": (
        "UPDATE entries SET number = 9 WHERE number = 1; UPDATE entries SET number = 1 WHERE number = 2; "
        "UPDATE entries SET number = 2 WHERE number = 9",
        "entry 1 says that it is entry 2",
    ),
    "an entry put in": (
        "UPDATE entries SET number = 4 WHERE number = 3; INSERT INTO entries VALUES (3, 'ff', '{}')",
        "entry 3 was changed after it was sealed",
    ),
    "a count that is none": ("UPDATE head SET number = 'many'", "says of itself that it holds 0 entries"),
    "a text without an end": (
        f"UPDATE entries SET text = '{'[' * 20_000}' WHERE number = 2",
        "entry 2 cannot be read",
    ),
    "no text": ("UPDATE entries SET text = 'no text' WHERE number = 1", "entry 1 cannot be read"),
}


@pytest.mark.parametrize(("change", "said"), TAMPERED.values(), ids=TAMPERED)
def test_what_was_tampered_with_is_told(path: Path, change: str, said: str) -> None:
    with Ledger(path) as ledger:
        for p in (0.3, 0.4, 0.5):
            ledger.record(document(probability=p))
        assert ledger.verify().is_whole
    base = sqlite3.connect(path)
    base.executescript(f"DROP TRIGGER no_change; DROP TRIGGER no_removal; {change}")
    base.close()
    with Ledger(path) as ledger:
        assert said in " ".join(ledger.verify().complaints)
        assert said in " ".join(verify_text(ledger.export()).complaints)
        for use in (ledger.entries, lambda: ledger.record(document("south"))):
            with pytest.raises(WinsetError, match="is not whole, so nothing is read or added"):
                use()


def test_nothing_is_added_to_a_ledger_whose_end_is_missing(path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.record(document())
    base = sqlite3.connect(path)
    base.executescript("DROP TRIGGER no_removal; DELETE FROM entries")
    base.close()
    with Ledger(path) as ledger, pytest.raises(WinsetError, match="is not whole, so nothing is read or added"):
        ledger.record(document("south"))


def test_a_head_kept_elsewhere_finds_what_the_chain_alone_cannot(path: Path, tmp_path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.record(document())
        early = ledger.head().hash
        ledger.record(document(probability=0.4))
        late = ledger.head().hash
        assert all(ledger.verify(head).is_whole for head in (early, late, late[:12].upper()))
    with Ledger(tmp_path / "anew.db") as anew:
        anew.record(document(probability=0.9))
        assert anew.verify().is_whole
        assert "no entry has the hash" in anew.verify(late).complaints[0]
        with pytest.raises(InputError, match="`head` is 'abc'; take 8 to 64 hexadecimal digits"):
            anew.verify("abc")


def exported(path: Path) -> str:
    """Return the export of a ledger of three entries."""
    with Ledger(path) as ledger:
        ledger.record(document(note="é\u2028 \" 'entry' "), note='ü\u2028\n"entry":')
        ledger.record(document(probability=0.4))
        ledger.resolve("north", "no", "2025-12-31", "a paper", today=TODAY)
        return ledger.export()


def test_an_export_can_be_verified_on_its_own(path: Path) -> None:
    text = exported(path)
    verdict = verify_text(text)
    assert (verdict.is_whole, verdict.entries) == (True, 3)
    first, *lines = text.splitlines()
    assert json.loads(first)["head"] == verdict.head
    for line in lines:  # as anybody would who only knows the recipe
        held = json.loads(line)
        written = json.dumps(held["entry"], sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        assert (
            subprocess.run(["sha256sum"], input=written, capture_output=True, text=True, check=True).stdout.split()[0]
            == (held["hash"])
        )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda lines: [*lines[:2], lines[2].replace("0.4", "0.6"), lines[3]], "entry 2 was changed"),
        (lambda lines: ['{"schema":"winset.chain/1"}', *lines[1:]], "says of itself that it holds -1 entries"),
        (lambda lines: lines[:3], "entries were taken away or added at its end"),
        (lambda lines: [lines[0], *lines[2:]], "entry 1 says that it is entry 2"),
        (lambda lines: [lines[0], lines[2], lines[1], lines[3]], "entry 2 says that it is entry 1"),
        (lambda lines: [*lines, lines[3]], "entry 4 says that it is entry 3"),
        (lambda lines: [*lines[:3], lines[3][:-20]], "line 4 is no entry"),
        (lambda lines: [*lines[:2], lines[2].replace('"entry":{', '"entry": {'), lines[3]], "entry 2 was changed"),
    ],
)
def test_a_changed_export_is_found_out(path: Path, change: Callable[[list[str]], list[str]], said: str) -> None:
    lines = exported(path).splitlines()
    assert said in " ".join(verify_text("\n".join(change(lines))).complaints)


def test_what_is_no_export_is_refused() -> None:
    for text in ("", "{}", "no JSON", "[1]"):
        with pytest.raises(InputError, match="this is no exported ledger"):
            verify_text(text)


def test_many_writers_at_once_make_one_chain(path: Path) -> None:
    def write(name: int) -> None:
        with Ledger(path) as ledger:
            for place in range(10):
                ledger.record(document(f"q{name}", place / 10))

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(write, range(6)))
    with Ledger(path) as ledger:
        assert ledger.verify().is_whole
        assert sorted((e.question, e.body["probability"]) for e in ledger.entries()) == [
            (f"q{name}", place / 10) for name in range(6) for place in range(10)
        ]


def writer(path: Path) -> subprocess.Popen[str]:
    """Return a process that seals forecasts without end."""
    rooms = [str(Path(winset.__file__).parents[1]), str(Path(__file__).parents[1])]
    return subprocess.Popen([sys.executable, "-c", WRITER, str(path), *rooms], stdout=subprocess.PIPE, text=True)


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot be killed like this there")
@pytest.mark.parametrize("seed", range(4))
def test_no_acknowledged_entry_is_lost_when_the_process_is_killed(path: Path, seed: int) -> None:
    toss = random.Random(seed)
    acknowledged: list[str] = []
    for _ in range(2):
        process = writer(path)
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "ready"
        time.sleep(toss.uniform(0.0, 0.25))
        process.send_signal(signal.SIGKILL)
        said, _ = process.communicate(timeout=60)
        acknowledged += [line for line in said.splitlines(keepends=True) if line.endswith("\n")]
    with Ledger(path) as ledger:
        kept = {f"{entry.number} {entry.hash}\n" for entry in ledger.entries()}
        assert ledger.verify().is_whole
        assert set(acknowledged) <= kept
        ledger.record(document("south"))
        assert ledger.verify().entries == len(kept) + 1


def test_an_entry_that_was_written_and_not_acknowledged_is_there_or_not_but_never_half(path: Path) -> None:
    """Kill between writing and acknowledging: before the transaction ends nothing is there, after it everything."""
    code = WRITER.replace(
        "with Ledger(sys.argv[1]) as ledger:",
        "import os, signal\n"
        "class Deadly(Ledger):\n"
        "    def _append(self, made, entries):\n"
        "        entry = super()._append(made, entries)\n"
        "        if len(entries) == 3: os.kill(os.getpid(), signal.SIGKILL)\n"
        "        return entry\n"
        "with Deadly(sys.argv[1]) as ledger:",
    )
    rooms = [str(Path(winset.__file__).parents[1]), str(Path(__file__).parents[1])]
    died = subprocess.run([sys.executable, "-c", code, str(path), *rooms], capture_output=True, text=True, timeout=60)
    assert died.returncode == -signal.SIGKILL
    assert len(died.stdout.splitlines()) == 4  # ready, and three acknowledged
    with Ledger(path) as ledger:
        assert (ledger.verify().is_whole, len(ledger.entries())) == (True, 3)
        assert ledger.record(document("north", 3 / 100_000)).is_new


def test_a_mistake_leaves_the_ledger_as_it_was(path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.record(document())
        before = ledger.rows()
        with pytest.raises(InputError):
            ledger.resolve("north", "maybe", "2025-06-01", "a paper", today=TODAY)
        assert ledger.rows() == before
        assert ledger.resolve("north", "yes", "2025-06-01", "a paper", today=TODAY).number == 2


REFUSED: list[tuple[Callable[[Ledger], object], str]] = [
    (lambda book: book.record({"schema": "winset.check/1"}), "take a document of schema winset.forecast/1"),
    (lambda book: book.record({"schema": "winset.forecast/1"}), "is no whole document"),
    (lambda book: book.record(document(deal={"probability": 2})), r"`deal.probability` of the forecast is 2"),
    (lambda book: book.record(document("done")), r"`done` is resolved \(entry 3: yes on 2025-06-01\)"),
    (lambda book: book.record(document(probability=0.1), rule="another"), "was sealed with rule"),
    (lambda book: book.record(document("south"), question="done"), "is resolved"),
    (
        lambda book: book.resolve("nort", "yes", "2025-06-01", "x"),
        "no question `nort` in the ledger; did you mean `north`",
    ),
    (lambda book: book.resolve("zzz", "yes", "2025-06-01", "x"), "there are north, done"),
    (lambda book: book.resolve("north", "maybe", "2025-06-01", "x"), "`outcome` is 'maybe'; take yes, no, void"),
    (lambda book: book.resolve("north", "yes", "soon", "x"), "`on` is 'soon'; take a date such as"),
    (lambda book: book.resolve("north", "yes", "2025-06-01", " "), "`source` is empty"),
    (lambda book: book.resolve("north", "yes", "2024-06-01", "x"), "before the question was asked"),
    (lambda book: book.resolve("north", "yes", "2026-01-01", "x", today=dt.date(2026, 2, 1)), "closed on 2025-12-31"),
    (lambda book: book.resolve("north", "no", "2026-02-01", "x", today=TODAY), "which is still to come"),
    (lambda book: book.resolve("done", "no", "2025-07-01", "x"), "is resolved already"),
    (lambda book: book.resolve("north", "no", "2025-07-01", "x", correct=True), "there is nothing to correct"),
]


@pytest.mark.parametrize(("ask", "said"), REFUSED)
def test_what_cannot_be_sealed_is_refused(path: Path, ask: Callable[[Ledger], object], said: str) -> None:
    with Ledger(path) as ledger:
        ledger.record(document())
        ledger.record(document("done"))
        ledger.resolve("done", "yes", "2025-06-01", "a paper", today=TODAY)
        with pytest.raises(InputError, match=said):
            ask(ledger)
        assert len(ledger.rows()) == 3


def test_what_is_no_ledger_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no ledger at"):
        Ledger(tmp_path / "none.db", make=False)
    text = tmp_path / "text.db"
    text.write_text("This is a text and no data base, however long it may be. " * 20)
    with pytest.raises(WinsetError, match="cannot be used: file is not a database"):
        Ledger(text)
    other = sqlite3.connect(tmp_path / "other.db")
    other.execute("CREATE TABLE songs (title TEXT)")
    other.close()
    with pytest.raises(WinsetError, match="is no ledger; name another file"):
        Ledger(tmp_path / "other.db")
    with pytest.raises(InputError, match="cannot be opened"):
        Ledger(tmp_path / "text.db" / "below.db")


def test_the_ledger_is_kept_where_it_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.delenv("WINSET_LEDGER", raising=False)
    assert default_path() == tmp_path / "winset" / "ledger.db"
    monkeypatch.setenv("WINSET_LEDGER", str(tmp_path / "my.db"))
    assert default_path() == tmp_path / "my.db"
