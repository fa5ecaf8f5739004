"""Faults that are put into a service through the controls of a server, as its callers see them."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionClosedError

from tests.integration.services.conftest import SetClock
from tests.integration.services.sitewise_samples import (
    Item,
    ids_of,
    make_asset,
    make_model,
    measurement,
)
from twin_local import moto_extension
from twin_local.server.application import Endpoint
from twin_local.server.http_server import HttpServer
from twin_local.server.persistence.durability import InMemory
from twin_local.server.service_controls import CONTROLS
from twin_local.services.model_driven.faults import Fault, Faults

if TYPE_CHECKING:
    from mypy_boto3_iotsitewise import IoTSiteWiseClient

Connect = Callable[[int], "IoTSiteWiseClient"]


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    moto_extension.install()
    server = HttpServer(Endpoint(durability=InMemory(), controls=CONTROLS), port=0)
    server.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.stop()


def ask(url: str, control: str, **arguments: object) -> Any:  # noqa: ANN401 - JSON
    address = f"{url}/_twin/{control}?{urlencode(arguments)}"
    with urllib.request.urlopen(address, timeout=10) as answer:
        return json.load(answer)


@pytest.fixture
def connect(url: str, set_clock: SetClock) -> Connect:
    """Return a way to make a client that tries so many times; each test has a region of its own."""

    def connect(attempts: int) -> IoTSiteWiseClient:
        return boto3.client(
            "iotsitewise",
            region_name="eu-west-1",
            endpoint_url=url,
            aws_access_key_id="local",
            aws_secret_access_key="local",
            config=Config(
                inject_host_prefix=False,
                retries={"total_max_attempts": attempts, "mode": "standard"},
            ),
        )

    return connect


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("ThrottlingException", 429),
        ("InternalFailureException", 500),
        ("ServiceUnavailableException", 503),
    ],
)
def test_an_error_is_answered_as_often_as_it_is_wanted(
    url: str, connect: Connect, code: str, status: int
) -> None:
    ask(url, "fault-add", service="iotsitewise", operation="ListAssetModels", code=code, times=1)
    client = connect(1)
    with pytest.raises(ClientError) as caught:
        client.list_asset_models()
    assert caught.value.response["Error"]["Code"] == code
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == status
    client.list_asset_models()
    assert ask(url, "faults")["faults"] == []


@pytest.mark.parametrize(("effect", "is_done"), [("cut-before", False), ("cut-after", True)])
def test_a_connection_ends_before_or_after_the_operation(
    url: str, connect: Connect, effect: str, is_done: bool
) -> None:
    ask(url, "fault-add", service="iotsitewise", operation="CreateAssetModel", effect=effect)
    client = connect(1)
    with pytest.raises(ConnectionClosedError):
        client.create_asset_model(assetModelName=effect)
    ask(url, "faults-clear")
    names = [one["name"] for one in client.list_asset_models()["assetModelSummaries"]]
    assert (effect in names) == is_done


def test_an_sdk_s_retry_after_a_cut_does_not_make_it_twice(url: str, connect: Connect) -> None:
    ask(
        url,
        "fault-add",
        service="iotsitewise",
        operation="CreateAssetModel",
        effect="cut-after",
        times=1,
    )
    client = connect(3)
    made = client.create_asset_model(assetModelName="once")["assetModelId"]
    assert client.describe_asset_model(assetModelId=made)["assetModelName"] == "once"


def test_one_entry_of_a_batch_is_refused(url: str, connect: Connect, set_clock: SetClock) -> None:
    client = connect(1)
    model = make_model(client, "batched", measurement("a"), measurement("b"))
    asset = make_asset(client, "B-1", model)
    when = {"timeInSeconds": int(set_clock.time)}
    entries: Item = [
        {
            "entryId": name,
            "assetId": asset,
            "propertyId": key,
            "propertyValues": [{"value": {"doubleValue": 1.0}, "timestamp": when}],
        }
        for name, key in ids_of(client, model).items()
    ]
    operation = "BatchPutAssetPropertyValue"
    ask(url, "fault-add", service="iotsitewise", operation=operation, effect="entry-error", times=1)
    [refused] = client.batch_put_asset_property_value(entries=entries)["errorEntries"]
    assert (refused["entryId"], refused["errors"][0]["errorCode"]) == ("a", "ThrottlingException")
    asked: Item = [{key: one[key] for key in one if key != "propertyValues"} for one in entries]
    found = client.batch_get_asset_property_value(entries=asked)
    stored = [one["entryId"] for one in found["successEntries"] if "assetPropertyValue" in one]
    assert stored == ["b"]


def test_a_delay_is_waited_for() -> None:
    slept: list[float] = []
    faults = Faults(sleep=slept.append)
    faults.add(Fault("iottwinmaker", "*", "delay", seconds=2.5))
    assert faults.before("iottwinmaker", "ListWorkspaces") is None
    assert faults.before("iotsitewise", "ListAssets") is None
    assert slept == [2.5]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"service": "sitewise"}, "no service"),
        ({"service": "iotsitewise", "operation": "ListAll"}, "no operation"),
        ({"service": "iotsitewise", "effect": "burn"}, "effect is one of"),
        ({"service": "greengrassv2", "code": "InternalFailureException"}, "no error"),
        ({"service": "iotsitewise", "effect": "entry-error"}, "an entry-error is for"),
        ({"service": "iotsitewise", "times": 0}, "at least once"),
        ({"service": "iotsitewise", "seconds": "soon"}, "soon"),
    ],
)
def test_a_fault_that_cannot_be_is_refused(
    url: str, arguments: dict[str, object], message: str
) -> None:
    with pytest.raises(urllib.error.HTTPError) as caught:
        ask(url, "fault-add", **arguments)
    with caught.value as answer:
        assert message in json.load(answer)["error"]


def test_the_limits_of_sitewise_are_set_while_it_runs(url: str, connect: Connect) -> None:
    shown = ask(url, "sitewise-limits", transition_seconds=60, throttles="off", models=5_000)
    assert (shown["transition_seconds"], shown["models"]) == (60.0, 5_000)
    made = connect(1).create_asset_model(assetModelName="slow")["assetModelId"]
    found = connect(1).describe_asset_model(assetModelId=made)
    assert found["assetModelStatus"]["state"] == "CREATING"
    with pytest.raises(urllib.error.HTTPError) as caught:
        ask(url, "sitewise-limits", planets=9)
    with caught.value as answer:
        assert "no quota planets" in json.load(answer)["error"]
