"""A log group that ends with its stack and keeps its lines for a stated time."""

from __future__ import annotations

from aws_cdk import RemovalPolicy
from aws_cdk import aws_logs as logs
from constructs import Construct

from twin_constructs.acknowledge import acknowledge

SERVICE_KEY = (
    "CloudWatch Logs encrypts every group with a service key; the logs hold no process values, and "
    "a customer managed key per group bills monthly and is the customer's choice"
)


def log_group(
    scope: Construct,
    construct_id: str,
    *,
    retention: logs.RetentionDays = logs.RetentionDays.THREE_MONTHS,
) -> logs.LogGroup:
    """Return a new log group."""
    group = logs.LogGroup(
        scope, construct_id, retention=retention, removal_policy=RemovalPolicy.DESTROY
    )
    acknowledge(
        group,
        {
            f"{pack}-CloudWatchLogGroupEncrypted": SERVICE_KEY
            for pack in ("NIST.800.53.R5", "HIPAA.Security", "PCI.DSS.321")
        },
    )
    return group
