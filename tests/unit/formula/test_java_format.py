"""Conversions give what Java 17's `String.format` gives; the expected texts are its answers."""

from __future__ import annotations

import pytest

from twin.formula.java_format import java_format
from twin.formula.values import NoPoint, Value

NAN, INFINITY = float("nan"), float("inf")


@pytest.mark.parametrize(
    ("pattern", "value", "expected"),
    [
        ("%d", 101.0, "101"),
        ("%5d|", 7.0, "    7|"),
        ("%-5d|", 7.0, "7    |"),
        ("%05d", -7.0, "-0007"),
        ("%,d", -1234567.0, "-1,234,567"),
        ("%(d", -7.0, "(7)"),
        ("%+d", 7.0, "+7"),
        ("% d", 7.0, " 7"),
        ("%x", 255.0, "ff"),
        ("%#X", 255.0, "0XFF"),
        ("%x", -1.0, "ffffffffffffffff"),
        ("%o", 8.0, "10"),
        ("%#o", 8.0, "010"),
        ("%08x", 48879.0, "0000beef"),
        ("%f", 3.0, "3.000000"),
        ("%.2f", 1.005, "1.01"),
        ("%.1f", 0.25, "0.3"),
        ("%.0f", 2.5, "3"),
        ("%#.0f", 2.5, "3."),
        ("%,.2f", -1234567.891, "-1,234,567.89"),
        ("%(,.2f", -1234567.891, "(1,234,567.89)"),
        ("%08.2f", -3.14159, "-0003.14"),
        ("%.30f", 1.1, "1.100000000000000000000000000000"),
        ("%f", -0.0, "-0.000000"),
        ("%f", NAN, "NaN"),
        ("%08f", INFINITY, "Infinity"),
        ("%(f", -INFINITY, "(Infinity)"),
        ("%e", 12345.678, "1.234568e+04"),
        ("%.3E", 0.00012345, "1.235E-04"),
        ("%.0e", 9.5, "1e+01"),
        ("%#.0e", 9.5, "1.e+01"),
        ("%e", 0.0, "0.000000e+00"),
        ("%e", 1e-100, "1.000000e-100"),
        ("%g", 12345.678, "12345.7"),
        ("%g", 0.0001, "0.000100000"),
        ("%g", 1.234e-05, "1.23400e-05"),
        ("%G", 10000000.0, "1.00000E+07"),
        ("%g", 0.0, "0.00000"),
        ("%.3g", 999.5, "1.00e+03"),
        ("%.0g", 5.0, "5"),
        ("%,g", 123456.0, "123,456"),
        ("%s|", "abc", "abc|"),
        ("%6s|", "abc", "   abc|"),
        ("%-6s|", "abc", "abc   |"),
        ("%.2s|", "abc", "ab|"),
        ("%S", "abc", "ABC"),
        ("100%% %s%n", "x", "100% x\n"),
        ("%1$s %1$s %<s", "x", "x x x"),
        ("%5%|%s", "x", "    %|x"),
    ],
)
def test_a_conversion_gives_what_java_gives(pattern: str, value: Value, expected: str) -> None:
    assert java_format(pattern, [value]) == expected


@pytest.mark.parametrize(
    ("pattern", "value"),
    [
        ("%-d", 1.0),
        ("%.2d", 1.0),
        ("%-05d", 1.0),
        ("%+ d", 1.0),
        ("%#d", 1.0),
        ("%,e", 1.0),
        ("%#g", 1.0),
        ("%0s", "a"),
        ("%s %s", "a"),
        ("%q", "a"),
        ("%", "a"),
        ("%2$s", "a"),
        ("%<s", "a"),
        ("%c", "ab"),
        ("%5000s", "a"),
    ],
)
def test_what_java_refuses_is_an_error(pattern: str, value: Value) -> None:
    with pytest.raises(ValueError):
        java_format(pattern, [value])


@pytest.mark.parametrize(("pattern", "value"), [("%d", "a"), ("%d", 1.5), ("%f", "a"), ("%c", 1.5)])
def test_a_value_of_another_kind_gives_no_text(pattern: str, value: Value) -> None:
    with pytest.raises(NoPoint):
        java_format(pattern, [value])


@pytest.mark.parametrize(("pattern", "value"), [("%c", 65.0), ("%c", "A"), ("%C", "a")])
def test_a_character_comes_from_its_code_too(pattern: str, value: Value) -> None:
    assert java_format(pattern, [value]) == "A"


def test_arguments_stand_in_any_order() -> None:
    assert java_format("%2$s %1$d %<d %s", [7.0, "x"]) == "x 7 7 7"
