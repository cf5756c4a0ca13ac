"""The grammar of a case file as a JSON Schema, for editors that complete and check as one types.

The schema says what each part may hold; that names refer to something and sums come out is left to the reader, so the
reader refuses whatever the schema refuses, and more.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from winset.case.agenda import RESERVED, Setting
from winset.case.case import Case
from winset.case.collective import CollectiveCase
from winset.case.domains import DOMAINS, LARGEST, NUMBER, POSITIVE, SHARE, Domain
from winset.case.parts import LEVELS
from winset.case.phrases import POLL, SHAPES, pattern
from winset.case.quantities import DOMAIN_KEY

SPACE = r"\s"
FILE = Path(__file__).with_name("schema.json")


def published_schema() -> dict[str, Any]:
    """Return the schema as it ships with winset."""
    schema: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return schema


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a case file, built from the records of a case.

    >>> json_schema()["properties"]["stage"]["enum"]
    ['talks', 'agreed', 'signed', 'ratified']
    """
    made = Case.model_json_schema(by_alias=True)
    definitions = {name: _tidied(part) for name, part in made.pop("$defs").items()}
    definitions.pop("Quantity", None)
    package = definitions["Package"]
    package["additionalProperties"] = TypeAdapter(Setting).json_schema()
    package["if"], package["then"] = {"required": ["sets"]}, {"propertyNames": {"enum": list(RESERVED)}}
    package["description"] += " Further keys are issues with their settings."
    definitions["meta"] = {"description": "What any number may carry", "properties": _meta()}
    definitions |= {f"quantity_{domain.name}": quantity_schema(domain) for domain in DOMAINS.values()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **_tidied(made),
        "title": "A winset case, version 1 of the grammar",
        "$defs": dict(sorted(definitions.items())),
    }


def collective_schema() -> dict[str, Any]:
    """Return the JSON Schema of a file with a decision of many actors.

    >>> collective_schema()["properties"]["kind"]
    {'const': 'collective', 'type': 'string'}
    """
    made = CollectiveCase.model_json_schema(by_alias=True)
    definitions = {name: _tidied(part) for name, part in made.pop("$defs").items()}
    definitions.pop("Quantity", None)
    definitions["meta"] = {"description": "What any number may carry", "properties": _meta()}
    definitions |= {f"quantity_{domain.name}": quantity_schema(domain) for domain in (NUMBER, SHARE, POSITIVE)}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **_tidied(made),
        "title": "A decision of many actors, version 1 of the grammar",
        "$defs": dict(sorted(definitions.items())),
    }


def _tidied(node: Any) -> Any:
    """Return a schema without generated titles and defaults, with quantities as references to their domain."""
    if isinstance(node, list):
        return [_tidied(part) for part in node]
    if not isinstance(node, dict):
        return node
    if DOMAIN_KEY in node:
        return {"$ref": f"#/$defs/quantity_{node[DOMAIN_KEY]}"}
    tidy = {
        key: {name: _tidied(part) for name, part in value.items()}
        if key in {"properties", "patternProperties"}
        else _tidied(value)
        for key, value in node.items()
        if key not in {"title", "default"}
    }
    if "patternProperties" in tidy:
        tidy["additionalProperties"] = False
    if "description" in tidy:
        text = str(tidy["description"])
        tidy["description"] = " ".join(text.split("\n\n")[0].split())
        for name, meaning in _described_fields(text):
            if name in tidy.get("properties", {}):
                tidy["properties"][name]["description"] = meaning
    return tidy


def _described_fields(docstring: str) -> list[tuple[str, str]]:
    """Return the fields that a docstring describes, with what it says of them."""
    _, _, section = docstring.partition("----------\n")
    found = []
    for block in re.split(r"\n(?=\S)", section):
        head, _, meaning = block.partition("\n")
        names = head.partition(" : ")[0]
        meaning = " ".join(meaning.split())
        found += [(name.strip(), meaning) for name in names.split(",") if meaning]
    return found


def _meta() -> dict[str, Any]:
    """Return the schemas of the keys that any quantity written as a mapping may carry."""
    return {
        "from": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
        "note": {"type": "string"},
        "confidence": {"enum": list(LEVELS)},
        "hindsight": {"type": "boolean"},
        "known_to": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]},
        "widen": {"type": "number", "minimum": 1, "maximum": LARGEST},
    }


def quantity_schema(domain: Domain) -> dict[str, Any]:
    """Return the JSON Schema of a quantity of a domain."""
    own = {"$ref": f"#/$defs/quantity_{domain.name}"}
    low, high = max(domain.low, -LARGEST), min(domain.high, LARGEST)
    number: dict[str, Any] = {"type": "number", "minimum": low, "maximum": high}
    if domain.name == "duration":
        number = {"const": 0}
    phrase = {"type": "string", "pattern": "^" + SPACE + "*" + pattern(domain, SPACE + "+") + SPACE + "*$"}
    plain = {"type": "number", "minimum": -LARGEST, "maximum": LARGEST}
    forms: dict[str, dict[str, Any]] = {
        "value": {"value": own},
        "pert": dict.fromkeys(SHAPES["pert"], own),
        "triangular": {"triangular": _row(3, own)},
        "normal": {"normal": {**_row(2, plain), "prefixItems": [plain, {**plain, "minimum": 0}]}},
    }
    if domain.is_bounded:
        forms["beta"] = {"beta": _row(2, {"type": "number", "exclusiveMinimum": 0, "maximum": LARGEST})}
    if domain.name in {"share", "percent"}:
        forms["poll"] = _poll()
    mapping = {
        "type": "object",
        "properties": {key: part for form in forms.values() for key, part in form.items()} | _references(),
        "additionalProperties": False,
        "oneOf": [{"required": list(SHAPES[form])} for form in forms],
    }
    choice = {
        "type": "object",
        "properties": {
            "value": own,
            "chance": {"type": "number", "minimum": 0, "maximum": 1},
            **_references("known_to"),
        },
        "required": ["value", "chance"],
        "additionalProperties": False,
    }
    choices = {"type": "array", "items": choice, "minItems": 1}
    unit = f" ({domain.unit})" if domain.unit else ""
    return {
        "description": f"{domain.name}{unit}: {domain.allowed}; {domain.forms}",
        "anyOf": [number, phrase, mapping, choices],
    }


def _references(*but: str) -> dict[str, Any]:
    """Return references to the keys that any quantity written as a mapping may carry."""
    return {key: {"$ref": f"#/$defs/meta/properties/{key}"} for key in _meta() if key not in but}


def _row(length: int, item: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a list of a fixed length."""
    return {"type": "array", "items": item, "minItems": length, "maxItems": length}


def _poll() -> dict[str, Any]:
    """Return the schemas of the keys of a poll."""
    numbers: dict[str, Any] = {
        key: {"type": "integer" if key == "n" else "number", "minimum": low, "maximum": high}
        for key, (low, high) in POLL.items()
    }
    return {**numbers, "wording": {"type": "string"}}


def schema_text() -> str:
    """Return the schema as the text of its file, one definition or key of a case to a line."""
    rows = []
    for key, part in json_schema().items():
        if key in {"properties", "$defs"}:
            inner = ",\n".join(f"{_line(name)}: {_line(schema)}" for name, schema in part.items())
            rows.append(f"{_line(key)}: {{\n{inner}\n}}")
        else:
            rows.append(f"{_line(key)}: {_line(part)}")
    return "{\n" + ",\n".join(rows) + "\n}\n"


def _line(part: Any) -> str:
    """Return a part of a schema on one line."""
    return json.dumps(part, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
