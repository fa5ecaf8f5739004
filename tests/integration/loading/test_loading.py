"""Instances of a site are loaded into SiteWise, once, and what changes is changed."""

from __future__ import annotations

import time
from dataclasses import replace

import boto3
import pytest

from tests.integration.loading.plants import SITE, asset_id, line, plant, pump, pumps
from twin.loading import AssetHasChildrenError, AssetTakenError, ModelMissingError
from twin.loading.wanted import WantedSite
from twin_local.loading.account import Account, WrongAccountError
from twin_local.loading.loader import Loader


def load(account: Account, site: WantedSite, *, delete: bool = False) -> dict[str, int]:
    return Loader(account, site).load(delete=delete).counts


def test_assets_are_made_once(account: Account) -> None:
    site = plant(*pumps(200))
    assert load(account, site) == {"CreateAsset": 201, "UpdateProperty": 400, "Associate": 200}
    assert load(account, site) == {}
    described = account.sitewise.describe_asset(assetId="externalId:mill.P-7")
    assert described["assetId"] == asset_id("P-7")
    flow = described["assetProperties"][0]
    assert flow["alias"] == "/mill/P-7/flow"
    assert flow["notification"]["state"] == "ENABLED"
    children = account.sitewise.get_paginator("list_associated_assets").paginate(
        assetId=asset_id("L-1"), hierarchyId="externalId:has.pump"
    )
    assert sum(len(page["assetSummaries"]) for page in children) == 200


def store_flow(account: Account, alias: str, value: float) -> None:
    """Store a value of five seconds ago."""
    then = int(time.time()) - 5
    account.sitewise.batch_put_asset_property_value(
        entries=[
            {
                "entryId": "1",
                "propertyAlias": alias,
                "propertyValues": [
                    {"value": {"doubleValue": value}, "timestamp": {"timeInSeconds": then}}
                ],
            }
        ]
    )


def flows(account: Account, alias: str) -> list[float]:
    history = account.sitewise.get_asset_property_value_history(propertyAlias=alias)
    return [one["value"]["doubleValue"] for one in history["assetPropertyValueHistory"]]


def test_an_asset_with_another_title_keeps_its_history(account: Account) -> None:
    load(account, plant(line(), pump("P-1")))
    store_flow(account, "/mill/P-1/flow", 41.5)
    renamed = plant(line(), pump("P-1", title="Feed pump"))
    assert load(account, renamed) == {"UpdateAsset": 1}
    assert load(account, renamed) == {}
    assert flows(account, "/mill/P-1/flow") == [41.5]
    described = account.sitewise.describe_asset(assetId=asset_id("P-1"))
    assert described["assetDescription"] == "Feed pump"


def test_an_asset_with_another_id_in_the_file_keeps_its_history(account: Account) -> None:
    """As `renamed_from` makes it: the UUID stays, name and aliases are new."""
    load(account, plant(line(), pump("P-1")))
    store_flow(account, "/mill/P-1/flow", 41.5)
    new, old = pump("P-201"), pump("P-1")
    renamed = replace(new, asset_id=old.asset_id, external_id=old.external_id)
    assert load(account, plant(line(), renamed)) == {"UpdateAsset": 1, "UpdateProperty": 2}
    assert flows(account, "/mill/P-201/flow") == [41.5]
    assert account.sitewise.describe_asset(assetId=old.asset_id)["assetName"] == "mill P-201"


def test_an_asset_moves_to_another_parent(account: Account) -> None:
    load(account, plant(line(), line("L-2"), pump("P-1")))
    moved = plant(line(), line("L-2"), pump("P-1", parent="L-2"))
    assert load(account, moved) == {"Disassociate": 1, "Associate": 1}
    assert load(account, moved) == {}
    parent = account.sitewise.list_associated_assets(
        assetId=asset_id("P-1"), traversalDirection="PARENT"
    )
    assert [one["id"] for one in parent["assetSummaries"]] == [asset_id("L-2")]


def test_nothing_is_deleted_unless_that_is_asked_for(account: Account) -> None:
    load(account, plant(*pumps(3)))
    smaller = plant(*pumps(1))
    kept = Loader(account, smaller).load()
    assert kept.counts == {}
    assert sorted(kept.left) == ["mill P-2", "mill P-3"]
    assert load(account, smaller, delete=True) == {"Disassociate": 2, "DeleteAsset": 2}
    assert load(account, smaller, delete=True) == {}
    with pytest.raises(account.sitewise.exceptions.ResourceNotFoundException):
        account.sitewise.describe_asset(assetId=asset_id("P-2"))


def test_an_asset_whose_children_stay_is_not_deleted(account: Account) -> None:
    load(account, plant(*pumps(2)))
    without_line = plant(pump("P-1", parent=None), pump("P-2", parent=None))
    with pytest.raises(AssetHasChildrenError) as raised:
        load(account, without_line, delete=True)
    assert raised.value.found == "mill P-1, mill P-2"
    assert account.sitewise.describe_asset(assetId=asset_id("L-1"))["assetName"] == "mill L-1"
    assert load(account, without_line) == {"Disassociate": 2}
    assert load(account, without_line, delete=True) == {"DeleteAsset": 1}


def test_a_whole_tree_is_deleted_children_first(account: Account) -> None:
    load(account, plant(*pumps(2)))
    assert load(account, plant(), delete=True) == {"Disassociate": 2, "DeleteAsset": 3}


def test_what_the_loader_did_not_make_is_never_deleted(account: Account) -> None:
    load(account, plant(*pumps(1)))
    model = account.sitewise.describe_asset_model(assetModelId="externalId:mill.type.pump")
    by_hand = account.sitewise.create_asset(assetName="spare", assetModelId=model["assetModelId"])
    assert Loader(account, plant(*pumps(1))).load(delete=True).left == ("spare",)
    assert account.sitewise.describe_asset(assetId=by_hand["assetId"])["assetName"] == "spare"


def test_a_plan_changes_nothing(account: Account) -> None:
    plan = Loader(account, plant(*pumps(3))).plan()
    assert plan.counts == {"CreateAsset": 4, "UpdateProperty": 6, "Associate": 3}
    assert list(account.sitewise.list_assets(filter="TOP_LEVEL")["assetSummaries"]) == []


def test_values_of_attributes_are_stored_and_changed(account: Account) -> None:
    first = load(account, plant(line(), pump("P-1", power=15.0), pump("P-2", power=11.0)))
    assert first["PutAttributes"] == 1
    assert load(account, plant(line(), pump("P-1", power=15.0), pump("P-2", power=11.0))) == {}
    assert load(account, plant(line(), pump("P-1", power=7.5), pump("P-2", power=11.0))) == {
        "PutAttributes": 1
    }
    latest = account.sitewise.get_asset_property_value(propertyAlias="/mill/P-1/rated_power")
    assert latest["propertyValue"]["value"]["doubleValue"] == 7.5


def test_an_attribute_that_is_no_longer_stated_has_the_default_again(account: Account) -> None:
    load(account, plant(line(), pump("P-1", power=15.0)))
    default = replace(pump("P-1", power=11.0).attributes[0], is_default=True)
    unstated = plant(
        line(),
        replace(pump("P-1"), attributes=(default,)),
        replace(pump("P-2"), attributes=(replace(default, alias="/mill/P-2/rated_power"),)),
    )
    assert load(account, unstated)["PutAttributes"] == 1
    assert load(account, unstated) == {}
    latest = account.sitewise.get_asset_property_value(propertyAlias="/mill/P-1/rated_power")
    assert latest["propertyValue"]["value"]["doubleValue"] == 11.0


def test_where_cloudformation_makes_the_assets_only_attributes_are_loaded(account: Account) -> None:
    assets = (line(), pump("P-1", power=15.0))
    load(account, plant(line(), pump("P-1")))
    renamed = replace(assets[1], name="another")
    assert load(account, plant(line(), renamed, is_loaded=False)) == {"PutAttributes": 1}
    assert load(account, plant(line(), renamed, is_loaded=False)) == {}


def test_alias_unit_and_notification_that_others_changed_are_set_again(account: Account) -> None:
    load(account, plant(*pumps(1)))
    account.sitewise.update_asset_property(
        assetId=asset_id("P-1"), propertyId="externalId:flow", propertyUnit="l/s"
    )
    assert load(account, plant(*pumps(1))) == {"UpdateProperty": 1}
    assert load(account, plant(*pumps(1))) == {}


@pytest.mark.parametrize("is_loaded", [True, False])
def test_a_site_that_is_not_deployed_cannot_be_loaded(account: Account, is_loaded: bool) -> None:
    asset = pump("P-1", power=15.0)
    site = WantedSite(SITE, ("mill.type.fan",), (asset,), is_loaded)
    with pytest.raises(ModelMissingError, match=r"mill\.type\.fan"):
        Loader(account, site).load()
    assert account.sitewise.list_time_series()["TimeSeriesSummaries"] == []


def test_an_asset_of_someone_else_is_not_taken_over(account: Account) -> None:
    model = account.sitewise.describe_asset_model(assetModelId="externalId:mill.type.pump")
    other = account.sitewise.create_asset(
        assetName="mill P-1",
        assetModelId=model["assetModelId"],
        assetExternalId="mill.P-1",
    )
    with pytest.raises(AssetTakenError) as raised:
        load(account, plant(*pumps(1)))
    assert other["assetId"] in raised.value.found


def test_credentials_of_another_account_are_refused(account: Account) -> None:
    own = boto3.client("sts", region_name="us-east-1").get_caller_identity()["Account"]
    account.require(own)
    with pytest.raises(WrongAccountError) as raised:
        account.require("222222222222")
    assert raised.value.found == own
