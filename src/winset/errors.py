"""The few kinds of error that winset raises, under one parent."""

from __future__ import annotations


class WinsetError(Exception):
    """Parent of every error that winset raises on purpose; its text is meant to be shown to the user."""


class InputError(WinsetError, ValueError):
    """A number or array handed to a function is outside what the function allows.

    The message names the field, what was found and what is allowed.
    """


class CaseError(WinsetError):
    """A case file cannot be read or says something impossible; carries every complaint at once."""

    def __init__(self, complaints: tuple[object, ...]) -> None:
        self.complaints = complaints
        super().__init__("\n".join(str(complaint) for complaint in complaints))
