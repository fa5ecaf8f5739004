"""The bucket that keeps the access logs of all others."""

from __future__ import annotations

from aws_cdk import Duration
from constructs import Construct

from twin_constructs.acknowledge import acknowledge
from twin_constructs.secure_bucket import SecureBucket

IS_THE_TARGET = (
    "This bucket is the target of the access logs; logging its own accesses into itself would "
    "grow without end, and its data events can be traced with CloudTrail"
)


class AccessLogs(Construct):
    """One year of access logs."""

    def __init__(self, scope: Construct, construct_id: str) -> None:
        super().__init__(scope, construct_id)
        self.bucket = SecureBucket(
            self, "Logs", access_logs=None, expire_after=Duration.days(365)
        ).bucket
        acknowledge(
            self.bucket,
            {
                "AwsSolutions-S1": IS_THE_TARGET,
                "NIST.800.53.R5-S3BucketLoggingEnabled": IS_THE_TARGET,
                "HIPAA.Security-S3BucketLoggingEnabled": IS_THE_TARGET,
                "PCI.DSS.321-S3BucketLoggingEnabled": IS_THE_TARGET,
            },
        )
