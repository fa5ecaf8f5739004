"""Units: what they measure, how they convert, and what is no unit."""

from __future__ import annotations

import math
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.units import IncompatibleUnitError, UnknownUnitError, convert, parse_unit
from twin.units.registry import _usual_symbols

ROOT = Path(__file__).resolve().parents[3]


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


@pytest.mark.parametrize(
    ("text", "hint"),
    [("pa", "Pa"), ("KW", "kW"), ("Kwh", "kWh"), ("Bar", "bar"), ("rmp", "rpm"), ("lbs", "lb")],
)
def test_the_nearest_symbol_is_named(text: str, hint: str) -> None:
    """`pa` would be a picoyear and `lbs` a plural, if everything that pint reads were a unit."""
    with pytest.raises(UnknownUnitError) as raised:
        parse_unit(text)
    assert raised.value.expected.startswith(f"{hint}, ")


@pytest.mark.parametrize(
    ("text", "meant"), [("a", "are"), ("ton", "short_ton"), ("bbl", "oil_bbl")]
)
def test_a_symbol_of_several_units_is_refused_with_their_names(text: str, meant: str) -> None:
    with pytest.raises(UnknownUnitError) as raised:
        parse_unit(f"kg/{text}")
    assert meant in raised.value.expected
    assert parse_unit(meant).factor > 0


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("h", "3600 s"),
        ("min", "60 s"),
        ("d", "86400 s"),
        ("ms", "0.001 s"),
        ("t", "1000 kg"),
        ("cd", "1 cd"),
        ("Pa", "1 Pa"),
        ("hPa", "100 Pa"),
        ("ha", "10000 m²"),
        ("Nm", "1 J"),
        ("var", "1 W"),
        ("kB", "8000 bit"),
        ("pH", "1 pH"),
        ("dB", "1 dB"),
        ("pcs", "1 pcs"),
    ],
)
def test_a_symbol_of_one_unit_is_no_prefix_before_another(text: str, same: str) -> None:
    """`min` is no milli-inch, `cd` no centiday, `pH` no picohenry, `Nm` no yarn number."""
    number, _, unit = same.partition(" ")
    assert convert(1.0, source=parse_unit(text), target=parse_unit(unit)) == pytest.approx(
        float(number), rel=1e-12
    )


@pytest.mark.parametrize("text", ["c", "k", "R", "N_A", "dBm", "kdB", "mpsi"])
def test_constants_and_levels_of_pint_are_no_units(text: str) -> None:
    with pytest.raises(UnknownUnitError):
        parse_unit(text)


@pytest.mark.parametrize(
    ("text", "usual"),
    [("meters", "m"), ("kilowatt_hour", "kWh"), ("feet", "ft"), ("mmH2O", "mmH2O")],
)
def test_names_of_pint_are_units_too(text: str, usual: str) -> None:
    assert parse_unit(text).is_same_as(parse_unit(usual))


def test_every_symbol_that_an_error_proposes_is_a_unit() -> None:
    for symbol in _usual_symbols():
        assert parse_unit(symbol).factor > 0, symbol


def test_pint_is_loaded_when_a_unit_is_read_and_its_registry_is_built_once() -> None:
    """Both take longer than all that a site file needs of them."""
    program = (
        "import sys, twin.definition\n"
        "assert 'pint' not in sys.modules\n"
        "import pint; built = []; make = pint.UnitRegistry.__init__\n"
        "def counted(*a, **k): built.append(1); make(*a, **k)\n"
        "pint.UnitRegistry.__init__ = counted\n"
        "from twin.units import parse_unit\n"
        "for text in ('m³/h', 'bar', 'm³/h', '°C'): parse_unit(text)\n"
        "assert built == [1], built\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT)


@given(
    st.floats(-1e6, 1e6),
    st.sampled_from(["°C", "°F", "K", "mK"]),
    st.sampled_from(["°C", "°F", "K", "mK"]),
)
def test_there_and_back_is_the_same_value(value: float, one: str, other: str) -> None:
    there = convert(value, source=parse_unit(one), target=parse_unit(other))
    back = convert(there, source=parse_unit(other), target=parse_unit(one))
    assert back == pytest.approx(value, rel=1e-9, abs=1e-6)
