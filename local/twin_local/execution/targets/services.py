"""How each service takes an event as a target, one function per service."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from typing import Any

from twin_local.execution import logs
from twin_local.execution.arns import Arn
from twin_local.execution.in_process import client

Delivery = Callable[[Arn, Any, dict[str, Any]], None]


def text(event: Any) -> str:
    """Return an event as the text that a target receives."""
    return event if isinstance(event, str) else json.dumps(event)


def start_execution(arn: Arn, event: Any, target: dict[str, Any]) -> None:
    """Start a Step Functions execution with the event as its input."""
    client("stepfunctions", arn.region, target.get("RoleArn")).start_execution(
        stateMachineArn=arn.text, name=str(uuid.uuid4()), input=json.dumps(event)
    )


def submit_job(arn: Arn, event: Any, target: dict[str, Any]) -> None:
    """Submit a Batch job; an object event's `Parameters` become the job's parameters."""
    settings = target["BatchParameters"]
    request: dict[str, Any] = {
        "jobQueue": arn.text,
        "jobName": settings["JobName"],
        "jobDefinition": settings["JobDefinition"],
    }
    if isinstance(event, dict):
        request["parameters"] = dict(event.get("Parameters", {}))
        if overrides := event.get("ContainerOverrides"):
            request["containerOverrides"] = _lower_first(overrides)
    if size := settings.get("ArrayProperties", {}).get("Size"):
        request["arrayProperties"] = {"size": size}
    if attempts := settings.get("RetryStrategy", {}).get("Attempts"):
        request["retryStrategy"] = {"attempts": attempts}
    client("batch", arn.region, target.get("RoleArn")).submit_job(**request)


def send_message(arn: Arn, event: Any, target: dict[str, Any]) -> None:
    """Send the event to an SQS queue."""
    queue = {"QueueName": arn.resource, "QueueOwnerAWSAccountId": arn.account}
    url = client("sqs", arn.region).get_queue_url(**queue)["QueueUrl"]
    request: dict[str, Any] = {"QueueUrl": url, "MessageBody": text(event)}
    if group := target.get("SqsParameters", {}).get("MessageGroupId"):
        request |= {"MessageGroupId": group, "MessageDeduplicationId": str(uuid.uuid4())}
    client("sqs", arn.region, target.get("RoleArn")).send_message(**request)


def publish(arn: Arn, event: Any, target: dict[str, Any]) -> None:
    """Publish the event to an SNS topic."""
    client("sns", arn.region, target.get("RoleArn")).publish(TopicArn=arn.text, Message=text(event))


def write_log(arn: Arn, event: Any, target: dict[str, Any]) -> None:
    """Write the event to a log group."""
    group = arn.resource.removeprefix("log-group:").removesuffix(":*")
    stream = str(uuid.uuid4())
    logs.write(
        account=arn.account, region=arn.region, group=group, stream=stream, lines=[text(event)]
    )


def put_event(arn: Arn, event: Any, target: dict[str, Any]) -> None:
    """Pass the event on to another bus, or put a new one (Scheduler)."""
    settings = target.get("EventBridgeParameters")
    detail = event if settings else event["detail"]
    entry = {
        "EventBusName": arn.text,
        "Source": settings["Source"] if settings else event["source"],
        "DetailType": settings["DetailType"] if settings else event["detail-type"],
        "Detail": json.dumps(detail),
    }
    client("events", arn.region, target.get("RoleArn")).put_events(Entries=[entry])


def _lower_first(value: Any) -> Any:
    if isinstance(value, dict):
        return {key[:1].lower() + key[1:]: _lower_first(inner) for key, inner in value.items()}
    return [_lower_first(inner) for inner in value] if isinstance(value, list) else value


DELIVERIES: dict[str, Delivery] = {
    "states": start_execution,
    "batch": submit_job,
    "sqs": send_message,
    "sns": publish,
    "logs": write_log,
    "events": put_event,
}


def module_of(service: str) -> str:
    """Return moto's name of a service that an ARN or boto3 names."""
    return {"states": "stepfunctions"}.get(service, service.replace("-", ""))
