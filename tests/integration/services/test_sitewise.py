"""AWS IoT SiteWise as the embedded AWS serves it, asked with plain boto3."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from mypy_boto3_iotsitewise import IoTSiteWiseClient

from moto import mock_aws

from twin_local import moto_extension
from twin_local.execution import iot_bus
from twin_local.services.settings import configure

ALIAS = "/plant/P-1/flow"


class Clock:
    """A clock that tests set."""

    def __init__(self) -> None:
        self.time = float(int(time.time()) // 300 * 300 + 10)

    def now(self) -> float:
        return self.time


@pytest.fixture
def clock() -> Iterator[Clock]:
    clock = Clock()
    configure(state_folder=None, now=clock.now)
    yield clock
    configure(state_folder=None)


@pytest.fixture
def client(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[IoTSiteWiseClient]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    moto_extension.install()
    with mock_aws():
        yield boto3.client("iotsitewise", region_name="us-east-1")


def measurement(name: str, data_type: str = "DOUBLE") -> Any:  # noqa: ANN401
    return {"name": name, "dataType": data_type, "type": {"measurement": {}}}


def computed(kind: str, name: str, expression: str, **inputs: str) -> Any:  # noqa: ANN401
    body: dict[str, Any] = {
        "expression": expression,
        "variables": [{"name": key, "value": {"propertyId": of}} for key, of in inputs.items()],
    }
    if kind == "metric":
        body["window"] = {"tumbling": {"interval": "5m"}}
    return {"name": name, "dataType": "DOUBLE", "type": {kind: body}}


@pytest.fixture
def pump(client: IoTSiteWiseClient) -> str:
    """Make a pump with a flow, a power, a transform and two metrics; return its asset id."""
    model = client.create_asset_model(
        assetModelName="pump",
        assetModelProperties=[
            measurement("flow"),
            measurement("power"),
            measurement("mode", "STRING"),
            {
                "name": "rated",
                "dataType": "DOUBLE",
                "type": {"attribute": {"defaultValue": "40"}},
            },
            computed("transform", "specific", "power / flow", power="power", flow="flow"),
            computed("metric", "mean_flow", "avg(flow)", flow="flow"),
            computed("metric", "running_time", "statetime(flow)", flow="flow"),
        ],
    )
    asset = client.create_asset(assetName="P-1", assetModelId=model["assetModelId"])
    for item in client.describe_asset(assetId=asset["assetId"])["assetProperties"]:
        client.update_asset_property(
            assetId=asset["assetId"],
            propertyId=item["id"],
            propertyAlias=f"/plant/P-1/{item['name']}",
            propertyNotificationState="ENABLED",
        )
    return asset["assetId"]


def put(
    client: IoTSiteWiseClient,
    value: object,
    at: float,
    *,
    alias: str = ALIAS,
    quality: str = "GOOD",
) -> list[dict[str, Any]]:
    """Write one value and return the errors of its entry."""
    member = "stringValue" if isinstance(value, str) else "doubleValue"
    nanos = round(at % 1 * 1e9)
    entry: Any = {
        "entryId": "e",
        "propertyAlias": alias,
        "propertyValues": [
            {
                "value": {member: value},
                "timestamp": {"timeInSeconds": int(at), "offsetInNanos": nanos},
                "quality": quality,
            }
        ],
    }
    answer: Any = client.batch_put_asset_property_value(entries=[entry])
    return answer["errorEntries"][0]["errors"] if answer["errorEntries"] else []


def latest(client: IoTSiteWiseClient, name: str) -> Any:  # noqa: ANN401
    answer: Any = client.get_asset_property_value(propertyAlias=f"/plant/P-1/{name}")
    found = answer.get("propertyValue")
    return found and next(iter(found["value"].values()))


def test_a_value_put_by_alias_is_the_latest(
    client: IoTSiteWiseClient, pump: str, clock: Clock
) -> None:
    assert put(client, 12.5, clock.time) == []
    assert latest(client, "flow") == 12.5


def test_an_attribute_has_its_default(client: IoTSiteWiseClient, pump: str) -> None:
    assert latest(client, "rated") == 40.0


def test_a_default_is_as_old_as_its_asset(
    client: IoTSiteWiseClient, pump: str, clock: Clock
) -> None:
    created = client.describe_asset(assetId=pump)["assetCreationDate"].timestamp()
    clock.time += 3600
    found = client.get_asset_property_value(propertyAlias="/plant/P-1/rated")
    assert found["propertyValue"]["timestamp"]["timeInSeconds"] == int(created)


@pytest.mark.parametrize(
    ("alias", "value", "age_seconds", "code"),
    [
        ("/plant/P-9/flow", 1.0, 0, "ResourceNotFoundException"),
        (ALIAS, 1.0, 8 * 86_400, "TimestampOutOfRangeException"),
        (ALIAS, 1.0, -700, "TimestampOutOfRangeException"),
        (ALIAS, 2e10, 0, "InvalidRequestException"),
        (ALIAS, "text", 0, "InvalidRequestException"),
        ("/plant/P-1/specific", 1.0, 0, "InvalidRequestException"),
    ],
)
def test_a_wrong_value_is_refused_per_entry(
    client: IoTSiteWiseClient,
    pump: str,
    clock: Clock,
    alias: str,
    value: object,
    age_seconds: float,
    code: str,
) -> None:
    (problem,) = put(client, value, clock.time - age_seconds, alias=alias)
    assert problem["errorCode"] == code
    assert latest(client, "flow") is None


def test_the_limits_of_age_are_inclusive(
    client: IoTSiteWiseClient, pump: str, clock: Clock
) -> None:
    assert put(client, 1.0, clock.time - 7 * 86_400) == []
    assert put(client, 1.0, clock.time + 600) == []


def test_the_same_time_and_quality_overwrites(
    client: IoTSiteWiseClient, pump: str, clock: Clock
) -> None:
    put(client, 1.0, clock.time)
    put(client, 2.0, clock.time)
    put(client, 3.0, clock.time, quality="BAD")
    history = client.get_asset_property_value_history(propertyAlias=ALIAS)
    values = [one["value"]["doubleValue"] for one in history["assetPropertyValueHistory"]]
    assert values == [2.0]


def test_not_a_number_is_kept_and_returned(
    client: IoTSiteWiseClient, pump: str, clock: Clock
) -> None:
    assert put(client, float("nan"), clock.time, quality="BAD") == []
    value = latest(client, "flow")
    assert value != value


def test_a_transform_follows_each_new_input(
    client: IoTSiteWiseClient, pump: str, clock: Clock
) -> None:
    put(client, 5.0, clock.time)
    assert latest(client, "specific") is None
    put(client, 10.0, clock.time + 1, alias="/plant/P-1/power")
    assert latest(client, "specific") == 2.0
    put(client, 0.0, clock.time + 2)
    assert latest(client, "specific") == 2.0  # a division by zero gives no point


def test_metrics_close_with_their_window_and_follow_late_values(
    client: IoTSiteWiseClient, pump: str, clock: Clock
) -> None:
    from moto.iotsitewise import iotsitewise_backends  # type: ignore[import-not-found]

    account = boto3.client("sts", region_name="us-east-1").get_caller_identity()["Account"]
    service = iotsitewise_backends[account]["us-east-1"].service
    start = clock.time
    put(client, 10.0, start)
    put(client, 20.0, start + 60)
    service.tick()
    assert latest(client, "mean_flow") is None
    clock.time += 300
    service.tick()
    assert latest(client, "mean_flow") == 15.0
    assert latest(client, "running_time") == 290.0
    put(client, 60.0, start + 120)
    service.tick()
    assert latest(client, "mean_flow") == 30.0


def test_history_excludes_its_start_includes_its_end_and_pages(
    client: IoTSiteWiseClient, pump: str, clock: Clock
) -> None:
    for second in range(5):
        put(client, float(second), clock.time + second)
    pages = client.get_paginator("get_asset_property_value_history").paginate(
        propertyAlias=ALIAS,
        startDate=datetime.fromtimestamp(clock.time, UTC),
        endDate=datetime.fromtimestamp(clock.time + 3, UTC),
        PaginationConfig={"PageSize": 2},
    )
    found = [[one["value"]["doubleValue"] for one in p["assetPropertyValueHistory"]] for p in pages]
    assert found == [[1.0, 2.0], [3.0]]


def test_a_batch_answers_each_entry_by_itself(
    client: IoTSiteWiseClient, pump: str, clock: Clock
) -> None:
    put(client, 1.0, clock.time)
    answer = client.batch_get_asset_property_value(
        entries=[
            {"entryId": "known", "propertyAlias": ALIAS},
            {"entryId": "unknown", "propertyAlias": "/plant/P-9/flow"},
        ]
    )
    assert [entry["entryId"] for entry in answer["successEntries"]] == ["known"]
    assert answer["errorEntries"][0]["errorCode"] == "ResourceNotFoundException"


def test_new_values_are_announced_with_the_documented_payload(
    client: IoTSiteWiseClient, pump: str, clock: Clock
) -> None:
    heard: list[iot_bus.Message] = []
    subscription = iot_bus.subscribe("$aws/sitewise/#", heard.append)
    put(client, 7.0, clock.time)
    deadline = time.monotonic() + 5
    while not heard and time.monotonic() < deadline:
        time.sleep(0.01)
    subscription.close()
    message = json.loads(heard[0].payload)
    assert message["type"] == "PropertyValueUpdate"
    assert message["payload"]["assetId"] == pump
    assert message["payload"]["values"][0]["value"] == {"doubleValue": 7.0}


def test_constraints_of_the_model_are_checked_by_the_service(client: IoTSiteWiseClient) -> None:
    with pytest.raises(ClientError, match="must match"):
        client.create_asset_model(assetModelName="line\nbreak")


def test_an_expression_that_uses_an_undeclared_variable_is_refused(
    client: IoTSiteWiseClient,
) -> None:
    with pytest.raises(client.exceptions.InvalidRequestException, match="no variable declares"):
        client.create_asset_model(
            assetModelName="pump",
            assetModelProperties=[measurement("a"), computed("transform", "b", "a + c", a="a")],
        )


def test_an_alias_belongs_to_one_property(client: IoTSiteWiseClient, pump: str) -> None:
    properties = client.describe_asset(assetId=pump)["assetProperties"]
    with pytest.raises(client.exceptions.ResourceAlreadyExistsException):
        client.update_asset_property(
            assetId=pump, propertyId=properties[1]["id"], propertyAlias=ALIAS
        )


def test_a_model_in_use_cannot_be_deleted(client: IoTSiteWiseClient, pump: str) -> None:
    model = client.describe_asset(assetId=pump)["assetModelId"]
    with pytest.raises(client.exceptions.ConflictingOperationException):
        client.delete_asset_model(assetModelId=model)


def test_an_operation_that_is_missing_says_so(client: IoTSiteWiseClient) -> None:
    with pytest.raises(ClientError, match="NotImplemented"):
        client.list_gateways()


def test_values_survive_a_restart(clock: Clock, tmp_path: Path) -> None:
    from twin_local.services.iotsitewise.service import SiteWise

    configure(state_folder=tmp_path, now=clock.now)
    first = SiteWise(account="1", region="r", publish=lambda topic, payload: None)
    model = first.call(
        "CreateAssetModel",
        {"asset_model_name": "m", "asset_model_properties": [measurement("flow")]},
    )
    assert model is not None
    asset = first.call("CreateAsset", {"asset_name": "a", "asset_model_id": model["assetModelId"]})
    assert asset is not None
    described = first.call("DescribeAsset", {"asset_id": asset["assetId"]})
    assert described is not None
    key = {"asset_id": asset["assetId"], "property_id": described["assetProperties"][0]["id"]}
    first.call(
        "BatchPutAssetPropertyValue",
        {
            "entries": [
                {
                    "entryId": "e",
                    "assetId": key["asset_id"],
                    "propertyId": key["property_id"],
                    "propertyValues": [
                        {
                            "value": {"doubleValue": 3.0},
                            "timestamp": {"timeInSeconds": int(clock.time)},
                        }
                    ],
                }
            ]
        },
    )
    first.close()
    second = SiteWise(account="1", region="r", publish=lambda topic, payload: None)
    found = second.call("GetAssetPropertyValue", key)
    second.close()
    assert found is not None
    assert found["propertyValue"]["value"] == {"doubleValue": 3.0}
