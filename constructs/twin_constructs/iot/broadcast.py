"""Events of all planes to the live channel."""

from __future__ import annotations

from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from constructs import Construct

from twin.site_document import SiteDocument
from twin_constructs.experience.live_channel import LiveChannel
from twin_constructs.iot import grants
from twin_constructs.python_function import PythonFunction

SOURCES = ["twin.iot", "twin.spatial", "twin.simulation"]


class Broadcast(Construct):
    """Consoles hear of alarms, commands, assets and runs as they change."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        document: SiteDocument,
        bus: events.IEventBus,
        live: LiveChannel,
        journal: dynamodb.ITable,
    ) -> None:
        super().__init__(scope, construct_id)
        function = PythonFunction(
            self,
            "Publish",
            package="live_broadcast",
            document=document,
            environment={
                "LIVE_HTTP_HOST": live.http_host,
                "LIVE_JOURNAL_TABLE": journal.table_name,
            },
            asynchronous=True,
            description="Passes events to the live channel",
        )
        live.grant_publish(function.role)
        grants.use_table(function.role, journal.table_arn, "PutItem")
        events.Rule(
            self,
            "Events",
            event_bus=bus,
            event_pattern=events.EventPattern(source=SOURCES),
            targets=[targets.LambdaFunction(function.function)],
        )
