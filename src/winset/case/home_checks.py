"""Whether what is said of homes fits together: the rules, and those who must be carried."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from winset.case.accepters import RATIFIERS, UNLISTED, Ratifier, Unlisted, branch_name, branches, homes, ratifiers
from winset.case.case import Case
from winset.case.complaints import Finding, Path, counted, did_you_mean
from winset.case.home import Accepter, AllOf, AnyOf, AtLeast, Consent, EachConsents, Follows, StoppedOnlyIf
from winset.case.names import Names, listed
from winset.case.public import FeltPublic, Opinion
from winset.case.quantity import Quantity
from winset.case.voting import Body, Referendum

Asked = Collection[str] | None

MOST_FOLLOWED = 6
"""Accepters of one home whom others may follow: every one of them doubles the work."""


def check_homes(case: Case, names: Names) -> Iterator[Finding]:
    """Yield what is wrong with everyone who must be carried besides the leaders."""
    for ratifier in ratifiers(case):
        election = ratifier.accepter.election if isinstance(ratifier.accepter, Body) else None
        if election is not None and election.date is not None and election.date <= case.as_of:
            yield Finding(
                (*ratifier.path.split("."), "election", "date"),
                "this election is over",
                str(election.date),
                f"after {case.as_of} (`as_of`)",
                "write the body that sits now",
            )
    if RATIFIERS in case.parties:
        yield Finding(
            ("parties", RATIFIERS), f"`{RATIFIERS}` are those who belong to no party", RATIFIERS, "another name"
        )
    for party, path, home in homes(case):
        yield from _check_names(party, path, home)
        for name, accepter in home.items():
            yield from _check_rules(accepter, (*path.split("."), name))
    for ratifier in ratifiers(case):
        yield from _check_ratifier(ratifier, names)
    for party, path, _ in homes(case):
        yield from _check_followers([who for who in ratifiers(case) if who.party == party], path)


def _check_sum(share: Quantity, abstains: Quantity | None, path: Path) -> Iterator[Finding]:
    """Yield a share in favour that leaves too little for those who abstain."""
    if abstains is not None and share.kind == abstains.kind == "fixed":
        total = share.numbers[0] + abstains.numbers[0]
        if total > 1 + 1e-9:
            message = f"those in favour and those who abstain are {total:g} of the seats"
            yield Finding(path, message, f"{total:g}", "at most 1 together")


def _check_names(party: str, path: str, home: Mapping[str, Accepter]) -> Iterator[Finding]:
    """Yield names that stand for two, or for the leader."""
    found = [(called, where) for name, accepter in home.items() for called, where in _called(name, (name,), accepter)]
    count = Counter(called for called, _ in found)
    for called, where in found:
        at = (*path.split("."), *where)
        if called == UNLISTED and party == RATIFIERS:
            yield Finding(at, f"`{UNLISTED}` is who is not named", called, "another name")
        elif called == "leader":
            yield Finding(at, "`leader` is the party's leader", called, "another name")
        elif count[called] > 1:
            yield Finding(at, f"`{called}` stands for two in {party}", called, "a name of its own for each")


def _called(name: str, where: Path, accepter: Accepter) -> Iterator[tuple[str, Path]]:
    """Yield what an accepter and those below it are called, and where they stand."""
    if isinstance(accepter, StoppedOnlyIf):
        yield from _called(name, (*where, "stopped_only_if"), accepter.stopped_only_if)
        return
    yield name, where
    if isinstance(accepter, AllOf | AnyOf | AtLeast):
        for key, branch in branches(accepter).items():
            yield from _called(branch_name(accepter, name, key), (*where, _key(accepter), key), branch)


def _key(rule: AllOf | AnyOf | AtLeast) -> str:
    """Return the key under which a rule has its branches."""
    return "all_of" if isinstance(rule, AllOf) else "any_of" if isinstance(rule, AnyOf) else "of"


def _check_rules(accepter: Accepter, path: Path, always: bool = True) -> Iterator[Finding]:
    """Yield rules that ask for more branches than there are, and felt publics that need not be carried.

    `always` is true where everyone must be carried: a public that is only felt gives no answer that another could
    make up for.
    """
    if isinstance(accepter, FeltPublic) and not always:
        yield Finding(
            path,
            "a public that is only felt stands where another answer could do instead of its own",
            allowed="a felt public at the top of a home, or below `all_of` alone",
            remedy="move it up",
        )
    if isinstance(accepter, AtLeast) and accepter.at_least > len(accepter.of):
        yield Finding(
            (*path, "at_least"),
            f"found {accepter.at_least}",
            f"{accepter.at_least}",
            f"at most the {len(accepter.of)} of `of`",
        )
    if isinstance(accepter, StoppedOnlyIf):
        yield from _check_rules(accepter.stopped_only_if, (*path, "stopped_only_if"), always=False)
    elif isinstance(accepter, AllOf | AnyOf | AtLeast):
        for name, branch in branches(accepter).items():
            yield from _check_rules(branch, (*path, _key(accepter), name), always and isinstance(accepter, AllOf))


def _check_ratifier(ratifier: Ratifier, names: Names) -> Iterator[Finding]:
    """Yield what is wrong with someone who must be carried."""
    accepter, path = ratifier.accepter, tuple(ratifier.path.split("."))
    if isinstance(accepter, FeltPublic):
        yield from _check_felt(accepter, path, names)
        return
    if isinstance(accepter, Follows | Unlisted):
        return
    yield from check_leaf(accepter, path, names)
    if isinstance(accepter, Body):
        for key in ("vetoes", "amends"):
            if ratifier.stops and getattr(accepter, key):
                message = f"a body that can only stop a package has no `{key}`"
                yield Finding((*path, key), message, remedy="leave it out")


def check_leaf(accepter: Body | Referendum | Consent | EachConsents, path: Path, names: Names) -> Iterator[Finding]:
    """Yield what is wrong with someone who votes or consents."""
    yield from names.check_packages(accepter.asked_on or (), (*path, "asked_on"))
    asked = accepter.asked_on if accepter.asked_on is not None else names.packages
    if isinstance(accepter, Body):
        yield from _check_body(accepter, path, asked, names)
    elif isinstance(accepter, Referendum):
        yield from _check_referendum(accepter, path, asked, names)
    else:
        yield from _check_consent(accepter, path, asked, names)


def _check_followers(home: list[Ratifier], path: str) -> Iterator[Finding]:
    """Yield those who follow nobody of their home, a felt public, or each other in a circle."""
    known = {who.name: who for who in home}
    following = {who.name: who.accepter.follows for who in home if isinstance(who.accepter, Follows)}
    for name, other in following.items():
        at = (*known[name].path.split("."), "follows")
        if other not in known:
            could = [who.name for who in home if who.name != name and not isinstance(who.accepter, FeltPublic)]
            yield Finding(at, f"there is no `{other}` in this home", other, listed(could), did_you_mean(other, could))
        elif isinstance(known[other].accepter, FeltPublic):
            yield Finding(at, f"`{other}` is a public that is only felt and gives no answer to follow", other)
        elif name in (circle := _chain(name, following)):
            yield Finding(at, "these follow each other in a circle", " -> ".join((name, *circle)))
    followed = set(following.values()) & set(known)
    if len(followed) > MOST_FOLLOWED:
        yield Finding(
            tuple(path.split(".")), f"{len(followed)} here are followed by others", allowed=f"at most {MOST_FOLLOWED}"
        )


def _chain(name: str, following: Mapping[str, str]) -> tuple[str, ...]:
    """Return whom someone follows, whom those follow, and so on, each once."""
    found: list[str] = []
    while name in following and following[name] not in found:
        name = following[name]
        found.append(name)
    return tuple(found)


def _check_count(body: Body, path: Path) -> Iterator[Finding]:
    """Yield ways of counting votes that do not go together."""
    cast = body.quota_of == "votes cast"
    if cast:
        for key in ("quota", "vetoes"):
            if getattr(body, key):
                yield Finding(
                    (*path, key), f"a body that counts votes cast has no `{key}`", remedy="write majority: 0.5"
                )
    elif body.majority != 0.5:
        yield Finding(
            (*path, "majority"), "`majority` is of the votes cast", remedy="add quota_of: votes cast, or a quota"
        )
    said = {path: body.abstains, **{(*path, "blocs", name): bloc.abstains for name, bloc in body.blocs.items()}}
    for at, abstains in said.items():
        if abstains is not None and not cast:
            yield Finding(
                (*at, "abstains"),
                "abstaining makes no difference where the quota is of all members",
                remedy="add quota_of: votes cast, or leave it out",
            )
    for name, bloc in body.blocs.items():
        if cast and bloc.whipped and (bloc.loyalty is not None or body.secret) and any(said.values()):
            yield Finding(
                (*path, "blocs", name),
                "members who leave their line and members who abstain cannot both be counted",
                remedy="leave out `abstains`, or write the bloc without `whipped`",
            )
        for package, share in bloc.in_favour.items():
            yield from _check_sum(share, bloc.abstains, (*path, "blocs", name, "in_favour", package))
        if bloc.loyalty is not None and not bloc.whipped:
            yield Finding((*path, "blocs", name, "loyalty"), "loyalty is to a whip", remedy="add whipped: true")


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


def _check_consent(accepter: Consent | EachConsents, path: Path, asked: Asked, names: Names) -> Iterator[Finding]:
    """Yield what is wrong with someone, or several, who must consent."""
    if isinstance(accepter, Consent):
        yield from _check_favour(accepter.consents, (*path, "consents"), asked, names)
        return
    yield from _check_favour(accepter.each_consents, (*path, "each_consents"), asked, names)
    if accepter.needed is not None and accepter.needed > accepter.how_many:
        yield Finding(
            (*path, "needed"),
            f"found {accepter.needed}",
            f"{accepter.needed}",
            f"at most the {accepter.how_many} of `how_many`",
        )


def _check_referendum(accepter: Referendum, path: Path, asked: Asked, names: Names) -> Iterator[Finding]:
    """Yield what is wrong with a referendum."""
    said = [key for key in ("poll", "in_favour", "territories") if getattr(accepter, key)]
    if len(said) != 1:
        yield Finding(
            path,
            "a referendum has either a `poll` or `in_favour`, or `territories`",
            ("neither", "one", "both", "all three")[len(said)],
            remedy="write poll: {in_favour: 52, against: 40, n: 1000}, or in_favour: 0.5 to 0.6",
        )
    if accepter.in_favour is not None:
        yield from _check_favour(accepter.in_favour, (*path, "in_favour"), asked, names)
    for name, territory in accepter.territories.items():
        yield from _check_favour(territory.in_favour, (*path, "territories", name, "in_favour"), asked, names)
    shares = sum(territory.share for territory in accepter.territories.values())
    if accepter.territories and abs(shares - 1) > 1e-3:
        yield Finding(
            (*path, "territories"),
            f"the shares of the electorate sum to {shares:g}",
            f"{shares:g}",
            "shares that sum to 1",
            "add a territory for the others" if shares < 1 else None,
        )
    if accepter.needed_territories is not None and accepter.needed_territories > len(accepter.territories):
        yield Finding(
            (*path, "needed_territories"),
            f"found {accepter.needed_territories}",
            f"{accepter.needed_territories}",
            f"at most the {len(accepter.territories)} of `territories`",
        )


def _check_body(accepter: Body, path: Path, asked: Asked, names: Names) -> Iterator[Finding]:
    """Yield what is wrong with a body."""
    if accepter.election is not None:
        at = (*path, "election", "body")
        yield from check_leaf(accepter.election.body, at, names)
        if accepter.election.body.election is not None:
            yield Finding((*at, "election"), "only the next election can be said", remedy="leave it out")
    yield from _check_count(accepter, path)
    if accepter.needed > accepter.seats:
        yield Finding(
            (*path, "quota"),
            f"found {accepter.quota}",
            f"{accepter.quota}",
            f"at most the {counted(accepter.seats, 'seat')}",
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
            f"the blocs have {counted(seats, 'seat')} together",
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
