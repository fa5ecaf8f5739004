"""A run as a state machine: prepare, simulate in a container, publish; or record why not."""

from __future__ import annotations

from aws_cdk import Duration
from aws_cdk import aws_batch as batch
from aws_cdk import aws_sqs as sqs
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from twin.site_document import SimulationModel
from twin_constructs.batch_grants import grant_jobs
from twin_constructs.function_state import invoke
from twin_constructs.logged_machine import logged_machine
from twin_constructs.simulation.model_jobs import ModelJobs
from twin_constructs.simulation.run_steps import RunSteps
from twin_constructs.simulation.schedules import start_every
from twin_constructs.simulation.states import submit_job, try_again
from twin_constructs.spatial.ended_executions import EndedExecutions

LONGEST = Duration.hours(5)
"""Three attempts of the longest job, each after half an hour of waiting, and the functions."""

REFUSALS = ["RunFailed", "RunUnknown", "ModelUnknown"]
"""Errors of a step that trying again would only repeat."""


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
        self.machine = logged_machine(self, self._definition(), timeout=LONGEST)
        grant_jobs(
            self.machine,
            queues=[queue],
            definition_arns=jobs.all_arns,
            functions=[one.function for one in (steps.prepare, steps.publish, steps.fail)],
        )
        EndedExecutions(self, "Ended", machine=self.machine, recorder=steps.fail.function)

    def add_schedule(self, model: SimulationModel, letters: sqs.IQueue) -> None:
        """Predict with a model every so many minutes; what cannot start goes to `letters`."""
        every = Duration.minutes(model.schedule_minutes)
        start_every(
            every,
            self.machine,
            scope=self,
            model_id=model.id,
            body={"model_id": model.id, "kind": "prediction", "inputs": {}},
            longest_delay=every,
            letters=letters,
            description=f"Predicts with {model.id}",
        )

    def _definition(self) -> sfn.IChainable:
        record = invoke(
            self,
            "Record",
            self._steps.fail.function,
            {
                "execution": sfn.JsonPath.string_at("$$.Execution.Name"),
                "failure": sfn.JsonPath.object_at("$.failure"),
            },
        )
        try_again(record, refusals=REFUSALS)
        record.next(sfn.Fail(self, "Failed", error="RunFailed", cause="The run's record says why"))
        prepare = invoke(
            self,
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
        publish = invoke(
            self,
            "Publish",
            self._steps.publish.function,
            {"run_id": sfn.JsonPath.string_at("$.run_id")},
        )
        try_again(publish, refusals=REFUSALS)
        for step in (prepare, simulate, publish):
            step.add_catch(record, result_path="$.failure")
        return prepare.next(simulate).next(publish).next(sfn.Succeed(self, "Done"))

    def _simulate(self) -> sfn.CustomState:
        return submit_job(
            self,
            "Simulation",
            {
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
            ResultPath="$.simulated",
        )
