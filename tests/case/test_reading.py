"""Files that cannot be read, however they came about, end in a sentence."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import winset
from winset.case.reading import case_hash, check_file, read_case, read_text, shipped_cases
from winset.case.writing import TEMPLATE
from winset.errors import CaseError


def sentence(path: str | Path) -> str:
    """Return what is said of a file."""
    return "\n".join(map(str, check_file(path)))


@pytest.mark.parametrize("case", shipped_cases())
def test_cases_that_ship_are_valid(case):
    assert check_file(case) == ()
    assert read_case(case).id == case


def test_the_first_example_of_the_grammar_is_read_as_it_stands():
    case = read_case(Path(__file__).with_name("first-example.yaml"))
    assert list(case.parties["russia"].home) == ["public", "duma"]


def test_the_starting_case_is_valid():
    assert sentence(TEMPLATE) == ""


def test_a_case_that_is_not_there_suggests_the_nearest(tmp_path):
    assert sentence("kuril-2091") == "kuril-2091: there is no such file or shipped case; did you mean kuril-2019?"
    (tmp_path / "fishing.yaml").write_text("a: 1\n")
    assert f"did you mean {tmp_path / 'fishing.yaml'}?" in sentence(tmp_path / "fishin.yaml")
    assert "`winset cases` lists the cases that ship" in sentence("qqqqqqq")


def test_folders_and_loops_and_odd_names_are_refused(tmp_path):
    (tmp_path / "loop.yaml").symlink_to(tmp_path / "loop.yaml")
    assert "this is a folder" in sentence(tmp_path)
    assert sentence(tmp_path / "loop.yaml")
    assert sentence(tmp_path / ("x" * 5000))
    assert sentence("a\0b")
    assert sentence("")
    assert "no ordinary file" in sentence("/dev/null")


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read every file")
def test_a_file_that_may_not_be_read_is_refused(tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text("a: 1\n")
    path.chmod(0)
    assert "this file cannot be read; found Permission denied" in sentence(path)


def test_a_file_of_50_mb_is_refused_at_once(tmp_path):
    path = tmp_path / "case.yaml"
    with path.open("wb") as stream:
        stream.truncate(50_000_000)
    started = time.perf_counter()
    assert "too large for a case" in sentence(path)
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"a: \xff\n", "case.yaml:1: this is no UTF-8 text; found byte 0xff; save the file as UTF-8"),
        ("a: ü".encode("latin-1"), "no UTF-8 text"),
        ("a: 1".encode("utf-16"), "this file is UTF-16; allowed: UTF-8 text"),
        (b"", "this file is empty"),
        (b"\x00\x01\x02", "U+0000"),
    ],
)
def test_files_that_are_no_utf_8_text_are_refused(tmp_path, content, says):
    path = tmp_path / "case.yaml"
    path.write_bytes(content)
    assert says in sentence(path)


def test_line_ends_do_not_change_a_case(template):
    crlf = template.replace("\n", "\r\n")
    assert read_text(crlf) == read_text(template)
    assert case_hash(read_text(crlf)) == case_hash(read_text(template))


def test_a_case_that_was_built_in_python_has_a_hash_too(template):
    case = read_text(template)
    built = type(case).model_validate(case.written.raw)
    assert built == case
    assert len(case_hash(built)) == 64


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_random_bytes_are_refused_in_a_sentence(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "random.yaml"
    path.write_bytes(content)
    complaints = check_file(path)
    assert complaints
    assert all(str(complaint) for complaint in complaints)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab:{}[],-#&*!|>'\"%@`?~ \n\t01.\\", max_size=80))
def test_random_texts_are_refused_in_a_sentence(text):
    with pytest.raises(CaseError):
        read_text(text)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(TEMPLATE.read_text("utf-8"))))
def test_a_file_cut_short_is_a_case_or_a_refusal(cut):
    with suppress(CaseError):
        read_text(TEMPLATE.read_text("utf-8")[:cut])


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 5000), st.integers(0, 40), st.text(alphabet="ab:{}[],-#&*!'\" \n\t01", max_size=5))
def test_a_damaged_file_is_a_case_or_a_refusal(start, length, instead):
    text = TEMPLATE.read_text("utf-8")
    with suppress(CaseError):
        read_text(text[:start] + instead + text[start + length :])


def test_the_public_names_are_listed_and_there():
    for name in winset.__all__:
        assert getattr(winset, name) is not None
    assert dir(winset) == sorted(winset.__all__)
    with pytest.raises(AttributeError, match="no attribute 'forcast'"):
        _ = winset.forcast  # type: ignore[attr-defined]


def test_importing_winset_loads_nothing_heavy():
    heavy = "{'numpy', 'scipy', 'pydantic', 'ruamel', 'typer', 'altair'}"
    code = f"import sys, winset; print(sorted({heavy} & set(sys.modules)), winset.__version__)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.startswith("[]")


@pytest.mark.parametrize("what", [None, 3, b"kuril-2019", ["kuril-2019"], read_case("wage-round")])
def test_what_names_no_case_is_refused(what):
    with pytest.raises(winset.InputError, match=r"^`case` is .*; take the id of a case, such as 'kuril-2019', or the"):
        winset.load(what)


def test_a_case_can_be_loaded_by_its_id():
    assert winset.load("kuril-2019").title.startswith("A peace treaty")
