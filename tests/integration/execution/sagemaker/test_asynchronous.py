"""Asynchronous requests: inline input, where answers are written, and how large and old they are.

Real-time requests: how large they are and how long they take.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.integration.execution.conftest import ROLE
from tests.integration.execution.refusals import Refuse
from tests.integration.execution.sagemaker.conftest import BUCKET, objects, until
from twin_local.execution.sagemaker import limits

Client = Callable[[str], Any]
NAME = "queued"
OK = f"s3://{BUCKET}/queued/ok"
FAILED = f"s3://{BUCKET}/queued/failed"
SOURCE = f"s3://{BUCKET}/train/a.txt"
VARIANT = {"VariantName": "v", "InitialInstanceCount": 1, "InstanceType": "ml.m5.large"}


@pytest.fixture(scope="module")
def runtime(client: Client, image: str, artifact: str) -> Iterator[Any]:
    """Return a client; the endpoint multiplies by 3 and takes asynchronous requests too."""
    sagemaker = client("sagemaker")
    sagemaker.create_model(
        ModelName=NAME,
        PrimaryContainer={"Image": image, "ModelDataUrl": artifact},
        ExecutionRoleArn=ROLE,
    )
    sagemaker.create_endpoint_config(
        EndpointConfigName=NAME,
        ProductionVariants=[{**VARIANT, "ModelName": NAME}],
        AsyncInferenceConfig={"OutputConfig": {"S3OutputPath": OK, "S3FailurePath": FAILED}},
    )
    sagemaker.create_endpoint(EndpointName=NAME, EndpointConfigName=NAME)
    described = until(lambda: sagemaker.describe_endpoint(EndpointName=NAME), "EndpointStatus")
    assert described["EndpointStatus"] == "InService"
    yield client("sagemaker-runtime")
    sagemaker.delete_endpoint(EndpointName=NAME)


def written(client: Client, uri: str) -> bytes:
    """Return an object of the bucket once it is there."""
    [key] = objects(client("s3"), uri.removeprefix(f"s3://{BUCKET}/"))
    body: bytes = client("s3").get_object(Bucket=BUCKET, Key=key)["Body"].read()
    return body


def test_an_input_is_sent_inline_and_its_answer_named(runtime: Any, client: Client) -> None:
    answer = runtime.invoke_endpoint_async(
        EndpointName=NAME, Body=b"2 3", Filename="named.json", S3OutputPathExtension="a/b"
    )
    assert answer["OutputLocation"] == f"{OK}/a/b/named.json"
    assert answer["FailureLocation"] == f"{FAILED}/a/b/named.json"
    assert json.loads(written(client, answer["OutputLocation"])) == [6.0, 9.0]


def test_an_inline_input_has_128_000_bytes(runtime: Any, refuse: Refuse, client: Client) -> None:
    largest = b"1 " * 64_000
    refusal = refuse(
        "sagemaker-runtime", "invoke_endpoint_async", {"EndpointName": NAME, "Body": largest + b"1"}
    )
    assert (refusal.status, refusal.code) == (400, "ValidationError")
    assert "length less than or equal to 128000" in refusal.message
    answer = runtime.invoke_endpoint_async(EndpointName=NAME, Body=largest)
    assert len(json.loads(written(client, answer["OutputLocation"]))) == 64_000


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"Body": b"1", "InputLocation": SOURCE},
        {"InputLocation": "ftp://somewhere"},
        {"Body": b"1", "InvocationTimeoutSeconds": 3601},
        {"Body": b"1", "RequestTTLSeconds": 59},
        {"Body": b"1", "RequestTTLSeconds": 21_601},
        {"Body": b"1", "Filename": "a.b.c"},
    ],
    ids=["no input", "two inputs", "no address", "over an hour", "59 s", "over 6 h", "two dots"],
)
def test_what_is_refused(runtime: Any, refuse: Refuse, given: dict[str, Any]) -> None:
    refusal = refuse("sagemaker-runtime", "invoke_endpoint_async", {"EndpointName": NAME, **given})
    assert (refusal.status, refusal.code) == (400, "ValidationError")


def test_an_object_of_more_than_1_gb_is_not_sent_to_the_model(
    runtime: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert limits.LARGEST_OBJECT_BYTES == 1024**3
    monkeypatch.setattr(limits, "LARGEST_OBJECT_BYTES", len(b"1 2") - 1)
    answer = runtime.invoke_endpoint_async(EndpointName=NAME, InputLocation=SOURCE)
    assert b"has 3 bytes, at most 2 are allowed" in written(client, answer["FailureLocation"])
    monkeypatch.setattr(limits, "LARGEST_OBJECT_BYTES", len(b"1 2"))
    answer = runtime.invoke_endpoint_async(EndpointName=NAME, InputLocation=SOURCE)
    assert json.loads(written(client, answer["OutputLocation"])) == [3.0, 6.0]


def test_a_request_that_waited_for_too_long_is_not_sent_to_the_model(
    runtime: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert limits.DEFAULT_TTL_S == 6 * 3600
    monkeypatch.setattr(limits, "DEFAULT_TTL_S", 0.0)
    answer = runtime.invoke_endpoint_async(EndpointName=NAME, Body=b"1")
    assert b"waited for more than 0 seconds" in written(client, answer["FailureLocation"])


def test_a_real_time_request_has_6_mb(runtime: Any, refuse: Refuse) -> None:
    largest = b"x" * 6 * 1024 * 1024
    given = {"EndpointName": NAME, "Body": largest + b"x"}
    refusal = refuse("sagemaker-runtime", "invoke_endpoint", given)
    assert (refusal.status, refusal.code) == (413, "ValidationError")
    given = {"EndpointName": NAME, "Body": largest}
    assert refuse("sagemaker-runtime", "invoke_endpoint", given).code == "ModelError"


def test_a_model_has_60_s_for_a_real_time_request(
    runtime: Any, refuse: Refuse, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert limits.REAL_TIME_S == 60
    monkeypatch.setattr(limits, "REAL_TIME_S", 0.05)
    given = {"EndpointName": NAME, "Body": b"1", "ContentType": "application/x-slow"}
    refusal = refuse("sagemaker-runtime", "invoke_endpoint", given)
    assert (refusal.status, refusal.code) == (424, "ModelError")
    assert "timed out" in refusal.message
