"""Lambda functions run for real, and fail as they fail on AWS."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

Client = Callable[[str], Any]
Function = Callable[..., str]


def call(client: Client, name: str, event: Any, **options: Any) -> tuple[Any, dict[str, Any]]:
    answer = client("lambda").invoke(
        FunctionName=name, Payload=json.dumps(event), LogType="Tail", **options
    )
    return json.loads(answer["Payload"].read() or b"null"), answer


def test_a_function_sees_its_event_its_environment_and_its_context(
    client: Client, function: Function
) -> None:
    function(
        "seen",
        "import os\ndef handler(event, context):\n"
        "    print('hello')\n"
        "    return {'event': event, 'name': context.function_name, 'arn': "
        "context.invoked_function_arn, 'left': context.get_remaining_time_in_millis(),"
        " 'mine': os.environ['MINE'], 'endpoint': os.environ['AWS_ENDPOINT_URL'],"
        " 'secret': os.environ.get('HOME')}",
        Timeout=5,
        Environment={"Variables": {"MINE": "yes"}},
    )
    result, answer = call(client, "seen", {"a": 1})
    assert result["event"] == {"a": 1}
    assert result["name"] == "seen"
    assert result["arn"].endswith(":function:seen")
    assert 4000 < result["left"] <= 5000
    assert result["mine"] == "yes"
    assert result["secret"] is None
    log = base64.b64decode(answer["LogResult"]).decode()
    assert log.startswith("START RequestId: ")
    assert "hello" in log
    assert "REPORT RequestId: " in log


def test_an_exception_is_reported_as_lambda_does(client: Client, function: Function) -> None:
    function("raises", "def handler(event, context):\n    raise KeyError('x')")
    result, answer = call(client, "raises", {})
    assert answer["FunctionError"] == "Unhandled"
    assert result["errorType"] == "KeyError"
    assert result["errorMessage"] == "'x'"
    assert len(result["stackTrace"]) == 1
    assert "handler.py" in result["stackTrace"][0]


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("import nowhere", "Runtime.ImportModuleError"),
        ("import moto", "Runtime.ImportModuleError"),
        ("import twin", "Runtime.ImportModuleError"),
        ("x = 1", "Runtime.HandlerNotFound"),
        ("def handler(event, context):\n    return {1, 2}", "Runtime.MarshalError"),
        ("import os\ndef handler(event, context):\n    os._exit(3)", "Runtime.ExitError"),
        (
            "def handler(event, context):\n    return 'x' * 7_000_000",
            "Function.ResponseSizeTooLarge",
        ),
    ],
)
def test_runtime_errors_have_lambdas_names(
    client: Client, function: Function, source: str, kind: str
) -> None:
    function("broken", source, Timeout=5)
    result, answer = call(client, "broken", {})
    assert answer["FunctionError"] == "Unhandled"
    assert result["errorType"] == kind


def test_a_timeout_kills_the_worker_and_the_next_call_works(
    client: Client, function: Function
) -> None:
    source = (
        "import time\ndef handler(event, context):\n    time.sleep(event['s'])\n    return 'done'"
    )
    function("slow", source, Timeout=1)
    result, _ = call(client, "slow", {"s": 30})
    assert result["errorType"] == "Sandbox.Timedout"
    assert "Task timed out after 1.00 seconds" in result["errorMessage"]
    assert call(client, "slow", {"s": 0})[0] == "done"


def test_a_warm_worker_is_reused_until_the_configuration_changes(
    client: Client, function: Function
) -> None:
    source = (
        "import os\ndef handler(event, context):\n    return [os.getpid(), os.environ.get('V')]"
    )
    function("warm", source)
    first, again = call(client, "warm", {})[0], call(client, "warm", {})[0]
    assert first == again
    client("lambda").update_function_configuration(
        FunctionName="warm", Environment={"Variables": {"V": "2"}}
    )
    changed = call(client, "warm", {})[0]
    assert changed[0] != first[0]
    assert changed[1] == "2"


def test_a_function_calls_aws_with_the_runtimes_boto3(client: Client, function: Function) -> None:
    client("sqs").create_queue(QueueName="heard")
    function(
        "caller",
        "import boto3\ndef handler(event, context):\n"
        "    sqs = boto3.client('sqs')\n"
        "    return sqs.get_queue_url(QueueName='heard')['QueueUrl']",
        Timeout=20,
    )
    assert call(client, "caller", {})[0].endswith("/heard")


def test_an_event_invocation_returns_at_once_and_runs_once(
    client: Client, function: Function
) -> None:
    url = client("sqs").create_queue(QueueName="events")["QueueUrl"]
    function(
        "later",
        "import boto3\ndef handler(event, context):\n"
        "    sqs = boto3.client('sqs')\n"
        "    sqs.send_message(QueueUrl=event['url'], MessageBody='ran')",
        Timeout=20,
    )
    _, answer = call(client, "later", {"url": url}, InvocationType="Event")
    assert answer["StatusCode"] == 202
    assert [message["Body"] for message in receive(client, url)] == ["ran"]


def receive(client: Client, url: str, limit_s: float = 10) -> list[dict[str, Any]]:
    """Return the messages that arrive first at a queue."""
    end = time.monotonic() + limit_s
    while time.monotonic() < end:
        found = client("sqs").receive_message(QueueUrl=url).get("Messages", [])
        if found:
            return list(found)
        time.sleep(0.05)
    return []


def test_a_dry_run_runs_nothing(client: Client, function: Function) -> None:
    function("dry", "raise SystemExit")
    assert call(client, "dry", {}, InvocationType="DryRun")[1]["StatusCode"] == 204


def test_an_unknown_function_is_not_found(client: Client) -> None:
    with pytest.raises(ClientError) as caught:
        call(client, "nobody", {})
    assert caught.value.response["Error"]["Code"] == "ResourceNotFoundException"


def test_reserved_concurrency_of_zero_throttles(client: Client, function: Function) -> None:
    function("none", "def handler(event, context):\n    return 1")
    client("lambda").put_function_concurrency(FunctionName="none", ReservedConcurrentExecutions=0)
    with pytest.raises(ClientError) as caught:
        call(client, "none", {})
    assert caught.value.response["Error"]["Code"] == "TooManyRequestsException"
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 429
