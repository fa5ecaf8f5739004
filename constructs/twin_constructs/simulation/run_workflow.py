"""A run as a state machine: prepare, simulate in a container, publish; or record why not."""

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

from twin.site_document import SimulationModel
from twin_constructs.acknowledge import acknowledge
from twin_constructs.batch_grants import PACKS, grant_jobs
from twin_constructs.log_group import log_group
from twin_constructs.simulation.model_jobs import ModelJobs
from twin_constructs.simulation.run_steps import RunSteps
from twin_constructs.spatial.ended_executions import EndedExecutions

LONGEST = Duration.hours(5)
"""Three attempts of the longest job, each after half an hour of waiting, and the functions."""

REFUSALS = ["RunFailed", "RunUnknown", "ModelUnknown"]
"""Errors of a step that trying again would only repeat."""

OWN_SCHEDULE = "The schedule may start this one state machine"


class RunWorkflow(Construct):
    """The state machine of all runs; input `{model_id, kind, inputs}`."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        steps: RunSteps,
        jobs: ModelJobs,
        queue: batch.IJobQueue,
    ) -> None:
        super().__init__(scope, construct_id)
        self._steps, self._jobs, self._queue = steps, jobs, queue
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
            definition_arns=jobs.all_arns,
            functions=[one.function for one in (steps.prepare, steps.publish, steps.fail)],
        )
        EndedExecutions(self, "Ended", machine=self.machine, recorder=steps.fail.function)

    def add_schedule(self, model: SimulationModel, letters: sqs.IQueue) -> None:
        """Predict with a model every so many minutes; what cannot start goes to `letters`."""
        name = model.id.replace(".", "-").replace("_", "-")
        role = iam.Role(
            self, f"{name}Scheduler", assumed_by=iam.ServicePrincipal("scheduler.amazonaws.com")
        )
        acknowledge(role, {f"{pack}-IAMNoInlinePolicy": OWN_SCHEDULE for pack in PACKS})
        scheduler.Schedule(
            self,
            f"{name}Schedule",
            schedule=scheduler.ScheduleExpression.rate(Duration.minutes(model.schedule_minutes)),
            target=targets.StepFunctionsStartExecution(
                self.machine,
                role=role,
                input=scheduler.ScheduleTargetInput.from_object(
                    {"model_id": model.id, "kind": "prediction", "inputs": {}}
                ),
                retry_attempts=2,
                max_event_age=Duration.minutes(model.schedule_minutes),
                dead_letter_queue=letters,
            ),
            description=f"Predicts with {model.id}",
        )

    def _definition(self) -> sfn.IChainable:
        record = self._invoke(
            "Record",
            self._steps.fail.function,
            {
                "execution": sfn.JsonPath.string_at("$$.Execution.Name"),
                "failure": sfn.JsonPath.object_at("$.failure"),
            },
        )
        _try_again(record)
        record.next(sfn.Fail(self, "Failed", error="RunFailed", cause="The run's record says why"))
        prepare = self._invoke(
            "Prepare",
            self._steps.prepare.function,
            {
                "execution": sfn.JsonPath.string_at("$$.Execution.Name"),
                "model_id": sfn.JsonPath.string_at("$.model_id"),
                "kind": sfn.JsonPath.string_at("$.kind"),
                "inputs": sfn.JsonPath.object_at("$.inputs"),
                # Of the definition: settings of a function have room for a few only.
                "jobs": self._jobs.definition_arns,
            },
        )
        simulate = self._simulate()
        publish = self._invoke(
            "Publish",
            self._steps.publish.function,
            {"run_id": sfn.JsonPath.string_at("$.run_id")},
        )
        _try_again(publish)
        for step in (prepare, simulate, publish):
            step.add_catch(record, result_path="$.failure")
        return prepare.next(simulate).next(publish).next(sfn.Succeed(self, "Done"))

    def _invoke(
        self, name: str, function: lambda_.IFunction, payload: dict[str, object]
    ) -> tasks.LambdaInvoke:
        return tasks.LambdaInvoke(
            self,
            name,
            lambda_function=function,
            payload=sfn.TaskInput.from_object(payload),
            payload_response_only=True,
        )

    def _simulate(self) -> sfn.CustomState:
        return sfn.CustomState(
            self,
            "Simulation",
            state_json={
                "Type": "Task",
                "Resource": f"arn:{Stack.of(self).partition}:states:::batch:submitJob.sync",
                "Parameters": {
                    "JobName.$": "$.run_id",
                    "JobDefinition.$": "$.job_definition",
                    "JobQueue": self._queue.job_queue_arn,
                    "Timeout": {"AttemptDurationSeconds.$": "$.timeout_seconds"},
                    "ContainerOverrides": {
                        "Command.$": "$.command",
                        "ResourceRequirements": [
                            {"Type": "VCPU", "Value.$": "$.vcpus"},
                            {"Type": "MEMORY", "Value.$": "$.memory_mebibytes"},
                        ],
                    },
                },
                "ResultPath": "$.simulated",
            },
        )


def _try_again(step: tasks.LambdaInvoke) -> None:
    """Repeat a step that a service refused: what it did before is done again in the same way."""
    step.add_retry(errors=REFUSALS, max_attempts=0)
    step.add_retry(
        errors=["States.TaskFailed"],
        interval=Duration.seconds(2),
        max_attempts=4,
        backoff_rate=2,
        jitter_strategy=sfn.JitterType.FULL,
    )
