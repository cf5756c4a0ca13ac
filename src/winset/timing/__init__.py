"""Windows of opportunity: when capital reaches what it needs, alone or together, and before which deadline."""

from winset.timing.bridge import bridge_crossing, continuity_shift, refined
from winset.timing.brownian import (
    brownian_passage,
    brownian_passage_before_chance_deadline,
    brownian_passage_ever,
)
from winset.timing.events import boost_needed, event_passage, window_length
from winset.timing.hazard import first_of_two
from winset.timing.joint_window import joint_window, wedge_survival
from winset.timing.mean_reversion import (
    ou_long_run_hazard,
    ou_mean_passage_time,
    ou_passage,
    ou_passage_to_mean,
    ou_step,
    ou_volatility,
)

__all__ = [
    "boost_needed",
    "bridge_crossing",
    "brownian_passage",
    "brownian_passage_before_chance_deadline",
    "brownian_passage_ever",
    "continuity_shift",
    "event_passage",
    "first_of_two",
    "joint_window",
    "ou_long_run_hazard",
    "ou_mean_passage_time",
    "ou_passage",
    "ou_passage_to_mean",
    "ou_step",
    "ou_volatility",
    "refined",
    "wedge_survival",
    "window_length",
]
