"""A stage is a site."""

from __future__ import annotations

from aws_cdk import Aspects, Environment, Stage, Tags
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from stacks.edge import EdgeStack
from stacks.experience import ExperienceStack
from stacks.foundation import FoundationStack
from stacks.identity import IdentityStack
from stacks.iot import IotStack
from twin.compile import compile_site
from twin.definition import SiteDefinition
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
        self._identity = IdentityStack(self, "Identity")
        iot = self._add_iot()
        if self._features.experience:
            self._add_experience(iot.live if iot else None)
        Tags.of(self).add("site", definition.name)
        Aspects.of(self).add(LifecycleGuard())

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
            EdgeStack(self, "Edge", document=self.document, asset_arns=iot.asset_arns)
        return iot

    def _add_experience(self, live: LiveChannel | None) -> None:
        ExperienceStack(
            self,
            "Experience",
            document=self.document,
            pool=self._identity.pool,
            client=self._identity.client,
            functions=self._functions,
            live=live,
            access_logs=self._foundation.access_logs,
        )
