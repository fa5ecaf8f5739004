"""Units are compared as they are written, in every usual spelling; nothing is converted."""

from __future__ import annotations

import pytest

from twin.simulation.unit_spelling import same_unit

SAME = [
    ("m³/h", "m3/h"),
    ("m³/h", "m^3/h"),
    ("m³/h", "m3.h-1"),
    ("m³/h", "m³·h⁻¹"),
    ("rpm", "r/min"),
    ("rpm", "1/min"),
    ("°C", "degC"),
    ("°C", "℃"),
    ("%", "percent"),
    ("kg/(m.s)", "kg.m-1.s-1"),
    ("N·m", "N m"),
    ("l/s", "L/s"),
    ("1/s", "s-1"),
    ("kWh", "kWh"),
    ("", ""),
]
OTHERS = [
    ("bar", "kPa"),
    ("m³/h", "m³/s"),
    ("m", "mm"),
    ("K", "°C"),
    ("MW", "mW"),
    ("m/s", "m/s2"),
    ("%", ""),
    ("a b / c+", "a b"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_unit(one: str, other: str) -> None:
    assert same_unit(one, other) and same_unit(other, one)


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_other_units(one: str, other: str) -> None:
    assert not same_unit(one, other) and not same_unit(other, one)
