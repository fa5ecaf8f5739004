"""Studies: their jobs, their workflow and their API."""

from __future__ import annotations

from aws_cdk import Stack
from aws_cdk import aws_batch as batch
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_events as events
from constructs import Construct

from twin.cost.conversion_rates import conversion_prices
from twin.site_document import SiteDocument
from twin_constructs.simulation.model_registry import ModelRegistry
from twin_constructs.simulation.model_store import ModelStore
from twin_constructs.simulation.study_job import StudyJob
from twin_constructs.simulation.study_steps import StudySteps
from twin_constructs.simulation.study_workflow import StudyWorkflow


class Studies(Construct):
    """Runs of a model over the rows of a design; `table` is that of the runs, which keeps them.

    `queue` is of Fargate, or `on_instances`.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        document: SiteDocument,
        store: ModelStore,
        registry: ModelRegistry,
        table: dynamodb.ITable,
        bus: events.IEventBus,
        queue: batch.IJobQueue,
        on_instances: bool,
    ) -> None:
        super().__init__(scope, construct_id)
        job = StudyJob(self, "Jobs", store=store, on_instances=on_instances)
        steps = StudySteps(
            self,
            "Steps",
            document=document,
            store=store,
            registry=registry,
            table=table,
            bus=bus,
            prices=conversion_prices(Stack.of(self).region),
            image_digest=job.image_digest,
        )
        workflow = StudyWorkflow(self, "Workflow", steps=steps, job=job, store=store, queue=queue)
        steps.start_with(workflow.machine)
        self.api, self.machine, self.fail = steps.api, workflow.machine, steps.fail
