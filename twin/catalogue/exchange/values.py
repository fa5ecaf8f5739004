"""Metadata values of VAMS, which are texts with a type, and ours, which are JSON.

https://awslabs.github.io/visual-asset-management-system/api/metadata
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from twin.catalogue.asset import MetadataValue

TEXTS = frozenset({"string", "multiline_string", "inline_controlled_list", "date"})


def value_of(item: Any) -> MetadataValue:  # noqa: ANN401 - any JSON
    """Return the value of a metadata item; a text that is not what its type says stays a text."""
    if not isinstance(item, Mapping):
        return str(item)
    kind, value = str(item.get("valueType", "string")).lower(), item.get("value")
    if not isinstance(value, str) or kind in TEXTS:
        return _json(value)
    if kind == "boolean":
        return {"true": True, "false": False}.get(value.lower(), value)
    return _read(value)


def item_of(value: MetadataValue) -> dict[str, str]:
    """Return a value as a metadata item."""
    if isinstance(value, str):
        return {"valueType": "string", "value": value}
    if isinstance(value, bool):
        return {"valueType": "boolean", "value": str(value).lower()}
    if isinstance(value, int | float):
        return {"valueType": "number", "value": json.dumps(value)}
    kind = "array" if isinstance(value, list) else "object"
    return {"valueType": kind, "value": json.dumps(value, ensure_ascii=False)}


def _read(text: str) -> MetadataValue:
    try:
        return _json(json.loads(text, parse_constant=_refuse))
    except ValueError:
        return text


def _refuse(text: str) -> None:
    raise ValueError(f"{text} is no JSON")


def _json(value: Any) -> MetadataValue:  # noqa: ANN401 - any JSON
    found: MetadataValue = value
    return found
