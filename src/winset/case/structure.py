"""Whether plain data has the shape of a case, and everything that is wrong with it.

Validation is repeated after the wrong parts have been left out, so that one mistake never hides another and the
meaning of the rest can still be checked.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from winset.case.case import Case
from winset.case.complaints import Finding, Path
from winset.case.trial import NOTHING, Trial
from winset.case.validation import findings_of

MAX_ROUNDS = 60
MAX_FINDINGS = 500
"""Nobody mends more mistakes than this at one sitting; the rest can wait for the next check."""


@dataclass
class Shape:
    """The outcome of a check of structure.

    Parameters
    ----------
    trial : Trial
        What was left out, or stood in for, until the rest was a case.
    case : Case or None
        The case, with wrong parts left out; none if too little is right.
    findings : list of Finding
        What is wrong.
    """

    trial: Trial
    case: Case | None = None
    findings: list[Finding] = field(default_factory=list)


def check_structure(raw: Mapping[str, Any], dropped: Set[Path] = frozenset()) -> Shape:
    """Return the case that plain data describes and everything wrong with its structure.

    `dropped` names parts that were left out of `raw` already, with a complaint of their own.

    Examples
    --------
    >>> shape = check_structure({"winset": 1, "id": "a", "titel": "A"})
    >>> [finding.message for finding in shape.findings][:2]
    ['unknown key `titel`', '`as_of` is missing']
    """
    trial = Trial(raw)
    for path in dropped:
        trial.lose(path)
    shape = Shape(trial)
    for _ in range(MAX_ROUNDS):
        try:
            shape.case = Case.model_validate(trial.plain())
            break
        except ValidationError as error:
            details = error.errors(include_url=False)
        follows = set(trial.towards)
        for detail in details[:MAX_FINDINGS]:
            for finding in findings_of(detail, trial):
                if detail["type"] == "unknown_key" and trial.at(finding.path) is not NOTHING:
                    shape.findings.append(finding)
                    trial.read_as(finding.path, detail["ctx"]["known"])
                    continue
                if finding.path not in follows:
                    shape.findings.append(finding)
                follows.add(finding.path)
                trial.leave_out(finding.path)
        if trial.is_hopeless or len(shape.findings) >= MAX_FINDINGS:
            break
    return shape
