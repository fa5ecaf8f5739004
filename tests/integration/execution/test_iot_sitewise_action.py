"""The rule action iotSiteWise: messages become values of properties, or go to the error action."""

from __future__ import annotations

import json
import queue
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.integration.execution.conftest import ROLE, trusting
from twin_local import moto_extension
from twin_local.execution import iot_bus
from twin_local.services.settings import configure

Client = Callable[[str], Any]
Json = dict[str, Any]
Rule = Callable[..., None]
FAILED = {"republish": {"roleArn": ROLE, "topic": "failed"}}
NOW = {
    "timeInSeconds": "${floor(timestamp() / 1E3)}",
    "offsetInNanos": "${(timestamp() % 1E3) * 1E6}",
}
TYPES = {"level": "DOUBLE", "count": "INTEGER", "running": "BOOLEAN", "state": "STRING"}


@pytest.fixture(scope="module")
def tank(client: Client) -> Iterator[Json]:
    """Return the asset and the ids of its properties; their aliases are `tank/<name>`."""
    moto_extension.install()
    configure(state_folder=None)
    sitewise = client("iotsitewise")
    model = sitewise.create_asset_model(
        assetModelName="tank",
        assetModelProperties=[
            {"name": name, "dataType": kind, "type": {"measurement": {}}}
            for name, kind in TYPES.items()
        ],
    )["assetModelId"]
    asset = sitewise.create_asset(assetName="T-1", assetModelId=model)["assetId"]
    properties = sitewise.describe_asset(assetId=asset)["assetProperties"]
    for one in properties:
        alias = f"tank/{one['name']}"
        sitewise.update_asset_property(assetId=asset, propertyId=one["id"], propertyAlias=alias)
    yield {"asset": asset, **{one["name"]: one["id"] for one in properties}}
    sitewise.delete_asset(assetId=asset)
    sitewise.delete_asset_model(assetModelId=model)


@pytest.fixture
def rule(client: Client) -> Iterator[Rule]:
    """Return what makes a rule of messages on `tank/#` that puts entries."""
    iot, name = client("iot"), f"r{uuid.uuid4().hex}"

    def make(*entries: Json, role: str = ROLE, error: Json = FAILED) -> None:
        action = {"roleArn": role, "putAssetPropertyValueEntries": list(entries)}
        payload = {
            "sql": "SELECT * FROM 'tank/#'",
            "awsIotSqlVersion": "2016-03-23",
            "actions": [{"iotSiteWise": action}],
            "errorAction": error,
        }
        iot.create_topic_rule(ruleName=name, topicRulePayload=payload)

    yield make
    iot.delete_topic_rule(ruleName=name)


@pytest.fixture
def failures() -> Iterator[Callable[[], list[Json]]]:
    """Return what waits for a message of the error action and gives its failures."""
    heard: queue.Queue[iot_bus.Message] = queue.Queue()
    subscription = iot_bus.subscribe("failed", heard.put)
    yield lambda: json.loads(heard.get(timeout=5).payload)["failures"]
    subscription.close()


def entry(kind: str = "doubleValue", text: str = "${v}", **more: Any) -> Json:
    """Return an entry of one value that is now, for the alias that the topic is."""
    point = {"value": {kind: text}, "timestamp": NOW, **more.pop("point", {})}
    target = more or {"propertyAlias": "${topic()}"}
    return {**target, "propertyValues": [point]}


def latest(client: Client, alias: str, since: int) -> Json:
    """Return the value of a property once there is one that is not older."""
    for _ in range(200):
        answer = client("iotsitewise").get_asset_property_value(propertyAlias=alias)
        found: Json = answer.get("propertyValue", {})
        if found and found["timestamp"]["timeInSeconds"] >= since:
            return found
        time.sleep(0.02)
    raise AssertionError(f"no value of {alias}")


@pytest.mark.usefixtures("tank")
@pytest.mark.parametrize(
    ("kind", "name", "given"),
    [
        ("doubleValue", "level", 1.5),
        ("integerValue", "count", 7),
        ("booleanValue", "running", True),
        ("stringValue", "state", "on"),
    ],
)
def test_a_value_of_each_type_is_put_at_the_time_of_the_message(
    client: Client, rule: Rule, kind: str, name: str, given: object
) -> None:
    rule(entry(kind))
    before = time.time_ns() // 1_000_000
    iot_bus.publish(f"tank/{name}", json.dumps({"v": given}).encode())
    found = latest(client, f"tank/{name}", before // 1000)
    stamp = found["timestamp"]
    milliseconds = stamp["timeInSeconds"] * 1000 + stamp["offsetInNanos"] / 1e6
    assert (found["value"], found["quality"]) == ({kind: given}, "GOOD")
    assert before <= milliseconds <= time.time_ns() / 1e6


def test_ids_quality_and_the_time_of_the_device_are_of_the_message(
    client: Client, rule: Rule, tank: Json
) -> None:
    quality = {"quality": "${q}", "timestamp": {"timeInSeconds": "${floor(at / 1000)}"}}
    rule(entry(assetId="${asset}", propertyId=tank["level"], entryId="e", point=quality))
    at = int(time.time()) + 60
    message = {"v": 3, "q": "UNCERTAIN", "at": at * 1000 + 999, "asset": tank["asset"]}
    iot_bus.publish("tank/any", json.dumps(message).encode())
    found = latest(client, "tank/level", at)
    assert (found["value"], found["quality"]) == ({"doubleValue": 3.0}, "UNCERTAIN")
    assert found["timestamp"] == {"timeInSeconds": at, "offsetInNanos": 0}


@pytest.mark.usefixtures("tank")
@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ({"v": "high", "at": 1}, "doubleValue: could not convert"),
        ({"v": None, "at": 1}, "doubleValue: could not convert"),
        ({"at": 1}, "doubleValue: could not convert"),
        ({"v": 1, "at": "now"}, "timeInSeconds: invalid literal"),
        ({"v": 1, "at": 1.5}, "timeInSeconds: invalid literal"),
        ({"v": 1, "at": 1_700_000_000}, "TimestampOutOfRangeException"),
        ({"v": 1, "at": 1_700_000_000_000}, "TimestampOutOfRangeException"),
    ],
    ids=["text", "null", "missing", "text as time", "decimal", "too old", "milliseconds"],
)
def test_what_is_no_value_goes_to_the_error_action(
    rule: Rule, failures: Callable[[], list[Json]], message: Json, reason: str
) -> None:
    rule(entry(point={"timestamp": {"timeInSeconds": "${at}"}}))
    iot_bus.publish("tank/level", json.dumps(message).encode())
    [failure] = failures()
    assert failure["failedAction"] == "IotSiteWiseAction"
    assert failure["failedResource"] == "tank/level"
    assert reason in failure["errorMessage"]


def test_an_unknown_alias_goes_to_the_error_action(
    rule: Rule, failures: Callable[[], list[Json]], tank: Json
) -> None:
    rule(entry(), entry(assetId=tank["asset"], propertyId=tank["level"]))
    iot_bus.publish("tank/unknown", b'{"v": 1}')
    [failure] = failures()
    assert "ResourceNotFoundException" in failure["errorMessage"]
    assert failure["failedResource"] == f"tank/unknown,{tank['asset']}/{tank['level']}"


@pytest.mark.usefixtures("tank")
def test_the_rule_acts_under_its_role(
    client: Client, rule: Rule, failures: Callable[[], list[Json]]
) -> None:
    iam = client("iam")
    made = iam.create_role(RoleName="tank", AssumeRolePolicyDocument=trusting("iot"))
    rule(entry(), role=made["Role"]["Arn"])
    iot_bus.publish("tank/level", b'{"v": 1}')
    [failure] = failures()
    assert "AccessDenied" in failure["errorMessage"]
    iam.update_assume_role_policy(RoleName="tank", PolicyDocument=trusting("lambda"))
    iot_bus.publish("tank/level", b'{"v": 1}')
    [failure] = failures()
    assert "assume" in failure["errorMessage"].lower()
    iam.delete_role(RoleName="tank")


@pytest.mark.parametrize(
    "entries",
    [
        [],
        [{"propertyValues": [{"value": {"doubleValue": "1"}, "timestamp": NOW}]}],
        [entry(propertyAlias="a", assetId="b", propertyId="c")],
        [entry(assetId="b")],
        [{"propertyAlias": "a", "propertyValues": []}],
        [entry(point={"value": {"doubleValue": "1", "integerValue": "1"}})],
        [entry(point={"value": {}})],
        [entry(point={"timestamp": {"offsetInNanos": "1"}})],
    ],
    ids=[
        "none",
        "no target",
        "two targets",
        "no property",
        "no value",
        "two",
        "no type",
        "no time",
    ],
)
def test_what_is_no_action_is_refused(unchecked: Client, entries: list[Json]) -> None:
    action = {"roleArn": ROLE, "putAssetPropertyValueEntries": entries}
    payload = {
        "sql": "SELECT * FROM 'a'",
        "awsIotSqlVersion": "2016-03-23",
        "actions": [{"iotSiteWise": action}],
    }
    with pytest.raises(ClientError) as refused:
        unchecked("iot").create_topic_rule(ruleName="bad", topicRulePayload=payload)
    assert refused.value.response["Error"]["Code"] == "InvalidRequestException"
