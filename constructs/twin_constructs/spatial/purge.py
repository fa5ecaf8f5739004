"""The removal of deleted assets whose retention is over."""

from __future__ import annotations

from typing import cast

from aws_cdk import CfnElement, Duration, Stack
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_scheduler as scheduler
from aws_cdk import aws_scheduler_targets as scheduler_targets
from constructs import Construct

from twin.site_document import SiteDocument
from twin.spatial.events import PurgeRequested
from twin_constructs.acknowledge import acknowledge, acknowledge_own_policy
from twin_constructs.python_function import PythonFunction
from twin_constructs.spatial import grants
from twin_constructs.spatial.storage import INDEX, SpatialStorage

ANY_VERSION = "Scheduler may invoke this one function; the wildcard covers its versions and aliases"
PREFIXES = ("sources/", "derivatives/", "versions/", "bindings/")


class Purge(Construct):
    """A function that is called once a day, and when somebody removes an asset for good."""

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
        self.function = PythonFunction(
            self,
            "Remove",
            package="spatial_purge",
            document=document,
            environment={
                "CATALOG_TABLE": storage.catalog.table_name,
                "ASSETS_BUCKET": storage.assets.bucket_name,
                "EVENT_BUS_NAME": bus.event_bus_name,
            },
            timeout=Duration.minutes(15),
            asynchronous=True,
            description="Removes deleted assets whose retention is over",
        )
        self._grant(storage, bus)
        self._call_daily()
        events.Rule(
            self,
            "Requested",
            event_bus=bus,
            description="An asset was removed for good, or a removal is to go on",
            event_pattern=events.EventPattern(
                source=[PurgeRequested.source], detail_type=[PurgeRequested.detail_type]
            ),
            targets=[targets.LambdaFunction(self.function.function)],
        )

    def _grant(self, storage: SpatialStorage, bus: events.IEventBus) -> None:
        role, table = self.function.role, storage.catalog.table_arn
        actions = ("DeleteItem", "GetItem", "PutItem", "Query", "UpdateItem")
        grants.use_table(role, table, *actions)
        grants.use_table(role, f"{table}/index/{INDEX}", "Query")
        grants.list_versions(role, storage.assets)
        for prefix in PREFIXES:
            grants.use_objects(role, storage.assets, prefix, "DeleteObjectVersion")
        bus.grant_put_events_to(role)

    def _call_daily(self) -> None:
        role = iam.Role(
            self, "Scheduler", assumed_by=iam.ServicePrincipal("scheduler.amazonaws.com")
        )
        acknowledge_own_policy(role)
        function = self.function.function
        name = Stack.of(self).get_logical_id(cast("CfnElement", function.node.default_child))
        acknowledge(role, {f"AwsSolutions-IAM5[Resource::<{name}.Arn>:*]": ANY_VERSION})
        scheduler.Schedule(
            self,
            "Daily",
            schedule=scheduler.ScheduleExpression.rate(Duration.days(1)),
            target=scheduler_targets.LambdaInvoke(
                function,
                role=role,
                input=scheduler.ScheduleTargetInput.from_object({"due": True}),
                retry_attempts=2,
                max_event_age=Duration.hours(6),
            ),
            description="Removes deleted assets whose retention is over",
        )
