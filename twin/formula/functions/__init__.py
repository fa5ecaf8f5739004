"""All functions of the language; a group is one file with one table, a function one entry there."""

from __future__ import annotations

from twin.formula.functions import (
    aggregation,
    comparison,
    json,
    math,
    strings,
    temporal,
    time,
    trigger,
)
from twin.formula.functions.function import Function

FUNCTIONS: dict[str, Function] = {
    **math.TABLE,
    **comparison.TABLE,
    **strings.TABLE,
    **json.TABLE,
    **time.TABLE,
    **trigger.TABLE,
    **aggregation.TABLE,
    **temporal.TABLE,
}
"""Function, in lower case → how it is computed."""
