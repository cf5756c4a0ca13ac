"""Which outcome do parties settle on, given what each is worth to them?"""

from winset.bargain.additive_issues import PackageFrontier, additive_frontier
from winset.bargain.alternating_offers import Offers, ratified_offers
from winset.bargain.baron_ferejohn import ClosedRule, baron_ferejohn
from winset.bargain.breakdown import breakdown_offers
from winset.bargain.choice import choose
from winset.bargain.concave_frontier import frontier_solution
from winset.bargain.constrained_nash import Settlement, constrained_nash
from winset.bargain.convex_solution import ConvexPoint, convex_solution
from winset.bargain.double_auction import auction_trade, bid_worth, claims
from winset.bargain.egalitarian import egalitarian_solution
from winset.bargain.frontier import pareto_frontier
from winset.bargain.individually_rational import individually_rational
from winset.bargain.kalai_smorodinsky import kalai_smorodinsky_solution
from winset.bargain.legislature import executive_legislature
from winset.bargain.linkage import Linkage, linkage
from winset.bargain.nash import nash_solution
from winset.bargain.outside_options import outside_option_offers
from winset.bargain.overlap import Overlap, uniform_overlap
from winset.bargain.package_settlements import PackageSettlements, package_settlements
from winset.bargain.pie import nash_shares
from winset.bargain.private_information import DealChances, deal_chances
from winset.bargain.private_offer import UniformOffer, best_offer, uniform_offer
from winset.bargain.proportional import proportional_solution
from winset.bargain.proposal import Proposal, best_proposal
from winset.bargain.random_proposer import RandomProposer, random_proposer_shares
from winset.bargain.rotating_offers import rotating_shares
from winset.bargain.rubinstein import rubinstein_limit, rubinstein_offers
from winset.bargain.rubinstein_frontier import Proposals, frontier_proposals
from winset.bargain.schelling import constrained_nash_share
from winset.bargain.settlements import Settlements, settlements
from winset.bargain.side_payment import least_side_payment
from winset.bargain.trade_bound import Trade, trade_above, trade_bound
from winset.bargain.two_sided import SafestShare, both_ratify, safest_share
from winset.bargain.unequal_legislators import Legislators, unequal_legislators
from winset.bargain.utilitarian import utilitarian_solution

__all__ = [
    "ClosedRule",
    "ConvexPoint",
    "DealChances",
    "Legislators",
    "Linkage",
    "Offers",
    "Overlap",
    "PackageFrontier",
    "PackageSettlements",
    "Proposal",
    "Proposals",
    "RandomProposer",
    "SafestShare",
    "Settlement",
    "Settlements",
    "Trade",
    "UniformOffer",
    "additive_frontier",
    "auction_trade",
    "baron_ferejohn",
    "best_offer",
    "best_proposal",
    "bid_worth",
    "both_ratify",
    "breakdown_offers",
    "choose",
    "claims",
    "constrained_nash",
    "constrained_nash_share",
    "convex_solution",
    "deal_chances",
    "egalitarian_solution",
    "executive_legislature",
    "frontier_proposals",
    "frontier_solution",
    "individually_rational",
    "kalai_smorodinsky_solution",
    "least_side_payment",
    "linkage",
    "nash_shares",
    "nash_solution",
    "outside_option_offers",
    "package_settlements",
    "pareto_frontier",
    "proportional_solution",
    "random_proposer_shares",
    "ratified_offers",
    "rotating_shares",
    "rubinstein_limit",
    "rubinstein_offers",
    "safest_share",
    "settlements",
    "trade_above",
    "trade_bound",
    "unequal_legislators",
    "uniform_offer",
    "uniform_overlap",
    "utilitarian_solution",
]
