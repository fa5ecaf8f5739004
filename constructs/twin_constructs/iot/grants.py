"""What functions of the IoT plane may call, and on what: one statement per capability."""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import Stack
from aws_cdk import aws_iam as iam
from constructs import Construct

from twin_constructs.acknowledge import acknowledge
from twin_constructs.iot.asset_scope import AssetScope

OWN_POLICY = (
    "The policy belongs to exactly one role and is reviewed and deleted with it; it names the "
    "exact actions and resources that its service uses"
)


def read_latest(role: iam.IRole, assets: AssetScope) -> None:
    """Let a role read the latest values of the site's assets."""
    assets.by_alias(role, ["iotsitewise:BatchGetAssetPropertyValue"])


def read_history(role: iam.IRole, assets: AssetScope) -> None:
    """Let a role read the history of values of the site's assets."""
    assets.by_alias(role, ["iotsitewise:GetAssetPropertyValueHistory"])


def read_histories(role: iam.IRole, assets: AssetScope) -> None:
    """Let a role read the histories of several signals of the site's assets at once."""
    assets.by_alias(role, ["iotsitewise:BatchGetAssetPropertyValueHistory"])


def read_aggregates(role: iam.IRole, assets: AssetScope) -> None:
    """Let a role read the statistics of several signals of the site's assets at once."""
    assets.by_alias(role, ["iotsitewise:BatchGetAssetPropertyAggregates"])


def write_values(role: iam.IRole, assets: AssetScope) -> None:
    """Let a role store values of the site's assets."""
    assets.by_alias(role, ["iotsitewise:BatchPutAssetPropertyValue"])


def describe_properties(role: iam.IRole, assets: AssetScope) -> None:
    """Let a role resolve the alias of a property of the site's assets."""
    assets.by_id(role, ["iotsitewise:DescribeAssetProperty"])


def update_shadow(role: iam.IRole, scope: Construct, thing: str, shadow: str) -> None:
    """Let a role write one named shadow of one thing."""
    _allow(role, "iot:UpdateThingShadow", resources=shadow_arns(scope, thing, shadow))


def read_shadow(role: iam.IRole, scope: Construct, thing: str, shadow: str) -> None:
    """Let a role read one named shadow of one thing."""
    _allow(role, "iot:GetThingShadow", resources=shadow_arns(scope, thing, shadow))


def shadow_arns(scope: Construct, thing: str, shadow: str) -> list[str]:
    """Return the ARN of a named shadow."""
    return [
        Stack.of(scope).format_arn(
            service="iot", resource="thing", resource_name=f"{thing}/{shadow}"
        )
    ]


def use_table(role: iam.IRole, table_arn: str, *actions: str) -> None:
    """Let a role do the named operations on a table and its indexes."""
    _allow(role, *(f"dynamodb:{action}" for action in actions), resources=[table_arn])


def acknowledge_own_policy(role: iam.IRole) -> None:
    """Acknowledge that a role has a policy of its own instead of a shared managed one."""
    packs = ("NIST.800.53.R5", "HIPAA.Security", "PCI.DSS.321")
    acknowledge(role, {f"{pack}-IAMNoInlinePolicy": OWN_POLICY for pack in packs})


def _allow(role: iam.IRole, *actions: str, resources: Sequence[str]) -> None:
    role.add_to_principal_policy(
        iam.PolicyStatement(actions=list(actions), resources=list(resources))
    )
