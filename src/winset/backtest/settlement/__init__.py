"""Attempts to settle claims between states: what became of each, and what would have been forecast of it."""
