"""AWS clients, one per service and process; one function per service names what may be called."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING, Literal

import boto3
from botocore.config import Config

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_iot_data import IoTDataPlaneClient
    from mypy_boto3_iotsitewise import IoTSiteWiseClient
    from mypy_boto3_logs import CloudWatchLogsClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_stepfunctions import SFNClient


@cache
def cognito() -> CognitoIdentityProviderClient:
    """Return the client of user pools."""
    return boto3.client("cognito-idp", config=_config())


@cache
def dynamodb() -> DynamoDBClient:
    """Return the DynamoDB client."""
    return boto3.client("dynamodb", config=_config())


@cache
def events() -> EventBridgeClient:
    """Return the EventBridge client."""
    return boto3.client("events", config=_config())


@cache
def iot_data() -> IoTDataPlaneClient:
    """Return the client of device shadows."""
    return boto3.client("iot-data", config=_config())


@cache
def iotsitewise() -> IoTSiteWiseClient:
    """Return the SiteWise client."""
    return boto3.client("iotsitewise", config=_config())


@cache
def logs() -> CloudWatchLogsClient:
    """Return the client of log groups."""
    return boto3.client("logs", config=_config())


@cache
def s3() -> S3Client:
    """Return the S3 client; presigned addresses are regional and use Signature Version 4."""
    style: Literal["path", "virtual"] = "path" if "AWS_ENDPOINT_URL" in os.environ else "virtual"
    # Without this, us-east-1 alone gets the global name, which no content security policy expects.
    addressing = Config(s3={"addressing_style": style, "us_east_1_regional_endpoint": "regional"})
    return boto3.client(
        "s3", config=_config().merge(Config(signature_version="s3v4")).merge(addressing)
    )


@cache
def stepfunctions() -> SFNClient:
    """Return the Step Functions client."""
    return boto3.client("stepfunctions", config=_config())


def _config() -> Config:
    config = Config(
        connect_timeout=3, read_timeout=20, retries={"total_max_attempts": 3, "mode": "standard"}
    )
    if "AWS_ENDPOINT_URL" in os.environ:
        # A custom endpoint has one host name, without the service's `data.` and `api.` prefixes.
        config = config.merge(Config(inject_host_prefix=False))
    return config
