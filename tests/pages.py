"""Pages of the documentation as examples that can be run.

A page's console blocks, Python examples and cases run in the order of the page, in one folder of their own:

- in a ```console block every ``$ winset ...`` line runs, and what follows it is what it prints. White space does not
  count, ``...`` stands for anything, and numbers may differ a little: they move with the cases. Dates, ids and words
  may not. Nothing shown means nothing compared, and then the status must be 0, or be shown by ``$ echo $?``.
- a ```python block with ``>>>`` is a doctest, one without is run as it stands; a page's examples share their names.
- a ```yaml block after ``<!-- case -->`` must be a case without complaints; other YAML must at least be YAML.
- a block after ``<!-- case: NAME -->`` or ``<!-- file: NAME -->`` becomes a file, which a later command must use.
- a ```diff block after ``<!-- edit: NAME -->`` changes such a file.
"""

from __future__ import annotations

import doctest
import re
import shlex
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from typer.testing import CliRunner

from winset.case.reading import read_text
from winset.cli import app

SHELL = {"cat", "cmp", "cp", "head", "ls", "sed"}
"""Commands beside `winset` that are run."""

SETUP = {"git", "cd", "make", "pip", "python", "python3", ".", "sh"}
"""Commands that set things up and are not run."""

FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE

NUMBER = re.compile(r"(?<![\w.,-])([<>]?-?\d{1,3}(?:\.\d+)?)(?![\w-]|[.,]\d)")
"""A number that may differ a little: not part of a date, an id, a version or a larger number."""


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, the line it starts on, its text, and the comment before it, if any."""

    language: str
    line: int
    text: str
    comment: str


def blocks(page: str) -> Iterator[Block]:
    """Yield the fenced blocks of a page."""
    comment, lines = "", iter(enumerate(page.splitlines(), 1))
    for number, line in lines:
        if fence := re.match(r"( *)(```+)(\w*)", line):
            indent, ticks, language = fence.groups()
            inside = []
            for _, text in lines:
                if text.strip() == ticks:
                    break
                inside.append(text.removeprefix(indent) + "\n")
            yield Block(language, number, "".join(inside), comment)
        if line.strip():
            found = re.fullmatch(r"<!-- *(.*?) *-->", line.strip())
            comment = found[1] if found else ""


def numbers_near(shown: str, found: str) -> bool:
    """Tell whether two numbers are near enough for a page: within 2, or within 15 per cent."""
    a, b = (float(number.lstrip("<>")) for number in (shown, found))
    return abs(a - b) <= max(2.0, 0.15 * abs(b))


def _pattern(words: list[str]) -> re.Pattern[str]:
    """Return the pattern of what is shown, one group for each number."""
    parts = []
    for word in words:
        if word == "...":
            parts.append(r"(?:\S+ )*?")
            continue
        pieces = NUMBER.split(word)
        escaped = [re.escape(piece).replace(r"\.\.\.", r"\S*?") for piece in pieces[::2]]
        parts.append(r"([<>]?-?\d+(?:\.\d+)?)".join(escaped) + " ")
    return re.compile("".join(parts))


def differs(shown: str, found: str) -> str | None:
    """Return how what a page shows differs from what a command prints; None if it does not.

    >>> differs("a deal: [5%; 4% to 6%]", "a deal:  [6%; 4%\\n to 8%]\\n"), differs("one ... three", "one two three")
    (None, None)
    >>> differs("from 2019-01-23 on", "from 2019-01-24 on")
    'the page shows `2019-01-23 on` where the command prints `2019-01-24 on`'
    >>> differs("[5%]", "[50%]")
    'the page shows 5 where the command prints 50'
    """
    words, printed = shown.split(), "".join(f"{word} " for word in found.split())
    whole = _pattern(words).fullmatch(printed)
    if whole is None:
        fits = max(n for n in range(len(words) + 1) if n == 0 or _pattern(words[:n]).match(printed))
        start = _pattern(words[:fits]).match(printed)
        rest = printed[start.end() if start else 0 :].split()
        return f"the page shows `{' '.join(words[fits:][:8])}` where the command prints `{' '.join(rest[:8])}`"
    pages_own = [number for word in words if word != "..." for number in NUMBER.findall(word)]
    for a, b in zip(pages_own, whole.groups(), strict=True):
        if not numbers_near(a, b):
            return f"the page shows {a} where the command prints {b}"
    return None


@dataclass
class Page:
    """A page being worked through in a folder."""

    path: Path
    folder: Path
    complaints: list[str] = field(default_factory=list)
    made: dict[str, int] = field(default_factory=dict)
    commands: list[str] = field(default_factory=list)
    names: dict[str, Any] = field(default_factory=dict)
    status: int = 0

    def complain(self, line: int, text: str) -> None:
        """Remember what does not hold."""
        self.complaints.append(f"{self.path.name}:{line}: {text}")

    def work_through(self) -> None:
        """Run every example of the page, in order."""
        for block in blocks(self.path.read_text("utf-8")):
            kind, _, name = block.comment.partition(":")
            if name and kind in {"case", "file"}:
                (self.folder / name.strip()).write_text(block.text, "utf-8")
                self.made[name.strip()] = block.line
            elif name and kind == "edit":
                self._edit(block, self.folder / name.strip())
            elif kind == "case":
                read_text(block.text, f"{self.path.name}:{block.line}", self.folder)
            elif block.language == "yaml":
                YAML(typ="safe").load(block.text)
            elif block.language == "console":
                self._console(block)
            elif block.language == "python":
                self._python(block)
        said = "\n".join([*self.commands, self.path.read_text("utf-8").partition("```python")[2]])
        for name, line in self.made.items():
            if name not in said:
                self.complain(line, f"{name} is written and never used")

    def _edit(self, block: Block, file: Path) -> None:
        """Change a file as a diff says."""
        text, lines = file.read_text("utf-8"), block.text.splitlines()
        old = "".join(line[1:] + "\n" for line in lines if not line.startswith("+"))
        new = "".join(line[1:] + "\n" for line in lines if not line.startswith("-"))
        if text.count(old) != 1:
            self.complain(block.line, f"{file.name} holds the old lines {text.count(old)} times")
        file.write_text(text.replace(old, new, 1), "utf-8")

    def _console(self, block: Block) -> None:
        """Run the commands of a block and compare what they print."""
        turns: list[tuple[int, str, list[str]]] = []
        for number, line in enumerate(block.text.splitlines(), block.line + 1):
            if line.startswith("$ "):
                turns.append((number, line[2:].strip(), []))
            elif turns:
                turns[-1][2].append(line)
        for (number, command, shown), after in zip(turns, [*turns[1:], (0, "", [])], strict=True):
            if command == "echo $?":
                printed = f"{self.status}\n"
            else:
                printed = self._run(number, command)
            wrong = differs("\n".join(shown), printed) if "".join(shown).strip() else None
            if self.status and wrong is None and not shown and after[1] != "echo $?":
                wrong = f"it ends with status {self.status} and says: {printed}"
            if wrong:
                self.complain(number, f"`{command}`: {wrong}")

    def _run(self, line: int, command: str) -> str:
        """Run one command in the page's folder and return what it prints."""
        self.commands.append(command)
        before, _, target = command.partition(" > ")
        program, *arguments = shlex.split(before)
        if program == "winset":
            result = CliRunner(env={"COLUMNS": "80"}).invoke(app, arguments)
            if result.exception is not None and not isinstance(result.exception, SystemExit):
                raise result.exception
            self.status, printed = result.exit_code, result.output
            said = result.stdout, result.stderr
        elif program in SHELL:
            done = subprocess.run([program, *arguments], cwd=self.folder, capture_output=True, text=True, check=False)
            self.status, printed, said = done.returncode, done.stdout + done.stderr, (done.stdout, done.stderr)
        else:
            if program not in SETUP:
                self.complain(line, f"`{program}` is no command that a page may print")
            self.status = 0
            return ""
        if target:
            (self.folder / target).write_text(said[0], "utf-8")
            return said[1]
        return printed

    def _python(self, block: Block) -> None:
        """Run a Python example."""
        if ">>>" not in block.text:
            exec(compile(block.text, f"{self.path.name}:{block.line}", "exec"), self.names)
            return
        example = doctest.DocTestParser().get_doctest(block.text, self.names, self.path.name, None, block.line)
        said: list[str] = []
        runner = doctest.DocTestRunner(optionflags=FLAGS, verbose=False)
        runner.run(example, out=said.append, clear_globs=False)
        self.names.update(example.globs)
        if said:
            self.complain(block.line, "".join(said))
