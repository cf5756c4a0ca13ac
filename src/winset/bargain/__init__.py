"""Which outcome do parties settle on, given what each is worth to them?"""

from winset.bargain.alternating_offers import Offers, ratified_offers
from winset.bargain.choice import choose
from winset.bargain.egalitarian import egalitarian_solution
from winset.bargain.kalai_smorodinsky import kalai_smorodinsky_solution
from winset.bargain.nash import nash_solution
from winset.bargain.overlap import Overlap, uniform_overlap
from winset.bargain.private_offer import UniformOffer, best_offer, uniform_offer
from winset.bargain.proposal import Proposal, best_proposal
from winset.bargain.schelling import constrained_nash_share
from winset.bargain.side_payment import least_side_payment
from winset.bargain.two_sided import SafestShare, both_ratify, safest_share
from winset.bargain.utilitarian import utilitarian_solution

__all__ = [
    "Offers",
    "Overlap",
    "Proposal",
    "SafestShare",
    "UniformOffer",
    "best_offer",
    "best_proposal",
    "both_ratify",
    "choose",
    "constrained_nash_share",
    "egalitarian_solution",
    "kalai_smorodinsky_solution",
    "least_side_payment",
    "nash_solution",
    "ratified_offers",
    "safest_share",
    "uniform_offer",
    "uniform_overlap",
    "utilitarian_solution",
]
