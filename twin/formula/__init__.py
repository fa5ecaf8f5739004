"""The formula language of AWS IoT SiteWise: parser, rules and evaluation (docs/formulas.md)."""

from twin.formula.errors import FormulaError, FormulaLimitError, FormulaSyntaxError, FormulaUseError
from twin.formula.nodes import Node
from twin.formula.parser import parse, variables

__all__ = [
    "FormulaError",
    "FormulaLimitError",
    "FormulaSyntaxError",
    "FormulaUseError",
    "Node",
    "parse",
    "variables",
]
