"""What is said of levers: read as written, the longest pattern holds, and mistakes are said at their place."""

from __future__ import annotations

from typing import Any

import pytest

from cases import case_of, party, public
from winset.errors import CaseError

PARTIES = {"a": party(home={"public": public(50, 40)}), "b": party()}


@pytest.mark.parametrize(
    ("levers", "place", "says"),
    [
        ({"we": "c"}, "levers.we", "there is no party `c`"),
        (
            {"numbers": {"parties.a.leader.worth.y": {"effort": 1}}},
            "worth.y",
            "did you mean `parties.a.leader.worth.x`",
        ),
        (
            {"numbers": {"outside.*": {"effort": 1}}},
            "levers.numbers.outside.*",
            "no number of this case has such a path",
        ),
        ({"numbers": {"parties.a.home.public.approval": {"cap": 140}}}, "cap", "from 0 to 100"),
        ({"numbers": {"meetings.closes": {"to": -1}}}, "to", "from 0 to 1"),
        ({"numbers": {"meetings.closes": {"to": 1, "cap": 1}}}, "cap", "a lever that is on or off has no cap"),
        ({"numbers": {"meetings.*": {"untouchable": True, "effort": 1}}}, "untouchable", "what is not to be touched"),
        ({"numbers": {"meetings.*": {"effort": 0}}}, "effort", "more than 0"),
        ({"numbers": {"meetings.*": {"who": "them"}}}, "who", "did you mean `they`"),
        ({"numbers": {"meetings.*": {"whom": "we"}}}, "whom", "did you mean `who`"),
    ],
)
def test_what_is_wrong_with_levers_is_said_at_its_place(levers: dict[str, Any], place: str, says: str) -> None:
    with pytest.raises(CaseError) as refused:
        case_of(parties=PARTIES, levers=levers)
    assert place in str(refused.value)
    assert says in str(refused.value)


def test_levers_are_read_as_they_are_written() -> None:
    case = case_of(parties=PARTIES, levers={"we": "a", "numbers": {"parties.*": {"who": "b", "effort": 2}}})
    assert case.levers.we == "a"
    assert (case.levers.pull("parties.b.leader.worth.x").who, case.levers.pull("meetings.rate").who) == ("b", None)
    assert case_of(parties=PARTIES).levers.pull("meetings.rate").effort is None
