"""Every unit is known, and a stated unit is the one of the signal."""

from __future__ import annotations

from twin.definition.checks.properties import Property
from twin.definition.checks.report import Report
from twin.definition.checks.scope import Scope
from twin.definition.key_path import KeyPath
from twin.units import Unit, UnknownUnitError, parse_unit


def check(scope: Scope) -> None:
    """Check the unit of every property."""
    for owner in scope.owners.values():
        for item in owner.by_name.values():
            if item.is_stated:
                _check_unit(scope.report, item, (*owner.key, *item.key, "unit"))


def known_unit(text: str) -> Unit | None:
    """Return a unit, None where it is not known."""
    try:
        return parse_unit(text)
    except UnknownUnitError:
        return None


def require_unit(report: Report, key: KeyPath, text: str, *, of: Property) -> None:
    """Report a unit that is not known or not the one of a property."""
    stated, actual = known_unit(text), known_unit(of.unit)
    if stated is None:
        _report_unknown(report, key, text)
    elif actual is not None and not stated.is_same_as(actual):
        report.add(
            "UNIT_MISMATCH",
            key,
            f"{of.name} has another unit; nothing is converted",
            found=text or "no unit",
            expected=of.unit or "no unit",
        )


def _check_unit(report: Report, item: Property, key: KeyPath) -> None:
    if known_unit(item.unit) is None:
        _report_unknown(report, key, item.unit)
    elif item.unit and not item.is_number:
        report.add(
            "BAD_UNIT",
            key,
            f"a {item.data_type} has no unit",
            found=item.unit,
            expected="no unit, or the data type double or integer",
        )


def _report_unknown(report: Report, key: KeyPath, text: str) -> None:
    try:
        parse_unit(text)
    except UnknownUnitError as error:
        report.add(error.code, key, error.message, found=error.found, expected=error.expected)
