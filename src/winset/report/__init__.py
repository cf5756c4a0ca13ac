"""A forecast, or a comparison of models, on paper and on the web: one self-contained page, tables, files, a summary."""

from __future__ import annotations

from winset.report.decision import render_comparison
from winset.report.decision_tables import decision_tables
from winset.report.files import write_comparison, write_report
from winset.report.notebook import forecast_html
from winset.report.page import render_report
from winset.report.tables import tables

__all__ = [
    "decision_tables",
    "forecast_html",
    "render_comparison",
    "render_report",
    "tables",
    "write_comparison",
    "write_report",
]
