"""Where an input of a case stands, for people: what it is called, and which part of the case it belongs to."""

from __future__ import annotations

from winset.case.accepters import RATIFIERS, UNLISTED
from winset.case.case import Case
from winset.case.collective import CollectiveCase
from winset.forecasting.labels import own_label, party_label, path_label, plain, titled

AnyCase = Case | CollectiveCase

GROUPS = {
    **dict.fromkeys(("question", "as_of", "until", "stage", "agreed_package", "agreed_by"), "Question"),
    **dict.fromkeys(("issues", "packages", "exclude"), "Issues and packages"),
    **dict.fromkeys(("outside", "sweeteners", "events"), "Outside influence"),
    **dict.fromkeys(("meetings", "mediator", "deadlines", "clocks"), "Meetings and dates"),
    **dict.fromkeys(("lead_times", "provisional", "after_a_no", "keeping"), "After the talks"),
    "series": "Series of polls",
    "correlations": "Correlations",
    "forms": "Model forms",
    "stories": "Stories",
    "outside_view": "Outside view",
    "actors": "Actors",
    "sources": "Sources",
    **dict.fromkeys(("id", "title", "summary", "author", "invented"), "About the case"),
}
"""Parts of a case as a reader looks for them; those of parties and ratifiers stand under who they are."""

LAST = ("Sources", "About the case")


def group_of(case: AnyCase, path: str) -> str:
    """Return the part of a case that a path belongs to: whose input it is, or what it is about.

    Examples
    --------
    >>> import winset
    >>> case = winset.load("wage-round")
    >>> group_of(case, "parties.union.leader.worth.four"), group_of(case, "meetings.rate")
    ('Union: leader', 'Meetings and dates')
    """
    steps = path.split(".")
    if isinstance(case, Case):
        if steps[0] == "parties" and len(steps) > 1:
            party = party_label(case, steps[1]) if steps[1] in case.parties else plain(steps[1])
            if len(steps) > 3 and steps[2] == "home":
                return f"{party}: {own_label(case, steps[1], steps[3])}"
            return f"{party}: leader" if steps[2:3] == ["leader"] else party
        if steps[0] == RATIFIERS and len(steps) > 1:
            return own_label(case, RATIFIERS, steps[1])
        if steps[0] in (RATIFIERS, "unlisted_blocker", UNLISTED):
            return "Those of no party"
    return GROUPS.get(steps[0], plain(steps[0]).capitalize())


def label_of(case: AnyCase, path: str) -> str:
    """Return what an input is called, as in the list of numbers.

    Examples
    --------
    >>> import winset
    >>> label_of(winset.load("wage-round"), "parties.union.home.committee.seats")
    "Union's committee: seats"
    """
    steps = path.split(".")
    if not isinstance(case, Case):
        named = [titled(steps[1]), *steps[2:]] if steps[0] == "actors" and len(steps) > 1 else steps
        return ", ".join(plain(step) for step in named)
    if steps[0] == "parties" and (len(steps) < 4 or steps[1] not in case.parties):
        return _of_a_party(case, steps)
    return path_label(case, path)


def _of_a_party(case: Case, steps: list[str]) -> str:
    """Return what a party, its leader or its home is called."""
    party = party_label(case, steps[1]) if steps[1:2] and steps[1] in case.parties else " ".join(steps[1:2])
    return ", ".join([party, *(plain(step) for step in steps[2:])])
