"""Secrets that the site's owner keeps in AWS Secrets Manager, by name."""

from __future__ import annotations

from aws_cdk import ArnFormat, Stack
from aws_cdk import aws_iam as iam

SUFFIX = "-??????"
"""What Secrets Manager appends to the name of a secret in its ARN: six characters."""


def read_secret(role: iam.Role, name: str) -> None:
    """Let a role read one secret of the account."""
    arn = Stack.of(role).format_arn(
        service="secretsmanager",
        resource="secret",
        resource_name=f"{name}{SUFFIX}",
        arn_format=ArnFormat.COLON_RESOURCE_NAME,
    )
    role.add_to_principal_policy(
        iam.PolicyStatement(actions=["secretsmanager:GetSecretValue"], resources=[arn])
    )
