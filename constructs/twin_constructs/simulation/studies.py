"""Studies: their jobs, their workflow and their API."""

from __future__ import annotations

from collections.abc import Iterable

from aws_cdk import Stack
from aws_cdk import aws_batch as batch
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_events as events
from constructs import Construct

from twin.cost.conversion_rates import conversion_prices
from twin.site_document import SiteDocument
from twin_constructs.simulation.licences import Licences
from twin_constructs.simulation.model_jobs import ALWAYS
from twin_constructs.simulation.model_registry import ModelRegistry
from twin_constructs.simulation.model_store import ModelStore
from twin_constructs.simulation.study_job import StudyJob
from twin_constructs.simulation.study_steps import StudySteps
from twin_constructs.simulation.study_workflow import StudyWorkflow


class Studies(Construct):
    """Runs of a model over the rows of a design; `table` is that of the runs, which keeps them.

    `images` are those that run the site's models: each runs the studies of its kinds. `queue` is of
    Fargate, or `on_instances`.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        document: SiteDocument,
        store: ModelStore,
        images: Iterable[str],
        licences: Licences,
        registry: ModelRegistry,
        table: dynamodb.ITable,
        bus: events.IEventBus,
        queue: batch.IJobQueue,
        on_instances: bool,
    ) -> None:
        super().__init__(scope, construct_id)
        jobs = {
            image: StudyJob(
                self,
                "Jobs" if image == ALWAYS else f"{image}-jobs",
                image=image,
                store=store,
                licences=licences,
                on_instances=on_instances,
            )
            for image in sorted(images)
        }
        steps = StudySteps(
            self,
            "Steps",
            document=document,
            store=store,
            registry=registry,
            table=table,
            bus=bus,
            prices=conversion_prices(Stack.of(self).region),
            image_digests={image: job.image_digest for image, job in jobs.items()},
        )
        workflow = StudyWorkflow(self, "Workflow", steps=steps, jobs=jobs, store=store, queue=queue)
        steps.start_with(workflow.machine)
        self.api, self.machine, self.fail = steps.api, workflow.machine, steps.fail
