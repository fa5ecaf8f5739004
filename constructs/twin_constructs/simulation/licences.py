"""Licences as resources that jobs take while they run: as many at a time as there are tokens.

https://docs.aws.amazon.com/batch/latest/userguide/resource-aware-scheduling.html
"""

from __future__ import annotations

from collections.abc import Mapping

from aws_cdk import aws_batch as batch
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from twin.definition.simulation_plane import LicenceDefinition
from twin_constructs.container_job import ContainerJob

SERVER_VARIABLE = "ANSYSLMD_LICENSE_FILE"
"""Where FlexNet clients of Ansys look for the address of their server."""


class Licences(Construct):
    """One consumable resource per feature; a job that is to have one waits until one is free."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        licences: Mapping[str, LicenceDefinition],
    ) -> None:
        super().__init__(scope, construct_id)
        self._licences = licences
        self._secrets = {
            feature: secretsmanager.Secret.from_secret_name_v2(
                self, f"{feature}-server", licence.server_secret
            )
            for feature, licence in sorted(licences.items())
        }
        self._resources = {
            feature: batch.ConsumableResource(
                self,
                feature,
                resource_type=batch.ConsumableResourceType.REPLENISHABLE,
                total_quantity=licence.tokens,
            )
            for feature, licence in sorted(licences.items())
        }

    def server_of(self, feature: str) -> dict[str, batch.Secret]:
        """Return what a job's container is told of the feature's server; nothing without one.

        The address is a secret: Batch puts it into the container's environment.
        """
        secret = self._secrets.get(feature)
        if secret is None:
            return {}
        return {SERVER_VARIABLE: batch.Secret.from_secrets_manager(secret)}

    def tokens_of(self, feature: str) -> int:
        """Return how many jobs may have a feature at a time; 0 where the site states none."""
        licence = self._licences.get(feature)
        return 0 if licence is None else licence.tokens

    def require(self, job: ContainerJob, feature: str) -> None:
        """Let every job of a definition take one token of a feature, where the site has some."""
        resource = self._resources.get(feature)
        if resource is None:
            return
        one = batch.CfnJobDefinition.ConsumableResourceRequirementProperty(
            consumable_resource=resource.consumable_resource_arn, quantity=1
        )
        definition = job.definition.node.default_child
        assert isinstance(definition, batch.CfnJobDefinition)
        definition.consumable_resource_properties = (
            batch.CfnJobDefinition.ConsumableResourcePropertiesProperty(
                consumable_resource_list=[one]
            )
        )
