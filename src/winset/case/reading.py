"""Reading a case: from a shipped id, a file or a text to a checked `Case`, or to everything that is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from winset.case.case import Case
from winset.case.collective import CollectiveCase
from winset.case.collective_checks import examined, is_collective
from winset.case.complaints import Complaint, Finding, dotted, nearest
from winset.case.complaints import Path as CasePath
from winset.case.document import MAX_BYTES, Document, read_document, too_large
from winset.case.estimated import check_estimated
from winset.case.references import check_houses, check_meaning
from winset.case.series import late_readings, parse_series, series_bytes
from winset.case.stories import check_stories
from winset.case.structure import MAX_FINDINGS, check_structure
from winset.case.world import Series
from winset.case.written import Written
from winset.errors import CaseError

SHIPPED = Path(__file__).parent / "shipped"
SHIPPED_DECISIONS = SHIPPED / "collective"


def shipped_cases() -> tuple[str, ...]:
    """Return the ids of the cases of negotiations that come with winset."""
    return tuple(sorted(path.stem for path in SHIPPED.glob("*.yaml")))


def shipped_decisions() -> tuple[str, ...]:
    """Return the ids of the decisions of many actors that come with winset.

    >>> shipped_decisions()
    ('emission-standards',)
    """
    return tuple(sorted(path.stem for path in SHIPPED_DECISIONS.glob("*.yaml")))


def case_path(case: str | Path) -> Path:
    """Return the file of a case that is named by a shipped id or by a path.

    Raises
    ------
    CaseError
        If there is no such case, with the nearest id or file.
    """
    name = str(case)
    if isinstance(case, str) and name in shipped_cases():
        return SHIPPED / f"{name}.yaml"
    return SHIPPED_DECISIONS / f"{name}.yaml" if isinstance(case, str) and name in shipped_decisions() else Path(case)


def read_case(case: str | Path) -> Case:
    """Return the case in a file, or one that ships with winset.

    Parameters
    ----------
    case : str or Path
        A shipped id (`shipped_cases` lists them) or the path of a file.

    Raises
    ------
    CaseError
        With every complaint about the file.
    """
    path = case_path(case)
    return read_text(_text(path, case), _label(path, case), path.parent)


def read_any(case: str | Path) -> Case | CollectiveCase:
    """Return the case in a file, or one that ships with winset, of whichever kind it is.

    Raises
    ------
    CaseError
        With every complaint about the file.

    Examples
    --------
    >>> read_any("emission-standards").kind
    'collective'
    """
    path = case_path(case)
    text, name = _text(path, case), _label(path, case)
    document = read_document(text, name)
    found, complaints = (_decision if is_collective(document.raw) else _examined)(document, text, path.parent)
    if found is None or complaints:
        raise CaseError(complaints)
    return found


def read_text(text: str, name: str = "case", folder: Path | None = None) -> Case:
    """Return the case that a text describes.

    Parameters
    ----------
    text : str
        The YAML of the case.
    name : str
        How complaints call the text.
    folder : Path, optional
        Where the files of its series are looked up; the working folder if not stated.

    Raises
    ------
    CaseError
        With every complaint about the text.
    """
    document = read_document(text, name)
    if is_collective(document.raw):
        allowed, remedy = "a case with `parties`", "run it with: winset run, or winset.side_by_side in Python"
        message = "this is a decision of many actors, of which no deal can be forecast"
        raise CaseError((Complaint(name, None, None, "kind", message, None, allowed, remedy),))
    case, complaints = _examined(document, text, folder or Path())
    if case is None or complaints:
        raise CaseError(complaints)
    return case


def check_file(case: str | Path) -> tuple[Complaint, ...]:
    """Return every complaint about a case file, in the order of its lines; none if it is a valid case."""
    try:
        path = case_path(case)
        text = _text(path, case)
        document = read_document(text, _label(path, case))
        return (_decision if is_collective(document.raw) else _examined)(document, text, path.parent)[1]
    except CaseError as error:
        return tuple(complaint for complaint in error.complaints if isinstance(complaint, Complaint))


def case_hash(case: Case | CollectiveCase) -> str:
    """Return the SHA-256 of a case: of its text and of the series files that it names.

    A case that was built in Python is hashed by what it says.
    """
    if case.written.text:
        return case.written.sha256
    return sha256(json.dumps(case.model_dump(mode="json", by_alias=True), sort_keys=True).encode()).hexdigest()


def rebuild(case: Case, raw: dict[str, Any], values: Mapping[str, Any]) -> Case:
    """Return the case that `raw` describes, which is the data of `case` with other values at some paths.

    Raises
    ------
    CaseError
        With every complaint that the changes cause.
    """
    written = case.written
    files = dict(written.files)
    made, findings, complaints = _judged(raw, frozenset(), written.folder, files)
    if made is not None and not findings and not complaints:
        findings += _about_stories(made, raw, written.folder, files)
    document = written.document or Document(written.file)
    wrong = (*complaints, *(_located(finding, document) for finding in findings))
    if made is None or wrong:
        raise CaseError(wrong)
    return made.as_written(
        replace(written, raw=raw, changes={**written.changes, **values}, files=files, notes=made.written.notes)
    )


def _decision(document: Document, text: str, folder: Path) -> tuple[CollectiveCase | None, tuple[Complaint, ...]]:
    """Return the decision of many actors in a text, if it is valid, and every complaint about it."""
    case, findings = examined(document.raw)
    found = [*document.complaints, *(_located(finding, document) for finding in findings)]
    found.sort(key=lambda complaint: (complaint.line or 0, complaint.column or 0))
    if case is not None:
        case = case.as_written(Written(text, document.file, folder, document.raw, document=document))
    return case, tuple(dict.fromkeys(found))


def _examined(document: Document, text: str, folder: Path) -> tuple[Case | None, tuple[Complaint, ...]]:
    """Return the case in a text, if it is valid, and every complaint about it."""
    name = document.file
    files: dict[str, bytes] = {}
    case, findings, complaints = _judged(document.raw, document.dropped, folder, files)
    if case is not None and not findings and not complaints:
        findings += _about_stories(case, document.raw, folder, files)
    found = [*document.complaints, *complaints, *(_located(finding, document) for finding in findings)]
    found.sort(key=lambda complaint: (complaint.file != name, complaint.line or 0, complaint.column or 0))
    if case is not None:
        case = case.as_written(Written(text, name, folder, document.raw, {}, files, case.written.notes, document))
    if len(found) > MAX_FINDINGS:
        more = Complaint(name, None, None, "", f"there is more to mend than these {MAX_FINDINGS} complaints")
        found = [*found[:MAX_FINDINGS], more]
    return case, tuple(dict.fromkeys(found))


def _about_stories(case: Case, raw: dict[str, Any], folder: Path, files: dict[str, bytes]) -> list[Finding]:
    """Return what is wrong with the stories of a case."""

    def judged(changed: dict[str, Any]) -> tuple[Case | None, list[Finding]]:
        told, findings, complaints = _judged(changed, frozenset(), folder, files)
        return told, [*findings, *(Finding(("series",), str(complaint)) for complaint in complaints)]

    return list(check_stories(case, raw, judged))


def _judged(
    raw: dict[str, Any], dropped: frozenset[CasePath] | set[CasePath], folder: Path, files: dict[str, bytes]
) -> tuple[Case | None, list[Finding], list[Complaint]]:
    """Return the case that plain data describe, and what is wrong with them and with the series files they name."""
    shape = check_structure(raw, dropped)
    findings = list(shape.findings)
    complaints: list[Complaint] = []
    case = shape.case
    if case is not None:
        meant = islice(check_meaning(case, raw), MAX_FINDINGS)
        written = (replace(finding, path=shape.trial.as_written(finding.path)) for finding in meant)
        findings += [finding for finding in written if not shape.trial.hides(finding.path)]
        case, wrong, complaints = _with_readings(case, folder, files)
        findings += wrong
        if not wrong and not complaints:
            findings += check_estimated(case)
    return case, findings, complaints


def _with_readings(case: Case, folder: Path, files: dict[str, bytes]) -> tuple[Case, list[Finding], list[Complaint]]:
    """Return the case with all readings of its series by date, and what is wrong with the series and their files."""
    findings: list[Finding] = []
    complaints: list[Complaint] = []
    filled: dict[str, Series] = {}
    notes: dict[str, tuple[str, ...]] = {}
    for name, series in case.series.items():
        readings = series.readings
        if series.file is not None:
            try:
                if series.file not in files:
                    files[series.file] = series_bytes(folder / series.file, series.file)
                pairs, notes[name] = parse_series(files[series.file], series)
            except CaseError as error:
                complaints += [complaint for complaint in error.complaints if isinstance(complaint, Complaint)]
                continue
            findings += check_houses(name, series.houses or (), {reading.house for _, reading in pairs})
            pairs = tuple(pair for pair in pairs if series.houses is None or pair[1].house in series.houses)
            complaints += late_readings(series, pairs, case.as_of)
            readings = tuple(reading for _, reading in pairs)
        kept = (reading for reading in readings if series.houses is None or reading.house in series.houses)
        in_order = tuple(sorted(kept, key=lambda reading: reading.date))
        if in_order and in_order[0].date > case.as_of:
            message = "no reading of this series was taken up to the day of the forecast"
            findings.append(Finding(("series", name), message, allowed=f"readings up to {case.as_of} (`as_of`)"))
        filled[name] = series.model_copy(update={"readings": in_order})
    whole = case.model_copy(update={"series": {**case.series, **filled}})
    return whole.as_written(Written(notes=notes)), findings, complaints


def _located(finding: Finding, document: Document) -> Complaint:
    """Return a finding with its line and column."""
    place = document.place(finding.path, of_key=finding.message.startswith("unknown key"))
    return Complaint(
        document.file,
        place.line if place else None,
        place.column if place else None,
        dotted(finding.path),
        finding.message,
        finding.found,
        finding.allowed,
        finding.remedy,
    )


def _label(path: Path, case: str | Path) -> str:
    """Return how complaints call a case."""
    return f"{case}.yaml" if path.parent in (SHIPPED, SHIPPED_DECISIONS) else str(case)


def _text(path: Path, case: str | Path) -> str:
    """Return the text of a case file."""
    name = _label(path, case)
    try:
        if path.is_dir():
            raise _unreadable(name, "this is a folder", remedy="name the file of a case in it")
        if not path.exists():
            raise _unreadable(name, "there is no such file or shipped case", remedy=_nearest_case(path, str(case)))
        if not path.is_file():
            raise _unreadable(name, "this is no ordinary file")
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _unreadable(name, "this file cannot be read", found=reason) from None
    if len(content) > MAX_BYTES:
        raise CaseError((too_large(name),))
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _unreadable(name, "this file is UTF-16", allowed="UTF-8 text", remedy="save it as UTF-8")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        complaint = Complaint(
            name,
            line,
            error.start - (content.rfind(b"\n", 0, error.start) + 1) + 1,
            "",
            "this is no UTF-8 text",
            found=f"byte {content[error.start]:#04x}",
            remedy="save the file as UTF-8",
        )
        raise CaseError((complaint,)) from None


def _unreadable(name: str, message: str, **more: str | None) -> CaseError:
    """Return the error about a file as a whole."""
    return CaseError((Complaint(name, None, None, "", message, **more),))


def _nearest_case(path: Path, name: str) -> str:
    """Return a remedy for a case that is not there."""
    beside: list[str] = []
    if path.parent.is_dir():
        beside = [str(file) for file in sorted(path.parent.glob("*.y*ml"))[:200]]
    close = nearest(name, [*shipped_cases(), *shipped_decisions(), *beside])
    return f"did you mean {close}?" if close else "`winset cases` lists the cases that ship"


__all__ = [
    "case_hash",
    "case_path",
    "check_file",
    "read_any",
    "read_case",
    "read_text",
    "shipped_cases",
    "shipped_decisions",
]
