"""Formulas are compiled once, and results are kept as their property's type allows."""

from __future__ import annotations

import pytest

from tests.unit.formula.given import Given
from twin.formula import FormulaUseError, parse
from twin.formula.evaluation import compiled, stored
from twin.formula.functions import FUNCTIONS
from twin.formula.rules import mistakes
from twin.formula.values import Value, written
from twin.formula.vectorised import Batch, column, vectorised


def test_a_compiled_formula_is_evaluated_with_other_inputs() -> None:
    formula = compiled(parse("2 * x"))
    assert [formula(Given({"x": value})) for value in (1.0, 2.0, "a")] == [2.0, 4.0, None]


@pytest.mark.parametrize("text", ["average(1)", "pow(1)", "now(1)"])
def test_what_is_no_function_is_not_compiled(text: str) -> None:
    with pytest.raises(FormulaUseError):
        compiled(parse(text))


@pytest.mark.parametrize(
    ("result", "data_type", "expected"),
    [
        (1.5, "DOUBLE", 1.5),
        ("on", "DOUBLE", None),
        ("on", "STRING", "on"),
        (1.5, "STRING", None),
        (1.9, "INTEGER", 1.0),
        (-1.9, "INTEGER", -1.0),
        ("1", "INTEGER", None),
        (1.0, "BOOLEAN", 1.0),
        (0.0, "BOOLEAN", 0.0),
        (2.0, "BOOLEAN", None),
        (None, "DOUBLE", None),
        (None, "STRING", None),
    ],
)
def test_a_result_is_kept_by_a_property_of_its_type(
    result: Value | None, data_type: str, expected: Value | None
) -> None:
    found = stored(result, data_type)
    assert found == expected
    assert isinstance(found, int) == (expected is not None and data_type in ("INTEGER", "BOOLEAN"))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3.0, "3"),
        (-0.0, "0"),
        (0.1, "0.1"),
        (1e22, "10000000000000000000000"),
        (1.5e-9, "0.0000000015"),
        (float("nan"), "NaN"),
        (float("inf"), "Infinity"),
        (float("-inf"), "-Infinity"),
        ("as it is", "as it is"),
    ],
)
def test_a_number_is_written_without_an_exponent(value: Value, text: str) -> None:
    assert written(value) == text


def test_every_function_can_be_called_as_a_method() -> None:
    """`x.f(…)` is `f(x, …)`, in any case of the letters."""
    for name, function in FUNCTIONS.items():
        others = ["x"] * (function.fewest - 1)
        if function.most:
            method = parse(f"x.{name.upper()}({', '.join(others)})")
            assert method == parse(f"{name}({', '.join(['x', *others])})")


@pytest.mark.parametrize(
    "text", ["+".join(["1"] * 512), "+".join(["x"] * 512), " or ".join(["x"] * 170)]
)
def test_the_longest_formula_is_not_too_deep(text: str) -> None:
    assert len(text) <= 1024
    given = Given({"x": 1.0})
    assert compiled(parse(text))(given) == (512.0 if "+" in text else 1.0)
    assert mistakes(text, parse(text), "transform") == ()
    transform = vectorised(parse(text))
    assert transform(Batch(1, {"x": column([1.0])})).to_list() == [compiled(parse(text))(given)]
