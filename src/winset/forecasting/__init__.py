"""The two-level game over time: a case and its draws become a forecast."""
