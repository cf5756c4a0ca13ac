"""The published document of a backtest."""

from __future__ import annotations

import json
import math

from winset.backtest.record import Backtest, DataFile, MethodLine, Part
from winset.backtest.resampling import Interval


def test_the_document_holds_scores_and_differences_beside_each_other():
    line = MethodLine(
        "mean", "the mean", True, 3, {"mae": 1.5, "coverage": {"50": 0.5, "80": math.nan}},
        {"versus_mean": Interval(0.0, -1.0, math.nan)}, "mean-position",
    )  # fmt: skip
    found = Backtest(
        "deu", "Title", "What?", (DataFile("issues.csv", "ab", 3),), {"seed": 1}, {"questions": 3}, (line,),
        (Part("wave", "DEU1", (line,)),), {"extra": {"x": [math.inf]}},
    )  # fmt: skip
    document = json.loads(found.to_json())
    assert document["schema"] == "winset.backtest/1"
    assert document["models"] == [
        {
            "id": "mean", "label": "the mean", "model": "mean-position", "baseline": True, "n": 3, "mae": 1.5,
            "coverage": {"50": 0.5, "80": None}, "versus_mean": {"difference": 0.0, "low": -1.0, "high": None},
        }
    ]  # fmt: skip
    assert document["by"] == [{"by": "wave", "value": "DEU1", "models": document["models"]}]
    assert document["data"] == [{"name": "issues.csv", "sha256": "ab", "rows": 3}]
    assert document["extra"] == {"x": [None]}
