"""What the templates are made of."""

from __future__ import annotations

from typing import Any

Template = dict[str, Any]
ACCOUNT = "111111111111"
TAGS = [{"Key": "site", "Value": "demo"}]
SEEN = {"CloudWatchMetricsEnabled": True, "MetricName": "samples", "SampledRequestsEnabled": True}
QUEUE_ACTIONS = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]
STATEMENT = {"Effect": "Allow", "Action": [*QUEUE_ACTIONS, "sqs:SendMessage"], "Resource": "*"}
DOCUMENT = {"Version": "2012-10-17", "Statement": [STATEMENT]}
ASSUMING = ("ecs-tasks", "events", "lambda", "pipes", "sagemaker", "scheduler", "states")
TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": "sts:AssumeRole",
            "Principal": {"Service": [f"{name}.amazonaws.com" for name in ASSUMING]},
        }
    ],
}


def thing(kind: str, *after: str, **properties: Any) -> Template:  # noqa: ANN401
    """Return a resource."""
    return {"Type": f"AWS::{kind}", "Properties": properties, "DependsOn": list(after)}


def ref(name: str) -> Template:
    """Return a reference to a resource."""
    return {"Ref": name}


def att(name: str, attribute: str) -> Template:
    """Return a reference to an attribute of a resource."""
    return {"Fn::GetAtt": [name, attribute]}


def anyone(action: str, resource: Template) -> Template:
    """Return a resource policy that lets a service act."""
    statement = {
        "Sid": "one",
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": action,
        "Resource": resource,
    }
    return {"Version": "2012-10-17", "Statement": [statement]}
