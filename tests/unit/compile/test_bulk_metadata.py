"""The document of a bulk job: what the schema asks for, and all that the plan has."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import twin.compile
from tests.unit.definition.plant import with_everything
from twin.compile import compile_sitewise
from twin.compile.bulk_metadata import bulk_metadata
from twin.compile.errors import BulkMetadataError
from twin.compile.sitewise_plan import SiteWisePlan
from twin.definition import SiteDefinition

Content = dict[str, Any]
SiteOf = Callable[[Content], SiteDefinition]
SCHEMA = json.loads(
    (Path(twin.compile.__file__).parent / "bulk_metadata_schema.json").read_text("utf-8")
)


@pytest.fixture
def plan(content: Content, site_of: SiteOf) -> SiteWisePlan:
    """Return a site with everything but parts."""
    plant = with_everything(content)
    pump = plant["twin"]["types"]["pump"]
    del pump["components"], pump["transforms"]["warmer"]
    return compile_sitewise(site_of(plant))


def validated(text: str) -> Content:
    Draft202012Validator.check_schema(SCHEMA)
    document: Content = json.loads(text)
    Draft202012Validator(SCHEMA).validate(document)
    return document


def test_the_document_is_what_the_schema_asks_for(plan: SiteWisePlan) -> None:
    document = validated(bulk_metadata(plan))
    assert [one["assetModelExternalId"] for one in document["assetModels"]] == [
        one.external_id for one in plan.models
    ]
    assert [one["assetExternalId"] for one in document["assets"]] == [
        one.external_id for one in plan.assets
    ]


def test_every_alias_and_state_of_the_plan_is_there(plan: SiteWisePlan) -> None:
    document = validated(bulk_metadata(plan))
    written = {
        (one["alias"], one["externalId"], one["propertyNotificationState"], one.get("unit"))
        for asset in document["assets"]
        for one in asset["assetProperties"]
    }
    assert written == {
        (one.alias, one.external_id, one.notification_state, one.unit)
        for asset in plan.assets
        for one in asset.properties
    }


def test_references_lead_to_what_the_document_has(plan: SiteWisePlan) -> None:
    document = validated(bulk_metadata(plan))
    models = {one["assetModelExternalId"]: one for one in document["assetModels"]}
    assets = {one["assetExternalId"] for one in document["assets"]}
    links = 0
    for asset in document["assets"]:
        model = models[asset["assetModelExternalId"]]
        hierarchies = {one["externalId"] for one in model["assetModelHierarchies"]}
        for one in asset["assetHierarchies"]:
            links += 1
            assert one["externalId"] in hierarchies
            assert one["childAssetExternalId"] in assets
    assert links == len(assets) - 1


def test_a_metric_over_children_names_hierarchy_and_property(plan: SiteWisePlan) -> None:
    document = validated(bulk_metadata(plan))
    models = {one["assetModelName"]: one for one in document["assetModels"]}
    station = models["demo station"]
    total = next(one for one in station["assetModelProperties"] if one["name"] == "total_power")
    assert total["type"]["metric"] == {
        "expression": "sum(powers)",
        "variables": [
            {
                "name": "powers",
                "value": {"propertyExternalId": "power", "hierarchyExternalId": "has.pump"},
            }
        ],
        "window": {"tumbling": {"interval": "5m", "offset": "06:00:00"}},
    }


def test_values_of_attributes_are_texts(plan: SiteWisePlan) -> None:
    document = validated(bulk_metadata(plan))
    values = {
        one["alias"]: one["attributeValue"]
        for asset in document["assets"]
        for one in asset["assetProperties"]
        if "attributeValue" in one
    }
    assert values == {"/demo/P-102/rated_power": "18.5"}


def test_assets_have_the_ids_of_the_plan_if_wanted(plan: SiteWisePlan) -> None:
    document = validated(bulk_metadata(plan, with_asset_ids=True))
    assert [one["assetId"] for one in document["assets"]] == [one.uuid for one in plan.assets]
    assert "assetId" not in json.loads(bulk_metadata(plan))["assets"][0]


def test_parts_are_refused(content: Content, site_of: SiteOf) -> None:
    plan = compile_sitewise(site_of(with_everything(content)))
    with pytest.raises(BulkMetadataError) as caught:
        bulk_metadata(plan)
    assert caught.value.found == "drive_end, far_end"
