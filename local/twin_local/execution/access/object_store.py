"""S3: an operation is authorized by actions that often have another name.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
"""

from __future__ import annotations

from collections.abc import Iterator

from twin_local.execution.access.calls import Call

OTHER_ACTIONS: dict[str, tuple[str, ...]] = {
    "CompleteMultipartUpload": ("PutObject",),
    "CopyObject": ("PutObject",),
    "CreateMultipartUpload": ("PutObject",),
    "DeleteObjects": ("DeleteObject",),
    "GetBucketEncryption": ("GetEncryptionConfiguration",),
    "GetBucketLifecycleConfiguration": ("GetLifecycleConfiguration",),
    "GetBucketNotificationConfiguration": ("GetBucketNotification",),
    "GetObjectAttributes": ("GetObject", "GetObjectAttributes"),
    "HeadBucket": ("ListBucket",),
    "HeadObject": ("GetObject",),
    "ListBuckets": ("ListAllMyBuckets",),
    "ListMultipartUploads": ("ListBucketMultipartUploads",),
    "ListObjects": ("ListBucket",),
    "ListObjectsV2": ("ListBucket",),
    "ListObjectVersions": ("ListBucketVersions",),
    "ListParts": ("ListMultipartUploadParts",),
    "PutBucketEncryption": ("PutEncryptionConfiguration",),
    "PutBucketLifecycleConfiguration": ("PutLifecycleConfiguration",),
    "PutBucketNotificationConfiguration": ("PutBucketNotification",),
    "UploadPart": ("PutObject",),
    "UploadPartCopy": ("PutObject",),
}
VERSIONED = {"GetObject": "GetObjectVersion", "DeleteObject": "DeleteObjectVersion"}


def object_store(call: Call) -> Iterator[tuple[str, str]]:
    """Yield what a caller of S3 must be allowed."""
    bucket, key = call.parameters.get("Bucket"), call.parameters.get("Key")
    arn = "*" if not bucket else f"arn:aws:s3:::{bucket}" + (f"/{key}" if key else "")
    if call.operation == "DeleteObjects":
        arn += "/*"
    versioned = bool(call.parameters.get("VersionId"))
    for action in OTHER_ACTIONS.get(call.operation, (call.operation,)):
        yield f"s3:{VERSIONED.get(action, action) if versioned else action}", arn
