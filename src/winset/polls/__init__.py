"""Tables of polls: read, pooled, and the pooling put to the test on what came next."""

from winset.polls.files import pool_polls
from winset.polls.pool import Settings, pooled_series
from winset.polls.record import PooledPolls, Series

__all__ = ["PooledPolls", "Series", "Settings", "pool_polls", "pooled_series"]
