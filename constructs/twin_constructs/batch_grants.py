"""What a state machine needs to run container jobs and to wait for them.

https://docs.aws.amazon.com/step-functions/latest/dg/connect-batch.html
"""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import Stack
from aws_cdk import aws_batch as batch
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_stepfunctions as sfn

from twin_constructs.acknowledge import acknowledge, shown_arn

PACKS = ("NIST.800.53.R5", "HIPAA.Security", "PCI.DSS.321")
OWN_POLICY = (
    "The policy belongs to exactly one role and is reviewed and deleted with it; it names the "
    "functions, the queue and the job definitions that the workflow uses"
)
ANY_VERSION = "The workflow invokes versions and aliases of its own functions, and no others"
OWN_JOBS = "Ids of jobs exist only at run time; the statement allows to end jobs, not to submit"
WATCHING = (
    "Describing Batch jobs, log deliveries and traces cannot be limited to resources; the workflow "
    "needs them to wait for its job, and to log and trace itself"
)


def grant_jobs(
    machine: sfn.StateMachine,
    *,
    queues: Sequence[batch.IJobQueue],
    definition_arns: Sequence[str],
    functions: Sequence[lambda_.IFunction],
) -> None:
    """Let a state machine submit, watch and end jobs; acknowledge what cannot be narrower.

    `functions` are those that the machine invokes: the CDK grants their versions too.
    """
    stack = Stack.of(machine)
    jobs = stack.format_arn(service="batch", resource="job", resource_name="*")
    rule = stack.format_arn(
        service="events",
        resource="rule",
        resource_name="StepFunctionsGetEventsForBatchJobsRule",
    )
    for actions, resources in (
        (["batch:SubmitJob"], [*(queue.job_queue_arn for queue in queues), *definition_arns]),
        (["batch:TerminateJob"], [jobs]),
        (["batch:DescribeJobs"], ["*"]),
        (["events:PutTargets", "events:PutRule", "events:DescribeRule"], [rule]),
    ):
        machine.add_to_role_policy(iam.PolicyStatement(actions=actions, resources=resources))
    reasons = {f"{pack}-IAMNoInlinePolicy": OWN_POLICY for pack in PACKS}
    reasons["AwsSolutions-IAM5[Resource::*]"] = WATCHING
    reasons[f"AwsSolutions-IAM5[Resource::{shown_arn(machine, jobs)}]"] = OWN_JOBS
    for function in functions:
        name = stack.resolve(function.function_arn)["Fn::GetAtt"][0]
        reasons[f"AwsSolutions-IAM5[Resource::<{name}.Arn>:*]"] = ANY_VERSION
    acknowledge(machine, reasons)
