"""The registry of connectors: every module of this folder holds one `CONNECTOR`."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from twin.connectors.connector import HttpConnector, TableConnector


@cache
def connectors() -> tuple[TableConnector | HttpConnector, ...]:
    """Return every connector, by name."""
    modules = sorted(module.name for module in pkgutil.iter_modules(__path__))
    found = [importlib.import_module(f"{__name__}.{name}").CONNECTOR for name in modules]
    return tuple(sorted(found, key=lambda connector: connector.name))
