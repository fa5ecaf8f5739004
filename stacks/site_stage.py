"""A stage is a site."""

from __future__ import annotations

from functools import cached_property

from aws_cdk import Annotations, Aspects, Environment, Stage, Tags
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from stacks.api import ApiStack
from stacks.compute import ComputeStack
from stacks.edge import EdgeStack
from stacks.experience import ExperienceStack
from stacks.foundation import FoundationStack
from stacks.identity import IdentityStack
from stacks.iot import IotStack
from stacks.simulation import SimulationStack
from stacks.spatial import SpatialStack
from twin.compile import compile_site
from twin.compile.window_sources import compile_window_sources
from twin.definition import SiteDefinition
from twin.definition.checks.quotas import quota_warnings
from twin_constructs.experience.live_channel import LiveChannel
from twin_constructs.lifecycle_guard import LifecycleGuard


class SiteStage(Stage):
    """The stacks of one site; what its features leave out does not exist."""

    def __init__(self, scope: Construct, *, definition: SiteDefinition) -> None:
        super().__init__(
            scope,
            definition.name,
            env=Environment(account=definition.account, region=definition.region),
        )
        self.document = compile_site(definition)
        self._definition = definition
        self._features = definition.features
        self._functions: dict[str, lambda_.IFunction] = {}
        self._foundation = FoundationStack(self, "Foundation")
        self._identity = IdentityStack(
            self, "Identity", access=definition.access, document=self.document
        )
        self._functions |= self._identity.functions
        iot = self._add_iot()
        experience = self._add_experience(iot.live if iot else None)
        spatial = self._add_spatial(experience.console_origin if experience else None)
        if iot and iot.results:
            self._add_simulation(iot, iot.results)
        if experience:
            self._add_api(experience, spatial.catalogue if spatial else None)
        Tags.of(self).add("site", definition.name)
        Aspects.of(self).add(LifecycleGuard())
        for number, warning in enumerate(quota_warnings(definition)):
            Annotations.of(self._foundation).add_warning_v2(f"twin:quota:{number}", str(warning))

    @cached_property
    def _compute(self) -> ComputeStack:
        """Return the queues of container jobs; only a site with such jobs has them."""
        spatial = self._definition.spatial
        with_gpus = any(pipeline.gpus for pipeline in spatial.pipelines.values())
        return ComputeStack(
            self,
            "Compute",
            maximum_vcpus=spatial.conversions.maximum_vcpus,
            gpus=spatial.gpu_queue if with_gpus else None,
            instances=self._definition.simulation.instances if self._features.simulation else None,
        )

    def _add_iot(self) -> IotStack | None:
        if not self._features.iot:
            return None
        iot = IotStack(
            self,
            "Iot",
            definition=self._definition,
            document=self.document,
            bus=self._foundation.bus,
            pool=self._identity.pool,
            access_logs=self._foundation.access_logs,
        )
        self._functions |= iot.functions
        if self._features.edge:
            EdgeStack(
                self,
                "Edge",
                document=self.document,
                assets=iot.assets,
                publisher=self._definition.publisher,
                imports=iot.imports.bucket if iot.imports else None,
            )
        return iot

    def _add_spatial(self, console_origin: str | None) -> SpatialStack | None:
        if not self._features.spatial:
            return None
        spatial = SpatialStack(
            self,
            "Spatial",
            document=self.document,
            bus=self._foundation.bus,
            queue=self._compute.queue,
            gpu_queue=self._compute.gpu_queue,
            conversions_at_once=self._definition.spatial.conversions.at_once,
            access_logs=self._foundation.access_logs,
            console_origin=console_origin,
        )
        self._functions |= spatial.functions
        return spatial

    def _add_simulation(self, iot: IotStack, results: dynamodb.ITable) -> None:
        simulation = SimulationStack(
            self,
            "Simulation",
            document=self.document,
            bus=self._foundation.bus,
            queue=self._compute.queue,
            assets=iot.assets,
            results=results,
            commands=iot.commands,
            access_logs=self._foundation.access_logs,
            plane=self._definition.simulation,
            instance_queue=self._compute.instance_queue,
            windows=compile_window_sources(self.document, self._features),
        )
        self._functions |= simulation.functions

    def _add_experience(self, live: LiveChannel | None) -> ExperienceStack | None:
        if not self._features.experience:
            return None
        return ExperienceStack(
            self,
            "Experience",
            document=self.document,
            directory=self._identity.directory,
            access=self._definition.access,
            live=live,
            access_logs=self._foundation.access_logs,
        )

    def _add_api(self, experience: ExperienceStack, catalogue: dynamodb.ITable | None) -> None:
        ApiStack(
            self,
            "Api",
            document=self.document,
            directory=self._identity.directory,
            sso_client=experience.sso_client,
            keys=self._identity.keys,
            address=experience.api,
            functions=self._functions,
            catalogue=catalogue,
            firewall=self._features.firewall,
        )
