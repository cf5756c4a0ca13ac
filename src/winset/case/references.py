"""Whether what a case says fits together: every name refers to something, every sum comes out, every date can be."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from winset.case.agenda import RESERVED, Issue, Setting, setting_name
from winset.case.case import Case
from winset.case.complaints import Finding, Path, did_you_mean, nearest, shown
from winset.case.evidence import check_evidence, hindsight_used
from winset.case.home import NUMBER_KEYS, Body, Consent, FeltPublic, Opinion, Referendum
from winset.case.packages import MAX_COMBINATIONS, case_packages, count_combinations
from winset.case.parties import Leader
from winset.case.quantity import Quantity

RESERVED_IDS = ("meeting", "otherwise", *NUMBER_KEYS)
__all__ = ["check_houses", "check_meaning", "hindsight_used"]

NOT_COMPARABLE = ("egalitarian", "utilitarian")


def check_meaning(case: Case, raw: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield everything in a case that contradicts something else in it.

    Names that stand in `raw` count as known even where the part they name had to be left out of `case`.
    """
    yield from _check_agenda(case)
    if case.packages is None and count_combinations(case.issues) > MAX_COMBINATIONS:
        packages: dict[str, Any] | None = None
    else:
        packages = dict.fromkeys((*case_packages(case), *_keys(raw, "packages")))
    names = _Names(case, raw, packages)
    yield from _check_question(case, names)
    yield from _check_parties(case, names)
    yield from _check_outside(case, names)
    yield from _check_dates(case)
    yield from _check_series(case, names)
    yield from _check_correlations(case, names)
    yield from _check_forms(case)
    yield from check_evidence(case)


def _keys(raw: Mapping[str, Any], *path: str) -> tuple[str, ...]:
    """Return the keys of a mapping in plain data, none if there is no mapping."""
    node: Any = raw
    for step in path:
        node = node.get(step) if isinstance(node, Mapping) else None
    return tuple(node) if isinstance(node, Mapping) else ()


def _homes(case: Case, party: str) -> tuple[str, ...]:
    """Return the names of those who must be carried at a party's home."""
    return tuple(case.parties[party].home) if party in case.parties else ()


class _Names:
    """What the parts of a case may refer to."""

    def __init__(self, case: Case, raw: Mapping[str, Any], packages: Mapping[str, Any] | None) -> None:
        self.packages = packages
        self.parties = tuple(dict.fromkeys((*case.parties, *_keys(raw, "parties"))))
        self.accepters = {
            f"{party}.{name}": case.parties[party].home.get(name) if party in case.parties else None
            for party in self.parties
            for name in (
                *(case.parties[party].home if party in case.parties else ()),
                *_keys(raw, "parties", party, "home"),
            )
        }
        self.series = tuple(dict.fromkeys((*case.series, *_keys(raw, "series"))))

    def check_packages(self, found: Iterable[str], path: Path, extra: tuple[str, ...] = ()) -> Iterator[Finding]:
        """Yield the names that are no package (or one of the words in `extra`)."""
        if self.packages is None:
            return
        for name in found:
            if name not in self.packages and name not in extra:
                known = (*extra, *self.packages)
                yield Finding(
                    path,
                    f"there is no package `{name}`",
                    name,
                    _listed(known),
                    did_you_mean(name, known),
                )

    def check_keys(self, mapping: Mapping[str, Any], path: Path, extra: tuple[str, ...] = ()) -> Iterator[Finding]:
        """Yield the keys of a mapping that are no package."""
        for key in mapping:
            yield from self.check_packages((key,), (*path, key), extra)

    def check_reference(self, name: str, path: Path, *, felt_only: bool = False) -> Iterator[Finding]:
        """Yield a complaint if a name is neither a party nor one of its ratifiers."""
        if name in self.parties:
            return
        if name not in self.accepters:
            known = (*self.parties, *self.accepters)
            word = "ratifier" if "." in name else "party"
            yield Finding(path, f"there is no {word} `{name}`", name, _listed(known), did_you_mean(name, known))
        elif felt_only and not isinstance(self.accepters[name], FeltPublic | None):
            felt = [key for key, accepter in self.accepters.items() if isinstance(accepter, FeltPublic)]
            yield Finding(
                path, f"`{name}` is no felt public: it has no approval to move", name, _listed((*self.parties, *felt))
            )


def _listed(names: Collection[str], most: int = 12) -> str | None:
    """Return names in a row, not too many."""
    shortened = [*names][:most]
    return (", ".join(shortened) + (", …" if len(names) > most else "")) or None


def _check_agenda(case: Case) -> Iterator[Finding]:
    """Yield what is wrong with issues, packages and exclusions."""
    if case.packages is None:
        if not case.issues:
            yield Finding(
                ("packages",), "there is nothing to bargain over", remedy="name `packages`, or `issues` with options"
            )
        yield from _check_combinations(case)
        return
    if not case.packages:
        yield Finding(("packages",), "there are no packages here", remedy="name at least one, or leave the key out")
    if case.exclude:
        yield Finding(("exclude",), "packages are named, so nothing is combined and nothing to exclude")
    for name, package in case.packages.items():
        path: Path = ("packages", name)
        if name in RESERVED_IDS:
            yield Finding(path, f"`{name}` has a meaning of its own", remedy="call the package something else")
        if not package.sets and not package.says:
            remedy = f"set {_listed(case.issues)}" if case.issues else "say in `says` what it is"
            yield Finding(path, "this package is empty", remedy=remedy)
            continue
        for issue, setting in package.sets.items():
            yield from _check_setting(case.issues, issue, setting, (*path, issue), RESERVED)
        meant = {nearest(issue, case.issues) for issue in package.sets if issue not in case.issues}
        missing = [issue for issue in case.issues if issue not in package.sets and issue not in meant]
        if missing and package.sets:
            yield Finding(path, f"this package does not set {_listed([f'`{issue}`' for issue in missing])}")


def _check_combinations(case: Case) -> Iterator[Finding]:
    """Yield what is wrong with packages that are combined from issues."""
    for place, line in enumerate(case.exclude):
        for issue, setting in line.items():
            yield from _check_setting(case.issues, issue, setting, ("exclude", place, issue))
    count = count_combinations(case.issues)
    if count > MAX_COMBINATIONS:
        yield Finding(
            ("issues",),
            f"these issues have {count:,} combinations",
            f"{count:,}",
            f"{MAX_COMBINATIONS:,} or fewer",
            "name the packages that people bargain over, under `packages`",
        )
    elif case.issues and not case_packages(case):
        yield Finding(("exclude",), "every combination of the issues is excluded")


def _check_setting(
    issues: Mapping[str, Issue], issue: str, setting: Setting, path: Path, other: tuple[str, ...] = ()
) -> Iterator[Finding]:
    """Yield what is wrong with one setting of one issue."""
    if issue not in issues:
        known = (*issues, *other)
        yield Finding(path, f"there is no issue `{issue}`", issue, _listed(tuple(issues)), did_you_mean(issue, known))
    elif not issues[issue].allows(setting):
        ends = issues[issue].range
        options = [setting_name(option) for option in issues[issue].options or ()]
        allowed = f"from {ends[0]:g} to {ends[1]:g}" if ends else _listed(options)
        yield Finding(
            path,
            f"`{setting_name(setting)}` is no setting of `{issue}`",
            setting_name(setting),
            allowed,
            did_you_mean(setting_name(setting), options),
        )


def _check_question(case: Case, names: _Names) -> Iterator[Finding]:
    """Yield packages of the question that are not there."""
    for place, name in enumerate(case.question.deal):
        yield from names.check_packages((name,), ("question", "deal", place))


def _check_parties(case: Case, names: _Names) -> Iterator[Finding]:
    """Yield what is wrong with the parties, their leaders and their homes."""
    if len(names.parties) < 2:
        yield Finding(
            ("parties",), "an agreement needs two parties or more", _listed(names.parties), "at least two parties"
        )
    for name, party in case.parties.items():
        yield from _check_leader(case, party.leader, ("parties", name, "leader"), names)
        for key, accepter in party.home.items():
            path = ("parties", name, "home", key)
            if isinstance(accepter, FeltPublic):
                yield from _check_felt(accepter, path, names)
            else:
                yield from names.check_packages(accepter.asked_on or (), (*path, "asked_on"))
                yield from _check_vote(accepter, path, names)


def _check_leader(case: Case, leader: Leader, path: Path, names: _Names) -> Iterator[Finding]:
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
                where, f"there is no issue `{issue}`", issue, _listed(case.issues), did_you_mean(issue, case.issues)
            )
            continue
        options = [setting_name(option) for option in case.issues[issue].options or ()] or ["per_unit"]
        for option in priced:
            if option not in options:
                yield Finding(
                    (*where, option),
                    f"`{option}` is no option of `{issue}`",
                    option,
                    _listed(options),
                    did_you_mean(option, options),
                )
    if leader.spatial is not None:
        for issue, setting in leader.spatial.ideal_point.items():
            yield from _check_setting(case.issues, issue, setting, (*path, "spatial", "ideal_point", issue))
        for issue in leader.spatial.salience:
            if issue not in leader.spatial.ideal_point:
                yield Finding(
                    (*path, "spatial", "salience", issue),
                    f"`ideal_point` has no `{issue}`",
                    issue,
                    _listed(leader.spatial.ideal_point),
                    did_you_mean(issue, leader.spatial.ideal_point),
                )


def _check_felt(public: FeltPublic, path: Path, names: _Names) -> Iterator[Finding]:
    """Yield what is wrong with a public that casts no vote."""
    if not isinstance(public.approval, Quantity) and public.approval.series not in names.series:
        name = public.approval.series
        yield Finding(
            (*path, "approval", "series"),
            f"there is no series `{name}`",
            name,
            _listed(names.series),
            did_you_mean(name, names.series),
        )
    yield from names.check_keys(public.opposition, (*path, "opposition"))
    for package, opinions in public.opposition.items():
        where = (*path, "opposition", package)
        stated = [opinion.chance for opinion in opinions if opinion.chance is not None]
        if stated and len(stated) < len(opinions):
            yield Finding(where, "some of these readings have a chance and some have none", allowed="all, or none")
        elif stated and abs(sum(stated) - 1) > 1e-6:
            yield Finding(
                where,
                f"the chances of these readings sum to {sum(stated):g}",
                f"{sum(stated):g}",
                "chances that sum to 1",
            )
        for place, opinion in enumerate(opinions):
            if (least := _least(opinion)) > 100 + 1e-9:
                yield Finding(
                    (*where, place) if len(opinions) > 1 else where,
                    f"`oppose` and `support` sum to {least:g} or more",
                    f"{least:g}",
                    "at most 100 (%)",
                )


def _least(opinion: Opinion) -> float:
    """Return the least that those against and those in favour can sum to."""
    bounded = ("fixed", "interval", "pert", "triangular")
    return sum(part.numbers[0] for part in (opinion.oppose, opinion.support) if part.kind in bounded)


def _check_vote(accepter: Body | Referendum | Consent, path: Path, names: _Names) -> Iterator[Finding]:
    """Yield what is wrong with a body, a referendum or a consent."""
    asked = accepter.asked_on if accepter.asked_on is not None else names.packages
    if isinstance(accepter, Consent):
        yield from _check_favour(accepter.consents, (*path, "consents"), asked, names)
        return
    if isinstance(accepter, Referendum):
        if (accepter.poll is None) == (accepter.in_favour is None):
            yield Finding(
                path,
                "a referendum has either a `poll` or `in_favour`",
                "neither" if accepter.poll is None else "both",
                remedy="write poll: {in_favour: 52, against: 40, n: 1000}, or in_favour: 0.5 to 0.6",
            )
        if accepter.in_favour is not None:
            yield from _check_favour(accepter.in_favour, (*path, "in_favour"), asked, names)
        return
    if accepter.needed > accepter.seats:
        yield Finding(
            (*path, "quota"), f"found {accepter.quota}", f"{accepter.quota}", f"at most the {accepter.seats} seats"
        )
    if bool(accepter.blocs) == (accepter.in_favour is not None):
        yield Finding(
            path,
            "a body has either `in_favour` or `blocs`",
            "both" if accepter.blocs else "neither",
            remedy="write in_favour: 0.5 to 0.7, or blocs: {some-party: {seats: 30, in_favour: 0.9}, ...}",
        )
    if accepter.in_favour is not None:
        yield from _check_favour(accepter.in_favour, (*path, "in_favour"), asked, names)
    for name, bloc in accepter.blocs.items():
        yield from _check_favour(bloc.in_favour, (*path, "blocs", name, "in_favour"), asked, names)
    seats = sum(bloc.seats for bloc in accepter.blocs.values())
    if accepter.blocs and seats != accepter.seats:
        yield Finding(
            (*path, "blocs"),
            f"the blocs have {seats} seats together",
            f"{seats}",
            f"{accepter.seats}, as `seats` says",
            "add a bloc for the others" if seats < accepter.seats else None,
        )
    for place, name in enumerate(accepter.vetoes):
        if name not in accepter.blocs:
            yield Finding(
                (*path, "vetoes", place),
                f"there is no bloc `{name}`",
                name,
                _listed(accepter.blocs),
                did_you_mean(name, accepter.blocs),
            )


def _check_favour(
    favour: Mapping[str, Quantity], path: Path, asked: Collection[str] | None, names: _Names
) -> Iterator[Finding]:
    """Yield packages that are not there, and packages about which nothing is said."""
    yield from names.check_keys(favour, path, ("otherwise",))
    missing = [name for name in asked or () if name not in favour and name in (names.packages or ())]
    if missing and "otherwise" not in favour:
        yield Finding(path, f"nothing is said of {_listed(missing)}", remedy="add them, or `otherwise: ...`")


def _check_outside(case: Case, names: _Names) -> Iterator[Finding]:
    """Yield what is wrong with pressure, sweeteners, events and clocks."""
    for name, pressure in case.outside.items():
        path = ("outside", name)
        for reference in pressure.leans_on:
            yield from names.check_reference(reference, (*path, "leans_on"))
        if pressure.against is not None and pressure.in_favour_of is not None:
            yield Finding(
                path, "this pressure is against some packages and in favour of others", remedy="write it as two"
            )
        if "meeting" in (pressure.against or ()):
            for reference in pressure.leans_on:
                if reference in names.accepters:
                    yield Finding(
                        (*path, "leans_on"), f"`{reference}` holds no meetings", reference, _listed(names.parties)
                    )
        yield from names.check_packages(pressure.against or (), (*path, "against"), ("meeting",))
        yield from names.check_packages(pressure.in_favour_of or (), (*path, "in_favour_of"))
    for name, sweetener in case.sweeteners.items():
        path = ("sweeteners", name)
        yield from names.check_packages(sweetener.comes_with or (), (*path, "comes_with"))
        for reference in sweetener.efficiency:
            yield from names.check_reference(reference, (*path, "efficiency", reference))
    for name, event in case.events.items():
        for key, references in (("helps", event.helps), ("hurts", event.hurts)):
            for reference in references or ():
                yield from names.check_reference(reference, ("events", name, key), felt_only=True)
    for name in case.clocks:
        if name not in names.parties:
            yield Finding(
                ("clocks", name),
                f"there is no party `{name}`",
                name,
                _listed(names.parties),
                did_you_mean(name, names.parties),
            )


def _check_dates(case: Case) -> Iterator[Finding]:
    """Yield dates that contradict each other."""
    if case.until <= case.as_of:
        yield Finding(
            ("until",),
            "the question ends before the forecast is made",
            str(case.until),
            f"a day after {case.as_of} (`as_of`)",
        )
    for place, deadline in enumerate(case.deadlines):
        if not case.as_of < deadline.date <= max(case.until, case.as_of):
            yield Finding(
                ("deadlines", place, "date"),
                "this deadline lies outside the time in question",
                str(deadline.date),
                f"after {case.as_of} (`as_of`), up to {case.until} (`until`)",
                "leave out a deadline that has no effect; tell of it in `clocks`",
            )
    for name, pressure in case.outside.items():
        if pressure.since is not None and pressure.until is not None and pressure.since > pressure.until:
            yield Finding(
                ("outside", name, "until"),
                "this pressure ends before it begins",
                str(pressure.until),
                f"{pressure.since} (`since`) or later",
            )


def _check_series(case: Case, names: _Names) -> Iterator[Finding]:
    """Yield houses of inline series that no reading comes from."""
    for name, series in case.series.items():
        if series.readings:
            houses = tuple(dict.fromkeys(reading.house for reading in series.readings))
            yield from check_houses(name, series.houses or (), houses)


def check_houses(series: str, wanted: Iterable[str], houses: Collection[str]) -> Iterator[Finding]:
    """Yield the polling houses that a series asks for and no reading comes from."""
    for house in wanted:
        if house not in houses:
            yield Finding(
                ("series", series, "houses"),
                f"no reading is by `{house}`",
                house,
                _listed(houses),
                did_you_mean(house, houses),
            )


def _check_correlations(case: Case, names: _Names) -> Iterator[Finding]:
    """Yield correlations between things that cannot move together."""
    quantities = case.quantities()
    publics = [name for name, accepter in names.accepters.items() if isinstance(accepter, FeltPublic)]
    seen: dict[frozenset[str], int] = {}
    for place, together in enumerate(case.correlations):
        path: Path = ("correlations", place, "between")
        pair = frozenset(together.between)
        if len(pair) == 1:
            yield Finding(path, "this correlates a quantity with itself", together.between[0])
        elif pair in seen:
            yield Finding(path, f"this pair stands already at correlations.{seen[pair]}")
        seen.setdefault(pair, place)
        for end, name in enumerate(together.between):
            if name in names.accepters and name in publics:
                continue
            if name not in quantities:
                known = (*publics, *(key for key, quantity in quantities.items() if quantity.is_uncertain))
                yield Finding(
                    (*path, end),
                    f"there is no quantity or felt public `{name}`",
                    shown(name),
                    "the path of a quantity, such as parties.russia.leader.worth.two-final; or two felt publics",
                    did_you_mean(name, known),
                )
            elif not quantities[name].is_uncertain:
                yield Finding((*path, end), f"`{name}` is {quantities[name]}, which cannot vary", shown(name))
        if sum(name in publics for name in together.between) == 1 and any(name in quantities for name in pair):
            yield Finding(path, "this correlates a felt public with a quantity", allowed="two of the same kind")


def _check_forms(case: Case) -> Iterator[Finding]:
    """Yield solutions that compare the leaders' points without leave."""
    for name in case.forms.solution or ():
        if name in NOT_COMPARABLE and not case.forms.comparable:
            yield Finding(
                ("forms", "solution"),
                f"`{name}` compares the points of one leader with those of another",
                name,
                remedy="add comparable: true if they mean the same, or leave it out",
            )
