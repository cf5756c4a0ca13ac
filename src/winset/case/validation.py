"""What the validator says of plain data, in our words and at the place in the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic_core import ErrorDetails

from winset.case.complaints import Finding, Path, nearest, shown
from winset.case.trial import NOTHING, Trial

EXAMPLES = {
    "winset": "winset: 1",
    "id": "id: kuril-2019",
    "title": "title: A peace treaty",
    "as_of": "as_of: 2019-01-23, the day the forecast is made",
    "until": "until: 2021-09-30, the last day that counts",
    "question": "question: {text: Will ...?, deal: [the packages that answer it with yes]}",
    "deal": "deal: [the packages that answer the question with yes]",
    "text": "text: Will ... by ...?",
    "parties": "parties: {russia: {leader: ..., home: ...}, japan: ...}",
    "leader": "leader: {worth: {some-package: 5 to 20}}",
    "approval": "approval: {series: some-series}, or approval: 55 to 60",
    "floor": "floor: 45 to 55",
    "seats": "seats: 450",
    "in_favour": "in_favour: 0.5 to 0.7",
    "by": "by: 5 to 15",
    "between": "between: [russia.public, japan.public]",
    "oppose": "oppose: 60",
    "support": "support: 30",
}

MANY_KEYS = 100
"""Unknown keys of one part that are looked at in one round."""

TYPES = {
    "string_type": "text",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "float_type": "a number",
    "finite_number": "a finite number",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "a mapping of keys to values",
    "mapping_type": "a mapping of keys to values",
    "model_type": "a mapping of keys to values",
    "model_attributes_type": "a mapping of keys to values",
}


def findings_of(detail: ErrorDetails, trial: Trial) -> Iterator[Finding]:
    """Yield what an error of validation says, in our words."""
    loc, kind, context = detail["loc"], detail["type"], detail.get("ctx", {})
    of_key = bool(loc) and loc[-1] == "[key]"
    if kind == "missing":
        name = str(loc[-1])
        example = EXAMPLES.get(name)
        remedy = f"write {example}" if example else None
        yield Finding((*trial.original(loc[:-1]), name), f"`{name}` is missing", remedy=remedy)
        return
    path = trial.original(loc[:-1] if of_key else loc)
    if kind == "unknown_key":
        path = (*path, *context["at"])
        for key in context["keys"][:MANY_KEYS]:
            yield _unknown_key((*path, key), key, context["known"], trial)
        return
    if kind == "refused":
        for step in context["at"]:
            if trial.at((*path, step)) is not NOTHING:
                path = (*path, step)
        yield Finding(path, context["message"], context["found"], context["allowed"], context["remedy"] or None)
        return
    found = shown(path[-1] if of_key and path else detail["input"])
    message, allowed, remedy = _translated(kind, context, detail)
    if message is None:
        message = f"found {found}"
    if kind == "literal_error" and isinstance(detail["input"], str):
        close = nearest(detail["input"], str(context["expected"]).replace("'", "").replace(" or ", ", ").split(", "))
        remedy = f"did you mean `{close}`?" if close else None
    yield Finding(path, message, found, allowed, remedy)


def _translated(
    kind: str, context: Mapping[str, Any], detail: ErrorDetails
) -> tuple[str | None, str | None, str | None]:
    """Return message, allowed and remedy of one of the validator's own errors."""
    bounds = {
        "greater_than": ("gt", "more than {}"),
        "greater_than_equal": ("ge", "{} or more"),
        "less_than": ("lt", "less than {}"),
        "less_than_equal": ("le", "{} or less"),
    }
    if kind in TYPES:
        remedy = (
            "put it in double quotes" if kind == "string_type" and isinstance(detail["input"], int | float) else None
        )
        return None, TYPES[kind], remedy
    if kind in bounds:
        key, words = bounds[kind]
        return None, words.format(f"{context[key]:,g}"), None
    if kind == "literal_error":
        return None, str(context["expected"]).replace("'", ""), None
    if kind == "string_pattern_mismatch":
        if "\\." in str(context.get("pattern")):
            return None, "a party (russia) or one of its ratifiers (russia.public)", None
        return None, "letters, digits, hyphens and underscores, the first a letter or a digit", None
    if kind in {"too_short", "string_too_short"}:
        return "this is empty", "at least one", None
    if kind == "too_long":
        return "this list is too long", f"{context.get('max_length')} items", None
    if kind == "party_rule":
        return str(detail["msg"]), None, "write agreed_by: {at_least: 2}, a party, or a rule with a list"
    if kind == "accepter":
        return str(detail["msg"]), None, "say who must say yes, and how"
    text = str(detail["msg"])
    return text[:1].lower() + text[1:], None, None


def _unknown_key(path: Path, key: str, known: list[str], trial: Trial) -> Finding:
    """Return the finding about a key that the grammar does not have."""
    close = nearest(key, known)
    if " " in key.strip():
        remedy: str | None = "if it belongs to the text before it, put that text in double quotes"
    else:
        remedy = f"did you mean `{close}`?" if close else None
    return Finding(path, f"unknown key `{key}`", shown(key), ", ".join(known), remedy)
