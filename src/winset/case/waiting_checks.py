"""Whether what is said of waiting fits the case: leaders who are there."""

from __future__ import annotations

from collections.abc import Iterator

from winset.case.case import Case
from winset.case.complaints import Finding, did_you_mean
from winset.case.names import Names, listed


def check_waiting(case: Case, names: Names) -> Iterator[Finding]:
    """Yield what is wrong with what is said of waiting."""
    for party in case.waiting:
        if party not in names.parties:
            message = f"there is no party `{party}`"
            yield Finding(("waiting", party), message, party, listed(names.parties), did_you_mean(party, names.parties))


__all__ = ["check_waiting"]
