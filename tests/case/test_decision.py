"""A decision in a case: its short form, and every complaint about it."""

from __future__ import annotations

from typing import Any

import pytest

from cases import case_of
from winset.errors import CaseError

OPTIONS = {"sign": {"if_deal": "5 to 10", "if_no_deal": -2}, "walk-away": 0}


def test_a_number_alone_is_brought_either_way() -> None:
    decision = case_of(decision={"by": "a", "options": OPTIONS}).decision
    assert decision is not None
    away = decision.options["walk-away"]
    assert (away.if_deal.numbers, away.if_no_deal.numbers) == ((0.0,), (0.0,))
    assert str(decision.options["sign"].if_deal) == "5 to 10 points"
    assert "decision.options.sign.if_deal" in case_of(decision={"options": OPTIONS}).quantities()


@pytest.mark.parametrize(
    ("decision", "message"),
    [
        ({"by": "c", "options": OPTIONS}, "there is no party `c`"),
        ({"options": {"sign": 1}}, "options"),
        ({"options": {"sign": 1, "wait": 1}}, "nothing hangs on the choice"),
        ({"options": {"sign": {"if_deal": 1}, "wait": 0}}, "if_no_deal"),
        ({"options": {"sign": {"if_deal": 1, "if_no_deal": "often"}, "wait": 0}}, "not a number"),
    ],
)
def test_what_is_wrong_with_a_decision_is_said(decision: dict[str, Any], message: str) -> None:
    with pytest.raises(CaseError, match=message):
        case_of(decision=decision)
