"""The plan of a site says what it costs, what it needs and what it endangers."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from twin.definition import SiteDefinition
from twin.plan.plan import Plan, make_plan

TODAY = date(2026, 12, 1)
ALARM = {"signal": "level", "comparison": ">", "threshold": 1.0}
TEMPLATES: dict[str, dict[str, Any]] = {
    "plant-Iot": {
        "Resources": {
            "Key": {"Type": "AWS::KMS::Key"},
            "Odd": {"Type": "AWS::Quantum::Computer"},
            "Gateway": {"Type": "AWS::IoTSiteWise::Gateway", "Properties": {}},
            "Input": {"Type": "AWS::IoTEvents::Input"},
        }
    }
}


def site(*, streams: int = 1, **rest: Any) -> SiteDefinition:  # noqa: ANN401
    tank = {"measurements": {"level": {}}, **rest.pop("tank", {})}
    assets = {f"T{n}": {"type": "tank"} for n in range(streams)}
    return SiteDefinition.model_validate(
        {
            "name": "plant",
            "account": "111111111111",
            "region": "eu-central-1",
            "twin": {"types": {"tank": tank}, "assets": assets},
            **rest,
        }
    )


def plan(definition: SiteDefinition, **options: Any) -> Plan:  # noqa: ANN401
    return make_plan(definition, TEMPLATES, (), today=options.pop("today", TODAY), **options)


def test_fixed_cost_lists_what_has_no_price() -> None:
    idle = plan(site()).idle
    assert idle.usd == pytest.approx(1.0)
    assert [line.type for line in idle.unknown] == [
        "AWS::IoTEvents::Input",
        "AWS::IoTSiteWise::Gateway",
        "AWS::Quantum::Computer",
    ]


def test_retired_services_are_told_with_their_place() -> None:
    found = plan(site()).retired
    assert [one.split(" ")[0] for one in found] == ["plant-Iot/Gateway", "plant-Iot/Input"]


def test_usage_follows_from_streams_and_path() -> None:
    made = plan(site(streams=2), longest_delay_seconds=10)
    lines = {line.item: line for line in made.usage}
    assert lines["sitewise_messages"].per_month == 2 * 8_640 * 30
    assert lines["sitewise_messages"].usd == pytest.approx(2 * 8_640 * 30 / 1e6)
    assert lines["iot_rules"].per_month == 2 * 86_400 * 30
    assert lines["sitewise_messages"].confidence == "unverified"
    assert lines["sitewise_computations"].rate_region == "ap-south-1"
    # 365 days of 2 values a second, 50 bytes each, for 30 days
    assert lines["sitewise_hot_storage"].per_month == pytest.approx(
        2 * 86_400 * 365 * 50 / 1e9 * 30, abs=0.001
    )


def test_storage_that_is_limited_is_billed_for_its_days_only() -> None:
    storage = {"hot_days": 30, "warm": True, "warm_days": 60, "cold": True}
    lines = {line.item: line for line in plan(site(storage=storage)).usage}
    month = 86_400 * 50 / 1e9 * 30
    found = {name: lines[f"sitewise_{name}_storage"] for name in ("hot", "warm", "cold")}
    assert found["hot"].per_month == pytest.approx(30 * month, abs=0.001)
    assert found["warm"].per_month == pytest.approx(60 * month, abs=0.001)
    assert found["cold"].per_month == pytest.approx(365 * month, abs=0.001)
    assert (found["warm"].usd, found["cold"].usd) == (None, None)


def test_runs_of_models_have_no_rate_and_are_not_free() -> None:
    model = {
        "artefact": "tank.fmu",
        "inputs": {},
        "outputs": {"q": "level"},
        "schedule_minutes": 60,
    }
    (line,) = [
        line for line in plan(site(tank={"models": {"m1": model}})).usage
        if line.item == "simulation_runs"
    ]  # fmt: skip
    assert (line.per_month, line.usd) == (720, None)


@pytest.mark.parametrize(
    ("rest", "delay"),
    [
        ({}, 1.0),
        ({"features": {"experience": False}}, 3600),
        ({"features": {"experience": False}, "tank": {"alarms": {"high": ALARM}}}, 1.0),
    ],
)
def test_values_may_wait_where_nobody_looks(rest: dict[str, Any], delay: float) -> None:
    assert plan(site(**rest)).longest_delay_seconds == delay


def test_the_publisher_is_configured_by_the_recommendation() -> None:
    made = plan(site(streams=3), longest_delay_seconds=15)
    assert made.recommended is not None
    assert made.recommended.configuration == {"flushSeconds": 10.0}


def test_where_buffering_is_best_the_publisher_does_the_next_best() -> None:
    made = plan(site(streams=50, features={"experience": False}))
    assert made.recommended is not None and made.configured is not None
    assert made.recommended.title == "buffered, imported every 60 min"
    assert made.to_dict()["publisher_configuration"] == {"flushSeconds": 10.0}


def test_quotas_are_told_the_tightest_first() -> None:
    made = plan(site(streams=901, quotas={"assets": 1000}))
    tightest = made.quotas[0]
    assert (tightest.quota, tightest.granted) == ("assets", True)
    assert [one.free_percent for one in made.quotas] == sorted(
        one.free_percent for one in made.quotas
    )
    assert {one.quota: one.code for one in made.quotas}["values_per_second"] == "L-055D0253"


def test_what_has_to_be_asked_of_aws_is_a_warning() -> None:
    (warning,) = plan(site(streams=1001)).warnings
    assert "L-055D0253" in warning


def test_old_tables_are_warned_of() -> None:
    warnings = plan(site(), today=date(2028, 1, 1)).warnings
    assert len(warnings) == 4
    assert all("read them again" in one for one in warnings)


def test_a_site_without_iot_has_no_usage_and_no_publisher() -> None:
    features = {"iot": False, "edge": False, "simulation": False}
    made = plan(site(features=features))
    assert (made.usage, made.paths, made.recommended, made.quotas) == ((), (), None, ())


def test_the_plan_is_json() -> None:
    found = json.loads(json.dumps(plan(site()).to_dict()))
    assert found["idle"]["goal_usd"] == 5.0
    assert found["recommended"]["configuration"] == {"flushSeconds": 0.2}
    assert found["not_counted"]
