"""From a call to the actions that it needs and the resources that these are on.

One function a service; a service without one is asked for its operation's action on `*`.
https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from twin_local.execution.access.calls import Call
from twin_local.execution.access.models import bedrock_runtime, sagemaker, sagemaker_runtime
from twin_local.execution.access.object_store import object_store
from twin_local.execution.access.secrets import secrets
from twin_local.execution.access.sitewise import sitewise
from twin_local.execution.access.twinmaker import twinmaker

Need = tuple[str, str]
"""An IAM action and the ARN of a resource, or `*`."""

Needs = Callable[[Call], Iterable[Need]]


def needs(call: Call) -> list[Need]:
    """Return what a caller must be allowed."""
    return list(NEEDS.get(call.service, _on_everything)(call))


def _arn(call: Call, service: str, resource: str) -> str:
    if resource.startswith("arn:"):
        return resource
    return f"arn:aws:{service}:{call.region}:{call.account}:{resource}"


def _on_everything(call: Call) -> Iterator[Need]:
    yield f"{PREFIXES.get(call.service, call.service)}:{call.operation}", "*"


def _dynamodb(call: Call) -> Iterator[Need]:
    if call.operation == "TransactWriteItems":
        for item in call.parameters.get("TransactItems", []):
            for kind, body in item.items():
                yield TRANSACTION_PARTS[kind], _table(call, body["TableName"])
        return
    if call.operation in ("BatchGetItem", "BatchWriteItem"):
        for name in call.parameters.get("RequestItems", {}):
            yield f"dynamodb:{call.operation}", _table(call, name)
        return
    if call.operation == "TransactGetItems":
        for item in call.parameters.get("TransactItems", []):
            yield "dynamodb:GetItem", _table(call, item["Get"]["TableName"])
        return
    table = _table(call, call.parameters.get("TableName", "*"))
    index = call.parameters.get("IndexName")
    yield f"dynamodb:{call.operation}", f"{table}/index/{index}" if index else table


def _table(call: Call, name: str) -> str:
    return "*" if name == "*" else _arn(call, "dynamodb", name if ":" in name else f"table/{name}")


def _sqs(call: Call) -> Iterator[Need]:
    url = str(call.parameters.get("QueueUrl", ""))
    name = url.rpartition("/")[2] or call.parameters.get("QueueName") or "*"
    yield f"sqs:{call.operation}", "*" if name == "*" else _arn(call, "sqs", name)


def _sns(call: Call) -> Iterator[Need]:
    yield f"sns:{call.operation}", call.parameters.get("TopicArn") or "*"


def _events(call: Call) -> Iterator[Need]:
    if call.operation == "PutEvents":
        for entry in call.parameters.get("Entries", []):
            bus = entry.get("EventBusName") or "default"
            name = bus if ":" in bus else f"event-bus/{bus}"
            yield "events:PutEvents", _arn(call, "events", name)
        return
    name = call.parameters.get("Name") or call.parameters.get("Rule")
    yield f"events:{call.operation}", _arn(call, "events", f"rule/{name}") if name else "*"


def _sts(call: Call) -> Iterator[Need]:
    if call.operation != "GetCallerIdentity":  # which needs no permission
        yield f"sts:{call.operation}", call.parameters.get("RoleArn") or "*"


def _ssm(call: Call) -> Iterator[Need]:
    named = [call.parameters.get("Name"), *call.parameters.get("Names", [])]
    names = [str(name).lstrip("/") for name in named if name]
    resources = [_arn(call, "ssm", f"parameter/{name}") for name in names]
    yield from ((f"ssm:{call.operation}", one) for one in resources or ["*"])


def _ecr(call: Call) -> Iterator[Need]:
    named = [call.parameters.get("repositoryName"), *call.parameters.get("repositoryNames", [])]
    resources = [_arn(call, "ecr", f"repository/{name}") for name in named if name]
    yield from ((f"ecr:{call.operation}", one) for one in resources or ["*"])


def _cognito(call: Call) -> Iterator[Need]:
    pool = call.parameters.get("UserPoolId")
    resource = _arn(call, "cognito-idp", f"userpool/{pool}") if pool else "*"
    yield f"cognito-idp:{call.operation}", resource


def _states(call: Call) -> Iterator[Need]:
    found = call.parameters.get("stateMachineArn") or call.parameters.get("executionArn")
    yield f"states:{call.operation}", found or "*"


def _lambda(call: Call) -> Iterator[Need]:
    name = str(call.parameters.get("FunctionName") or "*")
    named = name == "*" or name.startswith("arn:")
    arn = name if named else _arn(call, "lambda", f"function:{name}")
    qualifier = call.parameters.get("Qualifier")
    action = "InvokeFunction" if call.operation in ("Invoke", "InvokeAsync") else call.operation
    yield f"lambda:{action}", f"{arn}:{qualifier}" if qualifier else arn


def _batch(call: Call) -> Iterator[Need]:
    if call.operation == "SubmitJob":
        queue, definition = call.parameters["jobQueue"], call.parameters["jobDefinition"]
        name = queue if queue.startswith("arn:") else f"job-queue/{queue}"
        yield "batch:SubmitJob", _arn(call, "batch", name)
        yield "batch:SubmitJob", _definition(call, definition)
        override = call.parameters.get("consumableResourcePropertiesOverride") or {}
        for one in override.get("consumableResourceList", []):
            resource = str(one["consumableResource"])
            full = resource if resource.startswith("arn:") else f"consumable-resource/{resource}"
            yield "batch:SubmitJob", _arn(call, "batch", full)
    elif name := call.parameters.get("consumableResource"):
        named = name if name.startswith("arn:") else f"consumable-resource/{name}"
        yield f"batch:{call.operation}", _arn(call, "batch", named)
    elif call.operation in ("TerminateJob", "CancelJob"):
        yield f"batch:{call.operation}", _arn(call, "batch", f"job/{call.parameters['jobId']}")
    else:
        yield f"batch:{call.operation}", "*"


def _definition(call: Call, name: str) -> str:
    return name if name.startswith("arn:") else _arn(call, "batch", f"job-definition/{name}")


def _iot_data(call: Call) -> Iterator[Need]:
    thing, shadow = call.parameters.get("thingName"), call.parameters.get("shadowName")
    if thing:
        name = f"thing/{thing}/{shadow}" if shadow else f"thing/{thing}"
        yield f"iot:{call.operation}", _arn(call, "iot", name)
    elif topic := call.parameters.get("topic"):
        yield f"iot:{call.operation}", _arn(call, "iot", f"topic/{topic}")
        if call.parameters.get("retain"):
            yield "iot:RetainPublish", _arn(call, "iot", f"topic/{topic}")
    else:
        yield f"iot:{call.operation}", "*"


def _logs(call: Call) -> Iterator[Need]:
    group, stream = call.parameters.get("logGroupName"), call.parameters.get("logStreamName")
    if not group:
        yield f"logs:{call.operation}", "*"
        return
    writes = call.operation in ("PutLogEvents", "GetLogEvents") and stream
    tail = f"log-stream:{stream}" if writes else "*"
    yield f"logs:{call.operation}", _arn(call, "logs", f"log-group:{group}:{tail}")


PREFIXES = {"stepfunctions": "states", "iot-data": "iot", "greengrassv2": "greengrass"}
TRANSACTION_PARTS = {
    "Put": "dynamodb:PutItem",
    "Update": "dynamodb:UpdateItem",
    "Delete": "dynamodb:DeleteItem",
    "ConditionCheck": "dynamodb:ConditionCheckItem",
}
NEEDS: dict[str, Needs] = {
    "batch": _batch,
    "bedrock-runtime": bedrock_runtime,
    "cognito-idp": _cognito,
    "dynamodb": _dynamodb,
    "ecr": _ecr,
    "events": _events,
    "iot-data": _iot_data,
    "iotsitewise": sitewise,
    "iottwinmaker": twinmaker,
    "lambda": _lambda,
    "logs": _logs,
    "s3": object_store,
    "sagemaker": sagemaker,
    "sagemaker-runtime": sagemaker_runtime,
    "secretsmanager": secrets,
    "sns": _sns,
    "sqs": _sqs,
    "ssm": _ssm,
    "stepfunctions": _states,
    "sts": _sts,
}
