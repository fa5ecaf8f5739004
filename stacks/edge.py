"""What runs beside the PLC."""

from __future__ import annotations

from aws_cdk import CfnOutput, Stack
from aws_cdk import aws_greengrassv2 as greengrass
from aws_cdk import aws_s3 as s3
from constructs import Construct

from twin.definition.site import Publisher
from twin.site_document import SiteDocument
from twin.storage.imports import FILES_PREFIX
from twin_constructs.iot.asset_scope import AssetScope
from twin_constructs.iot.edge_component import EdgeComponent
from twin_constructs.iot.edge_identity import EdgeIdentity

PACKAGES = ("edge_collector", "edge_publisher", "edge_commander")


class EdgeStack(Stack):
    """The site's edge device and the components deployed to it.

    `assets` are the SiteWise assets that it may store values of, `publisher` is how it sends them,
    and `imports` where it uploads those that are too late.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        document: SiteDocument,
        assets: AssetScope,
        publisher: Publisher,
        imports: s3.IBucket | None = None,
    ) -> None:
        super().__init__(scope, construct_id)
        identity = EdgeIdentity(self, "Identity", thing_name=document.thing_name, assets=assets)
        if imports is not None:
            identity.grant_upload(imports, FILES_PREFIX)
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
                    component_version=component.version,
                    configuration_update=self._configuration(component, publisher, imports),
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

    def _configuration(
        self, component: EdgeComponent, publisher: Publisher, imports: s3.IBucket | None
    ) -> greengrass.CfnDeployment.ComponentConfigurationUpdateProperty | None:
        """Return what a site states otherwise than the recipe of a component."""
        stated: dict[str, float | str] = {}
        if publisher != Publisher():
            stated["flushSeconds"] = publisher.flush_seconds
        if imports is not None:
            stated["importBucket"] = imports.bucket_name
        if component.package != "edge_publisher" or not stated:
            return None
        return greengrass.CfnDeployment.ComponentConfigurationUpdateProperty(
            merge=self.to_json_string(stated)
        )


def _pascal(package: str) -> str:
    return "".join(part.capitalize() for part in package.split("_"))
