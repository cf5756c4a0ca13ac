"""Is a bargain struck and kept when nobody can be bound to it? Crises, shifting power, promises."""

from winset.commitment.audience import Zone, zone_after_commitments
from winset.commitment.concession import largest_concession, largest_concession_on_slope
from winset.commitment.crisis import CrisisOffer, crisis_offer, crisis_range
from winset.commitment.shifting_power import commitment_margin, is_peace_possible

__all__ = [
    "CrisisOffer",
    "Zone",
    "commitment_margin",
    "crisis_offer",
    "crisis_range",
    "is_peace_possible",
    "largest_concession",
    "largest_concession_on_slope",
    "zone_after_commitments",
]
