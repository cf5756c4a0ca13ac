"""What models are told of a dossier, and what each could bring to it."""

from __future__ import annotations

import math

import numpy as np
import pytest

from deu_folder import made_folder
from winset.backtest.deu.data import Issue, Stand, read_decisions
from winset.backtest.deu.points import POINT_LINES, points_of
from winset.backtest.deu.said import brought, decision_of, saliences
from winset.backtest.deu.votes import BEFORE_NICE, NICE, POPULATION, capabilities
from winset.backtest.kept import Kept
from winset.collective.shown import STANDARD


def issue(
    *stands: tuple[str, float, float], reference: float = math.nan, id: str = "i1", procedure: str = "COD"
) -> Issue:
    """An issue of one dossier."""
    return Issue(id, "d1", "d", "DEU1", procedure, "2000-05-01", reference, tuple(Stand(*stand) for stand in stands))


def test_council_votes_are_those_of_the_treaties():
    assert sum(BEFORE_NICE.values()) == 87
    assert len(BEFORE_NICE) == 15
    assert sum(NICE.values()) == 352
    assert len(NICE) == len(POPULATION) == 28
    assert sum(POPULATION.values()) == pytest.approx(100, abs=0.005 * len(POPULATION))  # each is rounded


@pytest.mark.parametrize(
    ("introduced", "actors", "votes"),
    [
        ("2004-10-31", ["de", "lu"], BEFORE_NICE),
        ("2004-11-01", ["de", "lu"], NICE),
        ("2003-12-23", ["de", "lu", "pl"], NICE),
        ("2014-10-31", ["de", "cr"], NICE),
        ("2014-11-01", ["de", "mt"], POPULATION),
        ("", ["de", "lu"], NICE),
    ],
)
def test_votes_are_those_that_held_when_the_proposal_was_made(introduced, actors, votes):
    found = capabilities(actors, introduced, "COD")
    assert found == pytest.approx({actor: votes[actor] / votes["de"] for actor in actors})


def test_the_parliament_counts_where_it_decides_and_strangers_count_nothing():
    assert capabilities(["ep", "com", "no"], "2000-01-01", "COD") == {"ep": 1.0, "com": 1.0, "no": 0.0}
    assert capabilities(["ep", "com"], "2000-01-01", "CNS") == {"ep": 0.0, "com": 1.0}
    assert capabilities(["EP", "BG", "HR"], "2008-01-01", "cod")["BG"] == pytest.approx(10 / 29)


def test_a_salience_that_is_not_stated_counts_as_none_and_where_nobody_has_any_all_are_alike():
    assert saliences(issue(("de", 0, 50), ("fr", 100, math.nan))).tolist() == [0.5, 0]
    assert saliences(issue(("de", 0, 0), ("fr", 100, math.nan))).tolist() == [1, 1]


def test_where_nobody_could_bring_anything_all_could_bring_the_same():
    assert brought(issue(("de", 0, 50), ("lu", 0, 50), ("me", 100, 50))).tolist() == [1, 0.2, 0]
    strangers = issue(("me", 0, 50), ("you", 100, 50))
    assert brought(strangers).tolist() == [1, 1]
    assert decision_of([strangers]).capability.tolist() == [[1], [1]]


def test_a_decision_holds_who_takes_part_in_which_issue():
    found = decision_of([issue(("fr", 100, 50), ("de", 0, 100)), issue(("lu", 20, 10), ("de", 30, 40), id="i2")])
    assert found.actors == ("de", "fr", "lu")
    assert found.present.tolist() == [[True, True], [True, False], [False, True]]
    assert found.position.tolist() == [[0, 30], [100, 0], [0, 20]]
    assert found.salience.tolist() == [[1, 0.4], [0.5, 0], [0, 0.1]]
    assert found.capability.tolist() == [[1, 1], [1, 0], [0, 0.2]]
    assert np.isnan(found.reference).all()


def test_points_are_what_the_models_say_and_are_kept(tmp_path, monkeypatch):
    issues = read_decisions(made_folder(tmp_path / "data", 4)).issues
    found = points_of(issues, Kept(tmp_path / "kept"))
    first = [one for one in issues if one.dossier == issues[1].dossier]
    decision = decision_of(first)
    places = [issues.index(one) for one in first]
    lines = [line for line in POINT_LINES if line.id != "middle"]
    for line, shown in zip(
        lines, [*(s for s in STANDARD if s.is_baseline), *(s for s in STANDARD if not s.is_baseline)], strict=True
    ):
        assert found.said[line.id][places] == pytest.approx(shown.answer(decision).value, nan_ok=True)
    assert set(found.said["middle"]) == {50.0}
    monkeypatch.setattr("winset.backtest.deu.points.said_of_dossier", None)
    again = points_of(issues, Kept(tmp_path / "kept"))
    assert all(np.array_equal(again.said[id], found.said[id], equal_nan=True) for id in found.said)
    assert again.statuses == found.statuses
