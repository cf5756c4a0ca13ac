"""One line of a list, which stays apart from the next where it wraps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions
from rich.measure import Measurement
from rich.text import Text


@dataclass(frozen=True)
class Item:
    """A text that goes on under itself where it wraps: beside its mark, or two columns in if it has none."""

    text: str
    mark: str = ""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        """Yield the text, wrapped."""
        lines = Text(" ".join(self.text.split())).wrap(console, max(options.max_width - self._indent, 1))
        yield Text(self.mark) + Text("\n" + " " * self._indent).join(lines)

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """Return how narrow and how wide the text can be."""
        least, most = Measurement.get(console, options, Text(self.text))
        return Measurement(least + self._indent, most + self._indent)

    @property
    def _indent(self) -> int:
        """How far further in the text goes on."""
        return len(self.mark) or 2
