"""Values and ranges fit their data type and each other."""

from __future__ import annotations

from twin.definition.checks.properties import Property
from twin.definition.checks.report import Report
from twin.definition.checks.scope import Scope
from twin.definition.key_path import KeyPath
from twin.definition.names import DataType

LARGEST = 1e10
"""SiteWise stores numbers from -10^10 to 10^10 (`doubleValue` of its API)."""

_FITTING: dict[DataType, tuple[tuple[type, ...], str]] = {
    "double": ((int, float), "a number"),
    "integer": ((int,), "a whole number"),
    "boolean": ((bool,), "true or false"),
    "string": ((str,), "text"),
}


def check(scope: Scope) -> None:
    """Check defaults and ranges of every type, component and interface."""
    for owner in scope.owners.values():
        key = owner.key
        for attribute_name, attribute in owner.stated.attributes.items():
            at = (*key, "attributes", attribute_name, "default")
            require_type(scope.report, at, attribute.default, attribute.data_type)
        for item in owner.by_name.values():
            if item.is_stated:
                _check_range(scope.report, item, (*key, *item.key))
        for measurement_name, measurement in owner.stated.measurements.items():
            at = (*key, "measurements", measurement_name, "dead_band")
            measured = owner.by_name.get(measurement_name)
            if measured is not None:
                _check_dead_band(scope.report, measured, measurement.dead_band, at)


def require_type(report: Report, key: KeyPath, value: object, data_type: DataType) -> bool:
    """Report a value that is not of a data type or that SiteWise cannot store; tell if it fits."""
    types, expected = _FITTING[data_type]
    whole = data_type == "integer" and isinstance(value, float) and value.is_integer()
    fits = whole or (isinstance(value, types) and isinstance(value, bool) == (bool in types))
    if not fits:
        message = f"the value is no {data_type}"
        report.add("WRONG_TYPE", key, message, found=repr(value), expected=expected)
    elif isinstance(value, int | float):
        return _require_storable(report, key, value)
    return fits


def _require_storable(report: Report, key: KeyPath, value: float) -> bool:
    storable = abs(value) <= LARGEST
    if not storable:
        report.add(
            "BAD_VALUE", key, "SiteWise cannot store it", found=value, expected="at most 10^10"
        )
    return storable


def _check_range(report: Report, item: Property, key: KeyPath) -> None:
    if item.range is None:
        return
    low, high = item.range
    at = (*key, "range")
    if not item.is_number:
        report.add(
            "BAD_RANGE",
            at,
            f"a {item.data_type} has no range",
            found=[low, high],
            expected="no range, or the data type double or integer",
        )
    elif low >= high:
        report.add(
            "BAD_RANGE",
            at,
            "the range is empty",
            found=[low, high],
            expected=f"the lower limit first: [{high:g}, {low:g}]",
        )
    else:
        for limit in item.range:
            _require_storable(report, at, limit)


def _check_dead_band(report: Report, item: Property, dead_band: float, key: KeyPath) -> None:
    if dead_band and not item.is_number:
        report.add(
            "BAD_RANGE",
            key,
            f"a {item.data_type} has no dead band",
            found=dead_band,
            expected="no dead_band, or the data type double or integer",
        )
    elif dead_band and item.range and dead_band >= item.range[1] - item.range[0] > 0:
        report.add(
            "BAD_RANGE",
            key,
            "no change within the range is larger than the dead band",
            found=f"{dead_band:g} of a range of {item.range[1] - item.range[0]:g}",
            expected="a small part of the range",
        )
