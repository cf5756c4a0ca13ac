"""Which files of the program does a piece of work hang on? So that a changed program is never answered with old work.

A piece of work hangs on the module that does it, on every module of ours that this one imports anywhere in it, and so
on. Files that are not reached may change without loss. The versions of Python, NumPy and SciPy count too, since the
last digits may hang on them. Not seen are imports made by name at run time (`importlib.import_module`), of which the
models have none.
"""

from __future__ import annotations

import ast
import platform
from collections.abc import Iterator
from hashlib import sha256
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

LIBRARIES = ("numpy", "scipy")


def code_hash(*names: str) -> str:
    """Return the hash of the program text that modules hang on, and of the versions beneath.

    Parameters
    ----------
    *names : str
        Modules by their full names; a package stands for all its modules.
    """
    total = sha256(repr([platform.python_version(), *map(version, LIBRARIES)]).encode())
    for name, file in hangs_on(*names).items():
        total.update(name.encode() + b"\0" + file.read_bytes() + b"\0")
    return total.hexdigest()


def hangs_on(*names: str) -> dict[str, Path]:
    """Return the modules that modules hang on, with their files: themselves and, step by step, what they import.

    Only modules of the same top-level packages are followed.

    Examples
    --------
    >>> list(hangs_on("winset.answer"))
    ['winset.answer']
    """
    found: dict[str, Path] = {}
    waiting = [inner for name in names for inner in _with_inner(name)]
    while waiting:
        name = waiting.pop()
        file = _file_of(name)
        if file is not None and name not in found:
            found[name] = file
            waiting += [other for other in _imports(file) if other.split(".")[0] == name.split(".")[0]]
    return dict(sorted(found.items()))


def _file_of(name: str) -> Path | None:
    """Return the file of a module, if there is such a module."""
    top, *rest = name.split(".")
    spec = find_spec(top)
    if spec is None or spec.origin is None:
        return None
    place = Path(spec.origin).parent.joinpath(*rest)
    return next((file for file in (place / "__init__.py", place.with_suffix(".py")) if file.exists()), None)


def _with_inner(name: str) -> Iterator[str]:
    """Yield a module, and if it is a package the modules in it."""
    yield name
    file = _file_of(name)
    if file is not None and file.name == "__init__.py":
        yield from (f"{name}.{inner.stem}" for inner in sorted(file.parent.glob("*.py")) if inner != file)


def _imports(file: Path) -> Iterator[str]:
    """Yield the names of what a file imports that may be modules; imports are absolute, as all of ours are."""
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
