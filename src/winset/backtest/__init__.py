"""Scored in the open: how good forecasts were, how good they are on the record, and what happens as a rule."""

from __future__ import annotations

from winset.backtest.calibration import Calibration, CalibrationBin, calibration
from winset.backtest.scores import LogScores, Murphy, brier, crps_ensemble, crps_normal, log_score, murphy

__all__ = [
    "Calibration",
    "CalibrationBin",
    "LogScores",
    "Murphy",
    "brier",
    "calibration",
    "crps_ensemble",
    "crps_normal",
    "log_score",
    "murphy",
]
