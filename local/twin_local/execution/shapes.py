"""Fit JSON of one spelling to a service's shapes: Step Functions and Scheduler write UpperCamel.

Only names that a shape defines are changed: keys of maps and documents belong to the user.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape
from botocore.response import StreamingBody


def _plain(name: object) -> str:
    return str(name).replace("_", "").lower()


def coerce(shape: Shape | None, value: Any) -> Any:
    """Return `value` with the member names and value types that a request shape expects."""
    if value is None or shape is None:
        return value
    if isinstance(shape, StructureShape):
        if not isinstance(value, dict) or getattr(shape, "is_document_type", False):
            return value
        names = {_plain(name): str(name) for name in shape.members}
        spelled = {str(key): names.get(_plain(key), str(key)) for key in value}
        return {
            spelled[key]: coerce(shape.members.get(spelled[key]), item)
            for key, item in value.items()
        }
    if isinstance(shape, ListShape):
        return [coerce(shape.member, item) for item in value] if isinstance(value, list) else value
    if isinstance(shape, MapShape):
        return {key: coerce(shape.value, item) for key, item in value.items()}
    return _coerce_scalar(shape, value)


def _coerce_scalar(shape: Shape, value: Any) -> Any:
    kind = shape.type_name
    if kind == "string" and not isinstance(value, str):
        return json.dumps(value, separators=(",", ":"))
    if kind == "blob" and not isinstance(value, bytes):
        text = value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))
        return text.encode()
    if kind in ("integer", "long") and isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def upper_camel(shape: Shape | None, value: Any) -> Any:
    """Return a response with each shape's member in upper camel case and only JSON values."""
    if isinstance(shape, StructureShape) and isinstance(value, dict):
        return {
            name[:1].upper() + name[1:]: upper_camel(shape.members.get(name), item)
            for name, item in value.items()
        }
    if isinstance(shape, ListShape) and isinstance(value, list):
        return [upper_camel(shape.member, item) for item in value]
    if isinstance(shape, MapShape) and isinstance(value, dict):
        return {key: upper_camel(shape.value, item) for key, item in value.items()}
    return as_json(value)


def as_json(value: Any) -> Any:
    """Return a response value as JSON: times as ISO 8601, streams and bytes as text."""
    if isinstance(value, StreamingBody):
        return value.read().decode(errors="replace")
    if isinstance(value, bytes):
        return value.decode(errors="replace")
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    return [as_json(item) for item in value] if isinstance(value, list) else value
