"""The smallest request that a service accepts for an operation, from botocore's model."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StringShape, StructureShape

from twin_local.services.model_driven.validation import problems

TEXTS = (
    "a",
    "ab",
    "a" * 16,
    str(uuid.uuid5(uuid.NAMESPACE_URL, "minimal")),
    "arn:aws:iam::123456789012:role/service-role/name",
    "arn:aws:s3:::bucket/key",
    "arn:aws:kms:us-east-1:123456789012:key/1",
    "a@example.com",
    "1m",
    "name:space:1",
    "prefix/",
    "s3://bucket/key",
    "123456789012.dkr.ecr.us-east-1.amazonaws.com/name:1",
    "PT1M",
    "1",
)
"""One of these fits each pattern of the models."""


def minimal(shape: Shape | None) -> Any:  # noqa: ANN401 - whatever the shape is
    """Return a value of a shape with nothing but what is required.

    Raises:
        LookupError: a pattern that no text of ours fits.
    """
    if shape is None:
        return {}
    if isinstance(shape, StructureShape):
        names = shape.required_members
        if getattr(shape, "is_tagged_union", False):
            names = list(shape.members)[:1]
        return {name: minimal(shape.members[name]) for name in names}
    if isinstance(shape, ListShape):
        return [minimal(shape.member)]
    if isinstance(shape, MapShape):
        return {minimal(shape.key): minimal(shape.value)}
    if isinstance(shape, StringShape):
        return _text(shape)
    if shape.type_name == "boolean":
        return True
    if shape.type_name == "timestamp":
        return datetime(2026, 1, 1, tzinfo=UTC)
    return b"a" if shape.type_name == "blob" else shape.metadata.get("min", 1)


def _text(shape: StringShape) -> str:
    for text in (*shape.enum, *TEXTS):
        if not list(problems(shape, text)):
            return str(text)
    raise LookupError(f"no text fits {shape.name} {shape.metadata}")
