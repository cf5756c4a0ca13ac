"""JSON is read strictly, and docstrings are taken apart as they are written."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from winset.errors import InputError
from winset.plain.described import described
from winset.plain.docstrings import entries, equations, sections, sentences, unmarked
from winset.plain.documents import read_inputs
from winset.registry import Model

BROKEN = {
    "nothing": ("", r"in\.json:1:1: this is no JSON"),
    "half a mapping": ('{\n  "a": [1, 2\n}', r"in\.json:3:1: this is no JSON"),
    "a list": ("[1]", "no mapping; name the arguments"),
    "NaN": ('{"a": NaN}', "NaN stands in it; JSON has no such number"),
    "-Infinity": ('{"a": -Infinity}', "-Infinity stands in it"),
    "a number beyond floats": ('{"a": 1e999}', "1e999 is too large"),
    "endless digits": ('{"a": ' + "9" * 5000 + "}", "is too large a number"),
    "a name twice": ('{"a": {"b": 1, "b": 2}}', "`b` stands in it twice"),
    "a deep nest": ('{"a": ' + "[" * 100_000 + "]" * 100_000 + "}", "nested too deeply"),
    "half a character": (r'{"a": ["\ud800"]}', "half a character"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_each_kind_of_broken_json_ends_in_a_sentence(kind: str) -> None:
    text, says = BROKEN[kind]
    with pytest.raises(InputError, match=says):
        read_inputs(text, "in.json")


def test_whole_characters_written_as_escapes_are_read() -> None:
    assert read_inputs(r'{"a": "\ud83d\ude00"}', "in.json") == {"a": "\N{GRINNING FACE}"}
    assert read_inputs('\ufeff{"a": 1}', "in.json") == {"a": 1}


@settings(deadline=None, derandomize=True, max_examples=300)
@given(st.text() | st.text('{}[]",:1e-nul\\d8', max_size=40))
@example("null")
def test_any_text_is_read_or_refused(text: str) -> None:
    said = ""
    try:
        assert isinstance(read_inputs(text, "in.json"), dict)
    except InputError as error:
        said = str(error)
    assert not said or said.startswith("in.json")


def share(first: float, second: float) -> float:
    r"""Return a share.

    The essential assumption is *one* cake. Not for bread.

    .. math:: s = \frac{a}
        {a + b}

    Parameters
    ----------
    first, second : float
        What each has, :math:`a` and ``b``.

    Returns
    -------
    float
        From 0 to 1.
    """
    return first / (first + second)


def test_a_docstring_is_taken_apart() -> None:
    found = sections(share)
    assert list(found) == ["", "Parameters", "Returns"]
    assert equations(found[""]) == (r"s = \frac{a} {a + b}",)
    (argument,) = entries(found["Parameters"])
    assert (argument.names, argument.type, argument.text) == (("first", "second"), "float", "What each has, a and b.")
    (result,) = entries(found["Returns"], named=False)
    assert (result.names, result.type, result.text) == ((), "float", "From 0 to 1.")
    (shared,) = entries("first, second\n    As in `share`.")
    assert (shared.names, shared.type, shared.text) == (("first", "second"), "", "As in share.")
    assert sentences(unmarked("Is it *one*? Not `two` (or so). It is.")) == ["Is it one?", "Not two (or so).", "It is."]


def test_without_docstrings_nothing_is_said() -> None:
    assert sections(lambda: None) == {"": ""}


def follower(first: float, second: float, more: int, conflict: dict[str, float]) -> None:
    """Do as another does.

    Parameters
    ----------
    first, more
        As in `share`.
    second : float
        What is left.
    conflict : mapping
        As `share` reads it.
    """


def test_what_is_as_in_another_function_is_told_from_there() -> None:
    said = described(replace(MODEL, function=follower)).arguments
    assert [(entry.names, entry.type) for entry in said] == [
        (("first",), "float"),
        (("more",), ""),
        (("second",), "float"),
        (("conflict",), "float"),
    ]
    assert said[0].text == said[3].text == "What each has, a and b."


MODEL = Model("follower", "bargain", "It follows.", "Nobody (2025). Nothing.", "textbook", follower)
