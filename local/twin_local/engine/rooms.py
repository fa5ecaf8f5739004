"""The files of a room: adding a service to the engine is adding a file, named nowhere else."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType


def modules_with(package: ModuleType, name: str) -> Iterator[ModuleType]:
    """Yield the modules of a package that define a name, in the order of their file names."""
    for found in sorted(pkgutil.iter_modules(package.__path__), key=lambda item: item.name):
        module = importlib.import_module(f"{package.__name__}.{found.name}")
        if hasattr(module, name):
            yield module
