"""Whether what is said of leaders and of their homes fits together."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from winset.case.agenda import setting_name
from winset.case.agenda_checks import check_setting
from winset.case.case import Case
from winset.case.complaints import Finding, Path, did_you_mean
from winset.case.home import Body, Consent, FeltPublic, Opinion, Referendum
from winset.case.names import Names, listed
from winset.case.parties import Leader
from winset.case.quantity import Quantity


def check_parties(case: Case, names: Names) -> Iterator[Finding]:
    """Yield what is wrong with the parties, their leaders and their homes."""
    if len(names.parties) < 2:
        yield Finding(
            ("parties",), "an agreement needs two parties or more", listed(names.parties), "at least two parties"
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


def _check_felt(public: FeltPublic, path: Path, names: Names) -> Iterator[Finding]:
    """Yield what is wrong with a public that casts no vote."""
    if not isinstance(public.approval, Quantity) and public.approval.series not in names.series:
        name = public.approval.series
        yield Finding(
            (*path, "approval", "series"),
            f"there is no series `{name}`",
            name,
            listed(names.series),
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


def _check_vote(accepter: Body | Referendum | Consent, path: Path, names: Names) -> Iterator[Finding]:
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
                listed(accepter.blocs),
                did_you_mean(name, accepter.blocs),
            )


def _check_favour(
    favour: Mapping[str, Quantity], path: Path, asked: Collection[str] | None, names: Names
) -> Iterator[Finding]:
    """Yield packages that are not there, and packages about which nothing is said."""
    yield from names.check_keys(favour, path, ("otherwise",))
    missing = [name for name in asked or () if name not in favour and name in (names.packages or ())]
    if missing and "otherwise" not in favour:
        yield Finding(path, f"nothing is said of {listed(missing)}", remedy="add them, or `otherwise: ...`")
