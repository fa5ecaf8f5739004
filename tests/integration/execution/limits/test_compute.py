"""Lambda, Step Functions, Batch, API Gateway and SageMaker: settings that are refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tests.integration.execution.conftest import ROLE, zipped
from tests.integration.execution.refusals import Refuse
from twin_local.execution.batch import limits as batch_limits

Client = Callable[[str], Any]
Function = Callable[..., str]
MIB = 1024 * 1024
SOURCE = "def handler(event, context):\n    return event\n"


def function_of(**settings: Any) -> dict[str, Any]:
    return {
        "FunctionName": "limits",
        "Runtime": "python3.14",
        "Role": ROLE,
        "Handler": "handler.handler",
        "Code": {"ZipFile": zipped({"handler.py": SOURCE})},
        **settings,
    }


LAYER = "arn:aws:lambda:us-east-1:111111111111:layer:l:1"
INVALID = "InvalidParameterValueException"
FUNCTIONS: dict[str, tuple[dict[str, Any], str]] = {
    "variables over 4 KB": ({"Environment": {"Variables": {"AB": "x" * 4096}}}, INVALID),
    "reserved variable": ({"Environment": {"Variables": {"AWS_REGION": "x"}}}, INVALID),
    "6 layers": ({"Layers": [f"{LAYER}{i}" for i in range(6)]}, INVALID),
    "name of 65": ({"FunctionName": "f" * 65}, "ValidationException"),
    "description of 257": ({"Description": "d" * 257}, "ValidationException"),
    "handler of 129": ({"Handler": "h" * 129}, "ValidationException"),
    "timeout of 901 s": ({"Timeout": 901}, "ValidationException"),
    "timeout of 0 s": ({"Timeout": 0}, "ValidationException"),
    "memory of 127 MB": ({"MemorySize": 127}, "ValidationException"),
    "memory of 10,241 MB": ({"MemorySize": 10_241}, "ValidationException"),
    "/tmp of 511 MB": ({"EphemeralStorage": {"Size": 511}}, "ValidationException"),
}


@pytest.mark.parametrize("case", FUNCTIONS)
def test_functions(refuse: Refuse, case: str) -> None:
    settings, code = FUNCTIONS[case]
    refusal = refuse("lambda", "create_function", function_of(**settings))
    assert (refusal.status, refusal.code) == (400, code)


def test_payloads(function: Function, refuse: Refuse) -> None:
    name = function("limited", SOURCE, callers=()).rpartition(":")[2]
    for kind, size in (("RequestResponse", 6 * MIB), ("Event", MIB)):
        given = {"FunctionName": name, "InvocationType": kind, "Payload": b'"%s"' % (b"x" * size)}
        refusal = refuse("lambda", "invoke", given)
        assert (refusal.status, refusal.code) == (413, "RequestTooLargeException")
    refusal = refuse("lambda", "invoke", {"FunctionName": name, "Payload": b"{"})
    assert (refusal.status, refusal.code) == (400, "InvalidRequestContentException")


def test_a_policy_has_at_most_20_kb(client: Client, function: Function) -> None:
    name = function("permissive", SOURCE, callers=()).rpartition(":")[2]
    api = client("lambda")
    with pytest.raises(api.exceptions.PolicyLengthExceededException) as refused:
        for index in range(100):
            api.add_permission(
                FunctionName=name,
                StatementId=f"{index:03}{'s' * 97}",
                Action="lambda:InvokeFunction",
                Principal="s3.amazonaws.com",
                SourceArn=f"arn:aws:s3:::{'b' * 60}",
            )
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    kept = json.loads(api.get_policy(FunctionName=name)["Policy"])
    size = len(json.dumps(kept, separators=(",", ":")))
    assert 20 * 1024 - 500 < size <= 20 * 1024


def machine(**settings: Any) -> dict[str, Any]:
    definition = {"StartAt": "A", "States": {"A": {"Type": "Pass", "End": True}}}
    return {"name": "m", "roleArn": ROLE, "definition": json.dumps(definition), **settings}


MACHINES: dict[str, tuple[dict[str, Any], str]] = {
    "name of 81": (machine(name="m" * 81), "ValidationException"),
    "definition over 1 MB": (machine(definition=" " * (MIB + 1)), "ValidationException"),
    "no state": (machine(definition='{"StartAt":"A","States":{}}'), "InvalidDefinition"),
}


@pytest.mark.parametrize("case", MACHINES)
def test_state_machines(refuse: Refuse, case: str) -> None:
    parameters, code = MACHINES[case]
    refusal = refuse("stepfunctions", "create_state_machine", parameters)
    assert (refusal.status, refusal.code) == (400, code)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"name": "n" * 81}, "InvalidName"),
        ({"name": "a b"}, "InvalidName"),
        ({"input": json.dumps("x" * 262_144)}, "InvalidExecutionInput"),
        ({"input": json.dumps("é" * 131_072, ensure_ascii=False)}, "InvalidExecutionInput"),
        ({"input": "{"}, "InvalidExecutionInput"),
    ],
    ids=["name of 81", "space in the name", "over 256 KiB", "bytes, not characters", "no JSON"],
)
def test_executions(client: Client, refuse: Refuse, given: dict[str, Any], code: str) -> None:
    arn = client("stepfunctions").create_state_machine(**machine(name="limits"))["stateMachineArn"]
    refusal = refuse("stepfunctions", "start_execution", {"stateMachineArn": arn, **given})
    assert (refusal.status, refusal.code) == (400, code)


def definition_of(**settings: Any) -> dict[str, Any]:
    container = {"image": "i", "vcpus": 1, "memory": 128, **settings.pop("container", {})}
    return {
        "jobDefinitionName": "limits",
        "type": "container",
        "containerProperties": container,
        **settings,
    }


LARGE = {"environment": [{"name": "a", "value": "x" * 31_000}]}
JOBS: dict[str, tuple[str, Mapping[str, Any]]] = {
    "name with a space": ("register_job_definition", definition_of(jobDefinitionName="a b")),
    "definition over 24 KiB": ("register_job_definition", definition_of(container=LARGE)),
    "11 attempts": ("register_job_definition", definition_of(retryStrategy={"attempts": 11})),
    "timeout of 59 s": (
        "register_job_definition",
        definition_of(timeout={"attemptDurationSeconds": 59}),
    ),
    "submission over 30 KiB": (
        "submit_job",
        {"jobName": "j", "jobQueue": "q", "jobDefinition": "d", "containerOverrides": LARGE},
    ),
    "array of 1": (
        "submit_job",
        {"jobName": "j", "jobQueue": "q", "jobDefinition": "d", "arrayProperties": {"size": 1}},
    ),
    "array of 10,001": (
        "submit_job",
        {
            "jobName": "j",
            "jobQueue": "q",
            "jobDefinition": "d",
            "arrayProperties": {"size": 10_001},
        },
    ),
    "21 dependencies": (
        "submit_job",
        {
            "jobName": "j",
            "jobQueue": "q",
            "jobDefinition": "d",
            "dependsOn": [{"jobId": str(i)} for i in range(21)],
        },
    ),
    "environment with a space": (
        "create_compute_environment",
        {"computeEnvironmentName": "a b", "type": "UNMANAGED", "serviceRole": ROLE},
    ),
    "queue of 4 environments": (
        "create_job_queue",
        {
            "jobQueueName": "q",
            "priority": 1,
            "state": "ENABLED",
            "computeEnvironmentOrder": [
                {"order": i, "computeEnvironment": str(i)} for i in range(4)
            ],
        },
    ),
}


@pytest.mark.parametrize("case", JOBS)
def test_jobs(refuse: Refuse, case: str) -> None:
    operation, parameters = JOBS[case]
    refusal = refuse("batch", operation, parameters)
    assert (refusal.status, refusal.code) == (400, "ClientException")


URI = f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{LAYER}/invocations"


@pytest.mark.parametrize("seconds", [-1, 3601])
def test_results_of_authorizers_are_kept_for_an_hour_at_most(
    client: Client, refuse: Refuse, seconds: int
) -> None:
    rest = client("apigateway").create_rest_api(name="limits")["id"]
    http = client("apigatewayv2").create_api(Name="limits", ProtocolType="HTTP")["ApiId"]
    given = {
        "restApiId": rest,
        "name": "a",
        "type": "TOKEN",
        "authorizerUri": URI,
        "identitySource": "method.request.header.Authorization",
        "authorizerResultTtlInSeconds": seconds,
    }
    assert refuse("apigateway", "create_authorizer", given).code == "BadRequestException"
    of_http = {
        "ApiId": http,
        "Name": "a",
        "AuthorizerType": "REQUEST",
        "AuthorizerUri": URI,
        "AuthorizerPayloadFormatVersion": "2.0",
        "IdentitySource": ["$request.header.Authorization"],
        "AuthorizerResultTtlInSeconds": seconds,
    }
    assert refuse("apigatewayv2", "create_authorizer", of_http).code == "BadRequestException"
    client("apigateway").delete_rest_api(restApiId=rest)
    client("apigatewayv2").delete_api(ApiId=http)


@pytest.mark.parametrize(("rest_ms", "http_ms"), [(49, 49), (29_001, 30_001)])
def test_integrations_take_29_or_30_seconds_at_most(
    client: Client, refuse: Refuse, rest_ms: int, http_ms: int
) -> None:
    gateway = client("apigateway")
    rest = gateway.create_rest_api(name="limits")["id"]
    root = gateway.get_resources(restApiId=rest)["items"][0]["id"]
    place = {"restApiId": rest, "resourceId": root, "httpMethod": "GET"}
    gateway.put_method(**place, authorizationType="NONE")
    made = {"type": "AWS_PROXY", "integrationHttpMethod": "POST", "uri": URI}
    given = {**place, **made, "timeoutInMillis": rest_ms}
    assert refuse("apigateway", "put_integration", given).code == "BadRequestException"
    http = client("apigatewayv2").create_api(Name="limits", ProtocolType="HTTP")["ApiId"]
    given = {
        "ApiId": http,
        "IntegrationType": "AWS_PROXY",
        "IntegrationUri": LAYER,
        "PayloadFormatVersion": "2.0",
        "TimeoutInMillis": http_ms,
    }
    assert refuse("apigatewayv2", "create_integration", given).code == "BadRequestException"
    gateway.delete_rest_api(restApiId=rest)
    client("apigatewayv2").delete_api(ApiId=http)


def test_a_model_name_has_63_characters(refuse: Refuse) -> None:
    given = {"ModelName": "m" * 64, "ExecutionRoleArn": ROLE}
    refusal = refuse("sagemaker", "create_model", given)
    assert (refusal.status, refusal.code) == (400, "ValidationException")


def test_the_number_of_queues_is_bounded(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = client("batch")
    there = len(batch.describe_job_queues()["jobQueues"])
    assert batch_limits.MAXIMUM_QUEUES == 50
    monkeypatch.setattr(batch_limits, "MAXIMUM_QUEUES", there)
    with pytest.raises(batch.exceptions.ClientException, match="at most"):
        batch.create_job_queue(
            jobQueueName="one-more",
            priority=1,
            computeEnvironmentOrder=[{"order": 1, "computeEnvironment": "any"}],
        )


def test_the_number_of_consumable_resources_is_bounded(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = client("batch")
    there = len(batch.list_consumable_resources()["consumableResources"])
    assert batch_limits.MAXIMUM_CONSUMABLES == 50_000
    monkeypatch.setattr(batch_limits, "MAXIMUM_CONSUMABLES", there)
    with pytest.raises(batch.exceptions.ClientException, match="at most"):
        batch.create_consumable_resource(consumableResourceName="one-more", totalQuantity=1)


def test_the_number_of_environments_is_bounded(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = client("batch")
    there = len(batch.describe_compute_environments()["computeEnvironments"])
    assert batch_limits.MAXIMUM_ENVIRONMENTS == 50
    monkeypatch.setattr(batch_limits, "MAXIMUM_ENVIRONMENTS", there)
    with pytest.raises(batch.exceptions.ClientException, match="at most"):
        batch.create_compute_environment(
            computeEnvironmentName="one-more", type="UNMANAGED", serviceRole=ROLE
        )


def test_the_number_of_submitted_jobs_is_bounded(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = client("batch")
    assert batch_limits.MAXIMUM_SUBMITTED == 1_000_000
    given = {"jobName": "one-more", "jobQueue": "nowhere", "jobDefinition": "none"}
    with pytest.raises(batch.exceptions.ClientException) as taken:
        batch.submit_job(**given)
    assert "SUBMITTED" not in str(taken.value)
    monkeypatch.setattr(batch_limits, "MAXIMUM_SUBMITTED", 0)
    with pytest.raises(batch.exceptions.ClientException, match="at most 0 jobs in the SUBMITTED"):
        batch.submit_job(**given)
