"""Which states of a conflict would nobody leave, given who can move where and who prefers what?"""

from winset.graph.coalitions import Departure, departures
from winset.graph.inverse import Inverse, Need, preferences_for
from winset.graph.matrices import joint_matrix, stable_by_matrices
from winset.graph.priorities import Prioritised, prioritised
from winset.graph.reach import reachable
from winset.graph.reading import read_conflict
from winset.graph.record import Conflict, conflict_of
from winset.graph.stability import CONCEPTS, Stability, stability, stable_states
from winset.graph.status_quo import Way, ways_from

__all__ = [
    "CONCEPTS",
    "Conflict",
    "Departure",
    "Inverse",
    "Need",
    "Prioritised",
    "Stability",
    "Way",
    "conflict_of",
    "departures",
    "joint_matrix",
    "preferences_for",
    "prioritised",
    "reachable",
    "read_conflict",
    "stability",
    "stable_by_matrices",
    "stable_states",
    "ways_from",
]
