"""What would open a deal: the smallest changes of a case's own numbers, and what each does to the chance of a deal.

Which change opens a package is found with all other numbers at their modes. What it is worth is found by playing the
whole game again with the number replaced, with the same randoms. Both are said, since they are not the same: a package
that opens at the centre may still fail to be signed, and one that stays closed there may be open in many draws.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import Any

from winset.case.case import Case
from winset.case.complaints import did_you_mean
from winset.case.reading import case_hash
from winset.case.stories import with_values
from winset.errors import InputError
from winset.explain.bench import Bench
from winset.explain.combining import Opening, Openings
from winset.explain.lever_map import LeverMap
from winset.explain.lever_words import change_words, refusal_words
from winset.explain.movable import Movable, movables
from winset.forecasting.labels import party_label, plain
from winset.forecasting.outlooks import Outlook, difference, outlooks_begun
from winset.forecasting.record import CaseLine, Lever, Moved, plain_data
from winset.forecasting.run import LEAST_DRAWS, SEED, Progress, check_asked, plans_of, rounded_draws

SCHEMA = "winset.levers/1"

DRAWS = 2048
"""Draws behind each lever's chance; many cases are played side by side, and their difference has a small error."""

TOP = 8
"""Alternatives for each package."""

TOGETHER = 2
"""Of these, how many move several numbers where enough do it alone."""

BEST = 5

WHO = ("we", "they", "third party", "nobody")


@dataclass(frozen=True)
class PackageLevers:
    """One package that counts: who refuses it with all inputs at their modes, and what would open it.

    Parameters
    ----------
    package, label : str
    is_open : bool
        True if all who are needed accept it already.
    refused_by : str
        Who refuses and by how much, in words.
    levers : tuple of Lever
        Single numbers first, then several together, the least effort first.
    """

    package: str
    label: str
    is_open: bool
    refused_by: str
    levers: tuple[Lever, ...]


@dataclass(frozen=True)
class Levers:
    """What would open a deal.

    Examples
    --------
    >>> import winset
    >>> found = winset.levers(winset.load("wage-round"), draws=128, top=1)
    >>> found.best[0].effort > 0
    True
    """

    case: CaseLine
    version: str
    seed: int
    draws: int
    we: str
    who: str
    probability: float
    sampling_error: float
    best: tuple[Lever, ...]
    packages: tuple[PackageLevers, ...]
    names: Mapping[str, str]
    notes: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the findings as plain lists, mappings, numbers and text."""
        return {"schema": SCHEMA, **plain_data(asdict(self))}

    def to_json(self, drawn: LeverMap | None = None) -> str:
        """Return one JSON document ending in a newline, with a map of two levers if there is one."""
        found = self.to_dict() | ({} if drawn is None else {"map": drawn.to_dict()})
        return json.dumps(found, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def levers(
    case: Case,
    package: str | None = None,
    we: str | None = None,
    who: str | None = None,
    top: int = TOP,
    draws: int = DRAWS,
    seed: int = SEED,
    workers: int = 1,
    progress: Progress | None = None,
) -> Levers:
    """Return the smallest changes that open each package, and what they do to the chance of a deal.

    Parameters
    ----------
    case : Case
        As read by `winset.load`.
    package : str, optional
        Only this package; all that count if not stated.
    we : str, optional
        The party that we are; the one that the case names if not stated.
    who : str, optional
        Only numbers that one can move: ``we``, ``they``, ``third party``, ``nobody``, or a party.
    top : int
        Alternatives for each package, 1 to 50.
    draws, seed, workers, progress
        As of `winset.forecast`, for each change and the case itself.

    Returns
    -------
    Levers
        A package that is open already, or that nothing opens, has no levers; that is an answer.

    Raises
    ------
    InputError
        If there is no such package or party, or a number is out of range.

    Examples
    --------
    >>> import winset
    >>> found = winset.levers(winset.load("kuril-2019"), package="two-and-joint", draws=128, top=1)
    >>> [(change.label, change.to) for change in found.best[0].changes]
    [('approval of Vladimir Putin', 71.71)]
    """
    check_asked(case, seed, workers)
    if not isinstance(top, int) or not 1 <= top <= 50:
        raise InputError(f"`top` is {top}; take from 1 to 50")
    we = _party(case, "we", we) or case.levers.we
    found = sought(case, package, we, who, top)
    told = played(case, found, [opening for some in found.openings.values() for opening in some], draws, seed, workers,
                  progress)  # fmt: skip
    packages = tuple(
        PackageLevers(
            package=found.names[place],
            label=plain(found.names[place]),
            is_open=place in found.is_open,
            refused_by=refused_by,
            levers=tuple(told[opening] for opening in found.openings.get(place, ())),
        )
        for place, refused_by in found.refused_by.items()
    )
    return Levers(
        case=CaseLine(case.id, case.title, case.question.text, case.as_of, case.until, case_hash(case), case.stage),
        version=version("winset"),
        seed=seed,
        draws=rounded_draws(draws),
        we=we or "",
        who=who or "",
        probability=told.before.probability,
        sampling_error=told.before.deal.sampling_error,
        best=best_of([lever for part in packages for lever in part.levers]),
        packages=packages,
        names={party: party_label(case, party) for party in case.parties},
        notes=_notes(case, we),
    )


@dataclass(frozen=True)
class Sought:
    """What opens the packages of a case, before it is asked what that does to the chance of a deal.

    Parameters
    ----------
    movable : tuple of Movable
        The numbers that openings move, by place.
    names : tuple of str
        Packages, by place.
    openings : mapping of place to list of Opening
        Of each package that is not open.
    is_open : frozenset of int
        Places of packages that are open already.
    refused_by : mapping of place to str
        Who refuses each package that is asked about, in words.
    """

    movable: tuple[Movable, ...]
    names: tuple[str, ...]
    openings: Mapping[int, list[Opening]]
    is_open: frozenset[int]
    refused_by: Mapping[int, str]

    def least(self, most: int = BEST) -> list[Opening]:
        """Return the openings of the least effort over all packages, each change once."""
        kept: dict[tuple[tuple[str, float], ...], Opening] = {}
        for opening in sorted((one for some in self.openings.values() for one in some), key=lambda one: one.effort):
            kept.setdefault(tuple(values_of(self.movable, opening).items()), opening)
        return list(kept.values())[:most]


def sought(
    case: Case, package: str | None = None, we: str | None = None, who: str | None = None, top: int = TOP
) -> Sought:
    """Return the smallest changes that open each package; parameters as of `levers`."""
    bench = Bench(max(plans_of(case, LEAST_DRAWS, SEED, obstacles=False), key=lambda told: told[1])[2])
    places = _places(bench, package)
    movable = _of(case, movables(bench, case, we), we, who)
    found = Openings(bench, movable)
    is_open = frozenset(place for place in places if found.now.is_open[0, place])
    openings = found.of([place for place in places if place not in is_open], top)
    return Sought(
        movable,
        tuple(bench.board.packages),
        {place: _chosen(some, top) for place, some in openings.items()},
        is_open,
        {place: refusal_words(bench, found.now, place) for place in places},
    )


def best_of(found: Sequence[Lever], most: int = BEST) -> tuple[Lever, ...]:
    """Return the levers of the least effort over all packages, each change once."""
    kept: dict[tuple[tuple[str, float], ...], Lever] = {}
    for lever in sorted(found, key=lambda lever: lever.effort):
        kept.setdefault(tuple((change.path, change.to) for change in lever.changes), lever)
    return tuple(kept.values())[:most]


def _places(bench: Bench, package: str | None) -> list[int]:
    """Return the places of the packages that are asked about: those that count and are on the table."""
    board = bench.board
    names = tuple(board.packages)
    if package is not None:
        if package not in names:
            close = did_you_mean(package, names)
            raise InputError(f"there is no package `{package[:60]}`; {close or 'take one of ' + ', '.join(names)}")
        return [names.index(package)]
    return [i for i in range(len(names)) if board.counts[i] and (board.agreed is None or i == board.agreed)]


def _party(case: Case, field: str, name: str | None) -> str | None:
    """Return a party's id, if it is one."""
    if name is not None and name not in case.parties:
        close = did_you_mean(name, case.parties)
        raise InputError(f"`{field}` is {name[:60]}; {close or 'take one of ' + ', '.join(case.parties)}")
    return name


def _of(case: Case, found: Sequence[Movable], we: str | None, who: str | None) -> tuple[Movable, ...]:
    """Return the numbers that one can move; all if nothing is said."""
    if who is None:
        return tuple(found)
    if who in ("we", "they") and we is None:
        raise InputError(f"`who` is {who}, but the case does not say who we are; name the party too")
    if who not in WHO:
        _party(case, "who", who)
    return tuple(lever for lever in found if who in (lever.puller.who, lever.puller.party))


def _chosen(found: Sequence[Opening], top: int) -> list[Opening]:
    """Return some openings of a package: single ones first, with room for a few of several numbers."""
    single = [opening for opening in found if len(opening.changes) == 1]
    joint = [opening for opening in found if len(opening.changes) > 1]
    alone = single[: max(top - min(TOGETHER, len(joint)), 1)]
    return [*alone, *joint[: top - len(alone)]]


def values_of(movable: Sequence[Movable], opening: Opening) -> dict[str, float]:
    """Return the value of each number that an opening moves, by path, as it is printed and may be written."""
    return {
        path: round(float(value), 10)
        for place, whole in opening.changes
        for path, value in movable[place].values(whole).items()
    }


@dataclass(frozen=True)
class Told:
    """What each opening does to the chance of a deal.

    Parameters
    ----------
    before : Outlook
        Of the case as it stands.
    levers : mapping of Opening to Lever
    """

    before: Outlook
    levers: Mapping[Opening, Lever]

    def __getitem__(self, opening: Opening) -> Lever:
        """Return an opening with what it does."""
        return self.levers[opening]


def played(
    case: Case,
    found: Sought,
    openings: Sequence[Opening],
    draws: int,
    seed: int,
    workers: int = 1,
    progress: Progress | None = None,
    executor: Executor | None = None,
) -> Told:
    """Play the case and some openings of it, side by side, and return what each does."""
    return played_begun(case, found, openings, draws, seed, workers, progress, executor)()


def played_begun(
    case: Case,
    found: Sought,
    openings: Sequence[Opening],
    draws: int,
    seed: int,
    workers: int,
    progress: Progress | None,
    executor: Executor | None,
) -> Callable[[], Told]:
    """Begin to play the case and some openings of it, and return what waits for that and says what each does.

    An executor is at work from now on, so that other work can be handed to it in the meantime.
    """
    changes = {opening: values_of(found.movable, opening) for opening in openings}
    different = dict.fromkeys(tuple(values.items()) for values in changes.values())
    variants = [with_values(case, dict(values)) for values in different]
    play = outlooks_begun([case, *variants], draws, seed, workers, progress, executor)

    def finished() -> Told:
        """Return what each opening does when all have been played."""
        before, *after = play()
        outlook = dict(zip(different, after, strict=True))
        made = rounded_draws(draws)
        return Told(
            before,
            {
                opening: _lever(case, found, opening, values, before, outlook[tuple(values.items())], made)
                for opening, values in changes.items()
            },
        )

    return finished


def _lever(
    case: Case,
    found: Sought,
    opening: Opening,
    values: Mapping[str, float],
    before: Outlook,
    after: Outlook,
    draws: int,
) -> Lever:
    """Return an opening with what it does to the chance of a deal."""
    movable = found.movable
    changes = tuple(
        Moved(
            path=path,
            label=movable[place].label if len(movable[place].paths) == 1 else part_label(movable[place], number),
            from_=round(movable[place].starts[number], 6),
            to=values[path],
            unit=movable[place].unit if len(movable[place].paths) == 1 else "%",
            who=movable[place].puller.who,
            party=movable[place].puller.party,
        )
        for place, _ in opening.changes
        for number, path in enumerate(movable[place].paths)
    )
    pullers = {(change.who, change.party) for change in changes}
    who, party = pullers.pop() if len(pullers) == 1 else ("several", "")
    name = found.names[opening.package]
    return Lever(
        package=name,
        label=plain(name),
        changes=changes,
        words=" and ".join(
            change_words(case, movable[place], to, alone=len(opening.changes) == 1) for place, to in opening.changes
        ),
        who=who,
        party=party,
        effort=round(opening.effort, 6),
        probability_before=before.probability,
        probability_after=after.probability,
        sampling_error=difference(before, after)[1],
        draws=draws,
    )


def part_label(lever: Movable, number: int) -> str:
    """Return what one of the two shares behind a net opposition is called."""
    return f"share {('against', 'in favour')[number]} in {lever.label}"


def _notes(case: Case, we: str | None) -> tuple[str, ...]:
    """Return what a reader should know of the list."""
    found = [
        "Each change opens its package with every other number as most likely, and 99 % of it does not.",
        "The list hangs on the units of effort: with other efforts other levers come first. Read the alternatives.",
    ]
    if we is None:
        found.append("The case does not say which party we are.")
    else:
        found.append(f"We are {party_label(case, we)}.")
    if not case.levers.numbers:
        found.append(
            "The case states no efforts, caps or who can move what: winset's rules hold (what a number moves in six "
            "months, or its spread, is one unit of effort)."
        )
    if any(story.sets for stories in case.stories.values() for story in stories.values()):
        found.append("Numbers that a story of the case sets are left out; the centre is that of the likeliest story.")
    return tuple(found)


__all__ = ["Levers", "PackageLevers", "best_of", "levers", "played", "sought"]
