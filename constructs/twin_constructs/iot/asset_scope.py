"""The SiteWise assets of a site, as policies name them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aws_cdk import Stack
from aws_cdk import aws_iam as iam
from constructs import IConstruct

from twin_constructs.acknowledge import acknowledge, shown_arn

HIERARCHY_PATH = "iotsitewise:assetHierarchyPath"
PROPERTY_ALIAS = "iotsitewise:propertyAlias"
BELOW_THE_ROOTS = (
    "A site may have more assets than a policy can name; the condition on their hierarchy path "
    "lets the statement reach those below the roots of this site and no others"
)
OF_THE_SITE = (
    "SiteWise authorises a call by alias on the data stream, whose id is not known before; the "
    "condition on the alias lets the statement reach the streams of this site and no others"
)


@dataclass(frozen=True)
class AssetScope:
    """The assets of a site: all at and below `roots`, the ids of the assets at the top of its tree.

    One form of policy for sites of every size: the inline policies of a role hold 10,240
    characters, which the ARNs of some sixty assets fill. What a role needs of IAM grows with the
    roots alone, whose number the definition limits (`TOO_MANY_TOP_ASSETS`).

    SiteWise authorises a call that names an asset on the asset, and one that names an alias on the
    data stream behind it (`time-series`). The user guide does not say whether a call by the alias
    of an asset's property needs both; `by_alias` therefore grants both.
    https://docs.aws.amazon.com/iot-sitewise/latest/userguide/security_iam_service-with-iam-id-based-policies.html
    """

    site: str
    roots: tuple[str, ...]

    def by_id(self, role: iam.IRole, actions: Sequence[str]) -> None:
        """Let a role do actions on assets that it names by their ids."""
        assets = _arn(role, "asset/*")
        paths = [path for root in self.roots for path in (f"/{root}", f"/{root}/*")]
        role.add_to_principal_policy(_statement(actions, assets, HIERARCHY_PATH, paths))
        _acknowledge(role, assets, BELOW_THE_ROOTS)

    def by_alias(self, role: iam.IRole, actions: Sequence[str]) -> None:
        """Let a role do actions on properties that it names by their aliases."""
        self.by_id(role, actions)
        streams = _arn(role, "time-series/*")
        aliases = [f"/{self.site}/*"]
        role.add_to_principal_policy(_statement(actions, streams, PROPERTY_ALIAS, aliases))
        _acknowledge(role, streams, OF_THE_SITE)


def _statement(
    actions: Sequence[str], resource: str, key: str, patterns: list[str]
) -> iam.PolicyStatement:
    return iam.PolicyStatement(
        actions=list(actions),
        resources=[resource],
        conditions={"StringLike": {key: patterns}},
    )


def _arn(scope: IConstruct, resource: str) -> str:
    kind, _, name = resource.partition("/")
    return Stack.of(scope).format_arn(service="iotsitewise", resource=kind, resource_name=name)


def _acknowledge(role: iam.IRole, arn: str, reason: str) -> None:
    acknowledge(role, {f"AwsSolutions-IAM5[Resource::{shown_arn(role, arn)}]": reason})
