"""The registry of sources of windows: every module of this folder holds one `SOURCE`."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from twin.recalibration.window_source import AnySource


@cache
def window_sources() -> dict[str, AnySource]:
    """Return every source by its name."""
    modules = sorted(module.name for module in pkgutil.iter_modules(__path__))
    found = [importlib.import_module(f"{__name__}.{name}").SOURCE for name in modules]
    return {source.name: source for source in found}
