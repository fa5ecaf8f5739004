"""Put files into a bucket as part of the deployment."""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import Stack
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_s3_deployment as deployment
from constructs import Construct

from twin_constructs.acknowledge import acknowledge
from twin_constructs.log_group import log_group

PACKS = ("NIST.800.53.R5", "HIPAA.Security", "PCI.DSS.321")
WILDCARD_ACTIONS = ("GetBucket*", "GetObject*", "List*", "Abort*", "DeleteObject*")

PROVIDER = (
    "The function, its role and its runtime are the AWS CDK's own provider for uploads at "
    "deployment; it runs only while CloudFormation deploys, and its grants cover the asset bucket "
    "it reads and the one bucket it writes"
)


class FileUpload(Construct):
    """Upload sources to a bucket; files that are no longer among them are removed."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        bucket: s3.Bucket,
        sources: Sequence[deployment.ISource],
        key_prefix: str | None = None,
        distribution: cloudfront.IDistribution | None = None,
        invalidate: Sequence[str] = (),
        prune: bool = True,
    ) -> None:
        super().__init__(scope, construct_id)
        upload = deployment.BucketDeployment(
            self,
            "Files",
            destination_bucket=bucket,
            destination_key_prefix=key_prefix,
            sources=list(sources),
            distribution=distribution,
            distribution_paths=list(invalidate) or None,
            prune=prune,
            memory_limit=512,
            log_group=self._provider_logs(),
        )
        self.resource = upload
        self._acknowledge(upload, bucket)

    def _provider_logs(self) -> logs.LogGroup:
        """Return the one log group of the stack's provider."""
        stack = Stack.of(self)
        found = stack.node.try_find_child("UploadLogs")
        return found if isinstance(found, logs.LogGroup) else log_group(stack, "UploadLogs")

    def _acknowledge(self, upload: deployment.BucketDeployment, bucket: s3.Bucket) -> None:
        stack = Stack.of(self)
        target = stack.resolve(bucket.bucket_arn)["Fn::GetAtt"][0]
        assets = f"cdk-hnb659fds-assets-{stack.account}-{stack.region}"
        findings = [
            "AwsSolutions-L1",
            "AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/"
            "AWSLambdaBasicExecutionRole]",
            f"AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:s3:::{assets}/*]",
            f"AwsSolutions-IAM5[Resource::<{target}.Arn>/*]",
            "AwsSolutions-IAM5[Resource::*]",
            *(f"AwsSolutions-IAM5[Action::s3:{action}]" for action in WILDCARD_ACTIONS),
            *(f"{pack}-IAMNoInlinePolicy" for pack in PACKS),
            *(f"{pack}-LambdaInsideVPC" for pack in PACKS),
            *(f"{pack}-LambdaConcurrency" for pack in PACKS[:2]),
            *(f"{pack}-LambdaDLQ" for pack in PACKS[:2]),
        ]
        provider = upload.handler_role.node.scope
        if provider is None:
            raise TypeError("the provider's role has no function above it")
        acknowledge(provider, dict.fromkeys(findings, PROVIDER))
