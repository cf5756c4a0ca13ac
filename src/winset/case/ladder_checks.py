"""Whether what is said of the ladder fits together: the stage, further tries, successors, steps and keeping."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping

from winset.case.accepters import Ratifier, Unlisted, ratifiers
from winset.case.case import Case
from winset.case.complaints import Finding, did_you_mean
from winset.case.domains import DAYS
from winset.case.home import Consent, EachConsents, Follows
from winset.case.home_checks import check_leaf
from winset.case.ladder import kept_for
from winset.case.names import Names, listed
from winset.case.parties import Successor
from winset.case.public import FeltPublic
from winset.case.voting import Body, Referendum

BELOW = {
    "talks": (),
    "agreed": ("agreed",),
    "signed": ("agreed", "signed"),
    "ratified": ("agreed", "signed", "ratified"),
}
"""Rungs that a case has reached at each stage."""


def check_ladder(case: Case, names: Names) -> Iterator[Finding]:
    """Yield what is wrong with what is said of the way from the table to the keeping of a deal."""
    yield from _check_stage(case, names)
    yield from _check_counted(case)
    yield from _check_tries(case, names)
    for party, side in case.parties.items():
        path, leader = ("parties", party, "leader"), side.leader
        yield from names.check_keys(leader.successor.worth, (*path, "successor", "worth"))
        if leader.leaves_on is not None and not case.as_of < leader.leaves_on:
            yield Finding(
                (*path, "leaves_on"),
                "this leader has left already",
                str(leader.leaves_on),
                f"after {case.as_of} (`as_of`)",
                "write the leader who bargains now",
            )
        stays = leader.loses_office is None and leader.leaves_on is None
        if stays and leader.successor != Successor():
            yield Finding(
                (*path, "successor"),
                "nobody follows a leader who stays",
                remedy="add loses_office: 0.1 to 0.3 per year, or leaves_on: a day",
            )
        total = sum(
            part.chance.numbers[0] for part in leader.no_agreement.believes.values() if part.chance.kind == "fixed"
        )
        if total > 1 + 1e-9:
            yield Finding(
                (*path, "no_agreement", "believes"),
                f"these chances sum to {total:g}",
                f"{total:g}",
                "at most 1 together",
            )
    for name, package in (case.packages or {}).items():
        for number, step in enumerate(package.steps):
            for who in step.stopped_by:
                if who not in names.parties and who not in case.outside:
                    known = (*names.parties, *case.outside)
                    yield Finding(
                        ("packages", name, "steps", number, "stopped_by", who),
                        f"there is no party or outsider `{who}`",
                        who,
                        listed(known),
                        did_you_mean(who, known),
                    )
    yield from _check_keeping(case, names)


def _check_keeping(case: Case, names: Names) -> Iterator[Finding]:
    """Yield packages that are unknown where it is said what keeps them."""
    if case.keeping is None:
        return
    enforcement, exchange = case.keeping.enforcement, case.keeping.exchange
    if enforcement is not None:
        yield from names.check_keys(enforcement.power_after, ("keeping", "enforcement", "power_after"))
    if exchange is not None:
        yield from names.check_keys(exchange.worth, ("keeping", "exchange", "worth"))
        for package in exchange.in_steps:
            if package not in exchange.worth:
                yield Finding(
                    ("keeping", "exchange", "in_steps", package),
                    f"it is not said what is handed over with `{package}`",
                    package,
                    listed(exchange.worth),
                    did_you_mean(package, exchange.worth),
                )


def _check_stage(case: Case, names: Names) -> Iterator[Finding]:
    """Yield what is wrong with how far the talks have come."""
    if case.agreed_package is not None:
        yield from names.check_packages((case.agreed_package,), ("agreed_package",))
    if case.stage == "talks":
        if case.agreed_package is not None:
            yield Finding(("agreed_package",), "nothing is agreed while talks go on", remedy="add stage: agreed")
        return
    if case.agreed_package is None and len(case.question.deal) > 1:
        yield Finding(
            ("stage",),
            f"it is not said which package is {case.stage}",
            remedy=f"add agreed_package: {case.question.deal[0]}",
        )
    revised = case.after_a_no.package if case.after_a_no is not None else None
    if case.agreed_package is not None and not {case.agreed_package, revised} & set(case.question.deal):
        yield Finding(
            ("agreed_package",),
            f"the package that is {case.stage} does not answer the question",
            case.agreed_package,
            listed(case.question.deal),
        )
    if case.question.counted in BELOW[case.stage]:
        yield Finding(
            ("question", "counted"),
            f"the case is past that rung: its stage is `{case.stage}`",
            case.question.counted,
            "a rung above the stage",
        )


def _check_counted(case: Case) -> Iterator[Finding]:
    """Yield a time of keeping that cannot be over when the question ends."""
    years = kept_for(case.question.counted)
    if years is not None and years * DAYS["year"] > (case.until - case.as_of).days > 0:
        yield Finding(
            ("question", "counted"),
            "a deal cannot be kept so long by the end of the question",
            case.question.counted,
            f"less than the time from {case.as_of} (`as_of`) to {case.until} (`until`)",
            "ask about a later day: the keeping must be over by `until`",
        )


def _check_tries(case: Case, names: Names) -> Iterator[Finding]:
    """Yield what is wrong with further tries after a failed vote."""
    after = case.after_a_no
    if after is None:
        return
    if after.package is not None:
        yield from names.check_packages((after.package,), ("after_a_no", "package"))
    known = {who.reference: who for who in ratifiers(case) if not isinstance(who.accepter, Unlisted)}
    other, path = after.other_ratifier, ("after_a_no", "other_ratifier")
    if after.asks is not None:
        at = ("after_a_no", "asks")
        asked = yield from _called(after.asks, at, known)
        if asked is not None and not isinstance(asked.accepter, Body | Referendum):
            yield Finding(at, f"`{after.asks}` has no vote that could be held again", after.asks)
        for key in ("package", "other_ratifier"):
            if getattr(after, key) is not None:
                yield Finding(at, f"`asks` does not go with `{key}`, which asks anew", remedy="leave one of them out")
    if isinstance(other, str):
        who = yield from _called(other, path, known)
        if who is not None and isinstance(who.accepter, FeltPublic):
            yield Finding(path, f"`{other}` is a public that is only felt and decides nothing", other)
        elif who is not None and isinstance(who.accepter, Follows):
            follows = who.accepter.follows
            yield Finding(path, f"`{other}` only follows `{follows}`", other, remedy=f"write {who.party}.{follows}")
    elif other is not None:
        if isinstance(other, Body | Referendum | Consent | EachConsents):
            yield from check_leaf(other, path, names)
        else:
            yield Finding(path, "only someone who votes or consents can decide after a No", remedy="name one ratifier")


def _called(
    name: str, path: tuple[str, ...], known: Mapping[str, Ratifier]
) -> Generator[Finding, None, Ratifier | None]:
    """Return who is called so at home, or yield that nobody is, or that several are."""
    called = [who for who in known.values() if name in (who.name, who.reference)]
    if len(called) == 1:
        return called[0]
    if called:
        both = " or ".join(who.reference for who in called)
        yield Finding(
            path,
            f"`{name}` stands for {'two' if len(called) == 2 else len(called)}",
            name,
            both,
            "write the party before it",
        )
    else:
        yield Finding(path, f"there is no ratifier `{name}`", name, listed(known), did_you_mean(name, known))
    return None


__all__ = ["check_ladder"]
