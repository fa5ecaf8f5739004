"""A result that is stated in another unit is refused with the conversion that is missing."""

from __future__ import annotations

import pytest

from twin.formula import parse
from twin.formula.errors import FormulaUnitError
from twin.formula.quantities import check_units
from twin.units import parse_unit

UNITS = {
    "power": "kW", "flow": "m³/h", "pressure": "bar", "inlet": "°C", "outlet": "°C",
    "ambient": "°F", "share": "%", "running": "",
}  # fmt: skip


@pytest.mark.parametrize(
    ("formula", "stated", "conversion"),
    [
        ("power / flow", "Wh/m³", "multiply by 1000"),
        ("pressure", "kPa", "multiply by 100"),
        ("share", "", "multiply by 0.01"),
        ("statetime(running)", "h", "multiply by 0.0002777777778"),
        ("inlet", "K", "add 273.15"),
        ("inlet", "°F", "multiply by 1.8 and add 32"),
        ("ambient", "°C", "multiply by 0.5555555556 and add -17.77777778"),
    ],
)
def test_the_conversion_is_told(formula: str, stated: str, conversion: str) -> None:
    with pytest.raises(FormulaUnitError) as raised:
        check(formula, stated)
    assert raised.value.expected.endswith(f"to convert, {conversion}")


def test_a_difference_of_temperatures_is_no_temperature() -> None:
    with pytest.raises(FormulaUnitError, match="a difference of temperatures is stated in K"):
        check("inlet - outlet", "°C")


def test_values_of_other_dimensions_have_no_conversion() -> None:
    with pytest.raises(FormulaUnitError) as raised:
        check("power", "bar")
    assert "convert" not in raised.value.expected


@pytest.mark.parametrize(
    ("formula", "stated"),
    [
        ("1000 * power / flow", "Wh/m³"),
        ("pressure * 100", "kPa"),
        ("statetime(running) / 3600", "h"),
        ("inlet + 273.15", "K"),
        ("inlet * 1.8 + 32", "°F"),
    ],
)
def test_a_formula_with_the_conversion_is_accepted(formula: str, stated: str) -> None:
    check(formula, stated)


def check(formula: str, stated: str) -> None:
    units = {name: parse_unit(unit) for name, unit in UNITS.items()}
    check_units(parse(formula), units, parse_unit(stated))
