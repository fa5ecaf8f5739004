"""The functions that the conversion workflow calls."""

from __future__ import annotations

from aws_cdk import Duration
from aws_cdk import aws_events as events
from constructs import Construct

from twin.cost.conversion_prices import ConversionPrices
from twin.site_document import SiteDocument
from twin.spatial.upload import MEASURED_PREFIX, PREFIX
from twin.spatial.workflow import JOBS_PREFIX
from twin_constructs.python_function import PythonFunction
from twin_constructs.spatial import grants
from twin_constructs.spatial.storage import SpatialStorage

TIMEOUT = Duration.minutes(10)
"""Publishing copies the original, up to 5 GiB, from bucket to bucket."""

UNPACK_TIMEOUT = Duration.minutes(15)


class ConversionSteps(Construct):
    """`inspect` decides, `unpack` makes an archive many uploads, `publish` verifies and catalogues.

    `fail` records why nothing came; it is also invoked by events of executions that ended badly.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        document: SiteDocument,
        storage: SpatialStorage,
        bus: events.IEventBus,
        images_json: str,
        prices: ConversionPrices,
    ) -> None:
        super().__init__(scope, construct_id)
        self._document, self._storage, self._bus = document, storage, bus
        self.inspect = self._step(
            "Inspect",
            {"CONVERTER_IMAGES": images_json, "CONVERSION_PRICES": prices.to_json()},
            "Detects what arrived and orders its job",
        )
        self.unpack = self._step(
            "Unpack",
            {},
            "Makes the members of an archive uploads of their own",
            timeout=UNPACK_TIMEOUT,
            # A part of a member is in memory twice: as it is unpacked and as it is sent.
            memory_megabytes=1024,
        )
        self.publish = self._step("Publish", {}, "Verifies derivatives and publishes them")
        self.fail = self._step("Fail", {}, "Records why a file is not published", asynchronous=True)
        self._grant_buckets()
        self._grant_catalogue()

    def _step(
        self,
        name: str,
        more: dict[str, str],
        description: str,
        *,
        asynchronous: bool = False,
        timeout: Duration = TIMEOUT,
        memory_megabytes: int = 256,
    ) -> PythonFunction:
        step = PythonFunction(
            self,
            name,
            package=f"spatial_{name.lower()}",
            document=self._document,
            environment={
                "CATALOG_TABLE": self._storage.catalog.table_name,
                "UPLOADS_BUCKET": self._storage.uploads.bucket_name,
                "ASSETS_BUCKET": self._storage.assets.bucket_name,
                "EVENT_BUS_NAME": self._bus.event_bus_name,
                **more,
            },
            timeout=timeout,
            memory_megabytes=memory_megabytes,
            asynchronous=asynchronous,
            description=description,
        )
        grants.use_table(step.role, self._storage.catalog.table_arn, "GetItem", "PutItem")
        self._bus.grant_put_events_to(step.role)
        return step

    def _grant_buckets(self) -> None:
        uploads, assets = self._storage.uploads, self._storage.assets
        grants.list_bucket(self.inspect.role, uploads, assets)
        grants.use_objects(self.inspect.role, uploads, PREFIX, "GetObject")
        grants.use_objects(self.inspect.role, assets, "derivatives/", "GetObject")
        # S3 computes the digest of a file by a copy, and copies large files part by part.
        grants.use_objects(
            self.inspect.role, uploads, MEASURED_PREFIX, "PutObject", "DeleteObjectVersion"
        )
        grants.use_objects(
            self.inspect.role,
            assets,
            "sources/",
            "GetObject",
            "PutObject",
            "AbortMultipartUpload",
            "ListMultipartUploadParts",
        )
        grants.list_bucket(self.unpack.role, uploads)
        grants.use_objects(
            self.unpack.role,
            uploads,
            PREFIX,
            "GetObject",
            "PutObject",
            "AbortMultipartUpload",
            "ListMultipartUploadParts",
        )
        grants.list_bucket(self.publish.role, assets)
        grants.use_objects(self.publish.role, uploads, PREFIX, "GetObject")
        grants.use_objects(self.publish.role, assets, "derivatives/", "GetObject")
        grants.use_objects(self.publish.role, assets, "sources/", "GetObject", "PutObject")
        grants.use_objects(self.publish.role, assets, "versions/", "PutObject")
        grants.list_bucket(self.fail.role, uploads)
        grants.use_objects(self.fail.role, uploads, JOBS_PREFIX, "GetObject")

    def _grant_catalogue(self) -> None:
        """Let `publish` write a file, its asset, a version and their history at once."""
        table = self._storage.catalog.table_arn
        more = ("ConditionCheckItem", "DeleteItem", "Query", "UpdateItem")
        grants.use_table(self.publish.role, table, *more)
