"""Where events stay that nobody could process: for two weeks, then they are gone."""

from __future__ import annotations

from aws_cdk import Duration
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from twin_constructs.acknowledge import acknowledge

OF_SCHEDULES = (
    "It is the dead-letter queue of the schedules' targets; the rule knows those of queues and "
    "functions only"
)


def dead_letters_of_schedules(scope: Construct, construct_id: str) -> sqs.Queue:
    """Make the dead-letter queue of schedules."""
    queue = dead_letters(scope, construct_id)
    acknowledge(queue, {"AwsSolutions-SQS3": OF_SCHEDULES})
    return queue


def dead_letters(scope: Construct, construct_id: str) -> sqs.Queue:
    """Make a dead-letter queue."""
    return sqs.Queue(
        scope,
        construct_id,
        encryption=sqs.QueueEncryption.SQS_MANAGED,
        enforce_ssl=True,
        retention_period=Duration.days(14),
    )
