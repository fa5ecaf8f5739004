"""The functions behind the API's uploads and catalogue."""

from __future__ import annotations

from aws_cdk import aws_events as events
from constructs import Construct

from twin.site_document import SiteDocument
from twin.spatial.upload import PREFIX
from twin_constructs.python_function import PythonFunction
from twin_constructs.spatial import grants
from twin_constructs.spatial.storage import INDEX, SpatialStorage


class SpatialApi(Construct):
    """`uploads` takes files, `assets` is the catalogue, `catalog` shows the scene."""

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
        self.uploads = PythonFunction(
            self,
            "Upload",
            package="spatial_upload",
            document=document,
            environment={
                "CATALOG_TABLE": storage.catalog.table_name,
                "UPLOADS_BUCKET": storage.uploads.bucket_name,
                "EVENT_BUS_NAME": bus.event_bus_name,
            },
            # An announcement of 1,000 parts signs 1,000 addresses.
            memory_megabytes=512,
            description="Opens, verifies and ends upload sessions",
        )
        self.catalog = PythonFunction(
            self,
            "Catalog",
            package="spatial_catalog",
            document=document,
            environment={
                "CATALOG_TABLE": storage.catalog.table_name,
                "ASSETS_BUCKET": storage.assets.bucket_name,
            },
            # Loading the policy engine takes most of a first request.
            memory_megabytes=512,
            description="Answers the scene and the converters",
        )
        self.assets = PythonFunction(
            self,
            "Assets",
            package="spatial_assets",
            document=document,
            environment={
                "CATALOG_TABLE": storage.catalog.table_name,
                "ASSETS_BUCKET": storage.assets.bucket_name,
                "EVENT_BUS_NAME": bus.event_bus_name,
            },
            # The list of 100,000 files of a version is read and written whole.
            memory_megabytes=1024,
            description="Reads and changes databases, assets, files and versions",
        )
        self._grant_uploads(bus)
        self._grant_catalog()
        self._grant_assets(bus)

    def _grant_uploads(self, bus: events.IEventBus) -> None:
        role, storage = self.uploads.role, self._storage
        grants.use_table(role, storage.catalog.table_arn, "GetItem", "PutItem")
        grants.list_bucket(role, storage.uploads)
        grants.use_objects(
            role,
            storage.uploads,
            PREFIX,
            "GetObject",
            "PutObject",
            "AbortMultipartUpload",
            "ListMultipartUploadParts",
        )
        bus.grant_put_events_to(role)

    def _grant_catalog(self) -> None:
        role, storage = self.catalog.role, self._storage
        grants.use_table(role, storage.catalog.table_arn, "GetItem", "Query")
        grants.use_table(role, f"{storage.catalog.table_arn}/index/{INDEX}", "Query")
        grants.list_bucket(role, storage.assets)
        grants.use_objects(role, storage.assets, "", "GetObject")

    def _grant_assets(self, bus: events.IEventBus) -> None:
        role, storage = self.assets.role, self._storage
        grants.use_table(
            role,
            storage.catalog.table_arn,
            "ConditionCheckItem",
            "DeleteItem",
            "GetItem",
            "PutItem",
            "Query",
            "UpdateItem",
        )
        grants.use_table(role, f"{storage.catalog.table_arn}/index/{INDEX}", "Query")
        grants.list_bucket(role, storage.assets)
        grants.use_objects(role, storage.assets, "", "GetObject")
        grants.use_objects(role, storage.assets, "versions/", "PutObject")
        bus.grant_put_events_to(role)
