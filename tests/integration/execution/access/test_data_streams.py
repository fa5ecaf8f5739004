"""What is named by an alias is authorised on the data stream behind it."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from tests.integration.execution.access.conftest import Client, Role, refused
from tests.integration.execution.conftest import ACCOUNT, REGION
from twin_local import moto_extension

MakeRole = Callable[[], Role]
PUT = "iotsitewise:BatchPutAssetPropertyValue"
ARN = f"arn:aws:iotsitewise:{REGION}:{ACCOUNT}"


@dataclass(frozen=True)
class Pump:
    """An asset and the alias of its property."""

    asset: str
    property: str
    alias: str


@pytest.fixture(scope="module")
def pump(client: Client) -> Pump:
    moto_extension.install()
    sitewise, site = client("iotsitewise"), f"site-{uuid.uuid4().hex[:8]}"
    measured = {"name": "flow", "dataType": "DOUBLE", "type": {"measurement": {}}}
    model = sitewise.create_asset_model(assetModelName=site, assetModelProperties=[measured])
    made = sitewise.create_asset(assetName=site, assetModelId=model["assetModelId"])["assetId"]
    [flow] = sitewise.describe_asset(assetId=made)["assetProperties"]
    alias = f"/{site}/P-1/flow"
    sitewise.update_asset_property(assetId=made, propertyId=flow["id"], propertyAlias=alias)
    return Pump(made, flow["id"], alias)


def statement(resource: str, alias: str | None = None) -> dict[str, Any]:
    found = {"Effect": "Allow", "Action": PUT, "Resource": f"{ARN}:{resource}"}
    if alias is None:
        return found
    return {**found, "Condition": {"StringLike": {"iotsitewise:propertyAlias": alias}}}


def allowed(role: Role, *statements: dict[str, Any]) -> Any:
    document = json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
    role.iam.put_role_policy(RoleName=role.name, PolicyName="p", PolicyDocument=document)
    return role.client("iotsitewise")


def entry(**named: str) -> dict[str, Any]:
    value = {"value": {"doubleValue": 7.0}, "timestamp": {"timeInSeconds": int(time.time())}}
    return {"entryId": "e", **named, "propertyValues": [value]}


def site_of(pump: Pump) -> str:
    return f"/{pump.alias.split('/')[1]}/*"


def test_the_streams_of_a_site_are_allowed_by_their_aliases(role: MakeRole, pump: Pump) -> None:
    sitewise = allowed(
        role(), statement(f"asset/{pump.asset}"), statement("time-series/*", site_of(pump))
    )
    written = sitewise.batch_put_asset_property_value(entries=[entry(propertyAlias=pump.alias)])
    assert written["errorEntries"] == []


def test_the_asset_alone_is_not_enough_for_a_call_by_alias(role: MakeRole, pump: Pump) -> None:
    sitewise = allowed(role(), statement(f"asset/{pump.asset}"))
    by_alias = entry(propertyAlias=pump.alias)
    error = refused(lambda: sitewise.batch_put_asset_property_value(entries=[by_alias]))
    assert error["Code"] == "AccessDeniedException"
    assert f":time-series/{pump.asset}_{pump.property}" in error["Message"]


def test_a_call_by_ids_needs_the_asset_only(role: MakeRole, pump: Pump) -> None:
    sitewise = allowed(role(), statement(f"asset/{pump.asset}"))
    by_ids = entry(assetId=pump.asset, propertyId=pump.property)
    written = sitewise.batch_put_asset_property_value(entries=[by_ids])
    assert written["errorEntries"] == []


def test_the_streams_of_another_site_are_not_allowed(role: MakeRole, pump: Pump) -> None:
    sitewise = allowed(
        role(), statement(f"asset/{pump.asset}"), statement("time-series/*", "/another/*")
    )
    by_alias = entry(propertyAlias=pump.alias)
    error = refused(lambda: sitewise.batch_put_asset_property_value(entries=[by_alias]))
    assert error["HTTPStatusCode"] == 403


def test_a_stream_that_no_property_has_needs_no_asset(role: MakeRole, pump: Pump) -> None:
    sitewise = allowed(role(), statement("time-series/*", site_of(pump)))
    stray = entry(propertyAlias=pump.alias.replace("P-1", "P-9"))
    refused_entries = sitewise.batch_put_asset_property_value(entries=[stray])["errorEntries"]
    assert "AccessDeniedException" not in json.dumps(refused_entries)
    outside = entry(propertyAlias="/another/P-9/flow")
    error = refused(lambda: sitewise.batch_put_asset_property_value(entries=[outside]))
    assert error["HTTPStatusCode"] == 403
