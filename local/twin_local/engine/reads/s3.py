"""How Amazon S3 is read back."""

from __future__ import annotations

from twin_local.engine.reads.read import Read, Reads

BUCKET = {"Bucket": "{q.Bucket}"}


OPERATIONS: Reads = {
    ("s3", "CreateBucket"): (Read("GetBucketLocation", BUCKET),),
    ("s3", "PutBucketAcl"): (
        Read(
            "GetBucketAcl",
            BUCKET,
            root="Grants",
            into="ACL",
            then=lambda grants: "private" if len(grants) == 1 else "public",
        ),
    ),
    ("s3", "PutBucketCors"): (Read("GetBucketCors", BUCKET, into="CORSConfiguration"),),
    ("s3", "PutBucketEncryption"): (Read("GetBucketEncryption", BUCKET),),
    ("s3", "PutBucketLifecycleConfiguration"): (
        Read("GetBucketLifecycleConfiguration", BUCKET, into="LifecycleConfiguration"),
    ),
    ("s3", "PutBucketLogging"): (Read("GetBucketLogging", BUCKET, into="BucketLoggingStatus"),),
    ("s3", "PutBucketNotificationConfiguration"): (
        Read("GetBucketNotificationConfiguration", BUCKET, into="NotificationConfiguration"),
    ),
    ("s3", "PutBucketOwnershipControls"): (Read("GetBucketOwnershipControls", BUCKET),),
    ("s3", "PutBucketPolicy"): (Read("GetBucketPolicy", BUCKET),),
    ("s3", "PutBucketTagging"): (Read("GetBucketTagging", BUCKET, into="Tagging"),),
    ("s3", "PutBucketVersioning"): (
        Read("GetBucketVersioning", BUCKET, into="VersioningConfiguration"),
    ),
    ("s3", "PutPublicAccessBlock"): (Read("GetPublicAccessBlock", BUCKET),),
}
