"""The broker joined with the rest of IoT Core: shadows, topic rules and their roles."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from tests.integration.execution.conftest import trusting
from tests.integration.execution.iot_mqtt.conftest import Connect
from twin_local.execution.plant import Execution

Client = Callable[[str], Any]
ACCOUNT = "111111111111"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/test"
NARROW = f"arn:aws:iam::{ACCOUNT}:role/narrow"


@pytest.fixture(scope="module")
def thing(client: Client) -> Iterator[str]:
    client("iot").create_thing(thingName="mixer")
    yield "mixer"
    client("iot").delete_thing(thingName="mixer")


@pytest.fixture
def narrow(client: Client) -> Iterator[str]:
    """Return a role that may publish to `narrow/#` and nothing else."""
    iam = client("iam")
    statement = {
        "Effect": "Allow",
        "Action": "iot:Publish",
        "Resource": f"arn:aws:iot:us-east-1:{ACCOUNT}:topic/narrow/*",
    }
    iam.create_role(RoleName="narrow", AssumeRolePolicyDocument=trusting("iot"))
    document = json.dumps({"Version": "2012-10-17", "Statement": statement})
    iam.put_role_policy(RoleName="narrow", PolicyName="p", PolicyDocument=document)
    yield NARROW
    iam.delete_role_policy(RoleName="narrow", PolicyName="p")
    iam.delete_role(RoleName="narrow")


@pytest.fixture
def rule(client: Client) -> Iterator[Callable[..., None]]:
    """Return a maker of rules."""
    iot, made = client("iot"), []

    def make(name: str, sql: str, *actions: dict[str, Any], **settings: Any) -> None:
        payload = {"sql": sql, "actions": list(actions), "awsIotSqlVersion": "2016-03-23"}
        iot.create_topic_rule(ruleName=name, topicRulePayload=payload | settings)
        made.append(name)

    yield make
    for name in made:
        iot.delete_topic_rule(ruleName=name)


def republish(topic: str, role: str = ROLE, **settings: Any) -> dict[str, Any]:
    return {"republish": {"roleArn": role, "topic": topic, **settings}}


@pytest.mark.parametrize("shadow", ["shadow", "shadow/name/modes"])
def test_a_shadow_answers_over_mqtt(connect: Connect, thing: str, shadow: str) -> None:
    device = connect("shadowed")
    topic = f"$aws/things/{thing}/{shadow}"
    device.subscribe((f"{topic}/+/+", 1))
    device.publish(f"{topic}/get", b'{"clientToken": "t"}')
    rejected = device.take()
    assert rejected.topic == f"{topic}/get/rejected"
    assert json.loads(rejected.payload)["code"] == 404
    state = {"desired": {"speed": 2}, "reported": {"speed": 1}}
    device.publish(f"{topic}/update", json.dumps({"state": state}).encode())
    told = {(one := device.take()).topic: json.loads(one.payload) for _ in range(3)}
    assert set(told) == {f"{topic}/update/{one}" for one in ("accepted", "documents", "delta")}
    assert told[f"{topic}/update/delta"]["state"] == {"speed": 2}
    device.publish(f"{topic}/get", b"")
    assert json.loads(device.take().payload)["state"]["reported"] == {"speed": 1}
    device.publish(f"{topic}/delete", b"")
    assert device.take().topic == f"{topic}/delete/accepted"


def test_a_rule_selects_messages_of_clients(connect: Connect, rule: Callable[..., None]) -> None:
    rule("hot", "SELECT t FROM 'plant/+/t' WHERE t > 50", republish("hot", qos=1))
    device = connect("sensor")
    device.subscribe(("hot", 1))
    device.publish("plant/a/t", b'{"t": 40, "unit": "C"}')
    device.publish("plant/a/t", b'{"t": 60, "unit": "C"}')
    message = device.take()
    assert (json.loads(message.payload), message.qos) == ({"t": 60}, 1)


def test_basic_ingest_reaches_its_rule_alone(
    connect: Connect, rule: Callable[..., None], client: Client
) -> None:
    rule("direct", "SELECT *, topic(1) AS first FROM 'unused'", republish("ingested"))
    rule("other", "SELECT * FROM '#'", republish("$$aws/rules/sink/x"))
    device = connect("ingest")
    device.subscribe(("$aws/rules/#", 1), ("ingested", 1), ("unused", 1))
    levels = "/".join("abcdefgh")
    device.publish(f"$aws/rules/direct/{levels}", b'{"n": 1}')
    message = device.take()
    assert message.topic == "ingested"
    assert json.loads(message.payload) == {"n": 1, "first": "a"}
    client("iot-data").publish(topic="$aws/rules/direct/z", qos=1, payload=b'{"n": 2}')
    assert json.loads(device.take().payload) == {"n": 2, "first": "z"}


def test_an_action_does_what_its_role_may_and_no_more(
    aws: Execution, connect: Connect, rule: Callable[..., None], narrow: str, client: Client
) -> None:
    logs = client("logs")
    logs.create_log_group(logGroupName="narrow-rule")
    refused = {"cloudwatchLogs": {"roleArn": narrow, "logGroupName": "narrow-rule"}}
    rule(
        "bounded",
        "SELECT * FROM 'bounded/in'",
        republish("narrow/out", narrow),
        republish("wide/out", narrow),
        refused,
        errorAction=republish("bounded/errors"),
    )
    device = connect("bounded")
    device.subscribe(("narrow/out", 1), ("wide/out", 1), ("bounded/errors", 1))
    device.publish("bounded/in", b'{"a": 1}')
    assert device.take().topic == "narrow/out"
    told = device.take()
    assert told.topic == "bounded/errors"
    report = json.loads(told.payload)
    assert (report["ruleName"], report["clientId"]) == ("bounded", "bounded")
    failed = [(one["failedAction"], one["failedResource"]) for one in report["failures"]]
    assert failed == [("RepublishAction", "wide/out"), ("CloudwatchLogsAction", "narrow-rule")]
    reason = report["failures"][0]["errorMessage"]
    assert "is not authorized to perform: iot:Publish" in reason
    assert f"arn:aws:iot:us-east-1:{ACCOUNT}:topic/wide/out" in reason
    seen = {(one.role, one.action) for one in aws.guard.usage.refusals}
    assert {(narrow, "iot:Publish"), (narrow, "logs:CreateLogStream")} <= seen
    assert logs.describe_log_streams(logGroupName="narrow-rule")["logStreams"] == []
    logs.delete_log_group(logGroupName="narrow-rule")


def test_a_role_needs_an_action_of_its_own_to_retain(aws: Execution, narrow: str) -> None:
    given = aws.credentials.of_role(narrow)
    data = boto3.client(
        "iot-data",
        region_name="us-east-1",
        endpoint_url=aws.context.endpoint_url,
        aws_access_key_id=given.access_key_id,
        aws_secret_access_key=given.secret_access_key,
        aws_session_token=given.session_token,
    )
    data.publish(topic="narrow/kept", payload=b"1")
    with pytest.raises(ClientError) as error:
        data.publish(topic="narrow/kept", payload=b"1", retain=True)
    assert "iot:RetainPublish" in error.value.response["Error"]["Message"]
    assert aws.iot.retained.find("narrow/kept") is None
