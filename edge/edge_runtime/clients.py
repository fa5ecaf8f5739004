"""AWS clients for machines in a plant: short timeouts, no hidden retries, validation off.

Back-off is the publisher's own, because it must treat every entry of a batch by itself.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Literal

import boto3
from botocore.config import Config

if TYPE_CHECKING:
    from mypy_boto3_iot_data import IoTDataPlaneClient
    from mypy_boto3_iotsitewise import IoTSiteWiseClient
    from mypy_boto3_s3 import S3Client


def sitewise_client() -> IoTSiteWiseClient:
    """Return a client of AWS IoT SiteWise."""
    return boto3.client("iotsitewise", config=_config())


def s3_client() -> S3Client:
    """Return a client of S3."""
    style: Literal["path", "virtual"] = "path" if "AWS_ENDPOINT_URL" in os.environ else "virtual"
    return boto3.client("s3", config=_config().merge(Config(s3={"addressing_style": style})))


def shadow_client() -> IoTDataPlaneClient:
    """Return a client of the device shadows over HTTPS."""
    return boto3.client("iot-data", config=_config())


def _config() -> Config:
    config = Config(
        connect_timeout=3,
        read_timeout=10,
        retries={"total_max_attempts": 1},
        parameter_validation=False,
        tcp_keepalive=True,
    )
    if "AWS_ENDPOINT_URL" in os.environ:
        # A custom endpoint has one host name, without the service's `data.` and `api.` prefixes.
        config = config.merge(Config(inject_host_prefix=False))
    return config
