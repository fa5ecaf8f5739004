"""What the functions and roles of long-term storage may do, one statement per capability."""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from constructs import Construct

from twin_constructs.acknowledge import acknowledge, acknowledge_own_policy

SITEWISE = "iotsitewise.amazonaws.com"
ACCOUNT_WIDE = (
    "Storage configuration and bulk import jobs of SiteWise are of the whole account and region: "
    "their operations take no resource"
)


def sitewise_role(scope: Construct, construct_id: str) -> iam.Role:
    """Return a role that SiteWise may act as, and only for this account.

    https://docs.aws.amazon.com/iot-sitewise/latest/userguide/cross-service-confused-deputy-prevention.html
    """
    here = {"StringEquals": {"aws:SourceAccount": Stack.of(scope).account}}
    principal = iam.ServicePrincipal(SITEWISE, conditions=here)
    role = iam.Role(scope, construct_id, assumed_by=principal)
    acknowledge_own_policy(role)
    return role


def account_wide(role: iam.IRole, *actions: str) -> None:
    """Let a role call operations of SiteWise that know no resource."""
    _allow(role, [f"iotsitewise:{action}" for action in actions], ["*"])
    acknowledge(role, {"AwsSolutions-IAM5[Resource::*]": ACCOUNT_WIDE})


def pass_to_sitewise(role: iam.IRole, passed: iam.IRole) -> None:
    """Let a role hand another one to SiteWise, and to nobody else."""
    role.add_to_principal_policy(
        iam.PolicyStatement(
            actions=["iam:PassRole"],
            resources=[passed.role_arn],
            conditions={"StringEquals": {"iam:PassedToService": SITEWISE}},
        )
    )


def use_bucket(role: iam.Role, bucket: s3.IBucket) -> None:
    """Let a role find a bucket and list it."""
    _allow(role, ["s3:GetBucketLocation", "s3:ListBucket"], [bucket.bucket_arn])


def use_objects(
    role: iam.Role, bucket: s3.IBucket, prefix: str, *actions: str, reason: str
) -> None:
    """Let a role do the named operations on objects below a prefix."""
    _allow(role, [f"s3:{name}" for name in actions], [bucket.arn_for_objects(f"{prefix}*")])
    name = _shown_arn(bucket, role.stack)
    acknowledge(role, {f"AwsSolutions-IAM5[Resource::{name}/{prefix}*]": reason})


def _shown_arn(bucket: s3.IBucket, stack: Stack) -> str:
    """Return the ARN of a bucket as the rule packs show it, in its own stack or in another."""
    home = Stack.of(bucket)
    if home.node.path == stack.node.path:
        return f"<{stack.resolve(bucket.bucket_arn)['Fn::GetAtt'][0]}.Arn>"
    imported: str = stack.resolve(home.export_value(bucket.bucket_arn))["Fn::ImportValue"]
    return imported


def _allow(role: iam.IRole, actions: Sequence[str], resources: Sequence[str]) -> None:
    role.add_to_principal_policy(
        iam.PolicyStatement(actions=list(actions), resources=list(resources))
    )
