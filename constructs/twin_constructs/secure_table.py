"""A DynamoDB table: on demand, encrypted, restorable to any second of the last 35 days."""

from __future__ import annotations

from aws_cdk import RemovalPolicy
from aws_cdk import aws_dynamodb as dynamodb
from constructs import Construct

from twin_constructs.acknowledge import acknowledge

BACKUP = (
    "Point-in-time recovery restores any second of the last 35 days; longer retention by AWS "
    "Backup is a policy of the customer's organization, applied by tag"
)
ON_DEMAND = "On-demand capacity scales by itself; there is no provisioned capacity to auto-scale"


class SecureTable(Construct):
    """One table with string keys `pk` and `sk`, and optionally one index over `gpk` and `gsk`."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        index_name: str | None = None,
        time_to_live_attribute: str | None = None,
    ) -> None:
        super().__init__(scope, construct_id)
        self.table = dynamodb.Table(
            self,
            "Table",
            partition_key=_text("pk"),
            sort_key=_text("sk"),
            billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
            encryption=dynamodb.TableEncryption.AWS_MANAGED,
            point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
                point_in_time_recovery_enabled=True
            ),
            time_to_live_attribute=time_to_live_attribute,
            deletion_protection=True,
            removal_policy=RemovalPolicy.RETAIN,
        )
        if index_name:
            self.table.add_global_secondary_index(
                index_name=index_name, partition_key=_text("gpk"), sort_key=_text("gsk")
            )
        acknowledge(
            self.table,
            {
                "NIST.800.53.R5-DynamoDBInBackupPlan": BACKUP,
                "HIPAA.Security-DynamoDBInBackupPlan": BACKUP,
                "PCI.DSS.321-DynamoDBInBackupPlan": BACKUP,
                "NIST.800.53.R5-DynamoDBAutoScalingEnabled": ON_DEMAND,
                "HIPAA.Security-DynamoDBAutoScalingEnabled": ON_DEMAND,
            },
        )


def _text(name: str) -> dynamodb.Attribute:
    return dynamodb.Attribute(name=name, type=dynamodb.AttributeType.STRING)
