"""What is wrong with a unit.

TwinError
└── UnitError
    ├── UnknownUnitError        the symbol is not known, or the expression cannot be read
    └── IncompatibleUnitError   two units measure different things
"""

from __future__ import annotations

from twin.errors import TwinError


class UnitError(TwinError):
    """A unit is wrong."""

    code = "UNIT_INVALID"


class UnknownUnitError(UnitError):
    """The symbol is not known, or the expression cannot be read."""

    code = "UNIT_UNKNOWN"


class IncompatibleUnitError(UnitError):
    """Two units measure different things, such as metres and bars."""

    code = "UNIT_INCOMPATIBLE"
