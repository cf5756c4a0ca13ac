"""Every model says what it is and runs on plain data; whatever it is given, it answers or says what is wrong."""

from __future__ import annotations

import copy
import inspect
import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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


def test_ids_are_found_by_their_nearest() -> None:
    with pytest.raises(InputError, match="did you mean nash"):
        solve("Nassh")
