"""What may stand in the way of a deal, and be taken away in a replay."""

from __future__ import annotations

from dataclasses import dataclass

VOTING = frozenset({"body", "referendum", "consent"})
"""Kinds of those who vote or consent at home."""

ABOVE = frozenset({"vote", "road", "spoiler"})
"""Kinds that stand in the way only of what is agreed already: the talks go on as before without them."""


@dataclass(frozen=True)
class Obstacle:
    """Something that may stand in the way.

    Parameters
    ----------
    kind : str
        The kind of an accepter, ``outside`` (pressure), ``time`` (meetings and delays), ``vote`` (the luck of all
        votes), ``road`` (nobody else carries it after a No), ``spoiler`` (an event breaks off a signing), or
        ``several``.
    party, accepter : str
        Whose it is: the party and the accepter; the outsider as the party; the spoiler's event as the accepter.
    """

    kind: str
    party: str = ""
    accepter: str = ""

    @property
    def voter(self) -> tuple[str, str] | None:
        """Party and name of someone who votes or consents; None for anything else."""
        return (self.party, self.accepter) if self.kind in VOTING else None


__all__ = ["ABOVE", "VOTING", "Obstacle"]
