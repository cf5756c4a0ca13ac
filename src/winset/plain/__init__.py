"""Any model on plain data: what it is, what it takes, and what it answers.

Plain data are numbers, text, true and false, lists and mappings, as JSON has them; null stands for what is not known
or not given, and ``"inf"`` and ``"-inf"`` for numbers without bound.
"""

from __future__ import annotations

from winset.plain.described import Description, described
from winset.plain.documents import read_inputs
from winset.plain.solved import answer_schema, document, input_schema, solve

__all__ = ["Description", "answer_schema", "described", "document", "input_schema", "read_inputs", "solve"]
