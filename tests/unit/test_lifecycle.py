"""Each service that has ended or takes no new users is found, by type or by what uses it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from twin.lifecycle import (
    DATED,
    EDGE_PROCESSOR,
    MAXIMUM_AGE_MONTHS,
    RETIRED_TYPES,
    computes_at_the_edge,
    faults,
    retired,
)
from twin.quota import is_overdue

TYPES = {
    "AWS::IoTEvents::Input": "ended on 2026-05-20",
    "AWS::IoTEvents::DetectorModel": "ended on 2026-05-20",
    "AWS::IoTEvents::AlarmModel": "ended on 2026-05-20",
    "AWS::IoTAnalytics::Channel": "ended on 2025-12-15",
    "AWS::IoTSiteWise::Portal": "no new users since 2025-11-07",
    "AWS::IoTSiteWise::Project": "no new users since 2025-11-07",
    "AWS::IoTSiteWise::Dashboard": "no new users since 2025-11-07",
    "AWS::IoTSiteWise::AccessPolicy": "no new users since 2025-11-07",
    "AWS::Greengrass::Group": "ended on 2026-10-07",
    "AWS::LookoutEquipment::InferenceScheduler": "ended on 2026-10-07",
    "AWS::LookoutVision::Project": "has ended",
    "AWS::LookoutMetrics::AnomalyDetector": "has ended",
    "AWS::SimSpaceWeaver::Simulation": "ended on 2026-05-20",
    "AWS::RoboMaker::SimulationApplication": "has ended",
    "AWS::IoTThingsGraph::FlowTemplate": "has ended",
    "AWS::IoTFleetHub::Application": "has ended",
    "AWS::Panorama::ApplicationInstance": "has ended",
    "AWS::Timestream::Database": "no new users since 2025-06-20",
    "AWS::Timestream::Table": "no new users since 2025-06-20",
    "AWS::Timestream::ScheduledQuery": "no new users since 2025-06-20",
    "AWS::Cloud9::EnvironmentEC2": "no new users since 2024-07-25",
}
LIVING = (
    "AWS::GreengrassV2::Deployment",
    "AWS::IoTSiteWise::AssetModel",
    "AWS::IoTSiteWise::ComputationModel",
    "AWS::Timestream::InfluxDBInstance",
    "AWS::IoTTwinMaker::Workspace",
)


def model(**composite: object) -> dict[str, Any]:
    return {"AssetModelCompositeModels": [composite]}


ALARM_TYPE = {"Name": "AWS/ALARM_TYPE", "Type": {"Attribute": {"DefaultValue": "IOT_EVENTS"}}}
PROPERTIES: list[tuple[str, dict[str, Any], str]] = [
    ("AWS::IoT::TopicRule", {"TopicRulePayload": {"Actions": [{"IotEvents": {}}]}}, "IoT Events"),
    ("AWS::IoT::TopicRule", {"TopicRulePayload": {"Actions": [{"IotAnalytics": {}}]}}, "Analytics"),
    ("AWS::IoT::TopicRule", {"TopicRulePayload": {"Actions": [{"Timestream": {}}]}}, "Timestream"),
    ("AWS::IoT::TopicRule", {"TopicRulePayload": {"ErrorAction": {"IotEvents": {}}}}, "IoT Events"),
    ("AWS::IoTSiteWise::Gateway", {"GatewayName": "g"}, "left out, which means 2"),
    ("AWS::IoTSiteWise::Gateway", {"GatewayVersion": "2"}, "GatewayVersion is 2"),
    (
        "AWS::IoTSiteWise::Gateway",
        {
            "GatewayVersion": "3",
            "GatewayCapabilitySummaries": [{"CapabilityNamespace": "iotsitewise:publisher:2"}],
        },
        "publisher:2",
    ),
    ("AWS::IoTSiteWise::AssetModel", model(Type="AWS/L4E_ANOMALY"), "Lookout for Equipment"),
    ("AWS::IoTSiteWise::AssetModel", model(CompositeModelProperties=[ALARM_TYPE]), "IoT Events"),
    (
        "AWS::IoTSiteWise::AssetModel",
        {"AssetModelProperties": [{"ProcessingConfig": {"ComputeLocation": "EDGE"}}]},
        "data processing pack",
    ),
    ("AWS::GreengrassV2::Deployment", {"Components": {EDGE_PROCESSOR: {}}}, "processing pack"),
    (
        "AWS::GreengrassV2::ComponentVersion",
        {"InlineRecipe": f"ComponentDependencies: {{{EDGE_PROCESSOR}: {{}}}}"},
        "processing pack",
    ),
]
WITHOUT_FAULT: list[tuple[str, dict[str, Any]]] = [
    ("AWS::IoT::TopicRule", {"TopicRulePayload": {"Actions": [{"Lambda": {}}]}}),
    (
        "AWS::IoTSiteWise::Gateway",
        {
            "GatewayVersion": "3",
            "GatewayCapabilitySummaries": [{"CapabilityNamespace": "iotsitewise:publisher:3"}],
        },
    ),
    ("AWS::IoTSiteWise::AssetModel", model(Type="AWS/ALARM")),
    ("AWS::GreengrassV2::Deployment", {"Components": {"twin.demo.publisher": {}}}),
]


@pytest.mark.parametrize(("kind", "reason"), TYPES.items())
def test_a_retired_type_is_named_with_its_reason(kind: str, reason: str) -> None:
    found = retired(kind)
    assert found is not None and reason in found
    assert faults(kind, {}) == (found,)


def test_every_entry_of_the_table_is_tested_and_says_what_to_use() -> None:
    tested = {
        entry.prefix for entry in RETIRED_TYPES for kind in TYPES if kind.startswith(entry.prefix)
    }
    assert tested == {entry.prefix for entry in RETIRED_TYPES}
    assert all(entry.instead for entry in RETIRED_TYPES)
    assert all(entry.since for entry in RETIRED_TYPES if entry.closed)


@pytest.mark.parametrize("kind", LIVING)
def test_a_living_type_may_be_used(kind: str) -> None:
    assert retired(kind) is None


@pytest.mark.parametrize(("kind", "properties", "reason"), PROPERTIES)
def test_a_living_type_that_uses_a_retired_service_is_found(
    kind: str, properties: dict[str, Any], reason: str
) -> None:
    found = faults(kind, properties)
    assert len(found) == 1 and reason in found[0]


@pytest.mark.parametrize(("kind", "properties"), WITHOUT_FAULT)
def test_what_uses_nothing_retired_has_no_fault(kind: str, properties: dict[str, Any]) -> None:
    assert faults(kind, properties) == ()


def test_the_edge_is_found_in_calls_of_the_api_too() -> None:
    call = {
        "assetModelProperties": [
            {"type": {"metric": {"processingConfig": {"computeLocation": "EDGE"}}}}
        ]
    }
    assert computes_at_the_edge(call)
    assert not computes_at_the_edge({"processingConfig": {"computeLocation": "CLOUD"}})


def test_the_table_is_not_too_old() -> None:
    assert not is_overdue(DATED, date.today(), maximum_months=MAXIMUM_AGE_MONTHS), (
        "read the lifecycle page of AWS again, and date the table"
    )
