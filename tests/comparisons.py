"""Comparisons of models for tests of front ends: one that ships, one with two issues, and odd ones."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

from builders import HOSTILE
from winset.case.collective_checks import examined
from winset.forecasting.comparison import Comparison, side_by_side

DRAWS = 128


def compared(**parts: Any) -> Comparison:
    """Return the comparison of a decision of which only some parts are told."""
    raw = {"winset": 1, "kind": "collective", "id": "told", "title": "A decision", "question": {"text": "What?"}}
    case, findings = examined(raw | parts)
    assert case is not None, findings
    return side_by_side(case, DRAWS)


@cache
def sample_comparison() -> Comparison:
    """Return the comparison on the emission standards: one issue, no reference point, something happened."""
    return side_by_side("emission-standards", DRAWS)


@cache
def two_issues() -> Comparison:
    """Return a comparison with a reference point on one of two issues, and an actor who takes part in one only."""
    return compared(
        invented=True,
        as_of="2020-02-29",
        sources={
            "talks": {"title": "Talks", "guess": True, "date": "2020-01-01"},
            "plan": {"title": "The plan", "url": "https://example.org/plan", "date": "2019-05-01"},
        },
        issues={
            "height": {"says": "height of the dam", "range": [0, 40], "unit": "metres", "reference": 12},
            "year": {"says": "year in which it opens", "range": [2020, 2040]},
        },
        actors={
            "city": {"position": {"height": "30 to 36", "year": 2022}, "salience": 0.6, "capability": 10,
                     "from": "talks"},
            "farmers": {"position": {"height": 15, "year": 2035}, "salience": {"height": 0.5, "year": "0.3 to 0.5"},
                        "capability": 4, "from": "plan", "note": "as they wrote in their letter"},
            "anglers": {"position": {"height": 12}, "name": "the Anglers' Union"},
        },
    )  # fmt: skip


@cache
def certain_comparison() -> Comparison:
    """Return a comparison in which nothing is uncertain and all want the same."""
    return compared(
        issues={"tax": {"range": [-0.5, 0.5], "reference": 0.25}},
        actors={"ann": {"position": 0.25}, "bob": {"position": 0.25, "salience": 0}},
    )


@cache
def crowded_comparison(actors: int = 45) -> Comparison:
    """Return a comparison of many actors with long names on a scale of very large numbers."""
    return compared(
        issues={"money": {"says": "the sum that all of them together are to pay in the end", "range": [-1e12, 1e12]}},
        actors={
            f"actor-with-a-rather-long-name-{place}": {
                "position": {"low": -1e12, "mode": (place - actors / 2) * 3e10, "high": 1e12},
                "salience": (place % 10) / 10,
                "capability": place,
            }
            for place in range(actors)
        },
    )


@cache
def hostile_comparison() -> Comparison:
    """Return a comparison with every free text replaced by markup that tries to break out of the page."""
    found = two_issues()
    return replace(
        found,
        case="k</style><script>",
        title=HOSTILE,
        question=HOSTILE,
        issues=tuple(
            replace(issue, label=HOSTILE, unit=HOSTILE, happened=21.0, happened_note=HOSTILE,
                    forecasts=((HOSTILE, 20.0, HOSTILE),))
            for issue in found.issues
        ),
        actors=tuple(replace(actor, name=HOSTILE) for actor in found.actors),
        lines=tuple(replace(line, model=HOSTILE, label=HOSTILE, warning=HOSTILE) for line in found.lines),
        numbers=tuple(replace(number, label=HOSTILE, text=HOSTILE, note=HOSTILE) for number in found.numbers),
        sources=tuple(
            replace(source, title=HOSTILE, publisher=HOSTILE, date=HOSTILE, url="javascript:alert(3)")
            for source in found.sources
        ),
        assumptions=(HOSTILE,),
        warnings=(HOSTILE,),
    )  # fmt: skip


MAKERS = {
    "sample": sample_comparison,
    "two": two_issues,
    "certain": certain_comparison,
    "crowded": crowded_comparison,
    "hostile": hostile_comparison,
}
