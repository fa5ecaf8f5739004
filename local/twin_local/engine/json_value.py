"""The JSON values that templates, properties and API parameters are made of."""

from __future__ import annotations

import hashlib
import json
from typing import Any, TypeAlias

Json: TypeAlias = Any
"""A JSON value. Templates are data of unknown depth: they are checked where they are read."""

Properties: TypeAlias = dict[str, Json]


def canonical(value: Json) -> str:
    """Return one text for equal values, whatever the order of their keys."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(value: Json) -> str:
    """Return the SHA-256 of a value's canonical text, in hexadecimal."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()
