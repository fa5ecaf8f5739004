"""What is written wrongly is refused with what was found and what is expected."""

from __future__ import annotations

import pytest

from tests.unit.formula.given import Given, metric, result, window_of
from twin.formula import FormulaSyntaxError, FormulaUseError, parse, variables
from twin.formula.compilation import Compilation
from twin.formula.inputs import Nothing


@pytest.mark.parametrize(
    ("text", "error", "expected"),
    [
        ("if(x)", FormulaUseError, "2 or 3"),
        ("if(1, 2, 3, 4)", FormulaUseError, "2 or 3"),
        ("elif(x, 1, 2)", FormulaUseError, "if(c, r).elif(c, r, r)"),
        ("x.elif(1, 2)", FormulaUseError, "if(c, r).elif(c, r, r)"),
        ("if(1, 2, 3).elif(1, 2)", FormulaUseError, "if(c, r).elif(c, r, r)"),
        ("x.5", FormulaSyntaxError, "an operator or the end"),
        ("x.'a'", FormulaSyntaxError, "a function name"),
        ("x[1 2]", FormulaSyntaxError, "':' or ']'"),
        ("x[]", FormulaSyntaxError, "[index], [start:end] or [start:end:step]"),
        ("x[1:2:3:4]", FormulaSyntaxError, "[index], [start:end] or [start:end:step]"),
        ("format(x: d)", FormulaSyntaxError, "a conversion in quotes"),
        ("format(x: 'q')", FormulaSyntaxError, 'such as "d" or ".2f"'),
        ("f'{x: \"-d\"}'", FormulaSyntaxError, 'such as "d" or ".2f"'),
        ("f'a}'", FormulaSyntaxError, '{value: "f"}'),
        ("f'{}'", FormulaSyntaxError, '{value: "f"}'),
        ("#", FormulaSyntaxError, "a number, text, name or operator"),
        ("(" * 41 + "1" + ")" * 41, FormulaSyntaxError, "at most 40 levels"),
        ("abs(" * 200, FormulaSyntaxError, "at most 40 levels"),
        ("2 ^ " * 41 + "2", FormulaSyntaxError, "at most 40 levels"),
        ("not " * 41 + "1", FormulaSyntaxError, "at most 40 levels"),
    ],
)
def test_a_mistake_says_what_is_expected(text: str, error: type[Exception], expected: str) -> None:
    with pytest.raises(error) as raised:
        parse(text)
    assert getattr(raised.value, "expected", "") == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [("-!0", -1.0), ("2 * !1", 0.0), ("- -3", 3.0), ("+3", 3.0), ("not not 5", 1.0)],
)
def test_signs_and_negations(formula: str, expected: float) -> None:
    assert result(formula) == expected


def test_what_is_nested_deeply_is_read() -> None:
    assert result("(" * 39 + "1" + ")" * 39) == 1.0
    assert parse("abs(" * 39 + "1" + ")" * 39)


def test_variables_are_names_that_are_no_constants() -> None:
    node = parse("x + e + PI * avg(y) + none")
    assert variables(node) == {"x", "y"}
    assert variables(node, declared={"e", "none"}) == {"x", "y", "e", "none"}


def test_json_that_is_nested_too_deeply_is_no_point() -> None:
    assert result("jp(x, '$')", x="[" * 1024) is None


def test_an_aggregation_sees_the_time_and_other_variables_at_each_point() -> None:
    window = window_of([(10, 1.0), (20, 2.0)], 0, 60)
    assert metric("sum(x + timestamp())", x=window) == 3.0 + 2 * 60.0
    assert metric("sum(x * now())", x=window) == 0.0
    assert metric("sum(if(x > avg(x), 1, 0))", x=window) == 1.0


def test_what_is_constant_is_computed_once() -> None:
    """It needs no inputs, and nothing that depends on them is taken for constant."""
    compiler = Compilation()
    assert compiler.evaluation(parse("100 / 36 * sqrt(4)"))(Nothing()) == 100 / 36 * 2
    assert compiler.is_constant(parse("upper('a') + pi"))
    for text in ("x", "1 + x", "now()", "timestamp()", "pretrigger(x)", "f'{x}'", "latest(x)"):
        assert not compiler.is_constant(parse(text))


def test_what_changes_is_computed_again() -> None:
    evaluation = Compilation().evaluation(parse("now() + x"))
    assert evaluation(Given({"x": 1.0}, clock=1.0)) == 2.0
    assert evaluation(Given({"x": 1.0}, clock=2.0)) == 3.0
