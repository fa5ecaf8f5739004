"""Filters of a history: which records are wanted, by the value of a property at their time."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from twin.connectors.errors import QuestionInvalid
from twin.connectors.values import Value, plain_value

Compare = Callable[[Any, Any], bool]
OPERATORS: dict[str, Compare] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
MAXIMUM_FILTERS = 10


@dataclass(frozen=True)
class Filter:
    """Keep the records in which `name operator value` holds; one without a value is left out."""

    name: str
    operator: str
    value: Value

    def passes(self, found: Value | None) -> bool:
        """Say whether a record with this value of the property is kept.

        Raises:
            QuestionInvalid: the value that is asked for is of another type.
        """
        if found is None:
            return False
        if isinstance(found, str) != isinstance(self.value, str):
            raise QuestionInvalid(
                f"the filter compares {self.name} with a value of another type",
                found=repr(self.value),
                expected=f"a value such as {found!r}",
            )
        return OPERATORS[self.operator](found, self.value)


def read_filters(given: object) -> tuple[Filter, ...]:
    """Return the filters of a request.

    Raises:
        QuestionInvalid: one is no filter, or there are more than ten.
    """
    if given is None:
        return ()
    if not isinstance(given, list) or len(given) > MAXIMUM_FILTERS:
        raise QuestionInvalid("propertyFilters is no list of at most ten filters")
    return tuple(_filter(one) for one in given)


def _filter(given: object) -> Filter:
    if not isinstance(given, Mapping):
        raise QuestionInvalid("a filter is no object", found=repr(given))
    sign, name, value = given.get("operator", "="), given.get("propertyName"), given.get("value")
    if sign not in OPERATORS:
        raise QuestionInvalid(
            "the operator of a filter is unknown",
            found=repr(sign),
            expected=" ".join(OPERATORS),
        )
    if not isinstance(name, str) or not isinstance(value, Mapping):
        raise QuestionInvalid("a filter names a property and a value", found=repr(given))
    return Filter(name, sign, plain_value(value))
