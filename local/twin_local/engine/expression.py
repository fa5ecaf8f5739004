"""Expressions of the resource table: fields in braces, filled from what is known of a resource."""

from __future__ import annotations

import re
from collections.abc import Mapping

from twin_local.engine.json_value import Json
from twin_local.engine.scope import Unresolved

FIELD = re.compile(r"\{([^{}]+)\}")


def fill(template: Json, known: Mapping[str, Json]) -> Json:
    """Return a template (a text, or objects and lists of texts) with its fields filled in.

    A text that is one field gives the field's value; a path that leads nowhere gives None, and an
    object drops such members.
    """
    if isinstance(template, str):
        return _text(template, known)
    if isinstance(template, Mapping):
        filled = {key: fill(item, known) for key, item in template.items()}
        return {key: item for key, item in filled.items() if item is not None} or None
    if isinstance(template, (list, tuple)):
        return [fill(item, known) for item in template]
    return template


def _text(template: str, known: Mapping[str, Json]) -> Json:
    whole = FIELD.fullmatch(template)
    if whole:
        return at_path(known, whole[1])
    values = [at_path(known, match[1]) for match in FIELD.finditer(template)]
    parts = iter(values)
    text = FIELD.sub(lambda _: str(next(parts)), template)
    return Unresolved(text) if any(isinstance(value, Unresolved) for value in values) else text


def at_path(value: Json, path: str) -> Json:
    """Return what a dotted path leads to, or None; list items are named by their index."""
    for name in path.split("."):
        if isinstance(value, Mapping):
            value = value.get(name)
        elif isinstance(value, list) and name.isdigit() and int(name) < len(value):
            value = value[int(name)]
        else:
            return value if isinstance(value, Unresolved) else None
    return value
