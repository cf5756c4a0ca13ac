"""What is wrong with a text that is no YAML, in words that help its writer."""

from __future__ import annotations

import re

from ruamel.yaml.error import MarkedYAMLError

from winset.case.complaints import Complaint

QUOTES = 'put the text in double quotes: "..."'


def broken(error: MarkedYAMLError, text: str, file: str, opened: int | None) -> tuple[Complaint, ...]:
    """Return what is wrong with text that is no YAML; `opened` is the line of the bracket around the damage, if any."""
    tabs = [
        Complaint(
            file,
            number,
            len(line) - len(line.lstrip(" ")) + 1,
            "",
            "this line is indented with a tab",
            allowed="spaces",
            remedy="replace each tab with two spaces",
        )
        for number, line in enumerate(text.split("\n"), start=1)
        if re.match(r" *\t\s*\S", line)
    ]
    if tabs:
        return tuple(tabs[:20])
    mark = error.problem_mark or error.context_mark
    problem = " ".join(str(error.problem or error.context or "this is no YAML").split())
    message, remedy = f"this is no readable YAML ({problem})", None
    if opened and mark and opened <= mark.line:
        message = f"the bracket that opens on line {opened} is not closed before this"
        remedy = f"close it; if a text holds a colon, a bracket or a quote, {QUOTES}"
    elif "mapping values are not allowed" in problem or "':'" in problem:
        message = "a colon followed by a space stands where no key can be"
        remedy = f"if it belongs to a text, {QUOTES}"
    elif "cannot start any token" in problem or "alphabetic or numeric" in problem:
        message = "a text cannot begin with this character"
        remedy = QUOTES
    elif "expected ',' or" in problem or "expected the node content" in problem:
        message = "a comma, a closing bracket or a value is missing here"
        remedy = f"close every {{ and [; if a text holds a bracket or a quote, {QUOTES}"
    elif "while scanning a quoted scalar" in str(error.context) or "end of stream" in problem:
        message = "the file ends before a quote or a bracket is closed"
    elif "could not find expected ':'" in problem:
        message = "this line says neither `key: value` nor `- item`"
    elif "block end" in problem or "block mapping" in problem:
        message = "this line is not indented like the lines it belongs with"
        remedy = "line up keys that belong together"
    line, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
    if error.context_mark and "quoted scalar" in str(error.context):
        line, column = error.context_mark.line + 1, error.context_mark.column + 1
    return (Complaint(file, line, column, "", message, remedy=remedy),)
