"""Who the edge device is: its thing, what its certificate may do, and the role it borrows."""

from __future__ import annotations

from aws_cdk import Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_iot as iot
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_s3_assets as s3_assets
from constructs import Construct

from twin.commands.shadow import SHADOW_NAME
from twin_constructs.acknowledge import acknowledge
from twin_constructs.iot import grants
from twin_constructs.iot.asset_scope import AssetScope
from twin_constructs.iot.storage_grants import use_objects

SPOOL_SHADOW = "spool"
"""Where the publisher reports its counters."""

LATE_VALUES = (
    "Files of late values are named by the digest of their content, which no policy can know; the "
    "device may write below this one prefix and nothing else"
)

COMPONENT_LOGS = (
    "Greengrass names the log streams of components by date and device; the statement covers the "
    "log groups of this account's components only"
)


class EdgeIdentity(Construct):
    """A thing, an IoT policy to attach to its certificate, and the token-exchange role."""

    def __init__(
        self, scope: Construct, construct_id: str, *, thing_name: str, assets: AssetScope
    ) -> None:
        super().__init__(scope, construct_id)
        self._thing_name = thing_name
        self.thing = iot.CfnThing(self, "Thing", thing_name=thing_name)
        self.role = iam.Role(
            self, "TokenExchange", assumed_by=iam.ServicePrincipal("credentials.iot.amazonaws.com")
        )
        grants.write_values(self.role, assets)
        grants.read_shadow(self.role, self, thing_name, SHADOW_NAME)
        for shadow in (SHADOW_NAME, SPOOL_SHADOW):
            grants.update_shadow(self.role, self, thing_name, shadow)
        self._grant_logs()
        grants.acknowledge_own_policy(self.role)
        self.role_alias = iot.CfnRoleAlias(self, "RoleAlias", role_arn=self.role.role_arn)
        self.policy = iot.CfnPolicy(self, "Policy", policy_document=self._policy_document())

    def grant_artifact(self, artifact: s3_assets.Asset) -> None:
        """Let the device download one artifact."""
        bucket = artifact.bucket
        for action, arn in (
            ("s3:GetObject", bucket.arn_for_objects(artifact.s3_object_key)),
            ("s3:GetBucketLocation", bucket.bucket_arn),
        ):
            self.role.add_to_policy(iam.PolicyStatement(actions=[action], resources=[arn]))

    def grant_upload(self, bucket: s3.IBucket, prefix: str) -> None:
        """Let the device write files of late values, which it can neither read nor list."""
        use_objects(self.role, bucket, prefix, "PutObject", reason=LATE_VALUES)

    def _grant_logs(self) -> None:
        groups = self._arn("logs", "log-group", "/aws/greengrass/UserComponent/*", ":")
        self.role.add_to_policy(
            iam.PolicyStatement(
                actions=[
                    "logs:CreateLogGroup",
                    "logs:CreateLogStream",
                    "logs:PutLogEvents",
                    "logs:DescribeLogStreams",
                ],
                resources=[groups],
            )
        )
        stack = Stack.of(self)
        acknowledge(
            self.role,
            {
                "AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:logs:"
                f"{stack.region}:{stack.account}:log-group:/aws/greengrass/UserComponent/*]": (
                    COMPONENT_LOGS
                )
            },
        )

    def _policy_document(self) -> dict[str, object]:
        """Return the least that a Greengrass core device needs.

        https://docs.aws.amazon.com/greengrass/v2/developerguide/device-auth.html
        """
        thing, prefix = self._thing_name, f"$aws/things/{self._thing_name}"
        # A core device opens several connections: its name and its name with a suffix.
        clients = [self._arn("iot", "client", name) for name in (thing, f"{thing}#*")]
        subtopics = ("greengrass/*", "greengrassv2/*", "jobs/*", "shadow/*")
        topics = [self._arn("iot", "topic", f"{prefix}/{part}") for part in subtopics]
        filters = [self._arn("iot", "topicfilter", f"{prefix}/{part}") for part in subtopics]
        return {
            "Version": "2012-10-17",
            "Statement": [
                _statement(["iot:Connect"], clients),
                _statement(["iot:Publish", "iot:Receive"], topics),
                _statement(["iot:Subscribe"], filters),
                _statement(
                    ["iot:AssumeRoleWithCertificate"], [self.role_alias.attr_role_alias_arn]
                ),
                # These operations identify the device by its certificate and take no resource.
                _statement(
                    [
                        "greengrass:GetComponentVersionArtifact",
                        "greengrass:GetDeploymentConfiguration",
                        "greengrass:ListThingGroupsForCoreDevice",
                        "greengrass:ResolveComponentCandidates",
                    ],
                    ["*"],
                ),
            ],
        }

    def _arn(self, service: str, resource: str, name: str, separator: str = "/") -> str:
        stack = Stack.of(self)
        return (
            f"arn:{stack.partition}:{service}:{stack.region}:{stack.account}"
            f":{resource}{separator}{name}"
        )


def _statement(actions: list[str], resources: list[str]) -> dict[str, object]:
    return {"Effect": "Allow", "Action": actions, "Resource": resources}
