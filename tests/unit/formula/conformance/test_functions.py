"""Mathematical functions and comparisons.

https://docs.aws.amazon.com/iot-sitewise/latest/userguide/expression-common-functions.html
https://docs.aws.amazon.com/iot-sitewise/latest/userguide/expression-comparison-functions.html
"""

from __future__ import annotations

import math

import pytest

from tests.unit.formula.given import result
from twin.formula.values import Value

NAN = float("nan")


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("abs(-2.5)", 2.5),
        ("acos(1)", 0.0),
        ("asin(1)", math.pi / 2),
        ("atan(1)", math.pi / 4),
        ("cbrt(-27)", -3.0),
        ("ceil(1.2)", 2.0),
        ("ceil(-1.2)", -1.0),
        ("cos(0)", 1.0),
        ("cosh(0)", 1.0),
        ("cot(1)", 1 / math.tan(1)),
        ("exp(1)", math.e),
        ("expm1(1e-10)", math.expm1(1e-10)),
        ("floor(1.8)", 1.0),
        ("floor(-1.2)", -2.0),
        ("log(e)", 1.0),
        ("log10(1000)", 3.0),
        ("log1p(1e-10)", math.log1p(1e-10)),
        ("log2(8)", 3.0),
        ("pow(2, 10)", 1024.0),
        ("signum(-3)", -1.0),
        ("signum(0)", 0.0),
        ("signum(7)", 1.0),
        ("sin(pi / 2)", 1.0),
        ("sinh(1)", math.sinh(1)),
        ("sqrt(16)", 4.0),
        ("tan(1)", math.tan(1)),
        ("tanh(1)", math.tanh(1)),
        ("x.log()", math.log(5)),
        ("x.pow(2).sqrt()", 5.0),
        ("Sqrt(16) + ABS(-1)", 5.0),
    ],
)
def test_mathematical_functions(formula: str, expected: float) -> None:
    assert result(formula, x=5.0) == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize(
    "formula",
    ["log(0)", "log(-1)", "sqrt(-1)", "acos(2)", "exp(1000)", "cot(0)", "log1p(-1)", "abs('a')"],
)
def test_an_undefined_result_is_no_point(formula: str) -> None:
    assert result(formula) is None


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("gt(2, 1)", 1.0),
        ("gt(1, 1)", 0.0),
        ("gte(1, 1)", 1.0),
        ("gte(1, 1 + 1e-10)", 1.0),
        ("gte(1, 1 + 1e-8)", 0.0),
        ("lt(1, 1 + 1e-10)", 1.0),
        ("lte(1 + 1e-10, 1)", 1.0),
        ("lte(1 + 1e-8, 1)", 0.0),
        ("eq(0.1 + 0.2, 0.3)", 1.0),
        ("eq(1, 1 + 1e-8)", 0.0),
        ("eq(0, 1e-300)", 0.0),
        ("neq(0.1 + 0.2, 0.3)", 1.0),
        ("neq(1, 1)", 0.0),
        ("gt('b', 'a')", 1.0),
        ("lte('a', 'a')", 1.0),
        ("eq('a', 'A')", 0.0),
        ("isnan(x)", 1.0),
        ("isnan(1)", 0.0),
        ("isnan(sqrt(x))", 1.0),
        ("eq(x, x)", 0.0),
        ("x.isnan().if(1, 2)", 1.0),
    ],
)
def test_comparisons(formula: str, expected: float) -> None:
    assert result(formula, x=NAN) == expected


@pytest.mark.parametrize("formula", ["gt(1, 'a')", "eq('1', 1)", "isnan('a')", "x", "x + 1"])
def test_what_cannot_be_compared_is_no_point(formula: str) -> None:
    assert result(formula, x=NAN) is None


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("if(gte(temp, 100), temp, none)", None),
        ("gte(temp, 100)", 0.0),
        ("9 / 5 * temp + 32", 203.0),
        ("if(eq(part, 'a1'), 2, 3) * temp", 190.0),
        ("message.jp('$.status').lower().contains('fail')", 1.0),
    ],
)
def test_transforms_of_the_tutorials(formula: str, expected: Value | None) -> None:
    given: dict[str, Value] = {"temp": 95.0, "part": "a1", "message": '{"status": "FAILED"}'}
    assert result(formula, **given) == expected
