"""Texts that are no case, or that could do harm, end in a sentence."""

from __future__ import annotations

import time

import pytest

from winset.case.document import MAX_DEPTH, read_document
from winset.errors import CaseError


def refused(text: str) -> str:
    """Return the sentences in which a text is refused, whether it could be read on or not."""
    try:
        return "\n".join(map(str, read_document(text, "case.yaml").complaints))
    except CaseError as error:
        return str(error)


def test_plain_data_have_yaml_1_2_values_and_text_keys():
    document = read_document("a: [1, 1.5, true, null, ~, yes it is, 2019-01-23, '7']\n7: .inf\n", "case.yaml")
    assert document.raw == {"a": [1, 1.5, True, None, None, "yes it is", "2019-01-23", "7"], "7": float("inf")}


def test_every_part_has_its_place():
    document = read_document("a:\n  b:\n    - x\n    - {c: 5}\n", "case.yaml")
    place = document.place(("a", "b", 1, "c"))
    assert place is not None
    assert (place.line, place.column) == (4, 11)
    assert document.place(("a", "nothing")) == document.keys["a",]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "this file is empty"),
        ("# only a comment\n", "this file is empty"),
        ("---\n", "this file is empty"),
        ("- a\n- b\n", "a case is a mapping of keys to values; found a list"),
        ("just words", "a case is a mapping of keys to values"),
        ("a: 1\n---\nb: 2\n", ":2: a second document begins here"),
        ("a: 1\na: 2\n", ":2: a: the key `a` stands here and on line 1; keep one of the two"),
        ("a: {b: 1, b: 2}", "the key `b` stands here and on line 1"),
        ("a:\n\tb: 1\n", ":2: this line is indented with a tab"),
        ("a: 1\nb:\t2\n", ":2: a tab stands here; YAML takes spaces: replace the tab with a space"),
        ("a:\n  -\tb: 1\n    c: 2\n", ":2: a tab stands here; YAML takes spaces"),
        ("a: 1\t# a note\nb: 2\n", ":1: a tab stands here; YAML takes spaces"),
        ("a: 1\n\t\nb: 2\n", ":2: a tab stands here; YAML takes spaces"),
        ("a: >\t\n  b\n", ":1: a tab stands here; YAML takes spaces"),
        ("a: 1\n\t# a note\n", ":2: this line is indented with a tab; allowed: spaces; replace each tab with two"),
        ("a: [1, 2\nb: 3\n", ":2: the bracket that opens on line 1 is not closed before this"),
        (
            "a: near 2013: a yardstick\n",
            "a colon followed by a space stands where no key can be; if it belongs to a text",
        ),
        ("a: @home\n", "a text cannot begin with this character; put the text in double quotes"),
        (
            "a: {note: 2013: a yardstick}\n",
            "if it belongs to a text, put the text in double quotes",
        ),
        ("a: 'never closed\n", ":1: the file ends before a quote or a bracket is closed"),
        ("a: 1\n  b: 2\n", "a colon followed by a space stands where no key can be"),
        ("a:\n    b: 1\n  c: 2\n", "not indented like the lines it belongs with"),
        ("a: !!python/object/apply:os.system [ls]\n", "a: a tag stands here"),
        ("a: !x 1\n", "a: a tag stands here"),
        ("a: &x 1\n", "a: `&x` marks a part to be repeated elsewhere"),
        ("a: &x 1\nb: *x\n", "b: `*x` refers to another part of the file"),
        ("a: &x\n  b: *x\n", "a.b: `*x` refers to another part"),
        ("a: *important\n", "put the text in double quotes"),
        ("? [a, b]\n: 1\n", "a key cannot be a list or a mapping"),
        (": 1\n", "a key is missing before this colon"),
        ("no: 1\n", "some readers of YAML take `no` for true or false"),
        ("True: 1\n", "some readers of YAML take `True` for true or false"),
        ("a: [yes, off]\n", 'write true or false, or "off" in quotes'),
        ("a: \x00\n", ":1: this is a character that no text file should hold; found character U+0000"),
        ('a: "\\ud83d\\ude00"\n', ":1: a: this text holds a character that cannot be printed; found character U+D83D"),
        ('a: 1\n"b\\x1b[31m": 2\n', ":2: this text holds a character that cannot be printed; found character U+001B"),
        ("a: {value: 5, note: near the level of 2013, a yardstick}\n", "put the text of `note` in double quotes"),
        ("%YAML 9.9\n---\na: 1\n", "readable YAML"),
    ],
)
def test_broken_and_unportable_texts_are_refused(text, says):
    assert says in refused(text)


def test_escapes_of_characters_that_can_be_printed_are_read():
    assert read_document('a: "\\u00fc \\U0001F600\\t\\n"\n', "case.yaml").raw == {"a": "ü \U0001f600\t\n"}


def test_quoted_switches_are_text():
    assert read_document('"no": "yes"\n', "case.yaml").complaints == []


def test_a_mark_of_byte_order_is_no_mistake():
    assert read_document("\ufeffa: 1\n", "case.yaml").raw == {"a": 1}


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_deep_nesting_ends_in_a_sentence_at_once(opening):
    started = time.perf_counter()
    assert refused("a: " + opening * 200_000 if opening in "[{a: " else opening * 200_000)
    assert time.perf_counter() - started < 5


def test_nesting_up_to_the_limit_is_read():
    depth = MAX_DEPTH - 1
    assert read_document("a: " + "[" * depth + "]" * depth, "case.yaml").raw["a"]
    assert f"nested too deeply; allowed: {MAX_DEPTH} levels" in refused("a: " + "[" * (depth + 2))


def test_a_yaml_bomb_stays_small():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 30)]
    assert "refers to another part of the file" in refused("\n".join(lines))


def test_a_text_with_too_many_parts_is_refused(monkeypatch):
    monkeypatch.setattr("winset.case.document.MAX_PARTS", 1_000)
    assert "too many parts for a case; allowed: 1,000 keys and values" in refused("a: [" + "1," * 1_200 + "1]")


def test_a_long_text_is_refused_before_it_is_parsed():
    assert "too large for a case; allowed: 2 MB" in refused("a" * 3_000_000)


def test_a_number_of_a_million_digits_is_no_number():
    assert isinstance(read_document("a: " + "9" * 1_000_000, "case.yaml").raw["a"], str)
