"""A calibration as a state machine: window, job, decision; or record why not."""

from __future__ import annotations

from aws_cdk import Duration
from aws_cdk import aws_batch as batch
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs
from aws_cdk import aws_stepfunctions as sfn
from aws_cdk import aws_stepfunctions_tasks as tasks
from constructs import Construct

from twin_constructs.batch_grants import grant_jobs
from twin_constructs.function_state import invoke
from twin_constructs.logged_machine import logged_machine
from twin_constructs.simulation.calibration_job import CalibrationJob
from twin_constructs.simulation.calibration_steps import CalibrationSteps
from twin_constructs.simulation.schedules import start_every
from twin_constructs.simulation.states import submit_job, try_again
from twin_constructs.spatial.ended_executions import EndedExecutions

LONGEST = Duration.hours(6)
"""Three attempts of the job, each after half an hour of waiting at most, and the functions."""

REFUSALS = [
    *("CalibrationUnknown", "CalibrationNotConfigured", "ModelUnknown", "ModelBroken"),
    *("OrderInvalid", "WindowInvalid", "WindowFileInvalid", "SourceRefused"),
]
"""Errors of a step that trying again would only repeat."""


class CalibrationWorkflow(Construct):
    """The state machine of all calibrations; input `{model_id, trigger, requested_by, drift?}`."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        steps: CalibrationSteps,
        job: CalibrationJob,
        queue: batch.IJobQueue,
    ) -> None:
        super().__init__(scope, construct_id)
        self._steps, self._job, self._queue = steps, job, queue
        self.machine = logged_machine(self, self._definition(), timeout=LONGEST)
        grant_jobs(
            self.machine,
            queues=[queue],
            definition_arns=[job.job.definition.job_definition_arn],
            functions=[one.function for one in (steps.window, steps.calibrated, steps.fail)],
        )
        EndedExecutions(self, "Ended", machine=self.machine, recorder=steps.fail.function)

    def add_schedule(self, model_id: str, hours: int, letters: sqs.IQueue) -> None:
        """Calibrate a model every so many hours; what cannot start goes to `letters`."""
        start_every(
            Duration.hours(hours),
            self.machine,
            scope=self,
            model_id=model_id,
            body={"model_id": model_id, "trigger": "schedule", "requested_by": "schedule"},
            longest_delay=Duration.hours(1),
            letters=letters,
            description=f"Calibrates {model_id}",
        )

    def _definition(self) -> sfn.IChainable:
        execution = sfn.JsonPath.string_at("$$.Execution.Name")
        record = self._step(
            "Record",
            self._steps.fail.function,
            {"execution": execution, "failure": sfn.JsonPath.object_at("$.failure")},
        )
        record.next(
            sfn.Fail(
                self,
                "Failed",
                error="CalibrationFailed",
                cause="The calibration's record says why",
            )
        )
        window = self._step(
            "Window",
            self._steps.window.function,
            {
                "execution": execution,
                "model_id": sfn.JsonPath.string_at("$.model_id"),
                "trigger": sfn.JsonPath.string_at("$.trigger"),
                "requested_by": sfn.JsonPath.string_at("$.requested_by"),
                # The whole of it: only a drift says what it was told by.
                "request": sfn.JsonPath.object_at("$"),
            },
        )
        calibrate = self._calibrate()
        decide = self._step(
            "Decide",
            self._steps.calibrated.function,
            {"calibration_id": sfn.JsonPath.string_at("$.calibration_id")},
        )
        for step in (window, calibrate, decide):
            step.add_catch(record, result_path="$.failure")
        done = sfn.Succeed(self, "Done")
        calibrate.next(decide).next(done)
        go = sfn.Condition.boolean_equals("$.go", True)
        return window.next(sfn.Choice(self, "Usable").when(go, calibrate).otherwise(done))

    def _step(
        self, name: str, function: lambda_.IFunction, payload: dict[str, object]
    ) -> tasks.LambdaInvoke:
        return try_again(invoke(self, name, function, payload), refusals=REFUSALS)

    def _calibrate(self) -> sfn.CustomState:
        return submit_job(
            self,
            "Calibrate",
            {
                "JobName.$": "$.calibration_id",
                "JobDefinition": self._job.job.definition.job_definition_arn,
                "JobQueue": self._queue.job_queue_arn,
                "ContainerOverrides": {"Command.$": "$.command"},
            },
            ResultPath="$.calibrated",
        )
