"""A bucket of a customer, and what SiteWise needs to write to it or read from it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import boto3

if TYPE_CHECKING:
    from mypy_boto3_iotsitewise import IoTSiteWiseClient

BUCKET = "plant-values"
ROLE = "arn:aws:iam::123456789012:role/sitewise"
COLUMNS = ["ALIAS", "DATA_TYPE", "TIMESTAMP_SECONDS", "TIMESTAMP_NANO_OFFSET", "QUALITY", "VALUE"]
CSV: Any = {"fileFormat": {"csv": {"columnNames": COLUMNS}}}
COLD: Any = {
    "customerManagedS3Storage": {"s3ResourceArn": f"arn:aws:s3:::{BUCKET}/cold", "roleArn": ROLE}
}


def bucket() -> Any:  # noqa: ANN401 - a resource of boto3
    """Return the customer's bucket, made if need be."""
    found = boto3.resource("s3", region_name="us-east-1").Bucket(BUCKET)
    found.create()
    return found


def warm(client: IoTSiteWiseClient, **more: Any) -> Any:  # noqa: ANN401
    """Put the warm tier in force, which bulk import needs."""
    return client.put_storage_configuration(
        storageType="SITEWISE_DEFAULT_STORAGE", warmTier="ENABLED", **more
    )


def import_files(client: IoTSiteWiseClient, *keys: str, **more: Any) -> str:  # noqa: ANN401
    """Begin a job over files of the bucket; return its id."""
    request: Any = {
        "jobName": "history",
        "jobRoleArn": ROLE,
        "files": [{"bucket": BUCKET, "key": key} for key in keys],
        "errorReportLocation": {"bucket": BUCKET, "prefix": "errors/"},
        "jobConfiguration": CSV,
        **more,
    }
    return client.create_bulk_import_job(**request)["jobId"]


def ended(client: IoTSiteWiseClient, job: str) -> Any:  # noqa: ANN401
    """Return a job when it has ended."""
    while (found := client.describe_bulk_import_job(jobId=job))["jobStatus"] in (
        "PENDING",
        "RUNNING",
    ):
        time.sleep(0.02)
    return found
