"""The calibration loop: its job, its workflow, what starts it, and its API."""

from __future__ import annotations

from aws_cdk import aws_batch as batch
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from twin.compile.window_sources import SourcePlan
from twin.site_document import SiteDocument
from twin_constructs.iot.asset_scope import AssetScope
from twin_constructs.simulation.calibration_job import CalibrationJob
from twin_constructs.simulation.calibration_steps import CalibrationSteps
from twin_constructs.simulation.calibration_workflow import CalibrationWorkflow
from twin_constructs.simulation.model_registry import ModelRegistry
from twin_constructs.simulation.model_store import ModelStore


class Calibrations(Construct):
    """Parameters of models that follow their assets: by schedule, on drift, on request."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        document: SiteDocument,
        store: ModelStore,
        registry: ModelRegistry,
        bus: events.IEventBus,
        queue: batch.IJobQueue,
        assets: AssetScope,
        letters: sqs.IQueue,
        windows: tuple[SourcePlan, ...],
    ) -> None:
        super().__init__(scope, construct_id)
        job = CalibrationJob(self, "Jobs", store=store)
        steps = CalibrationSteps(
            self,
            "Steps",
            document=document,
            store=store,
            registry=registry,
            bus=bus,
            assets=assets,
            image_digest=job.image_digest,
            windows=windows,
        )
        workflow = CalibrationWorkflow(self, "Workflow", steps=steps, job=job, queue=queue)
        steps.start_with(workflow.machine)
        for model in document.models:
            if model.calibration is not None and model.calibration.schedule_hours:
                workflow.add_schedule(model.id, model.calibration.schedule_hours, letters)
        events.Rule(
            self,
            "Predicted",
            description="A prediction is there: does its model still follow its asset?",
            event_bus=bus,
            event_pattern=events.EventPattern(
                source=["twin.simulation"],
                detail_type=["RunStateChanged"],
                detail={"kind": ["prediction"], "state": ["SUCCEEDED"]},
            ),
            targets=[targets.LambdaFunction(steps.watch.function)],
        )
        self.api, self.machine, self.fail = steps.api, workflow.machine, steps.fail
