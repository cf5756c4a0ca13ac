"""The reference page of the case file leaves no key out and makes none up."""

from __future__ import annotations

import re
from pathlib import Path

from winset.case.schema import published_schema

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "case-file.md"


def keys() -> set[str]:
    """Return every key of the grammar."""
    schema = published_schema()
    parts = [schema, *schema["$defs"].values()]
    found = {key for part in parts for key in part.get("properties", {})}
    for part in parts:
        for form in part.get("anyOf", []):
            found |= set(form.get("properties", {}))
    return found - {"first", "last"}


def test_every_key_is_explained():
    page = PAGE.read_text(encoding="utf-8")
    missing = {key for key in keys() if not re.search(rf"`[^`\n]*\b{key}\b[^`\n]*`|^ *{key}:", page, flags=re.M)}
    assert missing == set()


def test_no_key_is_made_up():
    """Words in the first column of a table of keys are keys of the grammar."""
    rows = re.findall(r"^\| (`[a-z_.]+`(?:(?:,| or) `[a-z_.]+`)*) \|", PAGE.read_text(encoding="utf-8"), flags=re.M)
    words = {word for row in rows for name in re.findall(r"`([a-z_.]+)`", row) for word in name.split(".")}
    assert words - keys() == set()
