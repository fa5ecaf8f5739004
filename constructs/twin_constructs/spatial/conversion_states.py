"""The states that convert a file: in a function where it is small, else in the queue of Batch.

Failures are told apart by their names. What a service could not take is tried again; what a
function could not do for want of time or memory goes to the queue; a file that the job refuses, or
a defect, is tried no second time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from aws_cdk import Stack
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from twin.spatial.function_size import TIMEOUT_SECONDS
from twin.spatial.workflow import JOB_OUTGROWN

SERVICE_FAULTS = (
    "Lambda.ServiceException",
    "Lambda.AWSLambdaException",
    "Lambda.SdkClientException",
    "Lambda.ClientExecutionTimeoutException",
)
"""Faults of AWS Lambda itself, which pass within seconds.

https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html
"""

ALL_BUSY = "Lambda.TooManyRequestsException"
"""Every execution that the function may have is in use: others are converting."""

TOO_SMALL = (
    JOB_OUTGROWN,
    ALL_BUSY,
    "Lambda.Unknown",
    "Runtime.ExitError",
    "Runtime.OutOfMemory",
    "Sandbox.Timedout",
    "States.Timeout",
)
"""A larger job may do it: the job says so, the function was ended by its limits, or stays busy."""

RETRIES: tuple[Mapping[str, Any], ...] = (
    {
        "ErrorEquals": SERVICE_FAULTS,
        "IntervalSeconds": 2,
        "MaxAttempts": 4,
        "BackoffRate": 2,
        "JitterStrategy": "FULL",
    },
    {
        "ErrorEquals": [ALL_BUSY],
        "IntervalSeconds": 5,
        "MaxAttempts": 10,
        "BackoffRate": 1.5,
        "MaxDelaySeconds": 60,
        "JitterStrategy": "FULL",
    },
)
"""The second waits at most six minutes for a free execution; then the queue is quicker."""

RESOURCES = (("VCPU", "$.job.vcpus"), ("MEMORY", "$.job.memory_mebibytes"))
GPUS = ("GPU", "$.job.gpus")
"""What of an order becomes the requirements of a job, as the Batch API spells them."""


def convert(
    scope: Construct,
    *,
    queue_arn: str,
    gpu_queue_arn: str | None = None,
    published: sfn.IChainable,
    recorded: sfn.IChainable,
) -> sfn.IChainable:
    """Return the states between the order and `published`; what fails goes to `recorded`.

    Only a site with a queue of GPUs has the state for it.
    """
    job = _in_queue(scope, "Convert", queue_arn, RESOURCES)
    function = _in_function(scope)
    function.add_catch(job, errors=list(TOO_SMALL), result_path="$.outgrown")
    is_small = sfn.Condition.is_present("$.job.function")
    choice = sfn.Choice(scope, "IsSmall").when(is_small, function).otherwise(job)
    states = [job, function]
    if gpu_queue_arn is not None:
        with_gpu = _in_queue(scope, "ConvertWithGpu", gpu_queue_arn, (*RESOURCES, GPUS))
        choice.when(sfn.Condition.is_present("$.job.gpus"), with_gpu)
        states.append(with_gpu)
    for state in states:
        state.add_catch(recorded, result_path="$.failure")
        state.next(published)
    return choice


def _in_function(scope: Construct) -> sfn.CustomState:
    """Return the state of a small job: which function and which command is in the order."""
    arn = f"arn:{Stack.of(scope).partition}:states:::lambda:invoke"
    return sfn.CustomState(
        scope,
        "ConvertInFunction",
        state_json={
            "Type": "Task",
            "Resource": arn,
            "Parameters": {
                "FunctionName.$": "$.job.function.name",
                "Payload.$": "$.job.function.event",
            },
            # Longer than the function, which is ended first and says what it was doing.
            "TimeoutSeconds": TIMEOUT_SECONDS + 60,
            "Retry": [_retry(one) for one in RETRIES],
            "ResultSelector": {"status.$": "$.StatusCode"},
            "ResultPath": "$.converted",
        },
    )


def _in_queue(
    scope: Construct, construct_id: str, queue_arn: str, resources: Sequence[tuple[str, str]]
) -> sfn.CustomState:
    """Return the state of a Batch job: its command and size are in the order.

    Batch itself begins a job anew that Spot took away; any other end is final.
    """
    arn = f"arn:{Stack.of(scope).partition}:states:::batch:submitJob.sync"
    return sfn.CustomState(
        scope,
        construct_id,
        state_json={
            "Type": "Task",
            "Resource": arn,
            "Parameters": {
                "JobName.$": "$.job.name",
                "JobDefinition.$": "$.job.definition",
                "JobQueue": queue_arn,
                "Timeout": {"AttemptDurationSeconds.$": "$.job.timeout_seconds"},
                "ContainerOverrides": {
                    "Command.$": "$.job.command",
                    "ResourceRequirements": [
                        {"Type": kind, "Value.$": path} for kind, path in resources
                    ],
                },
            },
            "ResultPath": "$.converted",
        },
    )


def _retry(retry: Mapping[str, Any]) -> dict[str, Any]:
    errors: Sequence[str] = retry["ErrorEquals"]
    return {**retry, "ErrorEquals": list(errors)}
