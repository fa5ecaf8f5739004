"""Literals, constants and operators.

https://docs.aws.amazon.com/iot-sitewise/latest/userguide/expression-operators.html
"""

from __future__ import annotations

import math

import pytest

from tests.unit.formula.given import result
from twin.formula import FormulaSyntaxError, parse
from twin.formula.values import Value

NAN = float("nan")


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("1", 1.0),
        ("2.0", 2.0),
        (".9", 0.9),
        ("-23.1", -23.1),
        ("7.89e3", 7890.0),
        ("3.4E-5", 3.4e-5),
        ("'active'", "active"),
        ('"inactive"', "inactive"),
        ("'{\"temp\": 52}'", '{"temp": 52}'),
        ('"{""temp"": ""high""}"', '{"temp": "high"}'),
        ("'it''s'", "it's"),
        ("pi", 3.141592653589793),
        ("e", 2.718281828459045),
        ("PI + E", math.pi + math.e),
        ("True + FALSE", 1.0),
    ],
)
def test_literals_and_constants(formula: str, expected: Value) -> None:
    assert result(formula) == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("1 + 2 * 3", 7.0),
        ("(1 + 2) * 3", 9.0),
        ("2 ^ 3", 8.0),
        ("2 ^ 3 ^ 2", 512.0),
        ("-2 ^ 2", -4.0),
        ("2 ^ -1", 0.5),
        ("9 / 5 * 100 + 32", 212.0),
        ("7 % 3", 1.0),
        ("-7 % 3", -1.0),
        ("7 % -3", 1.0),
        ("5.5 % 2", 1.5),
        ("1 < 2", 1.0),
        ("2 <= 2", 1.0),
        ("1 > 2", 0.0),
        ("2 >= 3", 0.0),
        ("2 == 2", 1.0),
        ("2 != 2", 0.0),
        ("'abc' < 'abd'", 1.0),
        ("'abc' == 'abc'", 1.0),
        ("!0", 1.0),
        ("not 5", 0.0),
        ("not ''", 1.0),
        ("2 and 5", 5.0),
        ("0 and 5", 0.0),
        ("'' and 5", 0.0),
        ("2 or 5", 1.0),
        ("0 or 5", 5.0),
        ("2 and 'text'", "text"),
    ],
)
def test_operators(formula: str, expected: Value) -> None:
    assert result(formula) == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("1 + 2 + ' is three'", "3 is three"),
        ("'a' + 1.5", "a1.5"),
        ("'' + 0.1", "0.1"),
        ("'' + 1e-7", "0.0000001"),
        ("'' + -0.0", "0"),
        ("'hello' + ' world'", "hello world"),
    ],
)
def test_plus_concatenates_where_one_side_is_a_text(formula: str, expected: str) -> None:
    assert result(formula) == expected


@pytest.mark.parametrize(
    ("subscript", "expected"),
    [
        ("[1]", "e"),
        ("[-2]", "o"),
        ("[1:4]", "ell"),
        ("[:2]", "He"),
        ("[3:]", "lo!"),
        ("[:-4]", "He"),
        ("[::2]", "Hlo"),
        ("[::-1]", "!olleH"),
        ("[1:4:1]", "ell"),
        ("[none:2:NONE]", "He"),
        ("[3 - 2]", "e"),
    ],
)
def test_index_and_slice_are_those_of_python(subscript: str, expected: str) -> None:
    assert result(f'"Hello!"{subscript}') == expected


@pytest.mark.parametrize("formula", ["'abc'[3]", "'abc'[-4]", "'abc'[0.5]", "'abc'[::0]", "5[0]"])
def test_there_is_no_point_where_there_is_no_character(formula: str) -> None:
    assert result(formula) is None


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("if(0, 1, 2)", 2.0),
        ("if(5, 1, 2)", 1.0),
        ("if(x, 1, 2)", 1.0),
        ("if('', 1, 2)", 2.0),
        ("if(gt(1, 2), 10, 20)", 20.0),
        ("if(0, 1)", None),
        ("if(gte(90, 100), 90, none)", None),
        ("if(gte(110, 100), 110, none)", 110.0),
        ("if(0, 1).elif(1, 2, 3)", 2.0),
        ("if(0, 1).elif(0, 2).elif(0, 3, 4)", 4.0),
        ("if(0, 1).elif(0, 2)", None),
        ("eq(1, 1).if('yes', 'no')", "yes"),
        ("none", None),
        ("1 + none", None),
        ("if(1, 5, 1 / 0)", 5.0),
    ],
)
def test_conditions(formula: str, expected: Value | None) -> None:
    """NaN is true; what is not chosen is not computed."""
    assert result(formula, x=NAN) == expected


@pytest.mark.parametrize(
    ("name", "formula", "expected"),
    [("e", "e + 1", 11.0), ("none", "none + 1", 11.0), ("true", "true + TRUE", 11.0)],
)
def test_a_variable_overrides_a_constant_of_the_same_name(
    name: str, formula: str, expected: float
) -> None:
    assert result(formula, **{name: 10.0}) == expected


def test_names_of_variables_are_case_sensitive() -> None:
    assert result("x + X", x=1.0, X=2.0) == 3.0
    assert result("X", x=1.0) is None


@pytest.mark.parametrize(
    "formula",
    [
        "x / 0",
        "0 / 0",
        "x % 0",
        "x * 1e300 * 1e300",
        "10 ^ 11",
        "0 - 10 ^ 10 - 1",
        "0 ^ -1",
        "(-8) ^ 0.5",
        "unknown + 1",
        "'a' * 2",
        "-'a'",
        "'a' - 'b'",
        "1 < 'a'",
        "'1' == 1",
    ],
)
def test_an_undefined_or_overflowing_result_is_no_point(formula: str) -> None:
    assert result(formula, x=5.0) is None


@pytest.mark.parametrize(("formula", "expected"), [("10 ^ 10", 1e10), ("0 - 10 ^ 10", -1e10)])
def test_the_largest_numbers_are_points(formula: str, expected: float) -> None:
    assert result(formula) == expected


def test_a_text_has_at_most_1024_characters() -> None:
    assert result("x + x", x="a" * 512) == "a" * 1024
    assert result("x + x + 'b'", x="a" * 512) is None
    assert result("len(x + x + 'b')", x="a" * 512) is None


@pytest.mark.parametrize(
    "formula", ["'a", "1 +", "(1", "a b", "f'{'", "f'}'", "f'{}'", "x[", "-" * 200]
)
def test_what_is_no_formula_is_refused(formula: str) -> None:
    with pytest.raises(FormulaSyntaxError):
        parse(formula)
