"""Whether experts' forecasts could have been made: none after the day of the case."""

from __future__ import annotations

from collections.abc import Iterator

from winset.case.case import Case
from winset.case.complaints import Finding
from winset.case.evidence import MARK


def check_experts(case: Case) -> Iterator[Finding]:
    """Yield forecasts that were made after the case's own, unless they are marked as hindsight."""
    for place, expert in enumerate(case.experts.forecasts):
        if expert.date > case.as_of and not expert.hindsight:
            yield Finding(
                ("experts", "forecasts", place, "date"),
                "this forecast was made after that of the case",
                str(expert.date),
                f"a day up to {case.as_of} (`as_of`)",
                MARK,
            )
