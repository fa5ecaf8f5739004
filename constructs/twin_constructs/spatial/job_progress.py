"""How jobs of conversions say how far they are, and what becomes of it."""

from __future__ import annotations

from aws_cdk import Duration
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from constructs import Construct

from twin.site_document import SiteDocument
from twin.spatial.job_progress import JobProgressed
from twin_constructs.python_function import PythonFunction
from twin_constructs.spatial import grants
from twin_constructs.spatial.storage import SpatialStorage

SOON = Duration.minutes(1)
"""Progress of more than a minute ago is no news: the next word of the job is there already."""


def let_tell(role: iam.IRole, bus: events.IEventBus) -> None:
    """Let a job put its one kind of event on the bus, and no other.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html
    """
    role.add_to_principal_policy(
        iam.PolicyStatement(
            actions=["events:PutEvents"],
            resources=[bus.event_bus_arn],
            conditions={
                "StringEquals": {
                    "events:source": JobProgressed.source,
                    "events:detail-type": JobProgressed.detail_type,
                }
            },
        )
    )


class JobProgress(Construct):
    """A function that records what jobs say on their conversions."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        document: SiteDocument,
        storage: SpatialStorage,
        bus: events.IEventBus,
    ) -> None:
        super().__init__(scope, construct_id)
        record = PythonFunction(
            self,
            "Record",
            package="spatial_progress",
            document=document,
            environment={
                "CATALOG_TABLE": storage.catalog.table_name,
                "EVENT_BUS_NAME": bus.event_bus_name,
            },
            asynchronous=True,
            description="Records how far jobs of conversions are",
        )
        grants.use_table(record.role, storage.catalog.table_arn, "GetItem", "PutItem")
        bus.grant_put_events_to(record.role)
        events.Rule(
            self,
            "Said",
            event_bus=bus,
            description="A job says how far it is",
            event_pattern=events.EventPattern(
                source=[JobProgressed.source], detail_type=[JobProgressed.detail_type]
            ),
            targets=[targets.LambdaFunction(record.function, max_event_age=SOON, retry_attempts=2)],
        )
