"""Which metrics give a value for every window, and which carry a point on into later ones."""

from __future__ import annotations

import pytest

from twin_local.services.iotsitewise.metric_needs import carried, is_every
from twin_local.services.iotsitewise.series import Series

NAMES = ("x", "y", "a")
"""Two measurements and an attribute."""


def series(name: str, kind: str, expression: str = "") -> Series:
    variables = [{"name": one, "value": {"propertyId": f"id of {one}"}} for one in NAMES]
    return Series(
        asset_id="asset",
        property_id=f"id of {name}",
        model_id="model",
        name=name,
        data_type="DOUBLE",
        kind=kind,
        alias=None,
        notifies=False,
        default_value=None,
        created_at=0.0,
        definition={"type": {kind: {"expression": expression, "variables": variables}}},
    )


INPUTS = {
    "x": [series("x", "measurement")],
    "y": [series("y", "metric")],
    "a": [series("a", "attribute")],
}


@pytest.mark.parametrize(
    ("expression", "every"),
    [
        ("avg(x)", False),
        ("sum(x) / a", False),
        ("x * a", False),
        ("first(x) - last(x)", False),
        ("max(x, y)", False),
        ("stdev(x * (x - 1))", False),
        ("if(avg(x) > 1, 1, 0)", False),
        ("y and count(x)", False),
        ("sum(x) / count(x)", False),
        ("count(x)", True),
        ("a * 2", True),
        ("sum(a)", True),
        ("statetime(x) / 60", True),
        ("latest(x - 1)", True),
        ("earliest(x)", True),
        ("max(latest(x), y)", True),
        ("if(count(x) > 0, avg(x), 0)", True),
        ("count(x) and y", True),
    ],
)
def test_a_metric_is_computed_for_windows_that_may_have_a_value(
    expression: str, every: bool
) -> None:
    assert is_every(series("m", "metric", expression), INPUTS) is every


def test_a_child_s_property_without_children_may_be_a_measurement() -> None:
    assert not is_every(series("m", "metric", "sum(x)"), {**INPUTS, "x": []})


@pytest.mark.parametrize(
    ("expression", "names"),
    [
        ("avg(x) + first(y) + last(y)", set()),
        ("count(x)", set()),
        ("statetime(x) + avg(y)", {"x"}),
        ("latest(x * 2) - earliest(y)", {"x", "y"}),
        ("max(latest(x), avg(y))", {"x"}),
    ],
)
def test_what_looks_before_the_window_carries_points_on(expression: str, names: set[str]) -> None:
    found = carried(series("m", "metric", expression))
    assert found == {f"id of {name}" for name in names}
