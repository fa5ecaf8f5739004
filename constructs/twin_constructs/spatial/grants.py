"""What functions and jobs of the spatial plane may call, and on what."""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3

from twin_constructs.acknowledge import acknowledge

BY_CONTENT = (
    "Keys of objects are made of digests and of ids of uploads that exist only at run time; the "
    "statement is limited to one bucket, one prefix and object-level actions"
)


def use_table(role: iam.IRole, table_arn: str, *actions: str) -> None:
    """Let a role do the named operations on a table, or on one of its indexes."""
    _allow(role, [f"dynamodb:{action}" for action in actions], [table_arn])


def list_bucket(role: iam.IRole, *buckets: s3.IBucket) -> None:
    """Let a role learn that an object does not exist; without it S3 answers 403."""
    _allow(role, ["s3:ListBucket"], [bucket.bucket_arn for bucket in buckets])


def list_versions(role: iam.IRole, bucket: s3.IBucket) -> None:
    """Let a role list the objects of a bucket with all their versions."""
    _allow(role, ["s3:ListBucketVersions"], [bucket.bucket_arn])


def read_logs(role: iam.IRole, *groups: logs.ILogGroup) -> None:
    """Let a role search the lines of log groups."""
    _allow(role, ["logs:FilterLogEvents"], [group.log_group_arn for group in groups])


def use_objects(role: iam.Role, bucket: s3.IBucket, prefix: str, *actions: str) -> None:
    """Let a role do the named object-level operations below one prefix of a bucket."""
    arn = bucket.arn_for_objects(f"{prefix}*")
    _allow(role, [f"s3:{action}" for action in actions], [arn])
    stack = role.stack
    resolved = stack.resolve(bucket.bucket_arn)
    name = resolved["Fn::GetAtt"][0] if "Fn::GetAtt" in resolved else bucket.bucket_arn
    acknowledge(role, {f"AwsSolutions-IAM5[Resource::<{name}.Arn>/{prefix}*]": BY_CONTENT})


def _allow(role: iam.IRole, actions: Sequence[str], resources: Sequence[str]) -> None:
    role.add_to_principal_policy(
        iam.PolicyStatement(actions=list(actions), resources=list(resources))
    )
