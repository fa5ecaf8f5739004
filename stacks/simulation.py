"""What the plant will do, and what it would do if."""

from __future__ import annotations

from aws_cdk import Stack
from aws_cdk import aws_batch as batch
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_events as events
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from constructs import Construct

from twin.site_document import SiteDocument
from twin_constructs.iot.asset_scope import AssetScope
from twin_constructs.simulation.model_store import ModelStore
from twin_constructs.simulation.run_steps import RunSteps
from twin_constructs.simulation.run_workflow import RunWorkflow


class SimulationStack(Stack):
    """The model store, the runs and their schedules.

    `functions` are the API functions by package; `assets` the SiteWise assets whose values go
    in and out; `results` the table of what runs answered when.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        document: SiteDocument,
        bus: events.IEventBus,
        queue: batch.IJobQueue,
        assets: AssetScope,
        results: dynamodb.ITable,
        access_logs: s3.IBucket,
    ) -> None:
        super().__init__(scope, construct_id)
        store = ModelStore(self, "Store", document=document, access_logs=access_logs)
        steps = RunSteps(
            self,
            "Steps",
            document=document,
            store=store,
            bus=bus,
            assets=assets,
            results=results,
        )
        workflow = RunWorkflow(self, "Runs", steps=steps, store=store, queue=queue)
        for model in document.models:
            if model.schedule_minutes:
                workflow.add_schedule(model)
        steps.start_with(workflow.machine)
        self.functions: dict[str, lambda_.IFunction] = {"simulation_runs": steps.api.function}
