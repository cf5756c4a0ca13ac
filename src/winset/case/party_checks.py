"""Whether what is said of parties and their leaders fits together."""

from __future__ import annotations

from collections.abc import Iterator

from winset.case.agenda import setting_name
from winset.case.agenda_checks import check_setting
from winset.case.case import Case
from winset.case.complaints import Finding, Path, did_you_mean
from winset.case.home_checks import check_homes
from winset.case.names import Names, listed
from winset.case.parties import Leader


def check_parties(case: Case, names: Names) -> Iterator[Finding]:
    """Yield what is wrong with the parties, their leaders and their homes."""
    if len(names.parties) < 2:
        yield Finding(
            ("parties",), "an agreement needs two parties or more", listed(names.parties), "at least two parties"
        )
    for name, party in case.parties.items():
        yield from _check_leader(case, party.leader, ("parties", name, "leader"), names)
    yield from check_homes(case, names)


def _check_leader(case: Case, leader: Leader, path: Path, names: Names) -> Iterator[Finding]:
    """Yield what is wrong with what packages are worth to a leader."""
    yield from names.check_keys(leader.worth, (*path, "worth"))
    for key, line in leader.red_lines.items():
        yield from names.check_packages(line.crossed_by, (*path, "red_lines", key, "crossed_by"))
    if leader.standing_offer is not None:
        yield from names.check_packages((leader.standing_offer.package,), (*path, "standing_offer", "package"))
    if leader.worth_of_options and leader.spatial is not None:
        yield Finding(
            (*path, "spatial"),
            "worth is said by options and by distance at once",
            allowed="`worth_of_options` or `spatial`, each beside `worth`",
        )
    for issue, priced in leader.worth_of_options.items():
        where = (*path, "worth_of_options", issue)
        if issue not in case.issues:
            yield Finding(
                where, f"there is no issue `{issue}`", issue, listed(case.issues), did_you_mean(issue, case.issues)
            )
            continue
        options = [setting_name(option) for option in case.issues[issue].options or ()] or ["per_unit"]
        for option in priced:
            if option not in options:
                yield Finding(
                    (*where, option),
                    f"`{option}` is no option of `{issue}`",
                    option,
                    listed(options),
                    did_you_mean(option, options),
                )
    if leader.spatial is not None:
        for issue, setting in leader.spatial.ideal_point.items():
            yield from check_setting(case.issues, issue, setting, (*path, "spatial", "ideal_point", issue))
        for issue in leader.spatial.salience:
            if issue not in leader.spatial.ideal_point:
                yield Finding(
                    (*path, "spatial", "salience", issue),
                    f"`ideal_point` has no `{issue}`",
                    issue,
                    listed(leader.spatial.ideal_point),
                    did_you_mean(issue, leader.spatial.ideal_point),
                )
