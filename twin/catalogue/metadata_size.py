"""How much metadata an asset or a link may have.

An item of DynamoDB has at most 400 KB
(https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Limits.html); an entry of the
history holds the metadata before and after, and the item of an asset the rest of its record.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from twin.catalogue.asset import Metadata
from twin.catalogue.detail_errors import JsonFinding, MetadataInvalid
from twin.catalogue.naming import is_writable

MAXIMUM_NAME = 255
LARGEST_INTEGER = 2**53 - 1
"""Integers that every reader of JSON keeps exactly (RFC 8259, section 6)."""


@dataclass(frozen=True)
class Limits:
    """How many bytes of UTF-8, values and levels a document has at most."""

    size_bytes: int
    values: int
    depth: int

    def __str__(self) -> str:
        return f"at most {self.size_bytes} bytes, {self.values} values and {self.depth} levels"


METADATA = Limits(size_bytes=64 * 1024, values=1000, depth=8)
LINK_METADATA = Limits(size_bytes=4 * 1024, values=50, depth=4)
"""Of a link: a page shows many of them."""


def valid_metadata(
    value: Any,  # noqa: ANN401 - any JSON
    limits: Limits = METADATA,
) -> Metadata:
    """Return metadata that fits, as it is.

    Raises:
        MetadataInvalid: it is no JSON object, too large, or holds what JSON cannot carry safely.
    """
    finding = document_finding(value, limits)
    if finding:
        raise MetadataInvalid([finding], demanded_by="the catalogue")
    metadata: Metadata = value
    return metadata


def document_finding(value: Any, limits: Limits) -> JsonFinding | None:  # noqa: ANN401 - any JSON
    """Return the first reason why the catalogue does not take a JSON document, or None."""
    if not isinstance(value, dict):
        return JsonFinding("", type(value).__name__, "a JSON object")
    for count, (pointer, depth, part) in enumerate(_values(value)):
        if depth > limits.depth or count > limits.values:
            found = f"more than {limits.values} values or {limits.depth} levels"
            return JsonFinding("", found, str(limits))
        finding = _finding(pointer, part)
        if finding:
            return finding
    size = len(json.dumps(value, ensure_ascii=False).encode())
    return JsonFinding("", f"{size} bytes", str(limits)) if size > limits.size_bytes else None


def pointer_token(name: str) -> str:
    """Return one step of a JSON Pointer (RFC 6901)."""
    return "/" + name.replace("~", "~0").replace("/", "~1")


def _values(root: Any) -> Iterator[tuple[str, int, Any]]:  # noqa: ANN401 - any JSON
    """Yield pointer, depth and value of everything in a document; without recursion."""
    waiting: list[tuple[str, int, Any]] = [("", 0, root)]
    while waiting:
        pointer, depth, value = waiting.pop()
        yield pointer, depth, value
        if isinstance(value, dict):
            parts = [(pointer_token(name), part) for name, part in value.items()]
        elif isinstance(value, list):
            parts = [(f"/{at}", part) for at, part in enumerate(value)]
        else:
            continue
        waiting += [(pointer + step, depth + 1, part) for step, part in reversed(parts)]


def _finding(pointer: str, value: Any) -> JsonFinding | None:  # noqa: ANN401 - any JSON
    if isinstance(value, dict):
        for name in value:
            if not is_writable(name) or not 0 < len(name) <= MAXIMUM_NAME:
                expected = f"names of 1 to {MAXIMUM_NAME} characters"
                return JsonFinding(pointer, ascii(name)[:80], expected)
    elif isinstance(value, str) and not is_writable(value):
        return JsonFinding(pointer, ascii(value)[:80], "whole characters of Unicode")
    elif isinstance(value, int) and abs(value) > LARGEST_INTEGER:
        return JsonFinding(pointer, "an integer beyond 2^53", "a number that JSON keeps exactly")
    elif isinstance(value, float) and not math.isfinite(value):
        return JsonFinding(pointer, str(value), "a finite number")
    return None
