"""From CAD files to the 3D scene."""

from __future__ import annotations

from aws_cdk import Stack
from aws_cdk import aws_batch as batch
from aws_cdk import aws_events as events
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from constructs import Construct

from twin.cost.conversion_rates import conversion_prices
from twin.site_document import SiteDocument
from twin.spatial.site_converters import SiteConverters
from twin_constructs.spatial.archives import Archives
from twin_constructs.spatial.bindings import Bindings
from twin_constructs.spatial.conversion_steps import ConversionSteps
from twin_constructs.spatial.conversion_workflow import ConversionWorkflow
from twin_constructs.spatial.conversions_api import ConversionsApi
from twin_constructs.spatial.converter_jobs import ConverterJobs
from twin_constructs.spatial.job_progress import JobProgress
from twin_constructs.spatial.pipeline_jobs import PipelineJobs
from twin_constructs.spatial.purge import Purge
from twin_constructs.spatial.search import Search
from twin_constructs.spatial.spatial_api import SpatialApi
from twin_constructs.spatial.spatial_details import SpatialDetails
from twin_constructs.spatial.storage import SpatialStorage


class SpatialStack(Stack):
    """Uploads, the conversion workflow, the catalogue and its files.

    `functions` are the API functions by package, `catalogue` is the table of assets; pages of
    `console_origin` alone may read answers of the buckets.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        document: SiteDocument,
        bus: events.IEventBus,
        queue: batch.IJobQueue,
        gpu_queue: batch.IJobQueue | None = None,
        conversions_at_once: int | None = None,
        access_logs: s3.IBucket,
        console_origin: str | None,
    ) -> None:
        super().__init__(scope, construct_id)
        self._document, self._bus = document, bus
        self._storage = SpatialStorage(
            self, "Storage", access_logs=access_logs, console_origin=console_origin
        )
        self.catalogue = self._storage.catalog
        conversions = self._conversions(queue, gpu_queue, conversions_at_once)
        self.functions: dict[str, lambda_.IFunction] = {
            "spatial_conversions": conversions,
            **self._catalogue_functions(),
        }

    def _conversions(
        self, queue: batch.IJobQueue, gpu_queue: batch.IJobQueue | None, at_once: int | None
    ) -> lambda_.IFunction:
        """Make what converts, and return the function that tells of it."""
        document, storage, bus = self._document, self._storage, self._bus
        jobs = ConverterJobs(self, "Converters", storage=storage, bus=bus, at_once=at_once)
        pipelines = PipelineJobs(
            self, "Pipelines", pipelines=document.pipelines, storage=storage, bus=bus
        )
        steps = ConversionSteps(
            self,
            "Steps",
            document=document,
            storage=storage,
            bus=bus,
            images_json=jobs.images_json,
            prices=conversion_prices(self.region),
        )
        workflow = ConversionWorkflow(
            self,
            "Conversion",
            uploads=storage.uploads,
            steps=steps,
            queue=queue,
            images=list(jobs.images.values()),
            longest_attempt_seconds=SiteConverters.of(document).longest_attempt_seconds,
            pipelines=pipelines.by_name,
            gpu_queue=gpu_queue,
        )
        JobProgress(self, "Progress", document=document, storage=storage, bus=bus)
        return ConversionsApi(
            self,
            "Executions",
            document=document,
            storage=storage,
            machine=workflow.machine,
            log_groups={**jobs.log_groups, **pipelines.log_groups},
        ).function

    def _catalogue_functions(self) -> dict[str, lambda_.IFunction]:
        """Make what serves the catalogue and keeps it, and return its functions by package."""
        document, storage, bus = self._document, self._storage, self._bus
        Purge(self, "Purge", document=document, storage=storage, bus=bus)
        archives = Archives(self, "Archives", document=document, storage=storage, bus=bus)
        api = SpatialApi(self, "Api", document=document, storage=storage, bus=bus)
        details = SpatialDetails(self, "Details", document=document, storage=storage)
        bindings = Bindings(self, "Bindings", document=document, storage=storage, bus=bus)
        search = Search(self, "Search", document=document, storage=storage)
        return {
            "spatial_search": search.function,
            "spatial_archive": archives.function,
            "spatial_bindings": bindings.function,
            "spatial_details": details.function,
            "spatial_upload": api.uploads.function,
            "spatial_catalog": api.catalog.function,
            "spatial_assets": api.assets.function,
        }
