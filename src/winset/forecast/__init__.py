"""The two-level game over time: a case and its draws become a forecast."""

from winset.forecast.record import Forecast
from winset.forecast.run import forecast

__all__ = ["Forecast", "forecast"]
