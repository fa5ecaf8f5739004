"""Executions that ended badly, told to the function that records it."""

from __future__ import annotations

from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

BAD_ENDS = ["FAILED", "TIMED_OUT", "ABORTED"]


class EndedExecutions(Construct):
    """A rule that no execution escapes: one that is stopped from outside records nothing itself.

    https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        machine: sfn.IStateMachine,
        recorder: lambda_.IFunction,
    ) -> None:
        super().__init__(scope, construct_id)
        events.Rule(
            self,
            "Rule",
            description="An execution failed, timed out or was aborted",
            event_pattern=events.EventPattern(
                source=["aws.states"],
                detail_type=["Step Functions Execution Status Change"],
                detail={"stateMachineArn": [machine.state_machine_arn], "status": BAD_ENDS},
            ),
            targets=[targets.LambdaFunction(recorder)],
        )
