"""The registry of converters: every module of this folder holds one `CONVERTER`."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from twin.spatial.content import ContentType
from twin.spatial.conversion_errors import ConverterUnknown
from twin.spatial.converter import Converter


@cache
def converters() -> tuple[Converter, ...]:
    """Return every converter, by name."""
    modules = sorted(module.name for module in pkgutil.iter_modules(__path__))
    found = [importlib.import_module(f"{__name__}.{name}").CONVERTER for name in modules]
    return tuple(sorted(found, key=lambda converter: converter.name))


def find_converter(content_type: ContentType, size_bytes: int) -> Converter | None:
    """Return the converter that runs by itself for a file of this type and size, or None."""
    for converter in converters():
        takes = content_type in converter.inputs and size_bytes <= converter.maximum_bytes
        if takes and converter.is_automatic:
            return converter
    return None


def converter_named(name: str) -> Converter:
    """Return the converter of a name.

    Raises:
        ConverterUnknown: there is none.
    """
    for converter in converters():
        if converter.name == name:
            return converter
    raise ConverterUnknown(
        "no converter has this name",
        found=ascii(name)[:80],
        expected=", ".join(converter.name for converter in converters()),
        where="converter",
    )


def longest_attempt_seconds() -> int:
    """Return after how long the longest job of any converter is ended from outside."""
    return max(size.attempt_seconds for converter in converters() for size in converter.sizes)
