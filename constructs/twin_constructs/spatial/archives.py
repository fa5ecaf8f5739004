"""ZIP files of versions: a function that takes the order, and one that packs."""

from __future__ import annotations

from aws_cdk import Duration
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from constructs import Construct

from twin.catalogue.archive.archive import PREFIX, ArchiveRequested
from twin.site_document import SiteDocument
from twin_constructs.python_function import PythonFunction
from twin_constructs.spatial import grants
from twin_constructs.spatial.storage import SpatialStorage


class Archives(Construct):
    """`function` serves the API; the packing function is called by its event."""

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
        environment = {
            "CATALOG_TABLE": storage.catalog.table_name,
            "ASSETS_BUCKET": storage.assets.bucket_name,
        }
        order = PythonFunction(
            self,
            "Order",
            package="spatial_archive",
            document=document,
            environment={**environment, "EVENT_BUS_NAME": bus.event_bus_name},
            # Loading the policy engine takes most of a first request.
            memory_megabytes=512,
            description="Takes orders of ZIP files of versions",
        )
        pack = PythonFunction(
            self,
            "Pack",
            package="spatial_zip",
            document=document,
            environment=environment,
            # A whole processor; less would pack slower and cost the same.
            memory_megabytes=1769,
            timeout=Duration.minutes(15),
            asynchronous=True,
            description="Packs the files of a version into one ZIP file",
        )
        self.function = order.function
        self._grant(order, pack, storage, bus)
        events.Rule(
            self,
            "Requested",
            event_bus=bus,
            description="Somebody asked for the ZIP file of a version",
            event_pattern=events.EventPattern(
                source=[ArchiveRequested.source], detail_type=[ArchiveRequested.detail_type]
            ),
            targets=[targets.LambdaFunction(pack.function)],
        )

    def _grant(
        self,
        order: PythonFunction,
        pack: PythonFunction,
        storage: SpatialStorage,
        bus: events.IEventBus,
    ) -> None:
        table, assets = storage.catalog.table_arn, storage.assets
        for made in (order, pack):
            grants.use_table(made.role, table, "GetItem", "PutItem")
        grants.list_bucket(order.role, assets)
        grants.use_objects(order.role, assets, PREFIX, "GetObject")
        bus.grant_put_events_to(order.role)
        grants.list_bucket(pack.role, assets)
        for prefix in ("sources/", "versions/"):
            grants.use_objects(pack.role, assets, prefix, "GetObject")
        grants.use_objects(pack.role, assets, PREFIX, "PutObject", "AbortMultipartUpload")
