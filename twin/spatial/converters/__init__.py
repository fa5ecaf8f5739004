"""The registry of converters: every module of this folder holds one `CONVERTER`."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from twin.spatial.converter import Converter


@cache
def converters() -> tuple[Converter, ...]:
    """Return the converters of every site, by name; `twin.spatial.site_converters` adds its own."""
    modules = sorted(module.name for module in pkgutil.iter_modules(__path__))
    found = [importlib.import_module(f"{__name__}.{name}").CONVERTER for name in modules]
    return tuple(sorted(found, key=lambda converter: converter.name))
