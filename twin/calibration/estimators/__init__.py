"""The registry of estimators: every module of this folder holds one `ESTIMATOR`."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from twin.calibration.errors import MethodUnknown
from twin.calibration.estimator import Estimator


@cache
def estimators() -> tuple[Estimator, ...]:
    """Return all estimators, by name."""
    modules = sorted(module.name for module in pkgutil.iter_modules(__path__))
    found = [importlib.import_module(f"{__name__}.{name}").ESTIMATOR for name in modules]
    return tuple(sorted(found, key=lambda estimator: estimator.name))


def estimator(name: str) -> Estimator:
    """Return the estimator of this name.

    Raises:
        MethodUnknown: there is none.
    """
    for candidate in estimators():
        if candidate.name == name:
            return candidate
    known = ", ".join(candidate.name for candidate in estimators())
    raise MethodUnknown("there is no such method", found=name, expected=known)
