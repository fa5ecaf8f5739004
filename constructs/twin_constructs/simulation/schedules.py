"""Executions that are started every so often, for one model each."""

from __future__ import annotations

from collections.abc import Mapping

from aws_cdk import Duration
from aws_cdk import aws_iam as iam
from aws_cdk import aws_scheduler as scheduler
from aws_cdk import aws_scheduler_targets as targets
from aws_cdk import aws_sqs as sqs
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from twin_constructs.acknowledge import acknowledge
from twin_constructs.batch_grants import PACKS

OWN_SCHEDULE = "The schedule may start this one state machine"


def start_every(
    rate: Duration,
    machine: sfn.IStateMachine,
    *,
    scope: Construct,
    model_id: str,
    body: Mapping[str, object],
    longest_delay: Duration,
    letters: sqs.IQueue,
    description: str,
) -> None:
    """Start an execution at a rate; what cannot start within the delay goes to `letters`."""
    name = model_id.replace(".", "-").replace("_", "-")
    role = iam.Role(
        scope, f"{name}Scheduler", assumed_by=iam.ServicePrincipal("scheduler.amazonaws.com")
    )
    acknowledge(role, {f"{pack}-IAMNoInlinePolicy": OWN_SCHEDULE for pack in PACKS})
    scheduler.Schedule(
        scope,
        f"{name}Schedule",
        schedule=scheduler.ScheduleExpression.rate(rate),
        target=targets.StepFunctionsStartExecution(
            machine,
            role=role,
            input=scheduler.ScheduleTargetInput.from_object(dict(body)),
            retry_attempts=2,
            max_event_age=longest_delay,
            dead_letter_queue=letters,
        ),
        description=description,
    )
