"""Open an IFC file, or say why not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ifcopenshell
import ifcopenshell.util.unit

from conversion_runtime.errors import (
    SourceDamaged,
    SourceEmpty,
    SourceTooComplex,
    SourceUnreadable,
    SourceUnsupported,
)

File = Any
"""`ifcopenshell.file`; its entities have no types."""

Entity = Any
"""An instance of the file."""

SCHEMAS = ("IFC2X3", "IFC4", "IFC4X3_ADD2")
MAXIMUM_PRODUCTS = 100_000
FAULT = "[error]"
"""How the reader's log marks what it skips: references to nothing, unknown entities, bad syntax."""


def read_ifc(path: Path) -> File:
    """Read a file.

    Raises:
        SourceUnreadable: the reader does not take it.
        SourceUnsupported: it is of another version of IFC.
        SourceDamaged: references lead nowhere, entities are unknown or the syntax is broken.
        SourceEmpty: it has no product.
        SourceTooComplex: it has too many.
    """
    file = _opened(path)
    _check_log()
    if len(file.by_type("IfcProject")) != 1:
        raise SourceDamaged(
            "the file must have one project",
            found=f"{len(file.by_type('IfcProject'))} projects",
            expected="one",
        )
    products = len(file.by_type("IfcProduct"))
    if not products:
        raise SourceEmpty("the file has no products", expected="at least one element")
    if products > MAXIMUM_PRODUCTS:
        raise SourceTooComplex(
            "the file has too many products",
            found=f"{products} products",
            expected=f"at most {MAXIMUM_PRODUCTS}",
        )
    return file


def length_unit_metres(file: File) -> float:
    """Return the length unit of a file in metres.

    Raises:
        SourceDamaged: it is not a positive number.
    """
    try:
        scale = float(ifcopenshell.util.unit.calculate_unit_scale(file))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise SourceDamaged("the length unit of the file is not readable") from error
    if not 0 < scale < float("inf"):
        raise SourceDamaged("the length unit of the file is no length")
    return scale


def _opened(path: Path) -> File:
    try:
        return ifcopenshell.open(str(path))
    except ifcopenshell.SchemaError as error:
        raise SourceUnsupported(
            "the file is of a version of IFC that is not read", expected=" or ".join(SCHEMAS)
        ) from error
    except (ifcopenshell.Error, OSError, RuntimeError, UnicodeDecodeError) as error:
        raise SourceUnreadable("the file is not readable as IFC") from error


def _check_log() -> None:
    """Refuse what the reader reports and then goes on without."""
    faults = ifcopenshell.get_log().count(FAULT)
    if faults:
        raise SourceDamaged(
            "the file is damaged: references lead nowhere, or entities or the syntax are unknown",
            found=f"{faults} faults",
            expected="none; export it again",
        )
