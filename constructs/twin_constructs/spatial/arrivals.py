"""Every object that arrives below `uploads/` starts the conversion workflow."""

from __future__ import annotations

from aws_cdk import Duration
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from twin.spatial.upload import PREFIX
from twin_constructs.acknowledge import acknowledge
from twin_constructs.dead_letters import dead_letters

LAST_STOP = (
    "This is the dead-letter queue of the rule: what EventBridge could not deliver within the hour "
    "waits here to be read by people; the upload's record stays as it is"
)


def start_on_arrival(scope: Construct, machine: sfn.StateMachine, uploads: s3.IBucket) -> None:
    """Start an execution for each object; what cannot start within an hour is kept aside."""
    rule = events.Rule(
        scope,
        "Arrival",
        description="A file is complete in the uploads bucket",
        event_pattern=events.EventPattern(
            source=["aws.s3"],
            detail_type=["Object Created"],
            detail={
                "bucket": {"name": [uploads.bucket_name]},
                "object": {"key": [{"prefix": PREFIX}]},
            },
        ),
    )
    letters = dead_letters(scope, "DeadLetters")
    acknowledge(letters, {"AwsSolutions-SQS3": LAST_STOP})
    rule.add_target(
        targets.SfnStateMachine(
            machine,
            input=events.RuleTargetInput.from_object(
                {"key": events.EventField.from_path("$.detail.object.key")}
            ),
            dead_letter_queue=letters,
            max_event_age=Duration.hours(1),
            retry_attempts=5,
        )
    )
