"""Whether a decision fits the case that it stands in."""

from __future__ import annotations

from collections.abc import Iterator

from winset.case.case import Case
from winset.case.complaints import Finding, did_you_mean
from winset.case.names import Names, listed


def check_decision(case: Case, names: Names) -> Iterator[Finding]:
    """Yield what is wrong with a decision: a party that is not there, options that bring the same."""
    decision = case.decision
    if decision is None:
        return
    if decision.by is not None and decision.by not in names.parties:
        yield Finding(
            ("decision", "by"),
            f"there is no party `{decision.by}`",
            decision.by,
            listed(names.parties),
            did_you_mean(decision.by, names.parties),
        )
    stakes = [(one.if_deal.numbers, one.if_no_deal.numbers, str(one.if_deal)) for one in decision.options.values()]
    if all(one == stakes[0] for one in stakes) and not any(
        one.if_deal.is_uncertain or one.if_no_deal.is_uncertain for one in decision.options.values()
    ):
        yield Finding(
            ("decision", "options"),
            "all options bring the same, so that nothing hangs on the choice",
            remedy="say what each brings with a deal and without one, or leave the decision out",
        )


__all__ = ["check_decision"]
