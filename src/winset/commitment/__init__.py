"""Is a bargain struck and kept when nobody can be bound to it? Crises, shifting power, self-enforcement, breach."""

from winset.commitment.audience import Zone, zone_after_commitments
from winset.commitment.concession import largest_concession, largest_concession_on_slope
from winset.commitment.crisis import crisis_range
from winset.commitment.crisis_offer import CrisisOffer, crisis_offer
from winset.commitment.durability import breach_chances, breach_time, durability, first_breach
from winset.commitment.grim_trigger import patience_needed
from winset.commitment.shifting_power import commitment_margin, is_peace_possible
from winset.commitment.staged_exchange import largest_step, steps_needed

__all__ = [
    "CrisisOffer",
    "Zone",
    "breach_chances",
    "breach_time",
    "commitment_margin",
    "crisis_offer",
    "crisis_range",
    "durability",
    "first_breach",
    "is_peace_possible",
    "largest_concession",
    "largest_concession_on_slope",
    "largest_step",
    "patience_needed",
    "steps_needed",
    "zone_after_commitments",
]
