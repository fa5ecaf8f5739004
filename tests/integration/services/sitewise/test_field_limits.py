"""Every documented limit of a field of SiteWise, just beyond it; the last value within is taken.

https://docs.aws.amazon.com/iot-sitewise/latest/APIReference/
botocore's client checks only some of it, so it is told to check nothing.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from tests.integration.services.conftest import SetClock
from tests.integration.services.sitewise.values import Json, entry, put, value
from tests.integration.services.sitewise_samples import make_model, measurement, metric, transform

if TYPE_CHECKING:
    from mypy_boto3_iotsitewise import IoTSiteWiseClient

ZERO = "00000000-0000-0000-0000-000000000000"
UPPER = str(uuid.UUID(int=2**127 + 10)).upper()
VARIABLES = {f"v{number}": "a" for number in range(11)}
WIDE = f"a{' ' * 1_023}"


@pytest.fixture
def unchecked(sitewise: IoTSiteWiseClient) -> IoTSiteWiseClient:
    """Return a client that sends what it is given."""
    return boto3.client(
        "iotsitewise", region_name="us-east-1", config=Config(parameter_validation=False)
    )


def model(**more: Json) -> Json:
    return more


def of(*properties: Json) -> Json:
    return model(assetModelProperties=[measurement("a"), *properties])


def variable(name: str) -> Json:
    return of(transform("b", "1", **{name: "a"}))


BEYOND: dict[str, Json] = {
    "empty name": model(assetModelName=""),
    "long name": model(assetModelName="n" * 257),
    "control character": model(assetModelName="a\tb"),
    "long description": model(assetModelDescription="d" * 2_049),
    "upper case id": model(assetModelId=UPPER),
    "zero id": model(assetModelId=ZERO),
    "short external id": model(assetModelExternalId="a"),
    "long external id": model(assetModelExternalId="a" * 129),
    "external id ends in a point": model(assetModelExternalId="a."),
    "external id begins with a dash": model(assetModelExternalId="-a"),
    "kind of model": model(assetModelType="PUMP"),
    "short token": model(clientToken="t" * 35),
    "long token": model(clientToken="t" * 65),
    "token with a space": model(clientToken=f"{'t' * 35} {'t' * 3}"),
    "tag key": model(tags={"k" * 129: ""}),
    "tag value": model(tags={"k": "v" * 257}),
    "51 tags": model(tags={f"k{number}": "" for number in range(51)}),
    "unit": of(measurement("b", unit="u" * 257)),
    "long expression": of(transform("b", WIDE + " ", a="a")),
    "11 variables": of(transform("b", "+".join(VARIABLES), **VARIABLES)),
    "upper case variable": variable("Part_Number"),
    "variable begins with a digit": variable("1a"),
    "long variable": variable("v" * 65),
    "short interval": of(metric("m", "avg(a)", "1", a="a")),
    "long interval": of(metric("m", "avg(a)", "5" * 23 + "m", a="a")),
    "30 seconds": of(metric("m", "avg(a)", "PT30S", a="a")),
    "8 days": of(metric("m", "avg(a)", "8d", a="a")),
}
WITHIN: dict[str, Json] = {
    "name": model(assetModelName="n" * 256),
    "description": model(assetModelDescription="d" * 2_048),
    "short external id": model(assetModelExternalId="ab"),
    "long external id": model(assetModelExternalId="a" * 128),
    "token": model(clientToken="t" * 64),
    "tags": model(tags={f"{number:0>128}": "v" * 256 for number in range(50)}),
    "unit": of(measurement("b", unit="u" * 256)),
    "expression": of(transform("b", WIDE, a="a")),
    "10 variables": of(transform("b", "v1", **{key: "a" for key in list(VARIABLES)[1:]})),
    "variable": variable("v" * 64),
    "1 minute": of(metric("m", "avg(a)", "1m", a="a")),
    "1 week": of(metric("m", "avg(a)", "1w", a="a")),
    "ISO 8601": of(metric("m", "avg(a)", "PT5M", a="a")),
}


def answer(client: IoTSiteWiseClient, operation: str, request: Json) -> str:
    """Return the code of the error that a request has, "taken" where it has none."""
    try:
        getattr(client, operation)(**request)
    except ClientError as error:
        return error.response["Error"]["Code"]
    return "taken"


def test_a_model_beyond_a_limit_is_refused(unchecked: IoTSiteWiseClient) -> None:
    named = {name: {"assetModelName": "p", **one} for name, one in BEYOND.items()}
    found = {name: answer(unchecked, "create_asset_model", one) for name, one in named.items()}
    assert found == dict.fromkeys(BEYOND, "InvalidRequestException")
    assert unchecked.list_asset_models()["assetModelSummaries"] == []


def test_a_model_at_a_limit_is_taken(unchecked: IoTSiteWiseClient) -> None:
    found: dict[str, str] = {}
    for number, (name, one) in enumerate(WITHIN.items()):
        named = {"assetModelName": f"pump {number}", **one}
        found[name] = answer(unchecked, "create_asset_model", named)
    assert found == dict.fromkeys(WITHIN, "taken")


def written(key: str = "e", alias: str = "/flow", **changes: Json) -> Json:
    one = {**value(1.0, 1_700_000_000), **changes}
    return {"entries": [entry(alias, one, key=key)]}


HISTORY = {"propertyAlias": "/flow"}
REQUESTS: dict[str, tuple[str, Json]] = {
    "entry id": ("batch_put_asset_property_value", written(key="a b")),
    "long entry id": ("batch_put_asset_property_value", written(key="e" * 65)),
    "long alias": ("batch_put_asset_property_value", written(alias="a" * 2_049)),
    "control character": ("batch_put_asset_property_value", written(alias="a\nb")),
    "second 0": ("batch_put_asset_property_value", written(timestamp={"timeInSeconds": 0})),
    "far second": (
        "batch_put_asset_property_value",
        written(timestamp={"timeInSeconds": 9223372036854775}),
    ),
    "nanosecond": (
        "batch_put_asset_property_value",
        written(timestamp={"timeInSeconds": 1, "offsetInNanos": 10**9}),
    ),
    "quality": ("batch_put_asset_property_value", written(quality="FINE")),
    "null type": (
        "batch_put_asset_property_value",
        written(value={"nullValue": {"valueType": "X"}}, quality="BAD"),
    ),
    "external id": (
        "get_asset_property_value",
        {"assetId": f"externalId:{'a' * 40}", "propertyId": str(uuid.uuid4())},
    ),
    "two qualities": (
        "get_asset_property_value_history",
        {**HISTORY, "qualities": ["GOOD", "BAD"]},
    ),
    "order": ("get_asset_property_value_history", {**HISTORY, "timeOrdering": "UP"}),
    "empty page": ("get_asset_property_value_history", {**HISTORY, "maxResults": 0}),
    "page of models": ("list_asset_models", {"maxResults": 251}),
    "assets of no model": ("list_assets", {"filter": "ALL"}),
    "entity tag": (
        "update_asset_model",
        {"assetModelName": "pump", "assetModelId": str(uuid.uuid4()), "ifMatch": "short"},
    ),
    "long query": ("execute_query", {"queryStatement": f"select 1{' ' * 10_000}"}),
}


def test_a_request_beyond_a_limit_is_refused(unchecked: IoTSiteWiseClient, pump: str) -> None:
    found = {name: answer(unchecked, *one) for name, one in REQUESTS.items()}
    assert found == dict.fromkeys(REQUESTS, "InvalidRequestException")


def test_a_list_has_fifty_on_a_page_unless_more_are_asked_for(
    sitewise: IoTSiteWiseClient,
) -> None:
    for number in range(51):
        make_model(sitewise, f"pump {number}")
    first: Any = sitewise.list_asset_models()
    assert (len(first["assetModelSummaries"]), "nextToken" in first) == (50, True)
    assert len(sitewise.list_asset_models(maxResults=250)["assetModelSummaries"]) == 51


def test_ids_of_the_control_plane_may_be_external_and_those_of_values_not(
    sitewise: IoTSiteWiseClient, pump: str, set_clock: SetClock
) -> None:
    sitewise.update_asset(assetId=pump, assetName="P-1", assetExternalId="pump.1")
    assert sitewise.describe_asset(assetId="externalId:pump.1")["assetId"] == pump
    assert put(sitewise, entry("/flow", value(1.0, set_clock.time))) == []
    flow = sitewise.describe_asset(assetId=pump)["assetProperties"][0]["id"]
    with pytest.raises(sitewise.exceptions.InvalidRequestException):
        sitewise.get_asset_property_value(
            assetId="externalId:" + "pump.1".rjust(36, "_"), propertyId=flow
        )


@pytest.mark.parametrize("most", [20, 30])
def test_a_property_has_only_so_many_dependents(sitewise: IoTSiteWiseClient, most: int) -> None:
    chained = [transform("t0", "x", x="a")] if most == 30 else []
    users = [transform(f"u{n}", "x", x="a") for n in range(min(most, 20) - len(chained))]
    more = [transform(f"w{n}", "x", x="t0") for n in range(most - len(users) - len(chained))]
    properties = [measurement("a"), *chained, *users, *more]
    make_model(sitewise, "most", *properties)
    last = transform("last", "x", x="t0" if chained else "a")
    with pytest.raises(sitewise.exceptions.LimitExceededException) as caught:
        make_model(sitewise, "more", *properties, last)
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 410
