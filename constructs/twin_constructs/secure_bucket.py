"""A bucket that an auditor accepts: versioned, encrypted, TLS only, private, access logged."""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_s3 as s3
from constructs import Construct

from twin_constructs.acknowledge import acknowledge

REPLICATION = (
    "One region by design: sources stay with the customer and derivatives can be made again; "
    "cross-region replication is the customer's choice and doubles the storage bill"
)
NO_CUSTOMER_KEY = (
    "Server-side encryption with S3 managed keys; a customer managed key adds a fixed monthly "
    "price per key and is the customer's choice"
)

ABORT_UPLOADS_AFTER = Duration.days(2)
"""When the parts of an upload that was not finished go away."""


class SecureBucket(Construct):
    """One private bucket; noncurrent versions and broken uploads go away by themselves."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        access_logs: s3.IBucket | None,
        event_bridge: bool = False,
        cors: Sequence[s3.CorsRule] = (),
        expire_after: Duration | None = None,
        abort_uploads_after: Duration = ABORT_UPLOADS_AFTER,
    ) -> None:
        super().__init__(scope, construct_id)
        self.bucket = s3.Bucket(
            self,
            "Bucket",
            versioned=True,
            encryption=s3.BucketEncryption.S3_MANAGED,
            enforce_ssl=True,
            minimum_tls_version=1.2,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            server_access_logs_bucket=access_logs,
            server_access_logs_prefix=f"{construct_id.lower()}/" if access_logs else None,
            cors=list(cors) or None,
            removal_policy=RemovalPolicy.RETAIN,
            lifecycle_rules=[
                s3.LifecycleRule(
                    abort_incomplete_multipart_upload_after=abort_uploads_after,
                    noncurrent_version_expiration=Duration.days(30),
                    expiration=expire_after,
                )
            ],
        )
        if event_bridge:
            self._send_events()
        acknowledge(
            self.bucket,
            {
                "NIST.800.53.R5-S3BucketReplicationEnabled": REPLICATION,
                "HIPAA.Security-S3BucketReplicationEnabled": REPLICATION,
                "PCI.DSS.321-S3BucketReplicationEnabled": REPLICATION,
                "NIST.800.53.R5-S3DefaultEncryptionKMS": NO_CUSTOMER_KEY,
                "HIPAA.Security-S3DefaultEncryptionKMS": NO_CUSTOMER_KEY,
                "PCI.DSS.321-S3DefaultEncryptionKMS": NO_CUSTOMER_KEY,
            },
        )

    def _send_events(self) -> None:
        """Send events to EventBridge by the bucket's own property: no custom resource, no role."""
        resource = self.bucket.node.default_child
        if not isinstance(resource, s3.CfnBucket):
            raise TypeError("the bucket has no CloudFormation resource")
        resource.notification_configuration = s3.CfnBucket.NotificationConfigurationProperty(
            event_bridge_configuration=s3.CfnBucket.EventBridgeConfigurationProperty(
                event_bridge_enabled=True
            )
        )
