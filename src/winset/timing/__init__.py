"""Windows of opportunity: when capital reaches what it needs, alone or together, and before which deadline."""

from winset.timing.bridge import bridge_crossing, continuity_shift, refined
from winset.timing.brownian import (
    brownian_passage,
    brownian_passage_before_chance_deadline,
    brownian_passage_ever,
)
from winset.timing.deadline_leverage import Leverage, deadline_leverage
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
from winset.timing.offers_in_turn import offers_in_turn
from winset.timing.perpetual import Threshold, growing_gain_threshold, moving_gain_threshold
from winset.timing.simulated_windows import SimulatedWindows, simulated_windows
from winset.timing.stopping import Waiting, sign_or_wait

__all__ = [
    "Leverage",
    "SimulatedWindows",
    "Threshold",
    "Waiting",
    "boost_needed",
    "bridge_crossing",
    "brownian_passage",
    "brownian_passage_before_chance_deadline",
    "brownian_passage_ever",
    "continuity_shift",
    "deadline_leverage",
    "event_passage",
    "first_of_two",
    "growing_gain_threshold",
    "joint_window",
    "moving_gain_threshold",
    "offers_in_turn",
    "ou_long_run_hazard",
    "ou_mean_passage_time",
    "ou_passage",
    "ou_passage_to_mean",
    "ou_step",
    "ou_volatility",
    "refined",
    "sign_or_wait",
    "simulated_windows",
    "wedge_survival",
    "window_length",
]
