"""A forecast on paper and on the web: one self-contained page, tables, files, and a summary for notebooks."""

from __future__ import annotations

from winset.report.files import write_report
from winset.report.notebook import forecast_html
from winset.report.page import render_report
from winset.report.tables import tables

__all__ = ["forecast_html", "render_report", "tables", "write_report"]
