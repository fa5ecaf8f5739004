"""Which modules of this repository a module needs: its import closure, read without running it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class SourceFile:
    """A file and its place below the source root it belongs to."""

    path: Path
    target: Path


@dataclass(frozen=True)
class Imports:
    """What a module imports, and whether it finds the modules beside it by itself."""

    names: tuple[str, ...]
    discovers: bool


def import_closure(package: str, roots: tuple[Path, ...]) -> tuple[SourceFile, ...]:
    """Return every file that running `package` may import from the given source roots.

    All modules and data files of `package` itself count, and of any other module only what is
    imported, with the `__init__.py` of each package on the way. Imports under `TYPE_CHECKING` are
    left out: nothing imports them at run time. A package whose `__init__.py` discovers its modules
    with `pkgutil.iter_modules(__path__)` counts with all of them. Sorted by target, so that equal
    code gives equal assets.
    """
    found: dict[Path, SourceFile] = {}
    waiting = [file for file in _package_files(package, roots)]
    while waiting:
        file = waiting.pop()
        if file.target in found:
            continue
        found[file.target] = file
        if file.path.suffix == ".py":
            waiting.extend(_imported(file, roots))
    return tuple(found[target] for target in sorted(found))


def _package_files(package: str, roots: tuple[Path, ...]) -> Iterator[SourceFile]:
    for root in roots:
        folder = root / package
        if (folder / "__init__.py").is_file():
            for path in folder.rglob("*"):
                if path.is_file() and "__pycache__" not in path.parts:
                    yield SourceFile(path, path.relative_to(root))
            return
    raise FileNotFoundError(f"no package {package} in {', '.join(map(str, roots))}")


@cache
def _imported(file: SourceFile, roots: tuple[Path, ...]) -> tuple[SourceFile, ...]:
    """Look once a process: a synth takes a hundred closures of much the same modules."""
    found = _imports(file.path.read_text(encoding="utf-8"), file.target.parent.parts)
    files = dict.fromkeys(one for name in found.names for one in _files_of(name, roots))
    return (*_modules_beside(file), *files) if found.discovers else tuple(files)


@cache
def _imports(text: str, package: tuple[str, ...]) -> Imports:
    """Read a module's text, which more than one set of roots may have."""
    nodes = list(_runtime_nodes(ast.parse(text).body))
    names = (name for node in nodes for name in _module_names(node, package))
    return Imports(tuple(dict.fromkeys(names)), any(map(_discovers_modules, nodes)))


def _discovers_modules(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node) == "pkgutil.iter_modules(__path__)"


def _modules_beside(file: SourceFile) -> Iterator[SourceFile]:
    for path in file.path.parent.glob("*.py"):
        yield SourceFile(path, file.target.with_name(path.name))


def _runtime_nodes(body: list[ast.stmt]) -> Iterator[ast.AST]:
    for statement in body:
        if isinstance(statement, ast.If) and _is_type_checking(statement.test):
            yield from _runtime_nodes(statement.orelse)
        else:
            yield from ast.walk(statement)


def _is_type_checking(test: ast.expr) -> bool:
    return "TYPE_CHECKING" in ast.unparse(test)


def _module_names(node: ast.AST, package: tuple[str, ...]) -> Iterator[str]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield alias.name
    elif isinstance(node, ast.ImportFrom):
        base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
        module = ".".join(part for part in (base, node.module or "") if part)
        yield module
        for alias in node.names:
            yield f"{module}.{alias.name}"


def _files_of(module: str, roots: tuple[Path, ...]) -> Iterator[SourceFile]:
    parts = module.split(".")
    for root in roots:
        if not (root / parts[0] / "__init__.py").is_file():
            continue
        for depth in range(1, len(parts) + 1):
            base = root.joinpath(*parts[:depth])
            for path in (base / "__init__.py", base.with_suffix(".py")):
                if path.is_file():
                    yield SourceFile(path, path.relative_to(root))
