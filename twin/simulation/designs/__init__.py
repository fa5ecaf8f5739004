"""The registry of designs: every module of this folder holds one `DESIGN`."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from typing import Any

from twin.simulation.design import MOST_ROWS, Design
from twin.simulation.design_errors import DesignInvalid
from twin.simulation.schema_check import mistakes


@cache
def designs() -> Mapping[str, Design]:
    """Return every design by name."""
    modules = sorted(module.name for module in pkgutil.iter_modules(__path__))
    found = [importlib.import_module(f"{__name__}.{name}").DESIGN for name in modules]
    return {design.name: design for design in found}


def design_of(document: Mapping[str, Any]) -> tuple[Design, dict[str, Any]]:
    """Return the design of a document `{"name", …}` and its checked settings.

    Raises:
        DesignInvalid: there is no such design, or its settings are wrong.
    """
    name = document.get("name")
    if not isinstance(name, str) or name not in designs():
        raise DesignInvalid(
            "there is no such design", found=ascii(name), expected=", ".join(designs())
        )
    design = designs()[name]
    settings = {key: value for key, value in document.items() if key != "name"}
    for where, expected in mistakes(settings, design.schema):
        raise DesignInvalid("the design is wrong", expected=expected, where=f"design.{where}")
    design.check(settings)
    if design.count(settings) > MOST_ROWS:
        raise DesignInvalid(
            "the design has too many rows",
            found=str(design.count(settings)),
            expected=f"at most {MOST_ROWS}",
        )
    return design, settings
