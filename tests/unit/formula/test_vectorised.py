"""Many points at once have the answers of single points, bit by bit."""

from __future__ import annotations

import struct

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from tests.unit.formula.formulas import (
    EDGES,
    NUMBERS,
    SIMPLE,
    SPECIAL,
    TEXTS,
    Rows,
    formulas,
    rows,
)
from tests.unit.formula.given import Given
from twin.formula import FormulaUseError, parse
from twin.formula.evaluation import compiled
from twin.formula.inputs import Sample
from twin.formula.nodes import Node
from twin.formula.values import Value
from twin.formula.vectorised import Batch, column, vectorised
from twin.formula.vectorised.columns import Numbers
from twin.formula.vectorised.compilation import PART_ROWS

CLOCK = 5_000.0


def one_by_one(node: Node, table: Rows) -> list[Value | None]:
    """Evaluate the rows of a table; what was before a row is the row above it."""
    formula = compiled(node)
    return [formula(inputs(table, row)) for row in range(len(table))]


def inputs(table: Rows, row: int) -> Given:
    return Given(
        samples(table, row), samples(table, row - 1) if row else {}, moment=100.0 * row, clock=CLOCK
    )


def samples(table: Rows, row: int) -> dict[str, Value | Sample]:
    return {
        name: Sample(10.0 * row, value if isinstance(value, str) else float(value))
        for name, value in table[row].items()
        if value is not None
    }


def all_at_once(node: Node, table: Rows) -> list[Value | None]:
    times: Numbers = np.arange(len(table), dtype=np.float64) * np.float64(10)
    columns = {name: [row[name] for row in table] for name in (*NUMBERS, *TEXTS)}
    batch = Batch(
        len(table),
        {name: column(values) for name, values in columns.items()},
        {name: column([None, *values[:-1]]) for name, values in columns.items()},
        dict.fromkeys(columns, times),
        dict.fromkeys(columns, times - np.float64(10)),
        times * np.float64(10),
        CLOCK,
    )
    return vectorised(node)(batch).to_list()


def bits(value: Value | None) -> object:
    return struct.pack("<d", value) if isinstance(value, float) else value


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(node=formulas, table=rows)
def test_the_answers_are_those_of_single_points(node: Node, table: Rows) -> None:
    found, expected = all_at_once(node, table), one_by_one(node, table)
    assert [bits(value) for value in found] == [bits(value) for value in expected]


NUMERIC: Rows = [
    {"a": a, "b": b, "c": c, "s": "run", "t": None}
    for a, b, c in [
        (0.5, 2.0, 3.0),
        (-0.5, 0.0, 1e10),
        (float("nan"), 1.0, -0.0),
        (None, 1.0, 2.0),
        (1e300, 1e300, 5e9),
        (float("inf"), -1.0, 0.1),
        (True, False, 700.0),
    ]
]


@pytest.mark.parametrize(
    "text",
    [
        "a + b * c",
        "100 / 36 * a * (b - c) / a",
        "if(gt(a, 0.4), a / b, none)",
        "if(a, b).elif(b, c, 7)",
        "a % b + -c",
        "a ^ b",
        "pow(c, 0.5) + exp(b) + log(c) + sin(a)",
        "ceil(a) + floor(c) + signum(a) + abs(b) + sqrt(c)",
        "isnan(a) or b >= c",
        "not a and c",
        "eq(a, a + 1e-12)",
        "if(contains(s, 'un'), a, b)",
        "if(a > b, s, 'no')",
        "s + a",
        "a - pretrigger(a)",
        "timestamp(a) - timestamp(pretrigger(a)) + timestamp() + now()",
        "pi * 2",
        "'constant'",
        "1 / 0",
        "t + 1",
        "missing",
    ],
)
def test_numbers_texts_and_times(text: str) -> None:
    node = parse(text)
    expected = [bits(value) for value in one_by_one(node, NUMERIC)]
    assert [bits(value) for value in all_at_once(node, NUMERIC)] == expected


GRID: list[Value] = [*EDGES, *SPECIAL, -0.5, 1 + 1e-9, 1 - 1e-9, 7.5, -7.5]
PAIRS: Rows = [{"a": a, "b": b, "s": None, "t": None, "c": None} for a in GRID for b in GRID]


@pytest.mark.parametrize("text", SIMPLE)
def test_each_operation_on_every_pair_of_numbers(text: str) -> None:
    """Also whether what is not a number is a value: `isnan` then has one."""
    for formula in (text, f"isnan({text})"):
        node = parse(formula)
        expected = [bits(value) for value in one_by_one(node, PAIRS)]
        assert [bits(value) for value in all_at_once(node, PAIRS)] == expected


def test_a_declared_variable_hides_a_constant() -> None:
    batch = Batch(2, {"e": column([1.0, 2.0])})
    assert vectorised(parse("e + 1"), declared={"e"})(batch).to_list() == [2.0, 3.0]
    assert vectorised(parse("floor(e)"))(batch).to_list() == [2.0, 2.0]


def test_arrays_are_taken_as_they_are() -> None:
    values = np.array([1.0, 2.0, 3.0])
    assert vectorised(parse("x * 2"))(Batch(3, {"x": column(values)})).to_list() == [2.0, 4.0, 6.0]


def test_many_rows_stay_in_order() -> None:
    count = 2 * PART_ROWS + 5
    batch = Batch(count, {"x": column(np.arange(float(count)))})
    found = vectorised(parse("if(x % 3, 2 * x, none)"))(batch).to_list()
    assert found == [2.0 * row if row % 3 else None for row in range(count)]
    late = vectorised(parse(f"if(x < {PART_ROWS}, x, 'late')"))(batch).to_list()
    assert late == [float(row) if row < PART_ROWS else "late" for row in range(count)]
    assert vectorised(parse("x"))(Batch(0, {"x": column([])})).to_list() == []


@pytest.mark.parametrize("text", ["avg(x)", "1 + latest(x)", "unknown(x)"])
def test_only_transforms_are_vectorised(text: str) -> None:
    with pytest.raises(FormulaUseError):
        vectorised(parse(text))
