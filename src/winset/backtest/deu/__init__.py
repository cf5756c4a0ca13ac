"""Decisions of the European Union: what every model of many actors would have forecast, and how often it is right."""
