"""Functions of texts: JSON, join, formats.

https://docs.aws.amazon.com/iot-sitewise/latest/userguide/expression-string-functions.html
"""

from __future__ import annotations

import pytest

from tests.unit.formula.given import result
from twin.formula.values import Value

READING = (
    '{"measurement":{"reading":25,"confidence":"0.95"},"list":[{"a":1},{"a":2}],'
    '"on":true,"no":null}'
)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("len('Hello!')", 6.0),
        ("len('')", 0.0),
        ("find('Hello!', 'l')", 2.0),
        ("find('Hello!', 'z')", -1.0),
        ("contains('Hello!', 'ell')", 1.0),
        ("contains('Hello!', 'z')", 0.0),
        ("upper('Hello!')", "HELLO!"),
        ("lower('Hello!')", "hello!"),
        ("'Hello!'.upper().find('LLO')", 2.0),
        ("join('-', 'aa', 'bb', 'cc')", "aa-bb-cc"),
        ("join('-', 'AWS', 'IoT', 'SiteWise')", "AWS-IoT-SiteWise"),
        ("join('', 'abc', 1 + 2, 'd')", "abc3d"),
    ],
)
def test_functions_of_texts(formula: str, expected: Value) -> None:
    assert result(formula) == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ('jp(\'{"status":"active","value":15}\', \'$.value\')', 15.0),
        ('jp(\'{"status":"active","value":15}\', \'$.status\')', "active"),
        ("jp('[2,8,23]', '$[2]')", 23.0),
        ("jp('{\"values\":[3,6,7]}', '$.values[1]')", 6.0),
        ("jp('111', '$')", 111.0),
        ("jp(x, '$.measurement.reading')", 25.0),
        ("jp(x, '$.measurement.confidence')", "0.95"),
        ("jp(jp(x, '$.measurement.confidence'), '$')", 0.95),
        ("x.jp('$[''measurement''][''reading'']')", 25.0),
        ("jp(jp(x, '$.list'), '$[1].a')", 2.0),
        ("jp(x, '$.list[-1].a')", 2.0),
        ("jp(x, '$.on')", 1.0),
        ("if(contains(jp(x, '$.measurement.confidence'), '9'), 1, 0)", 1.0),
    ],
)
def test_what_a_path_finds(formula: str, expected: Value) -> None:
    assert result(formula, x=READING) == expected


@pytest.mark.parametrize(
    "formula",
    [
        "jp('{\"values\":[3,6,7]}', '$.values')",
        "jp(x, '$.measurement')",
        "jp(x, '$.list[*].a')",
        "jp(x, '$..reading')",
        "jp(x, '$.missing')",
        "jp(x, '$.list[7]')",
        "jp(x, '$.on[0]')",
        "jp(x, '$.no')",
        "jp('no JSON', '$')",
        "jp('NaN', '$')",
        "jp(5, '$')",
        "jp('\"text\"', '$[0]')",
    ],
)
def test_what_a_path_does_not_find_is_no_point(formula: str) -> None:
    """An array and an object are no points either."""
    assert result(formula, x=READING) is None


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("format(100 + 1: 'd')", "101"),
        ("format('The result is %d', 100 + 1)", "The result is 101"),
        ("format('text %d', 7)", "text 7"),
        ("format('%s is %.1f %%', 'level', 12.25)", "level is 12.3 %"),
        ("format('%2$s %1$s', 'b', 'a')", "a b"),
        ("f'abc{1+2: \"f\"}d'", "abc3.000000d"),
        ("f'{x: \".2f\"} bar'", "3.14 bar"),
        ("f'{upper(\"a\")}{x[0:1]}'", None),
        ("f'{upper(\"a\")}b'", "Ab"),
        ("f'{1 + 2} is three'", "3 is three"),
        ("f''", ""),
        ("format(x: '08.3f').len()", 8.0),
    ],
)
def test_formats(formula: str, expected: Value | None) -> None:
    assert result(formula, x=3.14159) == expected


@pytest.mark.parametrize(
    "formula",
    ["format('%d', 1.5)", "format('%d', 'a')", "format('%q', 1)", "format('%d %d', 1)", "len(5)"],
)
def test_what_does_not_fit_is_no_point(formula: str) -> None:
    assert result(formula) is None
