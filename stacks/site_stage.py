"""A stage is a site."""

from __future__ import annotations

from aws_cdk import Environment, Stage, Tags
from constructs import Construct

from stacks.experience import ExperienceStack
from stacks.foundation import FoundationStack
from stacks.identity import IdentityStack
from twin.compile import compile_site
from twin.definition import SiteDefinition


class SiteStage(Stage):
    """The stacks of one site; what its features leave out does not exist."""

    def __init__(self, scope: Construct, *, definition: SiteDefinition) -> None:
        super().__init__(
            scope,
            definition.name,
            env=Environment(account=definition.account, region=definition.region),
        )
        document = compile_site(definition)
        foundation = FoundationStack(self, "Foundation")
        identity = IdentityStack(self, "Identity")
        ExperienceStack(
            self,
            "Experience",
            document=document,
            pool=identity.pool,
            client=identity.client,
            functions={},
            live=None,
            access_logs=foundation.access_logs,
        )
        Tags.of(self).add("site", definition.name)
