"""The cases that there are: every module of the folder `cases`."""

from __future__ import annotations

import importlib
import pkgutil
from typing import Protocol

from benchmarks.validation.case import CaseResult

PACKAGE = "benchmarks.validation.cases"


class Case(Protocol):
    """What the module of a case holds.

    Its name is that of its file. `PROTOCOL` says what is the truth, which noise, seed and choice of
    points: a figure without them is none.
    """

    TITLE: str
    PROTOCOL: str

    def run(self) -> CaseResult:
        """Measure; raise `benchmarks.harness.Unavailable` where this machine lacks something."""
        ...


def names(package: str = PACKAGE) -> tuple[str, ...]:
    """Return the names of the cases of a package, in order."""
    found = importlib.import_module(package)
    return tuple(sorted(module.name for module in pkgutil.iter_modules(found.__path__)))


def case(name: str, package: str = PACKAGE) -> Case:
    """Return a case by its name."""
    module: Case = importlib.import_module(f"{package}.{name}")
    return module
