"""KTAB's reference run on China's energy policy, thirteen actors in two dimensions, to the last printed digit."""

from __future__ import annotations

import os
import re
from pathlib import Path

import numpy as np
import pytest

from winset.collective import read_ktab, spatial_model

DATA = Path(os.environ.get("WINSET_DATA", Path(__file__).parents[3] / "shared" / "data")) / "worked"
TABLE, RUN = DATA / "china_energy_two_dimensions.csv", DATA / "china_energy_reference_run.txt"

pytestmark = pytest.mark.skipif(not TABLE.exists(), reason=f"{DATA} holds no worked example; set WINSET_DATA")


def printed(pattern: str) -> np.ndarray:
    """Return the numbers of the run's lines that match, one row for each line."""
    return np.array([[float(n) for n in line.split()] for line in re.findall(pattern, RUN.read_text("utf-8"), re.M)])


def test_the_whole_course_agrees_with_every_printed_digit():
    """Positions are printed to .1 and chances to .0001; a hair more for numbers on the edge of rounding."""
    table = read_ktab(TABLE.read_text("utf-8"))
    found = spatial_model(table.positions, table.salience, table.capability)
    courses, chances = printed(r"^\w+, \w+ Position: +(.*)$"), printed(r"^\w+, prob : (.*)$")
    assert courses.shape == (26, 28)
    assert chances.shape == (13, 28)
    assert found.status == "ok"
    assert found.diagnostics["turns"] == 27
    run = found.value
    assert np.abs(run.positions.transpose(1, 2, 0).reshape(26, 28) - courses).max() <= 0.05 + 1e-9
    assert np.abs(run.chances.T - chances).max() <= 0.5e-4 + 1e-12


def test_the_course_hangs_on_rules_that_the_source_leaves_open():
    """Other rules of the same source end elsewhere; the defaults are those that the printed run names."""
    table = read_ktab(TABLE.read_text("utf-8"))
    given = table.positions, table.salience, table.capability
    base = spatial_model(*given).value.forecast
    others = [
        spatial_model(*given, **{rule: name}).value.forecast
        for rule, name in (("bargaining", "compromise"), ("risk_range", "min"), ("interpolation", "s2pmax"))
    ]
    assert max(np.abs(other - base).max() for other in others) > 1
