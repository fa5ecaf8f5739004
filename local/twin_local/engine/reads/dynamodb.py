"""How Amazon DynamoDB is read back."""

from __future__ import annotations

from twin_local.engine.reads.read import Read, Reads

TABLE = {"TableName": "{q.TableName}"}


OPERATIONS: Reads = {
    ("dynamodb", "CreateTable"): (
        Read("DescribeTable", TABLE, root="Table"),
        Read(
            "DescribeTable", TABLE, root="Table.BillingModeSummary.BillingMode", into="BillingMode"
        ),
        Read(
            "DescribeTable",
            TABLE,
            root="Table.SSEDescription.Status",
            into="SSESpecification.Enabled",
            then=lambda status: status == "ENABLED",
        ),
        Read(
            "ListTagsOfResource",
            {"ResourceArn": "{a.TableDescription.TableArn}"},
            root="Tags",
            into="Tags",
        ),
    ),
    ("dynamodb", "UpdateContinuousBackups"): (
        Read(
            "DescribeContinuousBackups",
            TABLE,
            root="ContinuousBackupsDescription.PointInTimeRecoveryDescription"
            ".PointInTimeRecoveryStatus",
            into="PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled",
            then=lambda status: status == "ENABLED",
        ),
    ),
    ("dynamodb", "UpdateTimeToLive"): (
        Read(
            "DescribeTimeToLive",
            TABLE,
            root="TimeToLiveDescription",
            into="TimeToLiveSpecification",
            then=lambda found: {**found, "Enabled": found["TimeToLiveStatus"] == "ENABLED"},
        ),
    ),
}
