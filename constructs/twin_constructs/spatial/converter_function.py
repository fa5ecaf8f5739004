"""An image of converters as a function: it does small jobs within seconds."""

from __future__ import annotations

from collections.abc import Mapping

from aws_cdk import Duration, Size
from aws_cdk import aws_ecr_assets as ecr_assets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from twin.spatial import function_size
from twin.spatial.workflow import FUNCTION_COMMAND
from twin_constructs.acknowledge import acknowledge
from twin_constructs.log_group import log_group

OWN_POLICY = (
    "The policy belongs to exactly one role and is reviewed and deleted with it; it grants the "
    "actions that the image's code calls, which a test derives from the code"
)
SHARED_POOL = (
    "The site file reserves no concurrency for conversions: the workflow bounds and repeats its "
    "calls, and what functions do not take in time goes to the queue of Batch"
)
NO_NETWORK = (
    "The function reads and writes S3 by IAM over TLS, and nothing in a VPC; inside one it would "
    "need endpoints or a NAT gateway that bill by the hour"
)
SYNCHRONOUS = (
    "The function is invoked synchronously by the workflow, which sees every error; there is no "
    "event that could be lost"
)


class ConverterFunction(Construct):
    """The function of an image, with a role that may only log; grant the rest to `role`.

    It is the very image of the Batch job, started with another command. `at_once` is how many
    files it converts at a time, taken from the account's pool of executions; None takes from the
    pool what is free.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        asset: ecr_assets.DockerImageAsset,
        at_once: int | None,
        environment: Mapping[str, str],
        description: str,
    ) -> None:
        super().__init__(scope, construct_id)
        self.log_group = log_group(self, "Logs")
        self.role = iam.Role(self, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
        self.log_group.grant_write(self.role)
        self.function = lambda_.DockerImageFunction(
            self,
            "Function",
            code=lambda_.DockerImageCode.from_ecr(
                asset.repository, tag_or_digest=asset.image_tag, cmd=[FUNCTION_COMMAND]
            ),
            architecture=lambda_.Architecture.X86_64,
            role=self.role,
            timeout=Duration.seconds(function_size.TIMEOUT_SECONDS),
            memory_size=function_size.MEMORY_MEBIBYTES,
            ephemeral_storage_size=Size.mebibytes(function_size.STORAGE_MEBIBYTES),
            reserved_concurrent_executions=at_once,
            environment=dict(environment),
            log_group=self.log_group,
            description=description,
        )
        acknowledge(self, _reasons(is_reserved=at_once is not None))


def _reasons(*, is_reserved: bool) -> dict[str, str]:
    reasons = {
        "PCI.DSS.321-IAMNoInlinePolicy": OWN_POLICY,
        "PCI.DSS.321-LambdaInsideVPC": NO_NETWORK,
    }
    for pack in ("NIST.800.53.R5", "HIPAA.Security"):
        reasons[f"{pack}-IAMNoInlinePolicy"] = OWN_POLICY
        reasons[f"{pack}-LambdaInsideVPC"] = NO_NETWORK
        reasons[f"{pack}-LambdaDLQ"] = SYNCHRONOUS
        if not is_reserved:
            reasons[f"{pack}-LambdaConcurrency"] = SHARED_POOL
    return reasons
