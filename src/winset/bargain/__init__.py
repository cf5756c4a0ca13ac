"""Which outcome do parties settle on, given what each is worth to them?"""

from winset.bargain.choice import choose
from winset.bargain.egalitarian import egalitarian_solution
from winset.bargain.kalai_smorodinsky import kalai_smorodinsky_solution
from winset.bargain.nash import nash_solution
from winset.bargain.utilitarian import utilitarian_solution

__all__ = [
    "choose",
    "egalitarian_solution",
    "kalai_smorodinsky_solution",
    "nash_solution",
    "utilitarian_solution",
]
