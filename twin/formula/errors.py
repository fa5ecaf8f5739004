"""What is wrong with a formula.

TwinError
└── FormulaError
    ├── FormulaSyntaxError      it cannot be parsed
    ├── FormulaLimitError       it is longer than SiteWise accepts
    ├── FormulaUseError         a function is unknown or not allowed where it stands
    └── FormulaUnitError        values of different units meet
"""

from __future__ import annotations

from twin.errors import TwinError


class FormulaError(TwinError):
    """A formula is wrong."""

    code = "FORMULA_INVALID"


class FormulaSyntaxError(FormulaError):
    """The text of a formula cannot be parsed."""

    code = "FORMULA_SYNTAX"


class FormulaLimitError(FormulaError):
    """A formula exceeds a limit of SiteWise."""

    code = "FORMULA_LIMIT"


class FormulaUseError(FormulaError):
    """A function is unknown, has wrong arguments or is not allowed where it stands."""

    code = "FORMULA_USE"


class FormulaUnitError(FormulaError):
    """Values of different units meet, or the result has another unit than stated."""

    code = "UNIT_MISMATCH"
