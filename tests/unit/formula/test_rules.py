"""What SiteWise refuses in a formula, and what does not add up in its units."""

from __future__ import annotations

import pytest

from twin.formula import parse
from twin.formula.errors import FormulaUnitError
from twin.formula.quantities import check_units
from twin.formula.rules import Kind, mistakes
from twin.units import parse_unit


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("transform", "if(gt(x, 1), x, none)"),
        ("transform", "x - pretrigger(x)"),
        ("transform", "timestamp(x) - timestamp(pretrigger(x))"),
        ("transform", "jp(message, '$.status').lower().contains('fail')"),
        ("metric", "sum(x / 2) / avg(y ^ 2)"),
        ("metric", "min(x, y, 3)"),
        ("metric", "avg(x * (x - 1)) + statetime(y) + count(x)"),
        ("metric", "latest(x) - earliest(x)"),
        ("metric", "max(latest(x), latest(y), latest(z))"),
        ("metric", "latest(t * 9 / 5 + 32)"),
        ("metric", "sum(avg(x ^ 2) / 2)"),
        ("metric", "if(timestamp().localtime('PST').wday().eq(1), avg(x), none)"),
        ("metric", "mktime('UTC', 2021, 1, 19)"),
        ("transform", "mktime(2020, 2, 29)"),
        ("transform", "hour(localtime(x, 'Europe/Paris'))"),
        ("transform", "format(x: 'd') + f'{x: \"f\"}'"),
    ],
)
def test_what_the_guide_shows_is_accepted(kind: Kind, text: str) -> None:
    assert mistakes(text, parse(text), kind) == ()


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        ("transform", "max(x, 0)", "FORMULA_USE"),
        ("metric", "pretrigger(x)", "FORMULA_USE"),
        ("metric", "avg(x + y)", "FORMULA_USE"),
        ("metric", "first(sum(x))", "FORMULA_USE"),
        ("metric", "first(x + y)", "FORMULA_USE"),
        ("metric", "latest(1)", "FORMULA_USE"),
        ("metric", "min(x / y)", "FORMULA_USE"),
        ("metric", "timestamp(x)", "FORMULA_USE"),
        ("transform", "timestamp(x + 1)", "FORMULA_USE"),
        ("transform", "pretrigger(x + 1)", "FORMULA_USE"),
        ("transform", "pretrigger(pi)", "FORMULA_USE"),
        ("transform", "localtime(x, 'UTC')", "FORMULA_USE"),
        ("transform", "hour(x)", "FORMULA_USE"),
        ("transform", "hour(localtime(x, 'Nowhere'))", "FORMULA_USE"),
        ("transform", "mktime('Nowhere', 2020, 1, 1)", "FORMULA_USE"),
        ("transform", "jp(x, y)", "FORMULA_USE"),
        ("transform", "jp(x, '$[')", "FORMULA_USE"),
        ("transform", "jp(x, '$.a.`len`')", "FORMULA_USE"),
        ("transform", "jp(x, '$.a + 1')", "FORMULA_USE"),
        ("transform", "len(x: 'd')", "FORMULA_USE"),
        ("transform", "pow(x)", "FORMULA_USE"),
        ("transform", "now(1)", "FORMULA_USE"),
        ("transform", "average(x)", "FORMULA_USE"),
        ("transform", " + ".join(f"v{n}" for n in range(11)), "FORMULA_LIMIT"),
    ],
)
def test_what_the_guide_forbids_is_refused(kind: Kind, text: str, code: str) -> None:
    (mistake,) = mistakes(text, parse(text), kind)
    assert mistake.code == code
    assert mistake.found
    assert mistake.expected


def test_a_formula_that_is_far_too_long_is_refused() -> None:
    text = " + ".join(["x"] * 20_000)
    (mistake,) = mistakes(text, parse(text), "transform")
    assert (mistake.found, mistake.expected) == ("79997", "at most 1024")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("sum(power) / avg(power * 2)", None),
        ("sum(power) + run", None),
        ("statetime(run)", None),
        ("latest(run * 2)", None),
        ("power", "FORMULA_USE"),
        ("power + sum(power)", "FORMULA_USE"),
        ("latest(power)", "FORMULA_USE"),
        ("max(latest(power))", "FORMULA_USE"),
        ("statetime(total)", "FORMULA_USE"),
        ("latest(total)", None),
    ],
)
def test_child_assets_are_aggregated_and_no_metric_has_a_state_time(
    text: str, code: str | None
) -> None:
    """`power` is a property of child assets, `total` a metric of the same asset."""
    found = mistakes(
        text,
        parse(text),
        "metric",
        declared={"power", "run", "total"},
        of_children={"power"},
        of_metrics={"total"},
    )
    assert [one.code for one in found] == ([] if code is None else [code])


UNITS = {
    "power": "kW", "flow": "m³/h", "suction": "bar", "discharge": "bar", "hot": "°C", "cold": "°C",
    "density": "kg/m³", "heat": "kJ/(kg·K)", "level": "m", "fault": "", "share": "%", "angle": "°",
    "gauge": "kPa", "kelvin": "K",
}  # fmt: skip


def check(text: str, result: str) -> None:
    check_units(
        parse(text), {name: parse_unit(unit) for name, unit in UNITS.items()}, parse_unit(result)
    )


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("if(gt(power, 0.5), 100 / 36 * flow * (discharge - suction) / power, none)", "%"),
        ("avg(power) / avg(flow)", "kWh/m³"),
        ("flow * density * heat * (hot - cold) / 3600", "kW"),
        ("100 * statetime(fault) / (statetime(fault) + statetime(share))", "%"),
        ("hot - cold", "K"),
        ("hot + 273.15", "K"),
        ("1.8 * hot + 32", "°F"),
        ("(hot + cold) / 2", "°C"),
        ("avg(hot)", "°C"),
        ("stdev(hot)", "K"),
        ("max(level, 0.5)", "m"),
        ("sqrt(level ^ 2)", "m"),
        ("pow(level, 3)", "m³"),
        ("log(discharge / suction)", ""),
        ("if(fault, 0, level)", "m"),
        ("level > 0.8 and flow < 3", ""),
        ("pi * level ^ 2", "m²"),
    ],
)
def test_formulas_that_add_up(text: str, result: str) -> None:
    check(text, result)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("level + discharge", "m"),
        ("suction + gauge", "bar"),
        ("discharge - gauge", "bar"),
        ("hot - kelvin", "K"),
        ("hot", "K"),
        ("hot - cold", "°C"),
        ("stdev(hot)", "°C"),
        ("power / flow", "Wh/m³"),
        ("share", ""),
        ("count(level)", "%"),
        ("level * 2", "bar"),
        ("level > flow", ""),
        ("eq(level, power)", ""),
        ("if(fault, level, flow)", "m"),
        ("max(level, flow)", "m"),
        ("exp(level)", ""),
        ("sin(angle)", ""),
        ("2 ^ level", ""),
        ("level ^ share", "m"),
        ("level % flow", "m"),
        ("statetime(fault)", "h"),
        ("100 * statetime(fault) / 3600", "%"),  # the seconds of an hour are no pure number
    ],
)
def test_formulas_that_do_not_add_up(text: str, result: str) -> None:
    with pytest.raises(FormulaUnitError) as raised:
        check(text, result)
    assert raised.value.code == "UNIT_MISMATCH"
    assert raised.value.found
