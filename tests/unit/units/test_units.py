"""Units: what they measure, how they convert, and what is no unit."""

from __future__ import annotations

import math

import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.units import IncompatibleUnitError, UnknownUnitError, convert, parse_unit
from twin.units.table import METRIC, PREFIXES, UNITS


@pytest.mark.parametrize(
    ("value", "source", "target", "expected"),
    [
        (36.0, "m³/h", "l/s", 10.0),
        (1.0, "bar", "kPa", 100.0),
        (1.0, "kWh", "MJ", 3.6),
        (2.0, "kWh/m³", "Wh/l", 2.0),
        (60.0, "rpm", "rad/s", 2 * math.pi),
        (50.0, "%", "", 0.5),
        (7.1, "mm/s", "m/s", 0.0071),
        (1.0, "t/h", "kg/s", 1 / 3.6),
        (1.0, "W/(m²·K)", "kW/(m^2*K)", 0.001),
        (1.0, "psi", "Pa", 6894.757293168361),
        (1.0, "gpm", "l/min", 3.785411784),
        (180.0, "°", "rad", math.pi),
        (1.0, "µS/cm", "S/m", 1e-4),
        (3.0, "1/min", "1/h", 180.0),
        (2.0, "m⁻¹", "1/m", 2.0),
        (5.0, "kNm", "N·m", 5000.0),
    ],
)
def test_conversions(value: float, source: str, target: str, expected: float) -> None:
    result = convert(value, source=parse_unit(source), target=parse_unit(target))
    assert result == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("value", "source", "target", "expected"),
    [
        (0.0, "°C", "K", 273.15),
        (100.0, "°C", "°F", 212.0),
        (-40.0, "°F", "°C", -40.0),
        (0.0, "K", "°C", -273.15),
    ],
)
def test_temperatures_have_zero_points(
    value: float, source: str, target: str, expected: float
) -> None:
    result = convert(value, source=parse_unit(source), target=parse_unit(target))
    assert result == pytest.approx(expected, abs=1e-9)


def test_a_zero_point_has_no_place_in_a_product() -> None:
    assert parse_unit("W/°C").is_same_as(parse_unit("W/K"))


@pytest.mark.parametrize(
    ("source", "target"),
    [("m", "bar"), ("kW", "kWh"), ("%", "m"), ("Nm³/h", "m³/h"), ("pH", ""), ("EUR", "USD")],
)
def test_what_measures_different_things_does_not_convert(source: str, target: str) -> None:
    with pytest.raises(IncompatibleUnitError) as raised:
        convert(1.0, source=parse_unit(source), target=parse_unit(target))
    assert raised.value.code == "UNIT_INCOMPATIBLE"
    assert raised.value.found.startswith(source)


@pytest.mark.parametrize(
    "text",
    [
        "rmp",
        "m³//h",
        "W/m²·K",
        "m/",
        "(m",
        "m)",
        "10 m",
        "m h",
        "kkW",
        "k%",
        "kmin",
        "°X",
        "m^",
        "²",
    ],
)
def test_what_is_no_unit_is_refused(text: str) -> None:
    with pytest.raises(UnknownUnitError) as raised:
        parse_unit(text)
    assert raised.value.code == "UNIT_UNKNOWN"
    assert repr(text) in raised.value.found


@pytest.mark.parametrize(
    ("one", "other"),
    [("m³/h", "m3/h"), ("m³/h", "m^3/h"), ("l", "L"), ("µm", "um"), ("kΩ", "kΩ"), ("", "1")],
)
def test_spellings_of_one_unit_are_the_same(one: str, other: str) -> None:
    assert parse_unit(one).is_same_as(parse_unit(other))


REFERENCE: pint.UnitRegistry[float] = pint.UnitRegistry(autoconvert_offset_to_baseunit=True)
OWN = {
    "pH", "dB", "NTU", "FNU", "pcs", "EUR", "€", "USD", "var", "gpm", "ppb", "Nm", "Nm³", "Nm3",
    "Sm³", "Sm3",
}  # fmt: skip
"""What the reference does not know or reads otherwise: its `pcs` is a picoparsec."""
BASES = {
    "[length]": "m", "[mass]": "kg", "[time]": "s", "[current]": "A", "[temperature]": "K",
    "[substance]": "mol", "[luminosity]": "cd",
}  # fmt: skip


@pytest.mark.parametrize(
    "symbol", sorted(set(UNITS) - OWN - {"", "1", "bit", "B", "kB", "MB", "GB"})
)
def test_every_unit_is_what_an_independent_table_says(symbol: str) -> None:
    unit = UNITS[symbol]
    one = REFERENCE.Quantity(1.0, REFERENCE.parse_units(symbol))
    assert unit.factor + unit.offset == pytest.approx(one.to_base_units().magnitude, rel=2e-7)
    powers = {BASES[base]: power for base, power in one.dimensionality.items()}
    assert {base: float(power) for base, power in unit.dimension.powers} == pytest.approx(powers)


@given(st.sampled_from(sorted(PREFIXES)), st.sampled_from(sorted(METRIC)))
def test_a_prefix_is_a_factor_and_never_hides_a_unit(prefix: str, symbol: str) -> None:
    text = prefix + symbol
    if text in UNITS:
        assert parse_unit(text).is_same_as(UNITS[text])
    else:
        expected = PREFIXES[prefix] * UNITS[symbol].factor
        assert math.isclose(parse_unit(text).factor, expected, rel_tol=1e-12)


@given(
    st.floats(-1e6, 1e6),
    st.sampled_from(["°C", "°F", "K", "mK"]),
    st.sampled_from(["°C", "°F", "K", "mK"]),
)
def test_there_and_back_is_the_same_value(value: float, one: str, other: str) -> None:
    there = convert(value, source=parse_unit(one), target=parse_unit(other))
    back = convert(there, source=parse_unit(other), target=parse_unit(one))
    assert back == pytest.approx(value, rel=1e-9, abs=1e-6)
