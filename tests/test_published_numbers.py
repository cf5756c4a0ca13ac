"""Published numbers and closed forms come out of the public functions, within the stated tolerances."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from adapter import answer

FILES = sorted((Path(__file__).parent / "published").glob("*.json"))
CHECKS = [check for file in FILES for check in json.loads(file.read_text())["checks"]]


def agrees(found: Any, expected: Any, tolerance: float) -> bool:
    """Compare nested answers: numbers within the tolerance, everything else exactly."""
    if isinstance(expected, dict):
        return all(agrees(found[key], value, tolerance) for key, value in expected.items())
    if isinstance(expected, list):
        return len(found) == len(expected) and all(
            agrees(f, e, tolerance) for f, e in zip(found, expected, strict=True)
        )
    if expected is None or isinstance(expected, bool | str):
        return bool(found == expected)
    return found is not None and abs(found - expected) <= tolerance


@pytest.mark.parametrize("check", CHECKS, ids=[check["id"] for check in CHECKS])
def test_check(check: dict[str, Any]) -> None:
    found = answer(check["fn"], check["inputs"])
    assert agrees(found, check["expected"], check["tol"]), f"found {found}, expected {check['expected']}"
