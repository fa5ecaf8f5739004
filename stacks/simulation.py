"""What the plant will do, and what it would do if."""

from __future__ import annotations

from aws_cdk import CfnOutput, Stack
from aws_cdk import aws_batch as batch
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_events as events
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sqs as sqs
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from twin.compile.window_sources import SourcePlan
from twin.definition.simulation_plane import SimulationDefinition
from twin.site_document import SiteDocument
from twin_constructs.dead_letters import dead_letters_of_schedules
from twin_constructs.iot.asset_scope import AssetScope
from twin_constructs.simulation.calibrations import Calibrations
from twin_constructs.simulation.licences import Licences
from twin_constructs.simulation.model_images import ModelImages
from twin_constructs.simulation.model_jobs import ModelJobs
from twin_constructs.simulation.model_registry import ModelRegistry
from twin_constructs.simulation.model_store import ModelStore
from twin_constructs.simulation.plane_alarms import PlaneAlarms
from twin_constructs.simulation.run_steps import RunSteps
from twin_constructs.simulation.run_workflow import RunWorkflow
from twin_constructs.simulation.studies import Studies
from twin_constructs.simulation.what_if import WhatIf


class SimulationStack(Stack):
    """The model store, the runs and their schedules.

    `functions` are the API functions by package; `assets` the SiteWise assets whose values go
    in and out; `results` the table of what runs answered when, `commands` that of set-points;
    `windows` are where calibrations read measured values.
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
        commands: dynamodb.ITable,
        access_logs: s3.IBucket,
        plane: SimulationDefinition,
        instance_queue: batch.IJobQueue | None = None,
        windows: tuple[SourcePlan, ...] = (),
    ) -> None:
        super().__init__(scope, construct_id)
        self._document, self._bus, self._queue, self._assets = document, bus, queue, assets
        self._store = ModelStore(self, "Store", document=document, access_logs=access_logs)
        licences = Licences(self, "Licences", licences=plane.licences)
        jobs = ModelJobs(self, "Jobs", store=self._store, licences=licences)
        registry = ModelRegistry(self, "Registry", document=document, store=self._store, bus=bus)
        registry.take_kinds_of(jobs.by_image)
        letters = dead_letters_of_schedules(self, "ScheduleLetters")
        steps, machine = self._runs(jobs, registry, results, letters)
        what_if = self._what_if(machine, steps.table, results, commands)
        studies = self._studies(jobs, licences, registry, steps.table, instance_queue)
        calibrations = self._calibrations(registry, letters, windows)
        ModelImages(self, "Images")
        CfnOutput(self, "ModelsBucketName", value=self._store.bucket.bucket_name)
        PlaneAlarms(self, "Alarms", machines=_machines_of(self), dead_letters=_queues_of(self))
        self.functions: dict[str, lambda_.IFunction] = {
            "simulation_calibrations": calibrations.api.function,
            "simulation_models": registry.api.function,
            "simulation_runs": steps.api.function,
            "simulation_studies": studies.api.function,
            "simulation_what_if": what_if.api.function,
        }

    def _runs(
        self,
        jobs: ModelJobs,
        registry: ModelRegistry,
        results: dynamodb.ITable,
        letters: sqs.IQueue,
    ) -> tuple[RunSteps, sfn.StateMachine]:
        steps = RunSteps(
            self,
            "Steps",
            document=self._document,
            store=self._store,
            registry=registry,
            bus=self._bus,
            assets=self._assets,
            results=results,
        )
        workflow = RunWorkflow(self, "Runs", steps=steps, jobs=jobs, queue=self._queue)
        for model in self._document.models:
            if model.schedule_minutes:
                workflow.add_schedule(model, letters)
        steps.start_with(workflow.machine)
        return steps, workflow.machine

    def _what_if(
        self,
        machine: sfn.StateMachine,
        runs: dynamodb.ITable,
        results: dynamodb.ITable,
        commands: dynamodb.ITable,
    ) -> WhatIf:
        return WhatIf(
            self,
            "WhatIf",
            document=self._document,
            store=self._store,
            bus=self._bus,
            assets=self._assets,
            machine=machine,
            runs=runs,
            results=results,
            commands=commands,
        )

    def _studies(
        self,
        jobs: ModelJobs,
        licences: Licences,
        registry: ModelRegistry,
        runs: dynamodb.ITable,
        instance_queue: batch.IJobQueue | None,
    ) -> Studies:
        return Studies(
            self,
            "Studies",
            document=self._document,
            store=self._store,
            images=jobs.by_image,
            licences=licences,
            registry=registry,
            table=runs,
            bus=self._bus,
            queue=instance_queue or self._queue,
            on_instances=instance_queue is not None,
        )

    def _calibrations(
        self, registry: ModelRegistry, letters: sqs.IQueue, windows: tuple[SourcePlan, ...]
    ) -> Calibrations:
        return Calibrations(
            self,
            "Calibrations",
            document=self._document,
            store=self._store,
            registry=registry,
            bus=self._bus,
            queue=self._queue,
            assets=self._assets,
            letters=letters,
            windows=windows,
        )


def _machines_of(stack: Stack) -> list[sfn.StateMachine]:
    return [one for one in stack.node.find_all() if isinstance(one, sfn.StateMachine)]


def _queues_of(stack: Stack) -> list[sqs.Queue]:
    return [one for one in stack.node.find_all() if isinstance(one, sqs.Queue)]
