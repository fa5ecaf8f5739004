"""IoT Core: shadows tell their changes, and rules hand what they select to their actions."""

from __future__ import annotations

import base64
import json
import queue
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError
from moto.iotdata.models import iotdata_backends

from twin_local import moto_extension
from twin_local.execution import iot_bus
from twin_local.execution.iot.shadows.store import ATTRIBUTE
from twin_local.server.persistence.pickling import load
from twin_local.server.persistence.snapshots import capture
from twin_local.services.settings import configure

Client = Callable[[str], Any]
ROLE = "arn:aws:iam::111111111111:role/test"
VERSION = "2016-03-23"
SHADOW = "$aws/things/pump/shadow/name/commands"
LOGS = {"cloudwatchLogs": {"roleArn": ROLE, "logGroupName": "rule-errors"}}
PRINTING = "import json\ndef handler(event, context):\n    print('GOT ' + json.dumps(event))\n"


class Listener:
    """What was published under a topic filter since it began to listen."""

    def __init__(self, topic_filter: str) -> None:
        self._heard: queue.Queue[iot_bus.Message] = queue.Queue()
        self.subscription = iot_bus.subscribe(topic_filter, self._heard.put)

    def raw(self) -> iot_bus.Message:
        return self._heard.get(timeout=5)

    def take(self) -> tuple[str, Any]:
        """Return the next message: its topic and the JSON of its payload."""
        message = self.raw()
        return message.topic, json.loads(message.payload)


@pytest.fixture
def listen() -> Iterator[Callable[[str], Listener]]:
    """Return a maker of listeners."""
    made: list[Listener] = []

    def make(topic_filter: str) -> Listener:
        made.append(Listener(topic_filter))
        return made[-1]

    yield make
    for listener in made:
        listener.subscription.close()


@pytest.fixture
def thing(client: Client) -> Iterator[str]:
    """Return the name of a thing whose shadows are gone when the test ends."""
    client("iot").create_thing(thingName="pump")
    yield "pump"
    data = client("iot-data")
    for name in data.list_named_shadows_for_thing(thingName="pump")["results"]:
        data.delete_thing_shadow(thingName="pump", shadowName=name)
    client("iot").delete_thing(thingName="pump")


@pytest.fixture
def rule(client: Client) -> Iterator[Callable[..., None]]:
    """Return a maker of topic rules."""
    made: list[str] = []

    def make(name: str, sql: str, *actions: dict[str, Any], **settings: Any) -> None:
        payload = {"sql": sql, "actions": list(actions), "awsIotSqlVersion": VERSION, **settings}
        client("iot").create_topic_rule(ruleName=name, topicRulePayload=payload)
        made.append(name)

    yield make
    for name in made:
        client("iot").delete_topic_rule(ruleName=name)


def republish(topic: str) -> dict[str, Any]:
    return {"republish": {"roleArn": ROLE, "topic": topic}}


def update(client: Client, **document: Any) -> dict[str, Any]:
    answer = client("iot-data").update_thing_shadow(
        thingName="pump", shadowName="commands", payload=json.dumps(document)
    )
    accepted: dict[str, Any] = json.loads(answer["payload"].read())
    return accepted


def read(client: Client) -> dict[str, Any]:
    answer = client("iot-data").get_thing_shadow(thingName="pump", shadowName="commands")
    document: dict[str, Any] = json.loads(answer["payload"].read())
    return document


def refusal(error: pytest.ExceptionInfo[ClientError]) -> tuple[str, int]:
    response = error.value.response
    return response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"]


def log_lines(client: Client, group: str, having: str, limit_s: float = 8) -> list[str]:
    """Return the lines of a log group that contain a text, once there is one."""
    logs, end = client("logs"), time.monotonic() + limit_s
    while time.monotonic() < end:
        try:
            events = logs.filter_log_events(logGroupName=group)["events"]
        except logs.exceptions.ResourceNotFoundException:
            events = []
        if found := [event["message"] for event in events if having in event["message"]]:
            return found
        time.sleep(0.05)
    raise AssertionError(f"no line with {having!r} in {group}")


@pytest.mark.usefixtures("thing")
def test_an_update_is_told_as_accepted_documents_and_delta(
    client: Client, listen: Callable[[str], Listener]
) -> None:
    heard = listen(f"{SHADOW}/update/+")
    first = update(
        client,
        state={"desired": {"speed": {"value": 2, "id": "a"}}, "reported": {"speed": {"id": "z"}}},
        clientToken="t",
    )
    stamp = {"timestamp": first["timestamp"]}
    assert first["clientToken"] == "t"
    assert heard.take() == (f"{SHADOW}/update/accepted", first)
    topic, documents = heard.take()
    assert topic == f"{SHADOW}/update/documents"
    assert "previous" not in documents
    assert documents["current"]["state"]["desired"] == {"speed": {"value": 2, "id": "a"}}
    topic, delta = heard.take()
    assert topic == f"{SHADOW}/update/delta"
    assert delta["state"] == {"speed": {"value": 2, "id": "a"}}
    assert delta["metadata"] == {"speed": {"value": stamp, "id": stamp}}


@pytest.mark.usefixtures("thing")
def test_a_message_on_a_shadow_topic_is_a_request(
    client: Client, listen: Callable[[str], Listener]
) -> None:
    heard = listen(f"{SHADOW}/+/+")
    data = client("iot-data")
    data.publish(topic=f"{SHADOW}/update", payload=b'{"state": {"desired": {"a": 1}}}')
    assert heard.take()[0] == f"{SHADOW}/update/accepted"
    assert heard.take()[0] == f"{SHADOW}/update/documents"
    assert heard.take()[0] == f"{SHADOW}/update/delta"
    data.publish(topic=f"{SHADOW}/get", payload=b'{"clientToken": "c"}')
    topic, document = heard.take()
    assert topic == f"{SHADOW}/get/accepted"
    assert (document["state"], document["clientToken"]) == (
        {"desired": {"a": 1}, "delta": {"a": 1}},
        "c",
    )
    data.publish(topic=f"{SHADOW}/delete", payload=b"")
    assert heard.take()[0] == f"{SHADOW}/delete/accepted"
    data.publish(topic=f"{SHADOW}/get", payload=b"")
    topic, document = heard.take()
    assert topic == f"{SHADOW}/get/rejected"
    assert document["code"] == 404


@pytest.mark.usefixtures("thing")
def test_an_update_of_an_old_version_is_refused_and_told(
    client: Client, listen: Callable[[str], Listener]
) -> None:
    version = update(client, state={"reported": {"a": 1}})["version"]
    heard = listen(f"{SHADOW}/update/rejected")
    with pytest.raises(ClientError) as error:
        update(client, state={"reported": {"a": 2}}, version=version - 1, clientToken="mine")
    assert refusal(error) == ("ConflictException", 409)
    _, rejected = heard.take()
    assert (rejected["code"], rejected["message"]) == (409, "Version conflict")
    assert rejected["clientToken"] == "mine"
    assert read(client)["state"] == {"reported": {"a": 1}}
    assert update(client, state={"reported": {"a": 2}}, version=version)["version"] == version + 1


@pytest.mark.usefixtures("thing")
def test_a_shadow_holds_8_kb_also_when_it_grows_in_steps(client: Client) -> None:
    made = update(client, state={"desired": {"a": "x" * 4_000, "b": "x" * 4_000}})
    with pytest.raises(ClientError) as error:
        update(client, state={"desired": {"c": "x" * 400}})
    assert refusal(error) == ("RequestEntityTooLargeException", 413)
    with pytest.raises(ClientError) as error:
        update(client, state={"desired": {"a": "x" * 9_000}})
    assert refusal(error) == ("RequestEntityTooLargeException", 413)
    assert read(client)["version"] == made["version"]


@pytest.mark.parametrize(
    ("operation", "payload"),
    [
        ("update_thing_shadow", {"payload": b'{"state": {}}'}),
        ("get_thing_shadow", {}),
        ("delete_thing_shadow", {}),
    ],
)
def test_an_unknown_thing_has_no_shadow(
    client: Client, operation: str, payload: dict[str, bytes]
) -> None:
    with pytest.raises(ClientError) as error:
        getattr(client("iot-data"), operation)(thingName="nobody", **payload)
    assert refusal(error) == ("ResourceNotFoundException", 404)


@pytest.mark.usefixtures("thing")
def test_named_shadows_are_listed_by_page_while_they_exist(client: Client) -> None:
    data = client("iot-data")
    for name in ("c", "a", "b"):
        data.update_thing_shadow(thingName="pump", shadowName=name, payload=b'{"state": {}}')
    data.update_thing_shadow(thingName="pump", payload=b'{"state": {}}')
    data.delete_thing_shadow(thingName="pump", shadowName="b")
    page = data.list_named_shadows_for_thing(thingName="pump", pageSize=1)
    assert page["results"] == ["a"]
    rest = data.list_named_shadows_for_thing(thingName="pump", nextToken=page["nextToken"])
    assert rest["results"] == ["c"] and "nextToken" not in rest
    data.delete_thing_shadow(thingName="pump")


@pytest.mark.usefixtures("thing")
def test_a_change_of_a_shadow_reaches_a_function_with_both_versions(
    client: Client, function: Callable[..., str], rule: Callable[..., None]
) -> None:
    arn = function("feedback", PRINTING)
    rule("answers", f"SELECT * FROM '{SHADOW}/update/documents'", {"lambda": {"functionArn": arn}})
    update(client, state={"reported": {"speed": {"id": "a"}}})
    update(client, state={"reported": {"speed": {"id": "b"}}})
    (line,) = log_lines(client, "/aws/lambda/feedback", '"previous"')
    event = json.loads(line.partition("GOT ")[2])
    assert event["previous"]["state"] == {"reported": {"speed": {"id": "a"}}}
    assert event["current"]["state"] == {"reported": {"speed": {"id": "b"}}}
    assert event["current"]["version"] == event["previous"]["version"] + 1


@pytest.fixture
def flow(client: Client) -> Iterator[tuple[str, str]]:
    """Return the asset and the property of a measurement that tells its values."""
    moto_extension.install()
    configure(state_folder=None)
    sitewise = client("iotsitewise")
    model = sitewise.create_asset_model(
        assetModelName="line",
        assetModelProperties=[{"name": "flow", "dataType": "DOUBLE", "type": {"measurement": {}}}],
    )["assetModelId"]
    asset = sitewise.create_asset(assetName="L-1", assetModelId=model)["assetId"]
    (measured,) = sitewise.describe_asset(assetId=asset)["assetProperties"]
    sitewise.update_asset_property(
        assetId=asset, propertyId=measured["id"], propertyNotificationState="ENABLED"
    )
    yield asset, measured["id"]
    sitewise.delete_asset(assetId=asset)
    sitewise.delete_asset_model(assetModelId=model)


def test_a_new_value_in_sitewise_reaches_a_function(
    client: Client,
    flow: tuple[str, str],
    function: Callable[..., str],
    rule: Callable[..., None],
) -> None:
    asset, measured = flow
    rule(
        "values",
        "SELECT * FROM '$aws/sitewise/asset-models/+/assets/+/properties/+'"
        " WHERE type = 'PropertyValueUpdate'",
        {"lambda": {"functionArn": function("route", PRINTING)}},
    )
    value = {"value": {"doubleValue": 7.5}, "timestamp": {"timeInSeconds": int(time.time())}}
    entry = {
        "entryId": "e",
        "assetId": asset,
        "propertyId": measured,
        "propertyValues": [value],
    }
    client("iotsitewise").batch_put_asset_property_value(entries=[entry])
    (line,) = log_lines(client, "/aws/lambda/route", "GOT")
    payload = json.loads(line.partition("GOT ")[2])["payload"]
    assert (payload["assetId"], payload["propertyId"]) == (asset, measured)
    assert payload["values"][0]["value"] == {"doubleValue": 7.5}


def test_a_condition_lets_only_messages_of_one_type_pass(
    rule: Callable[..., None], listen: Callable[[str], Listener]
) -> None:
    rule(
        "typed",
        "SELECT *, topic(6) AS asset FROM '$aws/sitewise/asset-models/m/assets/+/properties/+'"
        " WHERE type = 'PropertyValueUpdate'",
        republish("values/${topic(6)}"),
    )
    heard = listen("values/#")
    for kind in ("Other", "PropertyValueUpdate"):
        iot_bus.publish(
            "$aws/sitewise/asset-models/m/assets/x/properties/p",
            json.dumps({"type": kind, "payload": {"values": [1]}}).encode(),
        )
    message = {"type": "PropertyValueUpdate", "payload": {"values": [1]}, "asset": "x"}
    assert heard.take() == ("values/x", message)


@pytest.mark.usefixtures("thing")
def test_a_snapshot_holds_shadows(client: Client) -> None:
    version = update(client, state={"reported": {"kept": 1}})["version"]
    restored = load(capture(iotdata_backends))["111111111111"]["us-east-1"]
    shadow = restored[ATTRIBUTE]["pump", "commands"]
    assert (shadow.version, shadow.reported.state["kept"]) == (version, 1)


@pytest.mark.usefixtures("thing")
def test_a_rule_can_republish_to_a_shadow(
    client: Client, rule: Callable[..., None], listen: Callable[[str], Listener]
) -> None:
    rule(
        "twin_state",
        "SELECT state FROM 'devices/+/state'",
        republish("$$aws/things/${topic(2)}/shadow/name/commands/update"),
    )
    heard = listen(f"{SHADOW}/update/accepted")
    client("iot-data").publish(
        topic="devices/pump/state", payload=b'{"state": {"reported": {"on": true}}, "other": 1}'
    )
    assert heard.take()[1]["state"] == {"reported": {"on": True}}


def test_messages_of_a_rule_keep_their_order(
    client: Client, rule: Callable[..., None], listen: Callable[[str], Listener]
) -> None:
    rule("ordered", "SELECT n FROM 'in/+' WHERE n >= 0 AND NOT n = 3", republish("out"))
    heard = listen("out")
    for number in range(50):
        iot_bus.publish("in/a", json.dumps({"n": number}).encode())
    got = [heard.take()[1]["n"] for _ in range(49)]
    assert got == [number for number in range(50) if number != 3]


def test_any_payload_passes_whole(
    client: Client, rule: Callable[..., None], listen: Callable[[str], Listener]
) -> None:
    rule("raw", "SELECT * FROM 'raw/in'", republish("raw/out"))
    heard = listen("raw/out")
    client("iot-data").publish(topic="raw/in", payload=b"\xff\x00 no JSON")
    assert heard.raw().payload == b"\xff\x00 no JSON"


def test_what_an_action_cannot_take_goes_to_the_error_action(
    client: Client, rule: Callable[..., None], listen: Callable[[str], Listener]
) -> None:
    client("logs").create_log_group(logGroupName="rule-errors")
    missing = "arn:aws:lambda:us-east-1:111111111111:function:missing"
    rule(
        "failing",
        "SELECT * FROM 'fail'",
        {"lambda": {"functionArn": missing}},
        republish("passed"),
        errorAction=LOGS,
    )
    heard = listen("passed")
    client("iot-data").publish(topic="fail", payload=b'{"a": 1}')
    assert heard.take() == ("passed", {"a": 1})
    (line,) = log_lines(client, "rule-errors", "failing")
    told = json.loads(line)
    assert (told["ruleName"], told["topic"]) == ("failing", "fail")
    assert base64.b64decode(told["base64OriginalPayload"]) == b'{"a": 1}'
    (failure,) = told["failures"]
    assert (failure["failedAction"], failure["failedResource"]) == ("LambdaAction", missing)
    assert failure["errorMessage"]


def test_a_disabled_or_deleted_rule_does_nothing(
    client: Client, rule: Callable[..., None], listen: Callable[[str], Listener]
) -> None:
    iot = client("iot")
    rule("off", "SELECT 'off' AS by FROM 'x'", republish("y"), ruleDisabled=True)
    rule("on", "SELECT 'on' AS by FROM 'x'", republish("y"))
    heard = listen("y")
    iot_bus.publish("x", b"{}")
    assert heard.take() == ("y", {"by": "on"})
    iot.disable_topic_rule(ruleName="on")
    iot.enable_topic_rule(ruleName="off")
    iot_bus.publish("x", b"{}")
    assert heard.take() == ("y", {"by": "off"})


def test_a_rule_is_refused_when_its_sql_cannot_be_run(client: Client) -> None:
    iot = client("iot")
    for sql in (
        "SELECT",
        "SELECT * FROM 'a' WHERE",
        "SELECT * FROM 'a/#/b'",
        "SELECT upper(a) AS b FROM 'a'",
        "SELECT VALUE a FROM 'a'",
    ):
        with pytest.raises(iot.exceptions.SqlParseException) as error:
            payload = {"sql": sql, "actions": [republish("y")], "awsIotSqlVersion": VERSION}
            iot.create_topic_rule(ruleName="bad", topicRulePayload=payload)
        assert "at character" in error.value.response["Error"]["Message"]
    assert "bad" not in [found["ruleName"] for found in iot.list_topic_rules()["rules"]]


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"actions": [{"dynamoDBv2": {"roleArn": ROLE, "putItem": {"tableName": "t"}}}]}, "dynamo"),
        ({"actions": [{"republish": {"roleArn": ROLE, "topic": "y", "headers": {}}}]}, "headers"),
        ({"actions": [{**republish("y"), "lambda": {"functionArn": "a"}}]}, "one kind"),
        ({"errorAction": {"sns": {"roleArn": ROLE, "targetArn": "a"}}}, "sns"),
        ({"awsIotSqlVersion": "2015-10-08"}, "2016-03-23"),
    ],
)
def test_a_rule_is_refused_when_its_settings_cannot_be_run(
    client: Client, settings: dict[str, Any], reason: str
) -> None:
    payload = {"sql": "SELECT * FROM 'a'", "actions": [], "awsIotSqlVersion": VERSION} | settings
    with pytest.raises(ClientError) as error:
        client("iot").create_topic_rule(ruleName="bad", topicRulePayload=payload)
    assert refusal(error) == ("InvalidRequestException", 400)
    assert reason in error.value.response["Error"]["Message"]


def test_a_refused_replacement_leaves_the_rule_as_it_was(
    client: Client, rule: Callable[..., None], listen: Callable[[str], Listener]
) -> None:
    rule("kept", "SELECT a FROM 'k'", republish("l"))
    iot = client("iot")
    payload = {"sql": "SELECT b FROM 'k'", "actions": [republish("l")], "awsIotSqlVersion": VERSION}
    with pytest.raises(iot.exceptions.SqlParseException):
        iot.replace_topic_rule(ruleName="kept", topicRulePayload={**payload, "sql": "SELECT b"})
    heard = listen("l")
    iot_bus.publish("k", b'{"a": 1, "b": 2}')
    assert heard.take() == ("l", {"a": 1})
    iot.replace_topic_rule(ruleName="kept", topicRulePayload=payload)
    iot_bus.publish("k", b'{"a": 1, "b": 2}')
    assert heard.take() == ("l", {"b": 2})
    assert iot.get_topic_rule(ruleName="kept")["rule"]["sql"] == "SELECT b FROM 'k'"


@pytest.mark.parametrize(
    ("topic", "payload"),
    [
        ("a/b/c/d/e/f/g/h/i", b"{}"),
        ("a/+", b"{}"),
        ("a", b"x" * (128 * 1024 + 1)),
        ("t" * 257, b"{}"),
        ("$aws/rules//a", b"{}"),
        ("$aws/things/pump/shadow/update/documents", b"{}"),
    ],
)
def test_a_message_that_the_broker_does_not_take_is_refused(
    client: Client, topic: str, payload: bytes
) -> None:
    with pytest.raises(ClientError) as error:
        client("iot-data").publish(topic=topic, payload=payload)
    assert refusal(error) == ("InvalidRequestException", 400)


@pytest.mark.parametrize(
    "topic",
    [
        "a",
        "a/topics/b",
        "a b/ü/100%25",
        "a/b/c/d/e/f/g/h",
        "$aws/things/edge/greengrassv2/health/json",
    ],
)
def test_a_message_arrives_under_its_topic(
    client: Client, listen: Callable[[str], Listener], topic: str
) -> None:
    heard = listen(topic)
    client("iot-data").publish(topic=topic, qos=1, payload=b"\x00\xff")
    message = heard.raw()
    assert (message.topic, message.payload) == (topic, b"\x00\xff")
