"""Resource types that hold what cannot be made again: to replace one is to lose its content."""

from __future__ import annotations

STATEFUL_TYPES: frozenset[str] = frozenset(
    {
        "AWS::Cognito::UserPool",
        "AWS::DynamoDB::Table",
        "AWS::IoT::Thing",
        "AWS::IoTSiteWise::Asset",
        "AWS::IoTSiteWise::AssetModel",
        "AWS::IoTTwinMaker::Workspace",
        "AWS::S3::Bucket",
    }
)
"""CloudFormation types of users, tables, files, devices and time series."""
