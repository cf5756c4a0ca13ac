"""Whether issues, packages and exclusions fit together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from winset.case.agenda import RESERVED, Issue, Setting, setting_name
from winset.case.case import Case
from winset.case.complaints import Finding, Path, did_you_mean, nearest
from winset.case.names import listed
from winset.case.packages import MAX_COMBINATIONS, MAX_PACKAGES, case_packages, count_combinations
from winset.case.voting import NUMBER_KEYS

RESERVED_IDS = ("meeting", "otherwise", *NUMBER_KEYS)
"""Words that have a meaning of their own where a package is named."""


def check_agenda(case: Case) -> Iterator[Finding]:
    """Yield what is wrong with issues, packages and exclusions."""
    if case.packages is None:
        if not case.issues:
            yield Finding(
                ("packages",), "there is nothing to bargain over", remedy="name `packages`, or `issues` with options"
            )
        yield from _check_combinations(case)
        return
    if len(case.packages) > MAX_PACKAGES:
        yield _too_many(("packages",), f"there are {len(case.packages):,} packages here", len(case.packages))
    if not case.packages:
        yield Finding(("packages",), "there are no packages here", remedy="name at least one, or leave the key out")
    if case.exclude:
        yield Finding(("exclude",), "packages are named, so nothing is combined and nothing to exclude")
    for name, package in case.packages.items():
        path: Path = ("packages", name)
        if name in RESERVED_IDS:
            yield Finding(path, f"`{name}` has a meaning of its own", remedy="call the package something else")
        if not package.sets and not package.says:
            remedy = f"set {listed(case.issues)}" if case.issues else "say in `says` what it is"
            yield Finding(path, "this package is empty", remedy=remedy)
            continue
        for issue, setting in package.sets.items():
            yield from check_setting(case.issues, issue, setting, (*path, issue), RESERVED)
        meant = {nearest(issue, case.issues) for issue in package.sets if issue not in case.issues}
        missing = [issue for issue in case.issues if issue not in package.sets and issue not in meant]
        if missing and package.sets:
            yield Finding(path, f"this package does not set {listed([f'`{issue}`' for issue in missing])}")


def _check_combinations(case: Case) -> Iterator[Finding]:
    """Yield what is wrong with packages that are combined from issues."""
    for place, line in enumerate(case.exclude):
        for issue, setting in line.items():
            yield from check_setting(case.issues, issue, setting, ("exclude", place, issue))
    count = count_combinations(case.issues)
    if count > MAX_COMBINATIONS:
        yield _too_many(("issues",), f"these issues have {count:,} combinations", count)
    elif case.issues:
        left = len(case_packages(case))
        if left > MAX_PACKAGES:
            but = f", and `exclude` leaves {left:,}" if left < count else ""
            yield _too_many(("issues",), f"these issues have {count:,} combinations{but}", left)
        elif not left:
            yield Finding(("exclude",), "every combination of the issues is excluded")


def _too_many(path: Path, message: str, found: int) -> Finding:
    """Return the finding about more packages than a forecast can take."""
    remedy = "name those that people bargain over, under `packages`"
    if path == ("issues",) and found <= MAX_COMBINATIONS:
        remedy += ", or `exclude` some"
    elif path == ("packages",):
        remedy = "leave out those that nobody would propose"
    return Finding(path, message, f"{found:,}", f"{MAX_PACKAGES} or fewer", remedy)


def check_setting(
    issues: Mapping[str, Issue], issue: str, setting: Setting, path: Path, other: tuple[str, ...] = ()
) -> Iterator[Finding]:
    """Yield what is wrong with one setting of one issue."""
    if issue not in issues:
        known = (*issues, *other)
        yield Finding(path, f"there is no issue `{issue}`", issue, listed(tuple(issues)), did_you_mean(issue, known))
    elif not issues[issue].allows(setting):
        ends = issues[issue].range
        options = [setting_name(option) for option in issues[issue].options or ()]
        allowed = f"from {ends[0]:g} to {ends[1]:g}" if ends else listed(options)
        yield Finding(
            path,
            f"`{setting_name(setting)}` is no setting of `{issue}`",
            setting_name(setting),
            allowed,
            did_you_mean(setting_name(setting), options),
        )
