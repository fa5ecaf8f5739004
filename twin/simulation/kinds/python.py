"""A Python file with a `step` function or a `Model` class, and its variables as a literal."""

from __future__ import annotations

import ast

from twin.simulation.model_file import ModelFile
from twin.simulation.model_kind import KindLimits, ModelKind

LARGEST_BYTES = 1024**2


def recognises(file: ModelFile) -> bool:
    """Return whether the file is Python with `VARIABLES` and what steps; it is not run."""
    if b"\0" in file.head or file.size_bytes > LARGEST_BYTES:
        return False
    try:
        with file.open() as stream:
            tree = ast.parse(stream.read())
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    names = {name for statement in tree.body for name in _defined(statement)}
    return "VARIABLES" in names and bool(names & {"step", "Model"})


def _defined(statement: ast.stmt) -> set[str]:
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return {statement.name}
    if isinstance(statement, ast.Assign):
        return {target.id for target in statement.targets if isinstance(target, ast.Name)}
    if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
        return {statement.target.id}
    return set()


KIND = ModelKind(
    name="python",
    title="Python file with a step function or a model class",
    image="simulate",
    recognises=recognises,
    limits=KindLimits(LARGEST_BYTES, memory_mebibytes=768, timeout_seconds=600),
)
