"""Queues, environments and definitions: keep what moto leaves out, refuse what is too many.

https://docs.aws.amazon.com/batch/latest/userguide/job-queue-state-time-limit.html
"""

from __future__ import annotations

import json
from typing import Any

from moto.batch.exceptions import ClientException
from moto.batch.models import JobDefinition, JobQueue
from moto.batch.responses import BatchResponse

from twin_local.execution.batch import limits
from twin_local.execution.batch.extras import extras
from twin_local.execution.patching import before, original, replace

NEVER_FITS = (
    "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE",
    "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT",
    "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY",
)
SHORTEST_S, LONGEST_S = 600, 86_400


def install() -> None:
    """Keep time limits of queues, and consumable resources of definitions."""
    before(BatchResponse, "createcomputeenvironment", limits.check_environment)
    replace(BatchResponse, "createjobqueue", _create_queue)
    replace(BatchResponse, "updatejobqueue", _update_queue)
    replace(JobQueue, "describe", _describe_queue)
    replace(BatchResponse, "registerjobdefinition", _register)
    replace(JobDefinition, "describe", _describe_definition)


def _create_queue(response: BatchResponse) -> str:
    limits.check_queue(response, new=True)
    return _with_actions(response, "createjobqueue", "jobQueueName")


def _update_queue(response: BatchResponse) -> str:
    limits.check_queue(response, new=False)
    return _with_actions(response, "updatejobqueue", "jobQueue")


def _with_actions(response: BatchResponse, operation: str, name: str) -> str:
    actions = response._get_param("jobStateTimeLimitActions")
    for one in actions or ():
        if one["state"] != "RUNNABLE" or one["reason"] not in NEVER_FITS:
            raise ClientException("state or reason of jobStateTimeLimitActions is not allowed")
        if not SHORTEST_S <= int(one["maxTimeSeconds"]) <= LONGEST_S:
            raise ClientException("maxTimeSeconds must be between 600 and 86400")
        if one["action"] != "CANCEL":
            raise ClientException("action of jobStateTimeLimitActions must be CANCEL")
    answer: str = original(BatchResponse, operation)(response)
    queue = response.batch_backend.get_job_queue(response._get_param(name))
    if queue is not None and actions is not None:
        extras(queue)["time_limit_actions"] = actions
    return answer


def _describe_queue(queue: JobQueue) -> dict[str, Any]:
    shown: dict[str, Any] = original(JobQueue, "describe")(queue)
    actions = getattr(queue, "time_limit_actions", None)
    extra = {"jobStateTimeLimitActions": actions} if actions else {}
    return {**shown, "jobQueueType": "ECS", **extra}


def _register(response: BatchResponse) -> str:
    limits.check_definition(response)
    answer: str = original(BatchResponse, "registerjobdefinition")(response)
    definition = response.batch_backend.get_job_definition(json.loads(answer)["jobDefinitionArn"])
    if definition is not None:
        extras(definition).update(
            consumable_properties=response._get_param("consumableResourceProperties"),
            scheduling_priority=response._get_param("schedulingPriority"),
        )
    return answer


def _describe_definition(definition: JobDefinition) -> dict[str, Any]:
    shown: dict[str, Any] = original(JobDefinition, "describe")(definition)
    extra = {
        "consumableResourceProperties": getattr(definition, "consumable_properties", None),
        "schedulingPriority": getattr(definition, "scheduling_priority", None),
    }
    return {**shown, **{name: value for name, value in extra.items() if value is not None}}
