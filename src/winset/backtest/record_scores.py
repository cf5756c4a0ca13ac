r"""How good is a record of forecasts, by itself and beside the base rate and the experts of each case?

Every resolved forecast is scored by its own. Updates of one question are also put together: each stands from the day
on which it was made until the next one, or until the question was decided, so that a good forecast that came late
counts for the days that were left.

.. math:: S_q = \sum_k d_k\, s(p_k, o) / \sum_k d_k

Here d_k are the days for which forecast k stood and s is its score. A forecast that was sealed after the outcome is
scored, counted apart and worth nothing as evidence of foresight.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from winset.backtest.calibration import Calibration, calibration
from winset.backtest.entries import Entry
from winset.backtest.scores import Murphy, brier, log_score, murphy
from winset.case.complaints import counted

SCHEMA = "winset.score/1"

BASE_RATE, BLEND = "base rate", "blend"

BINS = 10


@dataclass(frozen=True)
class ScoredForecast:
    """One forecast whose question is resolved.

    Parameters
    ----------
    entry : int
        Number of the entry.
    question : str
    as_of, sealed, decided : date
        Of which day the case was, when the forecast was sealed, and when the question was decided.
    probability : float
    outcome : int
        1 for yes and 0 for no.
    brier, log_score : float
    days : float
        For how long it stood.
    hindsight : bool
        True if it was sealed after the day on which the question was decided.
    others : mapping of str to float
        What others gave, as sealed with it: the base rate, the blend, each expert.
    """

    entry: int
    question: str
    as_of: dt.date
    sealed: dt.date
    decided: dt.date
    probability: float
    outcome: int
    brier: float
    log_score: float
    days: float
    hindsight: bool
    others: Mapping[str, float]


@dataclass(frozen=True)
class MeanScores:
    """Mean scores of some forecasts, or of some questions, each of them weighted over time.

    Parameters
    ----------
    n : int
        How many.
    brier, log_score : float
    clipped : int
        Forecasts that gave what happened less than one in a million, scored as if they had given that.
    """

    n: int
    brier: float
    log_score: float
    clipped: int


@dataclass(frozen=True)
class Beside:
    """The record beside somebody else's on the same forecasts.

    Parameters
    ----------
    who : str
        ``base rate``, ``blend``, or an expert.
    n : int
        Forecasts with which theirs was sealed.
    brier, their_brier : float
        Mean scores of both.
    log_score, their_log_score : float
        Likewise.
    skill : float or None
        By what share the record's Brier score is smaller; nothing if theirs is 0.
    """

    who: str
    n: int
    brier: float
    their_brier: float
    log_score: float
    their_log_score: float
    skill: float | None


@dataclass(frozen=True)
class RecordScores:
    """The scores of a ledger.

    Parameters
    ----------
    questions, resolved, void, open : int
        Questions in all, those with an outcome, those that cannot be judged, and those not yet decided.
    forecasts : MeanScores or None
        Over all resolved forecasts, each counted once; nothing if there is none.
    by_question : MeanScores or None
        Over questions, each counted once, its forecasts weighted by the days for which they stood.
    foresight : MeanScores or None
        Over the forecasts that were sealed before their question was decided.
    parts : Murphy or None
        What the mean Brier score over forecasts is made of, by bins of ten points.
    calibration : Calibration or None
    beside : tuple of Beside
    scored : tuple of ScoredForecast
    notes : tuple of str
        What to take care of.
    """

    questions: int
    resolved: int
    void: int
    open: int
    forecasts: MeanScores | None
    by_question: MeanScores | None
    foresight: MeanScores | None
    parts: Murphy | None
    calibration: Calibration | None
    beside: tuple[Beside, ...]
    scored: tuple[ScoredForecast, ...]
    notes: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the scores as plain lists, mappings, numbers and text; dates as ISO text."""
        document: dict[str, Any] = json.loads(json.dumps(dataclasses.asdict(self), default=str, allow_nan=False))
        return {"schema": SCHEMA, **document}

    def to_json(self) -> str:
        """Return the scores as one JSON document."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def scores_of(entries: Sequence[Entry]) -> RecordScores:
    """Return the scores of a ledger's entries.

    Examples
    --------
    >>> scores_of([]).questions
    0
    """
    questions: dict[str, list[Entry]] = {}
    for entry in entries:
        questions.setdefault(entry.question, []).append(entry)
    outcomes = {id: _outcome(about) for id, about in questions.items()}
    scored = [row for id, about in questions.items() for row in _scored(about, outcomes[id])]
    judged = [resolution for resolution in outcomes.values() if resolution is not None]
    void = sum(resolution["outcome"] == "void" for resolution in judged)
    p, o = [row.probability for row in scored], [row.outcome for row in scored]
    edges = np.linspace(0, 1, BINS + 1)
    return RecordScores(
        questions=len(questions),
        resolved=len(judged) - void,
        void=void,
        open=len(questions) - len(judged),
        forecasts=_means(scored),
        by_question=_means(scored, by_question=True),
        foresight=_means([row for row in scored if not row.hindsight]),
        parts=murphy(p, o, edges) if scored else None,
        calibration=calibration(p, o, edges) if scored else None,
        beside=_beside(scored),
        scored=tuple(sorted(scored, key=lambda row: row.entry)),
        notes=_notes(scored),
    )


def _outcome(about: Sequence[Entry]) -> Mapping[str, Any] | None:
    """Return the resolution that holds: the last one."""
    return next((entry.body for entry in reversed(about) if entry.kind == "resolution"), None)


def _scored(about: Sequence[Entry], resolution: Mapping[str, Any] | None) -> list[ScoredForecast]:
    """Return the forecasts of one question with their scores; none if it has no outcome."""
    if resolution is None or resolution["outcome"] == "void":
        return []
    outcome, decided = int(resolution["outcome"] == "yes"), dt.date.fromisoformat(resolution["on"])
    found = [entry.body for entry in about if entry.kind == "forecast"]
    sealed = [dt.date.fromisoformat(body["sealed"][:10]) for body in found]
    made = [dt.date.fromisoformat(body["case"]["as_of"]) for body in found]
    hindsight = [day > decided for day in sealed]
    # A forecast in hindsight never stood: beside one that did it weighs nothing; else as if made on its case's day.
    unstood = decided if not all(hindsight) else None
    starts = [min(unstood or a if late else s, decided) for a, s, late in zip(made, sealed, hindsight, strict=True)]
    p = [body["probability"] for body in found]
    briers, logs = brier(p, outcome), log_score(p, outcome).scores
    return [
        ScoredForecast(
            entry=int(body["number"]),
            question=str(body["question"]["id"]),
            as_of=made[k],
            sealed=sealed[k],
            decided=decided,
            probability=float(p[k]),
            outcome=outcome,
            brier=float(briers[k]),
            log_score=float(logs[k]),
            days=float(max((min([*starts[k + 1 :], decided]) - starts[k]).days, 0)),
            hindsight=hindsight[k],
            others=_others(body),
        )
        for k, body in enumerate(found)
    ]


def _others(body: Mapping[str, Any]) -> dict[str, float]:
    """Return what others gave, as sealed with a forecast."""
    closest = next((line for line in body["outside_view"] if line.get("closest")), None)
    found = {} if closest is None else {BASE_RATE: closest["probability"]}
    if body["blend"] is not None:
        found[BLEND] = body["blend"]["probability"]
    return found | {str(line["who"]): line["probability"] for line in body["experts"]}


def _means(scored: Sequence[ScoredForecast], by_question: bool = False) -> MeanScores | None:
    """Return mean scores: of forecasts counted once each, or of questions counted once each."""
    if not scored:
        return None
    clipped = log_score([row.probability for row in scored], [row.outcome for row in scored]).clipped
    ids = list(dict.fromkeys(row.question for row in scored))
    groups = [[row for row in scored if row.question == id] for id in ids] if by_question else [[row] for row in scored]
    briers = [_over_time(group, lambda row: row.brier) for group in groups]
    logs = [_over_time(group, lambda row: row.log_score) for group in groups]
    return MeanScores(len(groups), float(np.mean(briers)), float(np.mean(logs)), clipped)


def _over_time(group: Sequence[ScoredForecast], score: Callable[[ScoredForecast], float]) -> float:
    """Return the mean score of one question over the days for which its forecasts stood, those in hindsight last."""
    stood = [row for row in group if not row.hindsight] or group
    days = [row.days for row in stood]
    return float(np.average([score(row) for row in stood], weights=days if sum(days) > 0 else None))


def _beside(scored: Sequence[ScoredForecast]) -> tuple[Beside, ...]:
    """Return the record beside everybody whose chances were sealed with it."""
    found = []
    for who in dict.fromkeys(name for row in scored for name in row.others):
        rows = [row for row in scored if who in row.others]
        theirs, o = [row.others[who] for row in rows], [row.outcome for row in rows]
        ours, other = float(np.mean([row.brier for row in rows])), float(brier(theirs, o).mean())
        our_log, their_log = float(np.mean([row.log_score for row in rows])), float(log_score(theirs, o).scores.mean())
        found.append(Beside(who, len(rows), ours, other, our_log, their_log, 1 - ours / other if other > 0 else None))
    return tuple(found)


def _notes(scored: Sequence[ScoredForecast]) -> tuple[str, ...]:
    """Return what to take care of."""
    late, n = sum(row.hindsight for row in scored), len(scored)
    questions = len({row.question for row in scored})
    found = []
    if late:
        found.append(f"{late} of {n} forecasts sealed after their question was decided: no evidence of foresight.")
    if n > questions:
        together = "updates stand and fall together, so the consistency bars are too narrow"
        found.append(f"{n} forecasts of {questions} questions: {together}.")
    if 0 < questions < 30:
        found.append(
            f"With {counted(questions, 'resolved question')} the scores are mostly luck; the bars say how wide it is."
        )
    return tuple(found)
