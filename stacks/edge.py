"""What runs beside the PLC."""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import CfnOutput, Stack
from aws_cdk import aws_greengrassv2 as greengrass
from constructs import Construct

from twin.site_document import SiteDocument
from twin_constructs.iot.edge_component import EdgeComponent
from twin_constructs.iot.edge_identity import EdgeIdentity

PACKAGES = ("edge_collector", "edge_publisher", "edge_commander")


class EdgeStack(Stack):
    """The site's edge device and the components deployed to it.

    `asset_arns` are the SiteWise assets that it may store values of.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        document: SiteDocument,
        asset_arns: Sequence[str],
    ) -> None:
        super().__init__(scope, construct_id)
        identity = EdgeIdentity(
            self, "Identity", thing_name=document.thing_name, asset_arns=asset_arns
        )
        components = [
            EdgeComponent(self, _pascal(package), package=package, document=document)
            for package in PACKAGES
        ]
        for component in components:
            identity.grant_artifact(component.artifact)
        deployment = greengrass.CfnDeployment(
            self,
            "Deployment",
            target_arn=self.format_arn(
                service="iot", resource="thing", resource_name=document.thing_name
            ),
            deployment_name=f"{document.name} edge",
            components={
                component.name: greengrass.CfnDeployment.ComponentDeploymentSpecificationProperty(
                    component_version=component.version
                )
                for component in components
            },
        )
        deployment.add_resource_dependency(identity.thing)
        for component in components:
            deployment.add_resource_dependency(component.resource)
        CfnOutput(self, "ThingName", value=document.thing_name)
        CfnOutput(self, "DevicePolicy", value=identity.policy.ref)
        CfnOutput(self, "RoleAlias", value=identity.role_alias.ref)


def _pascal(package: str) -> str:
    return "".join(part.capitalize() for part in package.split("_"))
