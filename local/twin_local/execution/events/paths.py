"""The JSONPath subset of EventBridge and AWS IoT: `$.a.b`, `$.a[0]`, `$['a']`, `$.a[*].b`."""

from __future__ import annotations

import re

from twin_local.execution.types import Json

STEP = re.compile(r"\.([\w\-]+)|\[(\d+|\*)\]|\['([^']+)'\]")


class PathError(ValueError):
    """A path is not in the supported subset."""


def find(path: str, document: Json) -> Json:
    """Return what a path points at; None when it points at nothing.

    Raises:
        PathError: the path cannot be read.
    """
    if not path.startswith("$"):
        raise PathError(f"{path!r} does not begin with $")
    position, found, many = 1, [document], False
    while position < len(path):
        step = STEP.match(path, position)
        if step is None:
            raise PathError(f"{path!r} cannot be read from {path[position:]!r}")
        name, index, quoted = step.groups()
        many = many or index == "*"
        found = [item for value in found for item in _step(value, name or quoted, index)]
        position = step.end()
    if many:
        return found
    return found[0] if found else None


def _step(value: Json, name: str | None, index: str | None) -> list[Json]:
    if name is not None:
        return [value[name]] if isinstance(value, dict) and name in value else []
    if not isinstance(value, list):
        return []
    if index == "*":
        return list(value)
    return value[int(index or 0) : int(index or 0) + 1]
