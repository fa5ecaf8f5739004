"""From a call of an AWS client to the IAM actions that it needs.

Most operations are authorized by an action of their own name; the others are in the tables below.
https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
"""

from __future__ import annotations

from functools import cache

import botocore.session
from botocore import xform_name

PREFIXES = {"iot-data": "iot", "stepfunctions": "states", "cognito-idp": "cognito-idp"}
"""IAM's prefix of a service where boto3 calls it otherwise."""

OTHER_ACTIONS: dict[str, frozenset[str]] = {
    "s3:CompleteMultipartUpload": frozenset({"s3:PutObject"}),
    "s3:CopyObject": frozenset({"s3:GetObject", "s3:PutObject"}),
    "s3:CreateMultipartUpload": frozenset({"s3:PutObject"}),
    "s3:DeleteObjects": frozenset({"s3:DeleteObject"}),
    "s3:GetObjectAttributes": frozenset({"s3:GetObject", "s3:GetObjectAttributes"}),
    "s3:HeadBucket": frozenset({"s3:ListBucket"}),
    "s3:HeadObject": frozenset({"s3:GetObject"}),
    "s3:ListObjectVersions": frozenset({"s3:ListBucketVersions"}),
    "s3:ListObjectsV2": frozenset({"s3:ListBucket"}),
    "s3:ListParts": frozenset({"s3:ListMultipartUploadParts"}),
    "s3:UploadPart": frozenset({"s3:PutObject"}),
    "s3:UploadPartCopy": frozenset({"s3:GetObject", "s3:PutObject"}),
    "dynamodb:TransactGetItems": frozenset({"dynamodb:GetItem"}),
    "iotsitewise:CreateBulkImportJob": frozenset(
        {"iotsitewise:CreateBulkImportJob", "iam:PassRole"}
    ),
    "iotsitewise:PutStorageConfiguration": frozenset(
        {"iotsitewise:PutStorageConfiguration", "iam:PassRole"}
    ),
}

TRANSFERS: dict[str, frozenset[str]] = {
    "download_file": frozenset({"s3:GetObject"}),
    "download_fileobj": frozenset({"s3:GetObject"}),
    "upload_file": frozenset({"s3:PutObject", "s3:AbortMultipartUpload"}),
    "upload_fileobj": frozenset({"s3:PutObject", "s3:AbortMultipartUpload"}),
}
"""Methods that boto3 adds to the S3 client; a broken upload in parts is aborted."""

TRANSACTION_PARTS = {
    "Put": "dynamodb:PutItem",
    "Update": "dynamodb:UpdateItem",
    "Delete": "dynamodb:DeleteItem",
    "ConditionCheck": "dynamodb:ConditionCheckItem",
}

OF_VERSIONS = frozenset({"s3:GetObject", "s3:DeleteObject"})
"""Actions that are other ones where a request names a version."""

MISSING_OBJECT_CODES = frozenset({"NoSuchKey", "404"})
"""S3 answers these only to who may list the bucket; to all others a missing object is a 403."""

SIGNED_BY_HAND: dict[str, frozenset[str]] = {"appsync": frozenset({"appsync:EventPublish"})}
"""What a request signed with `SigV4Auth` for a service calls."""


def operation_actions(service: str, method: str) -> frozenset[str]:
    """Return the actions of one method of a boto3 client.

    Raises:
        KeyError: the client has no such method.
    """
    if service == "s3" and method in TRANSFERS:
        return TRANSFERS[method]
    operation = operations(service)[method]
    action = f"{PREFIXES.get(service, service)}:{operation}"
    return OTHER_ACTIONS.get(action, frozenset({action}))


@cache
def operations(service: str) -> dict[str, str]:
    """Return the operations of a service by the names of boto3's methods."""
    model = _session().get_service_model(service)
    return {xform_name(name): name for name in model.operation_names}


@cache
def _session() -> botocore.session.Session:
    return botocore.session.get_session()
