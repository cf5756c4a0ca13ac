"""Whether plain data has the shape of a case, and everything that is wrong with it.

Validation is repeated after the wrong parts have been left out, so that one mistake never hides another and the
meaning of the rest can still be checked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from winset.case.case import Case
from winset.case.complaints import Finding, Path, nearest, shown

MAX_ROUNDS = 60

STAND_INS: dict[str, Any] = {
    "winset": 1,
    "id": "case",
    "title": "untitled",
    "as_of": "9999-12-30",
    "until": "9999-12-31",
    "question": {"text": "?", "deal": ["?"]},
    "parties": {"a": {"leader": {}}, "b": {"leader": {}}},
}
"""What stands in for a part of the top level that is wrong or missing, while the rest is checked."""

INNER_STAND_INS: dict[str, Any] = {
    "leader": {},
    "approval": 50,
    "floor": 0,
    "by": 0,
    "oppose": 0,
    "support": 0,
    "amount": 0,
    "costs": 0,
    "rate": 0,
    "size": 0,
    "rank": 0,
    "share": 0,
    "years_without": 1,
    "in_favour": 0.5,
    "consents": 0.5,
    "title": "?",
    "text": "?",
    "question": "?",
    "says": "?",
}
"""The same for parts within parts."""

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


@dataclass
class Shape:
    """The outcome of a check of structure.

    Parameters
    ----------
    case : Case or None
        The case, with wrong parts left out; none if too little is right.
    findings : list of Finding
        What is wrong.
    lost, towards : set of Path
        Parts left out, or stood in for, because they were wrong or missing; and every path towards them.
    """

    case: Case | None = None
    findings: list[Finding] = field(default_factory=list)
    lost: set[Path] = field(default_factory=set)
    towards: set[Path] = field(default_factory=set)
    trial: _Trial | None = None

    def as_written(self, path: Path) -> Path:
        """Return a path in the validated case as the file has it, without steps that the written form leaves out."""
        if self.trial is None or not path:
            return path
        around, whole = self.trial.original(path[:-1]), self.trial.original(path)
        return whole if len(whole) > len(around) else (*around, path[-1])

    def lose(self, path: Path) -> None:
        """Remember that a part was left out."""
        self.lost.add(path)
        self.towards.update(path[:length] for length in range(len(path) + 1))

    def hides(self, path: Path) -> bool:
        """Tell whether a finding at `path` may only be the consequence of a part left out."""
        return path in self.towards or any(path[:length] in self.lost for length in range(len(path)))


def check_structure(raw: Mapping[str, Any], dropped: Set[Path] = frozenset()) -> Shape:
    """Return the case that plain data describes and everything wrong with its structure.

    `dropped` names parts that were left out of `raw` already, with a complaint of their own.

    Examples
    --------
    >>> shape = check_structure({"winset": 1, "id": "a", "titel": "A"})
    >>> [finding.message for finding in shape.findings][:2]
    ['unknown key `titel`', '`as_of` is missing']
    """
    shape = Shape()
    for path in dropped:
        shape.lose(path)
    trial = shape.trial = _Trial(raw)
    for _ in range(MAX_ROUNDS):
        try:
            shape.case = Case.model_validate(trial.plain())
            break
        except ValidationError as error:
            details = error.errors(include_url=False)
        before = frozenset(shape.towards)
        seen: set[Path] = set()
        for detail in details:
            for finding in _findings(detail, trial):
                if detail["type"] == "unknown_key" and trial.at(finding.path) is not NOTHING:
                    shape.findings.append(finding)
                    trial.read_as(finding.path, detail["ctx"]["known"])
                    continue
                if finding.path not in before and finding.path not in seen:
                    shape.findings.append(finding)
                seen.add(finding.path)
                trial.leave_out(finding.path, shape)
        if trial.is_hopeless:
            break
    return shape


NOTHING = object()
"""Stands for a part that is not there."""


class _Trial:
    """Plain data on trial: what is left out of it, read under another name or stood in for."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.raw = raw
        self.removed: set[Path] = set()
        self.names: dict[Path, str] = {}
        self.stand_ins: dict[Path, Any] = {}
        self.is_hopeless = False
        self.tried_without: frozenset[Path] = frozenset()
        self.tried_as: dict[Path, str] = {}

    def plain(self) -> dict[str, Any]:
        """Return the data as they are to be tried."""
        self.tried_without, self.tried_as = frozenset(self.removed), dict(self.names)
        tried: dict[str, Any] = self._copy(self.raw, ())
        for path, value in self.stand_ins.items():
            node: Any = tried
            for depth, step in enumerate(path[:-1]):
                node = node[self._tried_step(path[:depth], step)]
            node[path[-1]] = value
        return tried

    def _copy(self, node: Any, path: Path) -> Any:
        """Return a copy of a part, without what was removed."""
        if isinstance(node, Mapping):
            kept = {key: part for key, part in node.items() if (*path, key) not in self.removed}
            return {self._tried_step(path, key): self._copy(part, (*path, key)) for key, part in kept.items()}
        if isinstance(node, list | tuple):
            return [
                self._copy(part, (*path, place))
                for place, part in enumerate(node)
                if (*path, place) not in self.removed
            ]
        return node

    def _tried_step(self, path: Path, step: str | int) -> Any:
        """Return the key or place that a written step below `path` has in the data as they are tried."""
        if isinstance(step, int):
            return sum((*path, place) not in self.tried_without for place in range(step))
        return self.tried_as.get((*path, step), step)

    def original(self, loc: tuple[str | int, ...]) -> Path:
        """Return where in the written data a location in the data last tried stands.

        Steps that the written form leaves out (a single item for a list of one) stand nowhere and are skipped.
        """
        path: Path = ()
        node: Any = self.raw
        for step in loc:
            steps = node if isinstance(node, Mapping) else range(len(node)) if isinstance(node, list | tuple) else ()
            for written in steps:
                if (*path, written) not in self.tried_without and self._tried_step(path, written) == step:
                    path, node = (*path, written), node[written]
                    break
        return path

    def at(self, path: Path) -> Any:
        """Return the written part at a path; `NOTHING` if there is none."""
        node: Any = self.raw
        for step in path:
            is_there = (
                step in node
                if isinstance(node, Mapping)
                else isinstance(node, list | tuple) and step in range(len(node))
            )
            if not is_there:
                return NOTHING
            node = node[step]
        return node

    def read_as(self, path: Path, known: list[str]) -> None:
        """Read an unknown key as the one it was meant to be, or leave it out."""
        siblings: Mapping[str, Any] = self.at(path[:-1])
        taken = {*siblings, *(self.names.get((*path[:-1], key), key) for key in siblings)}
        meant = nearest(str(path[-1]), known)
        if meant is not None and meant not in taken:
            self.names[path] = meant
        else:
            self.removed.add(path)

    def leave_out(self, path: Path, shape: Shape) -> None:
        """Leave out a wrong part; if it is missing or needed, put a stand-in or leave out what needs it."""
        shape.lose(path)
        if path and path in self.stand_ins:
            del self.stand_ins[path]
            path = path[:-1]
            shape.lose(path)
        if not path:
            self.is_hopeless = True
            return
        if any(path[:length] in self.removed for length in range(1, len(path))):
            return
        if path in self.removed or self.at(path) is NOTHING:
            if len(path) > 1 and path[-1] in INNER_STAND_INS and isinstance(self.at(path[:-1]), Mapping):
                self.stand_ins[path] = INNER_STAND_INS[str(path[-1])]
            elif len(path) > 1:
                self.leave_out(path[:-1], shape)
        self.removed.add(path)
        self.stand_ins = {place: value for place, value in self.stand_ins.items() if not _is_below(place, path)}
        if len(path) == 1 and path[0] in STAND_INS:
            self.stand_ins[path] = STAND_INS[str(path[0])]


def _is_below(path: Path, other: Path) -> bool:
    """Tell whether a path leads to a part inside another."""
    return len(path) > len(other) and path[: len(other)] == other


def _findings(detail: ErrorDetails, trial: _Trial) -> Iterator[Finding]:
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
        for key in context["keys"]:
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
    if kind == "accepter":
        return str(detail["msg"]), None, "say who must say yes, and how"
    text = str(detail["msg"])
    return text[:1].lower() + text[1:], None, None


def _unknown_key(path: Path, key: str, known: list[str], trial: _Trial) -> Finding:
    """Return the finding about a key that the grammar does not have."""
    close = nearest(key, known)
    if " " in key.strip():
        remedy: str | None = "if it belongs to the text before it, put that text in double quotes"
    else:
        remedy = f"did you mean `{close}`?" if close else None
    return Finding(path, f"unknown key `{key}`", shown(key), ", ".join(known), remedy)
