"""A decision of many actors: all models side by side, the baselines first, over draws of the uncertain numbers.

Every model gets the same draws. The answer is a table and no forecast of one model: what the models agree on, how far
they are from plain averages, and how much of the scale the doubt about the numbers alone covers.
"""

from __future__ import annotations

import json
import math
import os
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from winset.case.collective import CollectiveCase
from winset.case.collective_checks import FIELDS, basis, hindsight_in
from winset.case.reading import case_hash, read_any
from winset.chance.distributions import Fixed
from winset.collective.compare import Line
from winset.collective.compare import side_by_side as lines_side_by_side
from winset.collective.decision import Decision
from winset.collective.shown import RATES, STANDARD
from winset.errors import InputError
from winset.forecasting.decisions import (
    DRAWS,
    Decisions,
    central_decision,
    distributions,
    drawn_decisions,
    draws_played,
    outcomes_of,
)
from winset.forecasting.inputs import distribution
from winset.forecasting.record import SourceLine
from winset.forecasting.run import rounded_draws
from winset.forecasting.standing import ComparedActor, actor_name, actors_of, gains, yardsticks

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Outcome:
    """What one model says on one issue, in units of the issue; None where it says nothing.

    Parameters
    ----------
    issue : str
    central : float or None
        With every number at its mode.
    low, median, high : float or None
        The 5, 50 and 95 % points over the draws.
    missing : float
        Share of the draws in which the model says nothing.
    """

    issue: str
    central: float | None
    low: float | None
    median: float | None
    high: float | None
    missing: float


@dataclass(frozen=True)
class ModelLine:
    """One model, or one way to weigh in it.

    Parameters
    ----------
    model : str
        Id of the model.
    label : str
        What the line is called.
    baseline : bool
        Whether it is a plain figure that models have to beat.
    status : str
        With every number at its mode: ok, empty, tie or not_converged.
    warning : str
        What the model warns of; empty if of nothing.
    draws : int
        In how many draws the model was played: fewer than all where it is slow on so many actors and issues.
    outcomes : tuple of Outcome
    gains : tuple of float or None
        What each actor gains with every number at its mode, as in `winset.forecasting.standing.gains`.
    """

    model: str
    label: str
    baseline: bool
    status: str
    warning: str
    draws: int
    outcomes: tuple[Outcome, ...]
    gains: tuple[float | None, ...]


@dataclass(frozen=True)
class ComparedIssue:
    """An issue with what is set beside the answer: what holds without a decision, what happened, what others said.

    Gains are measured from the `yardstick`: the reference point or, where none is stated, the mean of the positions.
    """

    id: str
    label: str
    unit: str
    low: float
    high: float
    reference: float | None
    yardstick: float
    happened: float | None
    happened_note: str
    forecasts: tuple[tuple[str, float, str], ...]


@dataclass(frozen=True)
class ComparedNumber:
    """A number of the case: where it stands, what it is called, how it reads, and where it comes from."""

    path: str
    label: str
    text: str
    origin: str
    sources: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class Comparison:
    """All models side by side; `to_dict` is the document as plain data, `to_json` as text."""

    case: str
    title: str
    question: str
    as_of: str
    sha256: str
    version: str
    seed: int
    draws: int
    issues: tuple[ComparedIssue, ...]
    actors: tuple[ComparedActor, ...]
    lines: tuple[ModelLine, ...]
    numbers: tuple[ComparedNumber, ...]
    sources: tuple[SourceLine, ...]
    assumptions: tuple[str, ...]
    warnings: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison as plain data."""
        return {"schema": "winset.comparison/1", **json.loads(json.dumps(asdict(self), allow_nan=False))}

    def to_json(self) -> str:
        """Return the comparison as a JSON text."""
        return json.dumps(self.to_dict(), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def side_by_side(decision: CollectiveCase | str | os.PathLike[str], draws: int = DRAWS, seed: int = 1) -> Comparison:
    """Return what each model says of a decision.

    Parameters
    ----------
    decision : CollectiveCase, str or path
        A case of kind ``collective``, its shipped id, or its file.
    draws : int
        Draws of all uncertain numbers; rounded up to eight times a power of two.
    seed : int
        The same case, draws and seed give the same bytes.

    Raises
    ------
    InputError
        If `draws` or `seed` is out of range.

    Examples
    --------
    >>> found = side_by_side("emission-standards", draws=128)
    >>> {line.label: round(line.outcomes[0].central, 2) for line in found.lines if not line.baseline}["compromise"]
    7.39
    """
    case = _read(decision)
    n = rounded_draws(draws)
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed < 2**63:
        raise InputError(f"`seed` is {seed!r}; take a whole number from 0 to 2^63 - 1")
    modes = central_decision(case).at(0)
    central = lines_side_by_side(modes)
    lines = _drawn_lines(case, modes, central, n, seed)
    return Comparison(
        case=case.id,
        title=case.title,
        question=case.question.text,
        as_of=str(case.as_of or ""),
        sha256=case_hash(case),
        version=version("winset"),
        seed=seed,
        draws=n,
        issues=tuple(_issue(case, name, float(at)) for name, at in zip(case.issues, yardsticks(modes), strict=True)),
        actors=actors_of(case, modes),
        lines=lines,
        numbers=_numbers(case),
        sources=_sources(case),
        assumptions=_assumptions(case, lines, n),
        warnings=_warnings(case, central),
    )


def _read(decision: CollectiveCase | str | os.PathLike[str]) -> CollectiveCase:
    """Return the case of a decision."""
    if isinstance(decision, CollectiveCase):
        return decision
    if not isinstance(decision, str | os.PathLike):
        raise InputError(f"`decision` is {type(decision).__name__}; take the id of a case, such as emission-standards")
    case = read_any(decision if isinstance(decision, str) else Path(decision))
    if not isinstance(case, CollectiveCase):
        raise InputError(f"`decision` is {case.id}, a negotiation; forecast it, or take a case of kind collective")
    return case


def _drawn_lines(
    case: CollectiveCase, modes: Decision, central: tuple[Line, ...], n: int, seed: int
) -> tuple[ModelLine, ...]:
    """Return every line with its outcomes over the draws in which it is played."""
    size, issues = (len(case.actors), len(case.issues)), tuple(case.issues)
    drawn: dict[int, Decisions] = {}
    lines = []
    for shown, line in zip(STANDARD, central, strict=True):
        draws = draws_played(shown, n, *size)
        if draws not in drawn:
            drawn[draws] = drawn_decisions(case, draws, seed)
        gained = gains(modes, line.outcomes)
        lines.append(_line(line, outcomes_of(drawn[draws], shown), issues, gained))
    return tuple(lines)


def _line(line: Line, drawn: Array, issues: tuple[str, ...], gained: tuple[float | None, ...]) -> ModelLine:
    """Return one line of the comparison, from its outcomes of shape (n_draws, n_issues)."""
    outcomes = []
    for column, issue in enumerate(issues):
        said = drawn[:, column][~np.isnan(drawn[:, column])]
        low, median, high = map(_known, np.quantile(said, (0.05, 0.5, 0.95)) if said.size else [math.nan] * 3)
        missing = 1 - said.size / len(drawn)
        outcomes.append(Outcome(issue, _known(line.outcomes[column]), low, median, high, missing))
    about = line.id, line.label, line.is_baseline, line.status, line.warning, len(drawn)
    return ModelLine(*about, tuple(outcomes), gained)


def _known(number: float) -> float | None:
    """Return a number, or None for one that is not there."""
    return None if math.isnan(number) else float(number)


def _issue(case: CollectiveCase, name: str, yardstick: float) -> ComparedIssue:
    """Return an issue with what is set beside the answer."""
    said = case.issues[name]
    reference = None if said.reference is None else float(distribution(said.reference).mode)
    happened = said.happened
    return ComparedIssue(
        id=name,
        label=said.says or name,
        unit=said.unit or "",
        low=said.range[0],
        high=said.range[1],
        reference=reference,
        yardstick=yardstick,
        happened=happened.value if happened else None,
        happened_note=(happened.note or "") if happened else "",
        forecasts=tuple((part.says or key, part.value, part.note or "") for key, part in said.forecasts.items()),
    )


def _numbers(case: CollectiveCase) -> tuple[ComparedNumber, ...]:
    """Return every number of the case with what stands behind it."""
    return tuple(
        ComparedNumber(part.path, _label(case, part.path), str(part.quantity), part.origin, part.sources, part.note)
        for part in basis(case)
    )


def _label(case: CollectiveCase, path: str) -> str:
    """Return what a number is called: whose it is, what, and on which issue if it counts for that alone."""
    kind, name, field, *issue = path.split(".")
    if kind == "issues":
        return f"{case.issues[name].says or name}: what holds without a decision"
    on = f", {case.issues[issue[0]].says or issue[0]}" if issue and len(case.issues) > 1 else ""
    return f"{actor_name(case, name)}: {field}{on}"


def _sources(case: CollectiveCase) -> tuple[SourceLine, ...]:
    """Return every source of the case with what names it: numbers, the doubt, what happened and what others said."""
    used: dict[str, list[str]] = {name: [] for name in case.sources}
    named = [(part.path, part.sources) for part in basis(case)] + [("doubt", case.doubt.sources)]
    for issue, said in case.issues.items():
        named += [(f"issues.{issue}.happened", said.happened.sources)] if said.happened else []
        named += [(f"issues.{issue}.forecasts.{key}", part.sources) for key, part in said.forecasts.items()]
    for path, sources in named:
        for name in sources:
            used.setdefault(name, []).append(path)
    return tuple(
        SourceLine(name, source.title, source.publisher or "", str(source.known_on or ""), source.url or "",
                   tuple(used[name]))
        for name, source in case.sources.items()
    )  # fmt: skip


def _assumptions(case: CollectiveCase, lines: tuple[ModelLine, ...], draws: int) -> tuple[str, ...]:
    """Return what the comparison assumes."""
    slow = [f"{line.label} {line.draws:,}" for line in lines if line.draws < draws]
    which = "all models but the slow ones are" if slow else "every model is"
    said = [f"Numbers are drawn independently of each other; {which} run on the same draws."]
    if slow:
        said.append(
            f"Models that are slow on so many actors and issues are run on fewer draws of their own: {', '.join(slow)}."
        )
    if len(case.issues) > 1:
        said.append(f"Random-rate exchange: the mean over {RATES} draws of the rates; in its range they are drawn too.")
    stated = [f"{getattr(case.doubt, field):g} in {field}" for field in FIELDS if getattr(case.doubt, field)]
    if stated:
        why = f" ({case.doubt.note.strip()})" if case.doubt.note else ""
        said.append(f"A number stated without a range may be off, by a standard deviation of {', '.join(stated)}{why}.")
    defaults = [part.path for part in basis(case) if part.origin == "default"]
    if defaults:
        said.append(f"Taken as 1, since nothing is stated: {', '.join(defaults)}.")
    if not any(law for law in distributions(case).values() if not isinstance(law, Fixed)):
        but = ", but for the rates of exchange" if len(case.issues) > 1 else ""
        said.append(f"No number is uncertain, so the ranges are points{but}.")
    return tuple(said)


def _warnings(case: CollectiveCase, lines: tuple[Line, ...]) -> tuple[str, ...]:
    """Return what to take care of."""
    said = [f"hindsight: {sentence}" for sentence in hindsight_in(case)]
    if case.invented:
        said.append("This is an invented case.")
    return tuple(dict.fromkeys([*said, *(line.warning for line in lines if line.warning)]))
