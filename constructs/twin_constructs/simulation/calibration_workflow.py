"""A calibration as a state machine: window, job, decision; or record why not."""

from __future__ import annotations

from aws_cdk import Duration, Stack
from aws_cdk import aws_batch as batch
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_scheduler as scheduler
from aws_cdk import aws_scheduler_targets as targets
from aws_cdk import aws_sqs as sqs
from aws_cdk import aws_stepfunctions as sfn
from aws_cdk import aws_stepfunctions_tasks as tasks
from constructs import Construct

from twin_constructs.acknowledge import acknowledge
from twin_constructs.batch_grants import PACKS, grant_jobs
from twin_constructs.log_group import log_group
from twin_constructs.simulation.calibration_job import CalibrationJob
from twin_constructs.simulation.calibration_steps import CalibrationSteps
from twin_constructs.spatial.ended_executions import EndedExecutions

LONGEST = Duration.hours(6)
"""Three attempts of the job, each after half an hour of waiting at most, and the functions."""

REFUSALS = [
    *("CalibrationUnknown", "CalibrationNotConfigured", "ModelUnknown", "ModelBroken"),
    *("OrderInvalid", "WindowInvalid"),
]
"""Errors of a step that trying again would only repeat."""

OWN_SCHEDULE = "The schedule may start this one state machine"


class CalibrationWorkflow(Construct):
    """The state machine of all calibrations; input `{model_id, trigger, requested_by}`."""

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
        self.machine = sfn.StateMachine(
            self,
            "Machine",
            definition_body=sfn.DefinitionBody.from_chainable(self._definition()),
            timeout=LONGEST,
            tracing_enabled=True,
            logs=sfn.LogOptions(
                destination=log_group(self, "Logs"),
                level=sfn.LogLevel.ALL,
                include_execution_data=False,
            ),
        )
        grant_jobs(
            self.machine,
            queues=[queue],
            definition_arns=[job.job.definition.job_definition_arn],
            functions=[one.function for one in (steps.window, steps.calibrated, steps.fail)],
        )
        EndedExecutions(self, "Ended", machine=self.machine, recorder=steps.fail.function)

    def add_schedule(self, model_id: str, hours: int, letters: sqs.IQueue) -> None:
        """Calibrate a model every so many hours; what cannot start goes to `letters`."""
        name = model_id.replace(".", "-").replace("_", "-")
        role = iam.Role(
            self, f"{name}Scheduler", assumed_by=iam.ServicePrincipal("scheduler.amazonaws.com")
        )
        acknowledge(role, {f"{pack}-IAMNoInlinePolicy": OWN_SCHEDULE for pack in PACKS})
        scheduler.Schedule(
            self,
            f"{name}Schedule",
            schedule=scheduler.ScheduleExpression.rate(Duration.hours(hours)),
            target=targets.StepFunctionsStartExecution(
                self.machine,
                role=role,
                input=scheduler.ScheduleTargetInput.from_object(
                    {"model_id": model_id, "trigger": "schedule", "requested_by": "schedule"}
                ),
                retry_attempts=2,
                max_event_age=Duration.hours(1),
                dead_letter_queue=letters,
            ),
            description=f"Calibrates {model_id}",
        )

    def _definition(self) -> sfn.IChainable:
        execution = sfn.JsonPath.string_at("$$.Execution.Name")
        record = self._invoke(
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
        window = self._invoke(
            "Window",
            self._steps.window.function,
            {
                "execution": execution,
                "model_id": sfn.JsonPath.string_at("$.model_id"),
                "trigger": sfn.JsonPath.string_at("$.trigger"),
                "requested_by": sfn.JsonPath.string_at("$.requested_by"),
            },
        )
        calibrate = self._calibrate()
        decide = self._invoke(
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

    def _invoke(
        self, name: str, function: lambda_.IFunction, payload: dict[str, object]
    ) -> tasks.LambdaInvoke:
        """Return a step that is repeated where a service refused it: it does the same again."""
        step = tasks.LambdaInvoke(
            self,
            name,
            lambda_function=function,
            payload=sfn.TaskInput.from_object(payload),
            payload_response_only=True,
        )
        step.add_retry(errors=REFUSALS, max_attempts=0)
        step.add_retry(
            errors=["States.TaskFailed"],
            interval=Duration.seconds(2),
            max_attempts=4,
            backoff_rate=2,
            jitter_strategy=sfn.JitterType.FULL,
        )
        return step

    def _calibrate(self) -> sfn.CustomState:
        return sfn.CustomState(
            self,
            "Calibrate",
            state_json={
                "Type": "Task",
                "Resource": f"arn:{Stack.of(self).partition}:states:::batch:submitJob.sync",
                "Parameters": {
                    "JobName.$": "$.calibration_id",
                    "JobDefinition": self._job.job.definition.job_definition_arn,
                    "JobQueue": self._queue.job_queue_arn,
                    "ContainerOverrides": {"Command.$": "$.command"},
                },
                "ResultPath": "$.calibrated",
            },
        )
