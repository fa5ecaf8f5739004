"""Asset models of SiteWise: definitions, formulas, hierarchies, versions."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest

from tests.integration.services.conftest import SetClock
from tests.integration.services.sitewise_samples import (
    ALARM,
    Item,
    attribute,
    ids_of,
    make_asset,
    make_model,
    measurement,
    metric,
    transform,
)

if TYPE_CHECKING:
    from mypy_boto3_iotsitewise import IoTSiteWiseClient


def test_ids_and_external_ids_of_the_caller_are_kept(sitewise: IoTSiteWiseClient) -> None:
    model, flow = str(uuid.uuid4()), str(uuid.uuid4())
    make_model(
        sitewise,
        "pump",
        measurement("flow", id=flow, externalId="flow"),
        assetModelId=model,
        assetModelExternalId="pump.v1",
    )
    found = sitewise.describe_asset_model(assetModelId="externalId:pump.v1")
    assert found["assetModelId"] == model
    assert found["assetModelProperties"][0]["id"] == flow
    assert [one["name"] for one in found["assetModelProperties"][0]["path"]] == ["pump", "flow"]
    with pytest.raises(sitewise.exceptions.ResourceAlreadyExistsException):
        make_model(sitewise, "other", assetModelId=model)
    with pytest.raises(sitewise.exceptions.ResourceAlreadyExistsException):
        make_model(sitewise, "other", assetModelExternalId="pump.v1")


@pytest.mark.parametrize(
    ("properties", "message"),
    [
        ([measurement("a", "VIDEO")], "not VIDEO"),
        ([measurement("a", "STRUCT")], "has a dataTypeSpec"),
        ([measurement("a"), measurement("a")], "more than once"),
        ([attribute("a", "many")], "is no DOUBLE"),
        ([transform("b", "a", a="a")], "no property a"),
        ([attribute("a", "1"), transform("b", "a", a="a")], "no attribute"),
        ([measurement("a"), transform("b", "avg(a)", a="a")], "no window"),
        ([measurement("a"), metric("b", "pretrigger(a)", a="a")], "only a transform"),
        ([measurement("a"), metric("b", "avg(a)", "10d", a="a")], "tumbling window"),
        ([measurement("a"), transform("b", "abs(" * 11 + "a" + ")" * 11, a="a")], "too many"),
        ([transform("b", "c", c="c"), transform("c", "b", b="b")], "circular reference"),
        (
            [
                measurement("a"),
                metric("b", "avg(a)", "5m", a="a"),
                metric("c", "sum(b)", "1h", b="b"),
            ],
            "another interval",
        ),
    ],
)
def test_a_definition_that_the_service_would_refuse_is_refused(
    sitewise: IoTSiteWiseClient, properties: list[Item], message: str
) -> None:
    with pytest.raises(sitewise.exceptions.InvalidRequestException, match=message):
        make_model(sitewise, "pump", *properties)
    assert sitewise.list_asset_models()["assetModelSummaries"] == []


def test_an_alarm_has_its_type_and_state(sitewise: IoTSiteWiseClient) -> None:
    incomplete = {**ALARM, "properties": ALARM["properties"][:1]}
    with pytest.raises(sitewise.exceptions.InvalidRequestException, match="AWS/ALARM_STATE"):
        make_model(sitewise, "pump", assetModelCompositeModels=[incomplete])
    model = make_model(sitewise, "pump", measurement("flow"), assetModelCompositeModels=[ALARM])
    base = sitewise.list_asset_model_properties(assetModelId=model)
    every = sitewise.list_asset_model_properties(assetModelId=model, filter="ALL")
    assert len(base["assetModelPropertySummaries"]) == 1
    assert len(every["assetModelPropertySummaries"]) == 3


def test_a_chain_of_formulas_is_only_so_deep(sitewise: IoTSiteWiseClient) -> None:
    chain = [
        measurement("p0"),
        *(transform(f"p{n}", "x", x=f"p{n - 1}") for n in range(1, 12)),
    ]
    make_model(sitewise, "short", *chain[:11])
    with pytest.raises(sitewise.exceptions.LimitExceededException, match="depth") as caught:
        make_model(sitewise, "long", *chain)
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 410


def test_an_update_replaces_the_definition(
    sitewise: IoTSiteWiseClient, set_clock: SetClock
) -> None:
    model = make_model(sitewise, "pump", measurement("flow"), measurement("power"))
    asset = make_asset(sitewise, "P-1", model)
    ids = ids_of(sitewise, model)
    for name, key in ids.items():
        sitewise.update_asset_property(assetId=asset, propertyId=key, propertyAlias=f"/{name}")
        sitewise.batch_put_asset_property_value(
            entries=[
                {
                    "entryId": "e",
                    "propertyAlias": f"/{name}",
                    "propertyValues": [
                        {
                            "value": {"doubleValue": 1.0},
                            "timestamp": {"timeInSeconds": int(set_clock.time)},
                        }
                    ],
                }
            ]
        )
    kept = measurement("flow", id=ids["flow"])
    sitewise.update_asset_model(
        assetModelId=model, assetModelName="pump", assetModelProperties=[kept]
    )
    sitewise.update_asset_model(
        assetModelId=model,
        assetModelName="pump",
        assetModelProperties=[kept, measurement("power", id=ids["power"])],
    )
    found = {
        key: sitewise.get_asset_property_value(assetId=asset, propertyId=ids[key]).get(
            "propertyValue"
        )
        for key in ids
    }
    assert found["flow"] is not None
    assert found["power"] is None
    shown = sitewise.describe_asset(assetId=asset)["assetProperties"]
    assert {one["name"]: one.get("alias") for one in shown} == {"flow": "/flow", "power": None}


@pytest.mark.parametrize(
    "changed", [measurement("flow", "STRING"), attribute("flow", "1")], ids=["data type", "type"]
)
def test_a_property_keeps_its_type(sitewise: IoTSiteWiseClient, changed: Item) -> None:
    model = make_model(sitewise, "pump", measurement("flow"))
    wrong: Item = {**changed, "id": ids_of(sitewise, model)["flow"]}
    with pytest.raises(sitewise.exceptions.InvalidRequestException, match="cannot change"):
        sitewise.update_asset_model(
            assetModelId=model, assetModelName="pump", assetModelProperties=[wrong]
        )


def test_an_external_id_can_be_added_and_not_be_changed(sitewise: IoTSiteWiseClient) -> None:
    model = make_model(sitewise, "pump")

    def named(external_id: str) -> None:
        sitewise.update_asset_model(
            assetModelId=model, assetModelName="pump", assetModelExternalId=external_id
        )

    named("pump.v1")
    with pytest.raises(sitewise.exceptions.InvalidRequestException, match="cannot be changed"):
        named("pump.v2")
    found = sitewise.describe_asset_model(assetModelId="externalId:pump.v1")
    assert found["assetModelVersion"] == "2"


def test_a_formula_of_a_parent_keeps_its_child_s_property(sitewise: IoTSiteWiseClient) -> None:
    child = make_model(sitewise, "pump", measurement("flow", externalId="flow"))
    total = {"hierarchyId": "pumps", "propertyId": "externalId:flow"}
    line = make_model(
        sitewise,
        "line",
        metric("total", "sum(flow)", flow=total),
        assetModelHierarchies=[{"name": "pumps", "childAssetModelId": child}],
    )
    bound = sitewise.describe_asset_model(assetModelId=line)["assetModelProperties"][0]
    variable = bound["type"]["metric"]["variables"][0]
    assert variable["value"]["propertyId"] == ids_of(sitewise, child)["flow"]
    with pytest.raises(sitewise.exceptions.InvalidRequestException, match="total"):
        sitewise.update_asset_model(assetModelId=child, assetModelName="pump")
    with pytest.raises(sitewise.exceptions.ConflictingOperationException):
        sitewise.delete_asset_model(assetModelId=child)


def test_hierarchies_have_no_circle_and_an_end(sitewise: IoTSiteWiseClient) -> None:
    models: list[str] = []
    for level in range(10):
        below: list[Item] = [{"name": "below", "childAssetModelId": one} for one in models[-1:]]
        models.append(make_model(sitewise, f"level {level}", assetModelHierarchies=below))
    with pytest.raises(sitewise.exceptions.LimitExceededException, match="hierarchy depth"):
        below = [{"name": "below", "childAssetModelId": models[-1]}]
        make_model(sitewise, "level 10", assetModelHierarchies=below)
    with pytest.raises(sitewise.exceptions.InvalidRequestException, match="circular"):
        sitewise.update_asset_model(
            assetModelId=models[0],
            assetModelName="level 0",
            assetModelHierarchies=[{"name": "above", "childAssetModelId": models[-1]}],
        )


def test_a_writer_who_has_not_seen_the_last_change_is_refused(sitewise: IoTSiteWiseClient) -> None:
    model = make_model(sitewise, "pump")
    seen = sitewise.describe_asset_model(assetModelId=model)["eTag"]
    sitewise.tag_resource(
        resourceArn=sitewise.describe_asset_model(assetModelId=model)["assetModelArn"],
        tags={"site": "one"},
    )
    sitewise.update_asset_model(assetModelId=model, assetModelName="pumps", ifMatch=seen)
    with pytest.raises(sitewise.exceptions.PreconditionFailedException) as caught:
        sitewise.update_asset_model(assetModelId=model, assetModelName="pump", ifMatch=seen)
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 412
    with pytest.raises(sitewise.exceptions.PreconditionFailedException):
        sitewise.delete_asset_model(
            assetModelId=model, ifNoneMatch="*", matchForVersionType="ACTIVE"
        )
