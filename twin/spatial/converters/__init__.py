"""The registry of converters: every module of this folder holds one `CONVERTER`."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from twin.spatial.content import ContentType
from twin.spatial.converter import Converter
from twin.spatial.errors import NoConverter


@cache
def converters() -> tuple[Converter, ...]:
    """Return every converter, by name."""
    modules = sorted(module.name for module in pkgutil.iter_modules(__path__))
    found = [importlib.import_module(f"{__name__}.{name}").CONVERTER for name in modules]
    return tuple(sorted(found, key=lambda converter: converter.name))


def converter_for(content_type: ContentType) -> Converter:
    """Return the converter that reads a content type.

    Raises:
        NoConverter: none does.
    """
    for converter in converters():
        if content_type in converter.inputs:
            return converter
    readable = sorted({name for converter in converters() for name in converter.inputs})
    raise NoConverter(
        f"nothing converts {content_type}", found=content_type, expected=", ".join(readable)
    )


def longest_attempt_seconds() -> int:
    """Return after how long the longest job of any converter is ended from outside."""
    return max(size.attempt_seconds for converter in converters() for size in converter.sizes)


def maximum_upload_bytes() -> int:
    """Return the size of the largest source that any converter takes."""
    return max(converter.maximum_bytes for converter in converters())
