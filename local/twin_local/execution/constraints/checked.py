"""The operations whose requests are checked against the model, and the error of each service.

Operations are here whose limits moto does not check itself. Of some services the model is wider
than the service: those limits stand in the room of the service (`limits.py`, `settings.py`).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Checked:
    """Operations of one service that are checked, and the error that they answer then (400)."""

    code: str
    operations: frozenset[str]


def _of(code: str, *operations: str) -> Checked:
    return Checked(code, frozenset(operations))


SERVICES = {
    "ecr": _of("InvalidParameterException", "CreateRepository", "PutLifecyclePolicy"),
    "events": _of("ValidationException", "PutRule", "PutTargets", "PutEvents", "CreateEventBus"),
    "iam": _of(
        "ValidationError",
        "CreateRole",
        "UpdateRole",
        "PutRolePolicy",
        "CreatePolicy",
        "CreateUser",
        "CreateGroup",
    ),
    "iot": _of(
        "InvalidRequestException",
        "CreateThing",
        "CreateThingType",
        "CreateThingGroup",
        "CreatePolicy",
        "CreateRoleAlias",
        "CreateTopicRule",
        "ReplaceTopicRule",
    ),
    "lambda": _of(
        "ValidationException",
        "CreateFunction",
        "UpdateFunctionConfiguration",
        "PublishLayerVersion",
        "CreateAlias",
        "AddPermission",
    ),
    "pipes": _of("ValidationException", "CreatePipe", "UpdatePipe"),
    "sagemaker": _of(
        "ValidationException",
        "CreateModel",
        "CreateEndpointConfig",
        "CreateEndpoint",
        "CreateTrainingJob",
        "CreateProcessingJob",
        "CreateTransformJob",
    ),
    "sagemaker-runtime": _of("ValidationError", "InvokeEndpointAsync"),
    "scheduler": _of(
        "ValidationException", "CreateSchedule", "UpdateSchedule", "CreateScheduleGroup"
    ),
    "secretsmanager": _of("InvalidParameterException", "CreateSecret", "PutSecretValue"),
    "ssm": _of("ValidationException", "PutParameter"),
    "stepfunctions": _of(
        "ValidationException", "CreateStateMachine", "UpdateStateMachine", "CreateActivity"
    ),
}
"""By the name of the service in boto3."""
