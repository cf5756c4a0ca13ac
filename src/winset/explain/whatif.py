"""What if: a case and the same case with other values, played with the same randoms.

The difference of the two chances is far better known than either of them, since whatever chance does in one case it
does in the other: only the draws in which the change matters tell them apart.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import Any

from winset.case.case import Case
from winset.case.complaints import shown
from winset.case.quantity import Quantity
from winset.case.reading import case_hash
from winset.case.stories import with_values
from winset.errors import InputError
from winset.explain.asked import complaints
from winset.explain.places import label_of
from winset.explain.worded import text_at, value_at, worded
from winset.forecasting.outlooks import Outlook, difference, outlooks
from winset.forecasting.record import CaseLine, DealBy
from winset.forecasting.run import DRAWS, SEED, Progress, check_asked, rounded_draws

SCHEMA = "winset.whatif/1"


@dataclass(frozen=True)
class Change:
    """One input that was changed.

    Parameters
    ----------
    path : str
        Where it stands.
    label : str
        What it is called.
    before, after : str
        What the case says and what it says now, in the analyst's words with their unit.
    unit : str
        The unit alone; empty if it has none.
    """

    path: str
    label: str
    before: str
    after: str
    unit: str


@dataclass(frozen=True)
class Chance:
    """The chance of a deal: the pool over forms, the extremes over forms, the sampling error, and words."""

    probability: float
    low: float
    high: float
    sampling_error: float
    words: str


@dataclass(frozen=True)
class FormBeside:
    """One model form before and after a change; None where only the other case has this form."""

    name: str
    before: float | None
    after: float | None

    @property
    def difference(self) -> float | None:
        """By how much it differs, if both cases have it."""
        if self.before is None or self.after is None:
            return None
        return round(self.after - self.before, 10)


@dataclass(frozen=True)
class DateBeside:
    """The chance of a deal by a date before and after a change."""

    date: dt.date
    before: float
    after: float


@dataclass(frozen=True)
class WhatIf:
    """What a change does to the chance of a deal.

    Parameters
    ----------
    case : CaseLine
        The case before the change.
    counted : str
        The rung that counts as a deal.
    changes : tuple of Change
    before, after : Chance
    difference, sampling_error : float
        By how much the chance differs, and one standard error of that, from the same randoms in both cases.
    by_form : tuple of FormBeside
    by_date : tuple of DateBeside
        Dates that both cases have.
    notes : tuple of str
        What to take care of: a story that sets the same number, someone who no longer hides it.
    version, seed, draws
        How the numbers were made; draws for each model form, as rounded.
    changed : Case
        The case after the change.
    """

    case: CaseLine
    counted: str
    changes: tuple[Change, ...]
    before: Chance
    after: Chance
    difference: float
    sampling_error: float
    by_form: tuple[FormBeside, ...]
    by_date: tuple[DateBeside, ...]
    notes: tuple[str, ...]
    version: str
    seed: int
    draws: int
    changed: Case

    @property
    def is_noticeable(self) -> bool:
        """True if the difference is larger than two standard errors."""
        return abs(self.difference) > 2 * self.sampling_error

    def to_dict(self) -> dict[str, Any]:
        """Return the published form as plain data, schema ``winset.whatif/1``."""
        return {
            "schema": SCHEMA,
            "case": asdict(self.case) | {"as_of": str(self.case.as_of), "until": str(self.case.until)},
            "counted": self.counted,
            "changes": [
                {"path": one.path, "label": one.label, "from": one.before, "to": one.after, "unit": one.unit}
                for one in self.changes
            ],
            "before": asdict(self.before),
            "after": asdict(self.after),
            "difference": self.difference,
            "sampling_error": self.sampling_error,
            "by_form": [asdict(form) | {"difference": form.difference} for form in self.by_form],
            "by_date": [asdict(day) | {"date": str(day.date)} for day in self.by_date],
            "notes": list(self.notes),
            "run": {"version": self.version, "seed": self.seed, "draws": self.draws},
        }

    def to_json(self) -> str:
        """Return the published form as text."""
        return json.dumps(self.to_dict(), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def whatif(
    case: Case,
    values: Mapping[str, Any],
    draws: int = DRAWS,
    seed: int = SEED,
    workers: int = 1,
    progress: Progress | None = None,
    executor: Executor | None = None,
) -> WhatIf:
    """Return what other values at some paths of a case do to the chance of a deal.

    Parameters
    ----------
    case : Case
        As read by `winset.load`.
    values : mapping of path to value
        What stands in the place of the old values: anything that the case file may say there, such as ``70``,
        ``"58 to 66"`` or ``{"low": 3, "mode": 5, "high": 9}``. A bare number takes the place of the whole range.
    draws, seed, workers, progress, executor
        As of `winset.forecast`; the chances are the ones that it gives.

    Raises
    ------
    InputError
        If no value is given, a path is not there, or a value does not fit; with every complaint.

    Examples
    --------
    >>> import winset
    >>> case = winset.load("wage-round")
    >>> answer = winset.whatif(case, {"meetings.closes": "0.3 to 0.5"}, draws=256)
    >>> [(change.label, change.before, change.after) for change in answer.changes]
    [('meetings, closes', '0.15 to 0.35', '0.3 to 0.5')]
    >>> answer.difference == round(answer.after.probability - answer.before.probability, 10)
    True
    """
    seed, workers = check_asked(case, seed, workers)
    if not isinstance(values, Mapping) or not values:
        raise InputError(f"`values` is {shown(values)}; give at least one path with its value")
    for path in values:
        if not isinstance(path, str):
            raise InputError(f"`values` has {shown(path)} for a path; take text, such as 'meetings.rate'")
    if wrong := complaints(case, values):
        raise InputError("\n".join(wrong))
    changed = with_values(case, values)
    before, after = outlooks([case, changed], draws, seed, workers, progress, executor)
    step, error = difference(before, after)
    return WhatIf(
        case=CaseLine(case.id, case.title, case.question.text, case.as_of, case.until, case_hash(case), case.stage),
        counted=case.question.counted,
        changes=changes_of(case, changed, values),
        before=_chance(before),
        after=_chance(after),
        difference=step,
        sampling_error=error,
        by_form=_by_form(before, after),
        by_date=_by_date(before.deal.by, after.deal.by),
        notes=(
            *_asked_otherwise(values),
            *_told_by_stories(case, values),
            *_no_longer_hidden(case, changed, values),
        ),
        version=version("winset"),
        seed=seed,
        draws=rounded_draws(draws),
        changed=changed,
    )


def changes_of(case: Case, changed: Case, values: Mapping[str, Any]) -> tuple[Change, ...]:
    """Return what was changed at some paths of a case, in words and units."""
    found = []
    for path in values:
        (before, unit), (after, unit_after) = text_at(case, path), text_at(changed, path)
        if path.startswith("stories.") and ".sets." in path:
            after = worded(values[path])
        found.append(Change(path, label_of(case, path), before, after, unit_after or unit))
    return tuple(found)


def _chance(outlook: Outlook) -> Chance:
    """Return the headline of an outlook."""
    deal = outlook.deal
    return Chance(deal.probability, deal.low, deal.high, deal.sampling_error, deal.words)


def _by_form(before: Outlook, after: Outlook) -> tuple[FormBeside, ...]:
    """Return the forms of both cases side by side, in their order."""
    old, new = ({form.name: form.probability for form in outlook.forms} for outlook in (before, after))
    return tuple(FormBeside(name, old.get(name), new.get(name)) for name in dict.fromkeys((*old, *new)))


def _by_date(before: tuple[DealBy, ...], after: tuple[DealBy, ...]) -> tuple[DateBeside, ...]:
    """Return the chance of a deal by each date that both cases have."""
    new = {day.date: day.probability for day in after}
    return tuple(DateBeside(day.date, day.probability, new[day.date]) for day in before if day.date in new)


def _asked_otherwise(values: Mapping[str, Any]) -> list[str]:
    """Return a sentence if the question itself is changed."""
    if any(path.partition(".")[0] in {"question", "as_of", "until", "stage"} for path in values):
        return ["This changes what is asked, or when: each of the two chances answers its own question."]
    return []


def _told_by_stories(case: Case, values: Mapping[str, Any]) -> list[str]:
    """Return a sentence for each story that sets a changed number itself, so that the change does not reach it."""
    return [
        f"The story {name} ({dimension}) sets {label_of(case, path)} to {worded(value)} itself, so that this change "
        f"does not reach it; change stories.{dimension}.{name}.sets.{key} for that."
        for path in values
        for dimension, stories in case.stories.items()
        for name, story in stories.items()
        for key, value in story.sets.items()
        if _overlap(_short(path), _short(key))
    ]


def _short(path: str) -> str:
    """Return a path without the steps that the short forms of a file leave out.

    >>> _short("parties.a.home.public.opposition.deal.0.oppose"), _short("parties.a.home.public.floor.value")
    ('parties.a.home.public.opposition.deal.oppose', 'parties.a.home.public.floor')
    """
    return re.sub(r"\.0(?=\.|$)|\.(value|otherwise)$", "", path)


def _overlap(one: str, other: str) -> bool:
    """Tell whether two paths lead to the same part, or one into the other."""
    return one == other or one.startswith(f"{other}.") or other.startswith(f"{one}.")


def _no_longer_hidden(case: Case, changed: Case, values: Mapping[str, Any]) -> list[str]:
    """Return a sentence for each number that was hidden from a side and no longer is."""
    found = []
    for path in values:
        old, new = value_at(case, path), value_at(changed, path)
        if isinstance(old, Quantity) and isinstance(new, Quantity) and old.known_to and not new.known_to:
            who = " and ".join(old.known_to)
            found.append(f"{label_of(case, path)} was known to {who} alone; as it is written now all know it.")
    return found


__all__ = ["SCHEMA", "Chance", "Change", "DateBeside", "FormBeside", "WhatIf", "changes_of", "whatif"]
