"""Batches of values are decided entry by entry, as SiteWise does."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.integration.execution.access.conftest import Client, Role, refused
from tests.integration.execution.conftest import ACCOUNT, REGION
from twin_local import moto_extension

MakeRole = Callable[[], Role]
PUT, READ = "BatchPutAssetPropertyValue", "BatchGetAssetPropertyValue"


@pytest.fixture(scope="module")
def assets(client: Client) -> list[dict[str, str]]:
    """Return two assets, each with its property."""
    moto_extension.install()
    sitewise = client("iotsitewise")
    measured = {"name": "n", "dataType": "INTEGER", "type": {"measurement": {}}}
    model = sitewise.create_asset_model(assetModelName="batches", assetModelProperties=[measured])
    found = []
    for name in ("mine", "theirs"):
        created = sitewise.create_asset(assetName=name, assetModelId=model["assetModelId"])
        described = sitewise.describe_asset(assetId=created["assetId"])
        property_id = described["assetProperties"][0]["id"]
        found.append({"assetId": created["assetId"], "propertyId": property_id})
    return found


def written(series: dict[str, str], entry: str) -> dict[str, Any]:
    """Return an entry that writes one value."""
    value = {"value": {"integerValue": 7}, "timestamp": {"timeInSeconds": int(time.time())}}
    return {"entryId": entry, **series, "propertyValues": [value]}


def test_a_partly_allowed_batch_is_answered_entry_by_entry(
    client: Client, role: MakeRole, assets: list[dict[str, str]]
) -> None:
    writer, (mine, theirs) = role(), assets
    on = f"arn:aws:iotsitewise:{REGION}:{ACCOUNT}:asset/{mine['assetId']}"
    writer.allow(f"iotsitewise:{PUT}", f"iotsitewise:{READ}", on=on)
    sitewise = writer.client("iotsitewise")
    entries = [written(mine, "a"), written(theirs, "b")]
    [error] = sitewise.batch_put_asset_property_value(entries=entries)["errorEntries"]
    [problem] = error["errors"]
    assert (error["entryId"], problem["errorCode"]) == ("b", "AccessDeniedException")
    assert [one["timeInSeconds"] for one in problem["timestamps"]] == [
        one["timestamp"]["timeInSeconds"] for one in entries[1]["propertyValues"]
    ]
    named = [{"entryId": "a", **mine}, {"entryId": "b", **theirs}]
    read = sitewise.batch_get_asset_property_value(entries=named)
    [success], [error] = read["successEntries"], read["errorEntries"]
    assert success["assetPropertyValue"]["value"] == {"integerValue": 7}
    assert (error["entryId"], error["errorCode"]) == ("b", "AccessDeniedException")
    # Who is not bound by a role sees that nothing was written to the other asset.
    everything = client("iotsitewise").batch_get_asset_property_value(entries=named)
    assert "assetPropertyValue" not in everything["successEntries"][1]
    assert everything["errorEntries"] == []


def test_a_batch_of_which_nothing_is_allowed_is_refused_whole(
    role: MakeRole, assets: list[dict[str, str]]
) -> None:
    sitewise, theirs = role().client("iotsitewise"), assets[1]
    entries = [written(theirs, "a"), written(theirs, "b")]
    error = refused(lambda: sitewise.batch_put_asset_property_value(entries=entries))
    assert (error["Code"], error["HTTPStatusCode"]) == ("AccessDeniedException", 403)


def test_a_changed_policy_decides_the_next_batch(
    role: MakeRole, assets: list[dict[str, str]]
) -> None:
    reader = role()
    sitewise = reader.client("iotsitewise")
    entries = [{"entryId": str(number), **assets[0]} for number in range(3)]

    def read() -> Any:
        return sitewise.batch_get_asset_property_value(entries=entries)["errorEntries"]

    reader.allow(f"iotsitewise:{READ}")
    assert read() == read() == []
    reader.allow(f"iotsitewise:{PUT}")
    assert refused(read)["Code"] == "AccessDeniedException"
    reader.allow(f"iotsitewise:{READ}")
    assert read() == []
