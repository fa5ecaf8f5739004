"""The registry of converters: every module of this folder holds one `CONVERTER`."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from twin.spatial.content import ContentType
from twin.spatial.converter import Converter


@cache
def converters() -> tuple[Converter, ...]:
    """Return every converter, by name."""
    modules = sorted(module.name for module in pkgutil.iter_modules(__path__))
    found = [importlib.import_module(f"{__name__}.{name}").CONVERTER for name in modules]
    return tuple(sorted(found, key=lambda converter: converter.name))


def find_converter(content_type: ContentType, size_bytes: int) -> Converter | None:
    """Return the converter that reads a content type and takes a file of this size, or None."""
    for converter in converters():
        if content_type in converter.inputs and size_bytes <= converter.maximum_bytes:
            return converter
    return None


def longest_attempt_seconds() -> int:
    """Return after how long the longest job of any converter is ended from outside."""
    return max(size.attempt_seconds for converter in converters() for size in converter.sizes)
