"""What an argument may be follows from its annotation."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import jsonschema
import numpy as np
import pytest
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from winset.bargain.proposal import Reservation
from winset.errors import InputError
from winset.plain.kind import DEFINITIONS
from winset.plain.kinds import kind_of
from winset.plain.objects import OBJECT_DEFINITIONS
from winset.plain.written import plain, schema_of
from winset.ratify.tree import Leaf, Node, Tree


@dataclass(frozen=True)
class Actor:
    """A record to be read."""

    name: str
    position: float
    salience: float = 1.0

    @property
    def push(self) -> float:
        """What is not stated but follows."""
        return self.position * self.salience


READ: list[tuple[Any, Any, Any]] = [
    (float, 2, 2.0),
    (float, "inf", math.inf),
    (int, 3.0, 3),
    (bool, True, True),
    (str, "a", "a"),
    (float | None, None, None),
    (int | str, "a", "a"),
    (Literal["linear", "square"], "square", "square"),
    (Sequence[int], [1, 2], (1, 2)),
    (list[str], ["a"], ["a"]),
    (tuple[int, float], [1, 2], (1, 2.0)),
    (Mapping[str, Sequence[int]], {"a": [1]}, {"a": (1,)}),
    (Mapping[int, float], {"7": 2}, {7: 2.0}),
    (Actor, {"name": "a", "position": 3}, Actor("a", 3.0)),
    (Sequence[Actor], [{"name": "a", "position": 3, "salience": 2}], (Actor("a", 3.0, 2.0),)),
    (Tree, {"all_of": [0, {"at_least": 1, "of": [1, 2]}]}, Node(2, (Leaf(0), Node(1, (Leaf(1), Leaf(2)))))),
    (Tree, {"any_of": [3]}, Leaf(3)),
]


@pytest.mark.parametrize(("hint", "given", "wanted"), READ)
def test_plain_data_are_read_as_the_annotation_says(hint: Any, given: Any, wanted: Any) -> None:
    kind = kind_of(hint)
    found = kind.read(given, "x")
    assert found == wanted
    assert type(found) is type(wanted)
    schema = {**kind.schema, "$defs": {**DEFINITIONS, **OBJECT_DEFINITIONS}}
    jsonschema.validate(given, schema, jsonschema.Draft202012Validator)


REFUSED: list[tuple[Any, Any, str]] = [
    (float, True, "`x` is true; it must be a number"),
    (float, "1", '`x` is "1"; it must be a number'),
    (float, None, "`x` is null; it must be a number"),
    (float, 10**400, "`x` is too large a whole number"),
    (int, 2.5, "`x` is 2.5; it must be a whole number"),
    (int, 10**20, "must be a whole number"),
    (bool, 1, "`x` is 1; it must be true or false"),
    (str, 1, "must be text"),
    (float | None, "a", "must be a number"),
    (float | bool, "a", "must be a number, or .* or true or false|must be a number or true or false"),
    (Literal["linear", "square"], "cube", '`x` is "cube"; it must be "linear" or "square"'),
    (Literal[1, 2], True, "must be 1 or 2"),
    (Sequence[int], [1, "b"], r'`x\[1\]` is "b"; it must be a whole number'),
    (Sequence[int], "ab", "must be a list"),
    (tuple[int, float], [1], "`x` is a list of 1; it must be a list of 2"),
    (Mapping[str, float], [1], "must be a mapping"),
    (Mapping[int, float], {"a": 2}, 'the key "a"; its keys must be whole numbers'),
    (Actor, {"name": "a"}, r"`x\.position` is missing; it must be a number"),
    (Actor, {"name": "a", "postion": 1}, r"`x\.postion` is not known; did you mean `x\.position`"),
    (Actor, 3, "must be a mapping of name, position, salience"),
    (ArrayLike, [[1, 2], [3]], "`x` has lists of unequal length beside each other"),
    (ArrayLike, [[1, 2], 3], "`x` has lists of unequal length"),
    (ArrayLike, [1, "b"], r'`x\[1\]` is "b"; it must be a number'),
    (ArrayLike, [True], r"`x\[0\]` is true; it must be a number"),
    (ArrayLike, None, "`x` is null; it must be a number or nested lists of numbers"),
    (ArrayLike, {"a": 1}, "`x` is a mapping"),
    (np.random.Generator, -1, "the seed of the random numbers"),
    (Reservation, 3, "must be a distribution"),
    (Reservation, {"normal": [0.5]}, r"`x\.normal` is a list of 1; it must be a list of 2"),
    (Reservation, {"normal": [0.5, 0]}, "standard deviation above 0"),
    (Reservation, {"beta": [0, 1]}, "must be above 0"),
    (Reservation, {"uniform": [1, 0]}, "must be rising"),
    (Reservation, {"uniform": [0, "inf"]}, "must be finite"),
    (Reservation, {"discrete": []}, "a list of 1 to 10,000 pairs"),
    (Reservation, {"discrete": [[0.3, 0.5]]}, r"`x\.discrete` has chances that sum to 0.5; they must sum to 1"),
    (Reservation, {"discrete": [[0.3, 0.5], [0.3, 0.5]]}, "holds a value twice"),
    (Reservation, {"discrete": [["inf", 1]]}, r"`x\.discrete\[0\]` is \[inf, 1\]; it must be a finite value"),
    (Reservation, {"discrete": [0.3, 1]}, r"`x\.discrete\[0\]` is 0.3; it must be a list of 2"),
    (Reservation, {"normal": [0.5, 1], "beta": [1, 1]}, "must be a distribution"),
    (Tree, -1, "counted from 0"),
    (Tree, {"some_of": [1]}, "must be the number of a leaf"),
    (Tree, {"all_of": 3}, r"`x\.all_of` is 3; it must be a list"),
    (Tree, {"at_least": 4, "of": [1]}, "`at_least` is 4"),
]


@pytest.mark.parametrize(("hint", "given", "says"), REFUSED)
def test_what_does_not_fit_is_refused_with_its_place(hint: Any, given: Any, says: str) -> None:
    with pytest.raises(InputError, match=says):
        kind_of(hint).read(given, "x")


def test_deep_nesting_is_refused() -> None:
    lists: Any = 1
    rules: Any = 1
    for _ in range(40):
        lists, rules = [lists], {"all_of": [rules, 0]}
    for hint, value in ((ArrayLike, lists), (Tree, rules)):
        with pytest.raises(InputError, match="nested too deeply"):
            kind_of(hint).read(value, "x")


def test_arrays_are_nested_lists_with_null_for_what_is_not_known() -> None:
    read = kind_of(NDArray[np.float64]).read
    assert read([[1, 2], [3, 4.5]], "x").tolist() == [[1, 2], [3, 4.5]]
    assert np.isnan(read([1, None], "x")).tolist() == [False, True]
    assert read(["-inf", 1], "x").tolist() == [-math.inf, 1]
    assert read([], "x").shape == (0,)


def test_true_and_false_stand_in_arrays_only_where_a_model_says_so() -> None:
    assert kind_of(ArrayLike, flags=True).read([True, False], "x").tolist() == [True, False]
    assert kind_of(NDArray[np.bool_]).read([True], "x").dtype == bool
    assert kind_of(bool | ArrayLike, flags=True).read(True, "x") is True


def test_what_python_made_is_handed_on_as_it_is() -> None:
    array, law, actor, rng = np.arange(3), stats.norm(0, 1), Actor("a", 1), np.random.default_rng(1)
    for hint, value in ((ArrayLike, array), (Reservation, law), (Actor, actor), (np.random.Generator, rng)):
        assert kind_of(hint).read(value, "x") is value


@pytest.mark.parametrize(
    ("stated", "law"),
    [
        ({"normal": [0.5, 0.1]}, stats.norm(0.5, 0.1)),
        ({"uniform": [0.2, 0.6]}, stats.uniform(0.2, 0.4)),
        ({"beta": [2, 3]}, stats.beta(2, 3)),
        ({"triangular": [0, 0.2, 1]}, stats.triang(0.2)),
        ({"pert": [0, 0.25, 1]}, stats.beta(2, 4)),
    ],
)
def test_a_distribution_is_written_by_its_name_and_numbers(stated: Any, law: Any) -> None:
    found = kind_of(Reservation).read(stated, "x")
    levels = [0.05, 0.5, 0.9]
    assert found.ppf(levels) == pytest.approx(law.ppf(levels))


def test_a_function_is_left_to_python_where_data_will_do_too() -> None:
    kind = kind_of(ArrayLike | Callable[[float], float])
    assert kind.says == "a number or nested lists of numbers"
    assert kind.read(abs, "x") is abs
    assert kind.read([1, 2], "x").tolist() == [1, 2]


def test_an_annotation_without_a_form_is_an_error_of_the_model() -> None:
    with pytest.raises(TypeError, match="nobody has said how"):
        kind_of(complex)


def test_answers_become_plain_data() -> None:
    assert plain({"a": np.float64(1.5), ("b", 2): (np.int64(2), np.bool_(True))}) == {"a": 1.5, "b,2": [2, True]}
    assert plain([math.nan, math.inf, -math.inf, None, {3, 1}]) == [None, "inf", "-inf", None, [1, 3]]
    assert plain(Actor("a", 2, 3)) == {"name": "a", "position": 2, "salience": 3, "push": 6}
    with pytest.raises(TypeError, match="has no form in plain data"):
        plain(object())


@pytest.mark.parametrize(
    ("hint", "value"),
    [
        (float, math.nan),
        (NDArray[np.bool_], np.array([True])),
        (tuple[NDArray[np.float64], int], (np.array([[1.0, np.nan]]), 2)),
        (Mapping[str, tuple[str, ...]], {"a": ("b", "c")}),
        (Actor | None, Actor("a", 2)),
        (Literal["a", "b"], "b"),
    ],
)
def test_the_schema_of_an_answer_allows_it(hint: Any, value: Any) -> None:
    schema = {**schema_of(hint), "$defs": DEFINITIONS}
    jsonschema.validate(plain(value), schema, jsonschema.Draft202012Validator)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"another": "thing"}, schema, jsonschema.Draft202012Validator)
