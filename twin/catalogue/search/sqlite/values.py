"""Metadata as columns: paths as text, values so that like is compared with like.

SQLite sorts numbers before texts before blobs. Booleans, null and emptiness become blobs, and a
comparison is a range within its own kind.
"""

from __future__ import annotations

import math

from twin.catalogue.search.document import Emptiness, comparable
from twin.catalogue.search.query import Comparing, MetadataPath, Scalar

Column = float | int | str | bytes
SEPARATOR = "\x1f"
"""The ASCII unit separator, between the names of a path; a name that holds it is cut by it."""

_EMPTY = b"\x03"
_CONSTANTS: dict[bool | None, bytes] = {False: b"\x00", True: b"\x01", None: b"\x02"}


def path_column(path: MetadataPath) -> str:
    """Return a path as text."""
    return SEPARATOR.join(path)


def value_column(value: Scalar | Emptiness) -> Column:
    """Return a value as a column."""
    if isinstance(value, Emptiness):
        return _EMPTY
    value = comparable(value)
    if value is None or isinstance(value, bool):
        return _CONSTANTS[value]
    if isinstance(value, float) and math.isnan(value):
        # SQLite would make it NULL; no number is equal to it, and no JSON holds it.
        return _CONSTANTS[None]
    return value


def value_range(condition: Comparing) -> tuple[str, tuple[Column, ...]]:
    """Return the SQL of a comparison on the column `value`, and its parameters."""
    column = value_column(condition.value)
    operator = "=" if condition.comparison == "!=" else condition.comparison
    if operator == "=" or isinstance(column, bytes):
        return "value = ?", (column,)
    if isinstance(column, str):
        # Texts end where blobs begin, and begin with the empty one.
        return f"value {operator} ? AND value >= '' AND value < x''", (column,)
    return f"value {operator} ? AND value < ''", (column,)
