"""Every model says what it is and runs on plain data; whatever it is given, it answers or says what is wrong."""

from __future__ import annotations

import copy
import inspect
import itertools
import json
import re
from collections.abc import Iterator
from typing import Any

import jsonschema
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from axioms.proofs import axis_of, dimensions, numbers, permuted
from winset.errors import InputError
from winset.plain import answer_schema, described, document, input_schema, solve
from winset.plain.described import still_missing
from winset.registry import Model, models

MODELS = models()
IDS = [model.id for model in MODELS]

every_model = pytest.mark.parametrize("model", MODELS, ids=IDS)


def as_json(data: Any) -> Any:
    """Return data as they come out of a JSON file."""
    return json.loads(json.dumps(data, allow_nan=False))


def schema_says(schema: dict[str, Any], data: Any) -> list[str]:
    """Return what a schema has against data."""
    validator = jsonschema.Draft202012Validator(schema)
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(data)]


@every_model
def test_a_model_says_all_that_its_users_ask_for(model: Model) -> None:
    assert list(still_missing(model)) == []
    assert model.meaning.endswith((".", "?"))
    assert len(model.reference) > 20


@every_model
def test_what_a_model_rests_on_is_said_in_whole_sentences(model: Model) -> None:
    said = described(model)
    for sentence in (*said.assumptions, *said.not_for):
        assert sentence[0].isupper()
        assert sentence.endswith((".", ")")), sentence


@every_model
def test_the_example_of_a_model_runs_and_fits_its_schemas(model: Model) -> None:
    example = as_json(dict(model.example))
    assert example == model.example
    for schema in (input_schema(model), answer_schema(model)):
        jsonschema.Draft202012Validator.check_schema(schema)
    assert schema_says(input_schema(model), example) == []
    answer = as_json(document(model.id, example))
    assert schema_says(answer_schema(model), answer) == []
    assert answer["value"] is not None
    assert answer["status"] != "empty"


@every_model
def test_an_example_is_not_changed_by_running_it(model: Model) -> None:
    example = as_json(dict(model.example))
    document(model.id, example)
    assert example == model.example


@every_model
def test_a_missing_and_an_unknown_argument_are_named(model: Model) -> None:
    needed = [name for name in inspect.signature(model.function).parameters if name in model.example]
    some = {name: value for name, value in model.example.items() if name != needed[0]}
    with pytest.raises(InputError, match=f"`{needed[0]}` is missing"):
        solve(model.id, **some)
    with pytest.raises(InputError, match="`no_such_thing` is not known"):
        solve(model.id, **model.example, no_such_thing=1)


JUNK = st.sampled_from(
    [
        *(None, True, False, -1, 0, 1, 2, 3, 50, 0.5, -0.5, 3.7, 1e308, -1e308, 1e-300, 10**30, "inf", "-inf"),
        *("", "x", "1", [], [[]], [1, 2], [[1, 2], [3]], [None], [True], {}, {"a": 1}, [0, 0, 0], [[0, 0], [0, 0]]),
        *({"normal": [0.5, 0]}, {"uniform": [1, 0]}, {"all_of": [{"at_least": 5, "of": [7]}]}),
    ]
)


def places(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to every part of plain data below its top."""
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, part in inner:
        yield (*path, key)
        yield from places(part, (*path, key))


@st.composite
def spoilt(draw: st.DrawFn, model: Model) -> dict[str, Any]:
    """An example with parts exchanged for something else, and perhaps arguments that it does not state."""
    inputs = copy.deepcopy(as_json(dict(model.example)))
    for name in inspect.signature(model.function).parameters:
        if name not in inputs and draw(st.integers(0, 4)) == 0:
            inputs[name] = copy.deepcopy(draw(JUNK))
    for _ in range(draw(st.integers(1, 2))):
        *above, last = draw(st.sampled_from(list(places(inputs))))
        part = inputs
        for key in above:
            part = part[key]
        part[last] = copy.deepcopy(draw(JUNK))
    return inputs


@every_model
@settings(deadline=None, derandomize=True, max_examples=40)
@given(st.data())
def test_spoilt_inputs_end_in_a_sentence_or_in_an_answer(model: Model, data: st.DataObject) -> None:
    inputs = data.draw(spoilt(model))
    before = copy.deepcopy(inputs)
    answer, said = None, ""
    try:
        answer = as_json(document(model.id, inputs))
    except InputError as error:
        said = str(error)
    assert "\n" not in said
    assert bool(said) != bool(answer)
    assert answer is None or schema_says(answer_schema(model), answer) == []
    assert inputs == before


GREEK = set(re.split(" ", "alpha beta delta epsilon lambda mu nu phi varphi pi rho sigma tau theta Phi Omega Delta"))
COMMON = {*"PETdeijk", "pi"}
"""A chance, a mean, a transpose, a differential, the base of logarithms, numbers of things, and the circle."""


def letters(equation: str) -> set[str]:
    """Return the letters of an equation but for those in subscripts and those that it defines itself."""
    bare = re.sub(r"\\(?:text|operatorname|mathrm)\{[^{}]*\}", " ", equation)
    bare = re.sub(r"_\{(?:[^{}]|\{[^{}]*\})*\}|_\\?\w+", "", bare)
    greek = GREEK & set(re.findall(r"\\([A-Za-z]+)", bare))
    bare = re.sub(r"\\[A-Za-z]+", " ", bare)
    found = set(re.findall(r"(?<![A-Za-z])([A-Za-z])(?![A-Za-z])", bare))
    defined = set(re.findall(r"(?<![A-Za-z])([A-Za-z])(?:\([^()]*\))?\s*=", bare)) if bare.count("=") > 1 else set()
    return (greek | found) - defined - COMMON


@every_model
def test_every_letter_of_an_equation_is_explained_beside_it(model: Model) -> None:
    said = described(model)
    entries = (*said.arguments, *said.answers)
    prose = [said.question, *said.about, *said.where, *said.notes, *(f"{entry.type} {entry.text}" for entry in entries)]
    words = " ".join([*prose, *(name for entry in entries for name in entry.names)])
    for equation in said.equations:
        for letter in sorted(letters(equation)):
            assert re.search(rf"(?<![A-Za-z]){letter}(?![A-Za-z'])", words), letter


ORDERED = {
    ("additive-issues", "n_options"): "every issue has options of its own",
    ("additive-issues", "n_parties"): "every issue has a table of its own",
    ("accepters-tree", "n_leaves"): "the tree names its leaves by their numbers",
    ("gaussian-copula", "n_quantities"): "both axes of the ranks would have to change places",
    ("uncovered-set", "n_outcomes"): "both axes of who beats whom would have to change places",
    ("pooled-level", "n_readings"): "the houses stand in a list of names beside the readings",
    ("local-level", "n_readings"): "the houses stand in a list of names beside the readings",
    ("position-exchange-random", "n_actors"): "rates are drawn pair by pair, so other draws come out",
    ("position-exchange-random", "n_issues"): "rates are drawn pair by pair, so other draws come out",
    ("commitment-concession", "n_points"): "the points are concessions in rising order",
    ("sign-or-wait", "n_knots"): "the knots are states in rising order",
    ("simulated-windows", "n_leaders"): "normals are drawn leader by leader, so other paths come out",
    ("sobol-indices", "n_draws"): "the draws of the bootstrap would be others",
    ("win-set-1d", "n_members"): "members with a veto are named by their numbers",
    ("win-set-volume", "n_issues"): "the points of the sequences differ from issue to issue",
}
"""Axes whose order means something, or for which more than the arrays would have to be reordered."""


@pytest.mark.parametrize(
    ("model", "axis"),
    [
        pytest.param(model, axis, id=f"{model.id} {axis}")
        for model in MODELS
        for axis in sorted(dimensions(model))
        if (model.id, axis) not in ORDERED
    ],
)
def test_the_order_of_rows_does_not_matter(model: Model, axis: str) -> None:
    example = as_json(dict(model.example))
    axes = {name: axis_of(model, name, axis) for name in example}
    arrays = {name: np.array(example[name], dtype=object) for name, place in axes.items() if place is not None}
    sizes = [array.shape[axes[name] or 0] for name, array in arrays.items() if array.ndim >= -(axes[name] or 0)]
    size = max(sizes, default=0)
    before = document(model.id, example)
    for order in list(itertools.permutations(range(size)))[:24:5]:
        after = document(model.id, permuted(model, example, axis, list(order)))
        assert after["status"] == before["status"]
        found, expected = numbers(after["value"]), numbers(before["value"])
        if axis in {"n_outcomes", "n_packages"} and all(isinstance(part, int) for part in found):
            found = sorted(order[int(row)] for row in found)
        assert found == pytest.approx(expected, rel=1e-6, abs=1e-6)


def wrong_lengths(inputs: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield an example with one list shortened, lengthened, put into another or replaced by its first row."""
    for path in places(inputs):
        held = inputs
        for key in path:
            held = held[key]
        if isinstance(held, list) and held and not isinstance(held[0], str) and not isinstance(held[0], dict):
            inner = isinstance(held[0], list)
            rows = [[row[:-1] for row in held], [[*row, row[-1]] for row in held], held[0]] if inner else []
            for wrong in (held[:-1], [*held, held[-1]], [held], *rows):
                spoilt = copy.deepcopy(inputs)
                *above, last = path
                part = spoilt
                for key in above:
                    part = part[key]
                part[last] = copy.deepcopy(wrong)
                yield str(path[0]), spoilt


@every_model
def test_a_list_of_another_length_is_refused_by_the_name_of_an_argument(model: Model) -> None:
    names = inspect.signature(model.function).parameters
    for name, inputs in wrong_lengths(as_json(dict(model.example))):
        try:
            document(model.id, inputs)
        except InputError as error:
            said = str(error)
            assert any(f"`{known}" in said for known in (*names, "options", "worth")), (name, said)
            assert "cannot work with these inputs" not in said


@pytest.mark.parametrize(
    ("id", "inputs", "says"),
    [
        (
            "political-capital",
            {"approval": [50, 60, 70]},
            "lists beside each other must be equally long, or one number",
        ),
        ("votes-cast", {"whipped": [0, 0, 0]}, "(n_blocs,) and (n_blocs,), with as many n_blocs in both"),
        ("voting-body", {"whipped": [[0, 0]]}, "`whipped` has shape (1, 2); it must be (n_blocs,)"),
        ("bridge-crossing", {"volatility": 1e308}, "`volatility` is 1e+308, too large to be reckoned with; take other"),
        (
            "spatial-utility",
            {"ideals": [[0, 1e200], [2, 1]]},
            "`ideals[0][1]` is 1e+200, too large to be reckoned with",
        ),
        ("win-set-volume", {"rng": -1}, "`rng` is -1; it must be a whole number from 0 on"),
        ("constrained-nash", {"ratifiers": [1, 2]}, "`ratifiers` has shape (2,)"),
        ("challenge", {"salience": [[0.8, 0.4, 0.9]]}, "`salience` (1, 3)"),
        ("poll-posterior", {"category": 7}, "`category` is 7; it must be from 0 to"),
        ("poll-posterior", {"n": 1e30}, "`n` is 1e+30; it must be from 0 to 1e+12"),
        ("poll-posterior", {"counts": [1e30, 0]}, "`counts` holds 1e+30"),
        ("gaussian-copula", {"ranks": [[1, 0.5], [0.4, 1]]}, "`ranks` is not symmetric"),
        ("gaussian-copula", {"ranks": [[1]]}, "`levels` has shape (2, 3); it must be (1, n_draws)"),
        ("gaussian-copula", {"levels": [[0, 0.5], [0.2, 0.3]]}, "`levels` holds 0; each lies strictly between"),
        ("local-level", {"at_day": "inf"}, "`at_day` is inf; it must be a finite number"),
    ],
)
def test_what_does_not_fit_is_named_with_what_is_allowed(id: str, inputs: dict[str, Any], says: str) -> None:
    example = next(dict(model.example) for model in MODELS if model.id == id)
    with pytest.raises(InputError, match=re.escape(says)):
        document(id, example | inputs)


def test_ids_are_found_by_their_nearest() -> None:
    with pytest.raises(InputError, match="did you mean nash"):
        solve("Nassh")


@pytest.mark.parametrize(
    ("id", "inputs", "says"),
    [
        (
            "spatial-politics",
            {"positions": [[50]] * 401, "salience": [[0.5]] * 401, "capability": [1] * 401},
            "`positions` has 401 actors; at most 400",
        ),
        (
            "local-level",
            {"days": [1] * 3001, "houses": ["a"] * 3001, "values": [50] * 3001, "sizes": [900] * 3001},
            "`days` has 3001 readings; at most 3000",
        ),
        ("power-indices", {"votes": [10**7, 10**7 + 1]}, "`votes` has 2 members with 20000001 votes"),
    ],
)
def test_more_than_can_be_worked_through_is_refused_with_what_can(id: str, inputs: dict[str, Any], says: str) -> None:
    example = next(dict(model.example) for model in MODELS if model.id == id)
    with pytest.raises(InputError, match=re.escape(says)):
        document(id, example | inputs)
