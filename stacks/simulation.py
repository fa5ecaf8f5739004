"""What the plant will do, and what it would do if."""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import Stack
from aws_cdk import aws_batch as batch
from aws_cdk import aws_events as events
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from constructs import Construct

from twin.site_document import SiteDocument
from twin_constructs.simulation.model_store import ModelStore
from twin_constructs.simulation.run_steps import RunSteps
from twin_constructs.simulation.run_workflow import RunWorkflow


class SimulationStack(Stack):
    """The model store, the runs and their schedules.

    `functions` are the API functions by package; `asset_arns` the SiteWise assets whose values go
    in and out.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        document: SiteDocument,
        bus: events.IEventBus,
        queue: batch.IJobQueue,
        asset_arns: Sequence[str],
        access_logs: s3.IBucket,
    ) -> None:
        super().__init__(scope, construct_id)
        store = ModelStore(self, "Store", document=document, access_logs=access_logs)
        steps = RunSteps(
            self, "Steps", document=document, store=store, bus=bus, asset_arns=asset_arns
        )
        workflow = RunWorkflow(self, "Runs", steps=steps, store=store, queue=queue)
        for model in document.models:
            if model.schedule_minutes:
                workflow.add_schedule(model)
        steps.start_with(workflow.machine)
        self.functions: dict[str, lambda_.IFunction] = {"simulation_runs": steps.api.function}
