"""Texts of cases for the tests of reading, and a short way to what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from winset.case.complaints import Complaint
from winset.case.reading import read_text
from winset.case.writing import TEMPLATE
from winset.errors import CaseError

Complain = Callable[..., list[Complaint]]


@pytest.fixture(scope="session")
def template() -> str:
    """The text of the case that `winset new` writes."""
    return TEMPLATE.read_text(encoding="utf-8")


@pytest.fixture
def complaints() -> Complain:
    """Return what is wrong with a text, as a list of complaints; a valid text has none."""

    def complaints(text: str, folder: Path | None = None) -> list[Complaint]:
        try:
            read_text(text, "case.yaml", folder)
        except CaseError as error:
            return [complaint for complaint in error.complaints if isinstance(complaint, Complaint)]
        return []

    return complaints


@pytest.fixture
def mended(template: str) -> Callable[..., str]:
    """Return the template with pieces of its text replaced."""

    def mended(*pairs: tuple[str, str]) -> str:
        text = template
        for old, new in pairs:
            assert old in text, f"the template no longer says {old!r}"
            text = text.replace(old, new, 1)
        return text

    return mended
