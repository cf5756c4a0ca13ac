"""What the parts of a case may refer to, and the complaint about a name that refers to nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from winset.case.accepters import Leaf, Unlisted, ratifiers
from winset.case.case import Case
from winset.case.complaints import Finding, Path, did_you_mean
from winset.case.home import AllOf, AnyOf, AtLeast, Follows, StoppedOnlyIf
from winset.case.public import FeltPublic


def keys_of(raw: Mapping[str, Any], *path: str) -> tuple[str, ...]:
    """Return the keys of a mapping in plain data, none if there is no mapping."""
    node: Any = raw
    for step in path:
        node = node.get(step) if isinstance(node, Mapping) else None
    return tuple(node) if isinstance(node, Mapping) else ()


def _is_rule(case: Case, reference: str) -> bool:
    """Tell whether a name at the top of a home stands for a rule and not for someone who must be carried."""
    party, name = reference.split(".", 1)
    home = case.parties[party].home if party in case.parties else {}
    return isinstance(home.get(name), AllOf | AnyOf | AtLeast | StoppedOnlyIf)


class Names:
    """What the parts of a case may refer to."""

    def __init__(self, case: Case, raw: Mapping[str, Any], packages: Mapping[str, Any] | None) -> None:
        self.packages = packages
        self.parties = tuple(dict.fromkeys((*case.parties, *keys_of(raw, "parties"))))
        written = {f"{party}.{name}": None for party in self.parties for name in keys_of(raw, "parties", party, "home")}
        self.accepters: dict[str, Leaf | None] = {
            **{name: None for name in written if not _is_rule(case, name)},
            **{who.reference: who.accepter for who in ratifiers(case) if not isinstance(who.accepter, Unlisted)},
        }
        self.series = tuple(dict.fromkeys((*case.series, *keys_of(raw, "series"))))

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
                    listed(known),
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
            yield Finding(path, f"there is no {word} `{name}`", name, listed(known), did_you_mean(name, known))
        elif isinstance(follower := self.accepters[name], Follows) and not felt_only:
            other = f"{name.split('.')[0]}.{follower.follows}"
            yield Finding(path, f"`{name}` follows another and is moved through it", name, remedy=f"write {other}")
        elif felt_only and not isinstance(self.accepters[name], FeltPublic | None):
            felt = [key for key, accepter in self.accepters.items() if isinstance(accepter, FeltPublic)]
            yield Finding(
                path, f"`{name}` is no felt public: it has no approval to move", name, listed((*self.parties, *felt))
            )


def listed(names: Collection[str], most: int = 12) -> str | None:
    """Return names in a row, not too many."""
    shortened = [*names][:most]
    return (", ".join(shortened) + (", …" if len(names) > most else "")) or None
