"""Bindings of parts to signals: a function behind the API, and one that follows new versions."""

from __future__ import annotations

from aws_cdk import Duration
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from twin.site_document import SiteDocument
from twin.spatial.events import SOURCE, AssetPublished, VersionKept
from twin_constructs.python_function import PythonFunction
from twin_constructs.spatial import grants
from twin_constructs.spatial.storage import SpatialStorage

SETS, DIFFERENCES = "bindings/", "diffs/"


class Bindings(Construct):
    """`function` answers; every new version calls the one that carries bindings over.

    Two assemblies of 10,000 parts are read and matched in one call.
    """

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
        self._storage = storage
        environment = {
            "CATALOG_TABLE": storage.catalog.table_name,
            "ASSETS_BUCKET": storage.assets.bucket_name,
        }
        answering = PythonFunction(
            self,
            "Bind",
            package="spatial_bindings",
            document=document,
            environment=environment,
            memory_megabytes=1769,
            description="Serves bindings and differences between versions",
        )
        self.function: lambda_.IFunction = answering.function
        self._grant(answering, "DeleteItem", "Query")
        grants.use_objects(answering.role, storage.assets, DIFFERENCES, "PutObject")
        following = PythonFunction(
            self,
            "Rebind",
            package="spatial_rebind",
            document=document,
            environment={**environment, "EVENT_BUS_NAME": bus.event_bus_name},
            memory_megabytes=1769,
            timeout=Duration.minutes(15),
            asynchronous=True,
            description="Carries bindings over to new versions of assets",
        )
        self._grant(following)
        bus.grant_put_events_to(following.role)
        events.Rule(
            self,
            "Published",
            event_bus=bus,
            description="A version of an asset was published",
            event_pattern=events.EventPattern(
                source=[SOURCE],
                detail_type=[AssetPublished.detail_type, VersionKept.detail_type],
            ),
            targets=[targets.LambdaFunction(following.function)],
        )

    def _grant(self, made: PythonFunction, *actions: str) -> None:
        storage = self._storage
        grants.use_table(made.role, storage.catalog.table_arn, "GetItem", "PutItem", *actions)
        grants.list_bucket(made.role, storage.assets)
        grants.use_objects(made.role, storage.assets, "", "GetObject")
        grants.use_objects(made.role, storage.assets, SETS, "PutObject")
