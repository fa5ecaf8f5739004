"""Universal targets of EventBridge Scheduler: `arn:aws:scheduler:::aws-sdk:<service>:<action>`."""

from __future__ import annotations

import json
import os
from typing import Any

from botocore import xform_name

from twin_local.execution.arns import Arn
from twin_local.execution.in_process import client
from twin_local.execution.shapes import coerce

SERVICE_NAMES = {"sfn": "stepfunctions", "cloudwatchlogs": "logs", "eventbridge": "events"}


def is_universal(arn: Arn) -> bool:
    """Say whether an ARN names an API operation."""
    return arn.service == "scheduler" and arn.resource.startswith("aws-sdk:")


def call_api(arn: Arn, event: Any, target: dict[str, Any]) -> str:
    """Call the API operation with the event as its request (members in upper camel case).

    Returns:
        The service's name, as in boto3.
    """
    _, service, action = arn.resource.split(":")
    region = arn.region or os.environ.get("AWS_REGION", "us-east-1")
    name = SERVICE_NAMES.get(service.lower(), service)
    api = client(name, region, target.get("RoleArn"))
    operation = action[:1].upper() + action[1:]
    shape = api.meta.service_model.operation_model(operation).input_shape
    request = json.loads(event) if isinstance(event, str) else event
    getattr(api, xform_name(operation))(**coerce(shape, request or {}))
    return name
