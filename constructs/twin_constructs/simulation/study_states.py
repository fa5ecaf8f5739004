"""The states of the workflow of studies, each made as the others of its kind are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from aws_cdk import aws_stepfunctions as sfn
from aws_cdk import aws_stepfunctions_tasks as tasks
from constructs import Construct

from twin.simulation.study_jobs import ImageJob
from twin_constructs.simulation.states import submit_job, try_again
from twin_constructs.simulation.study_steps import StudySteps

REFUSALS = (
    "DesignInvalid",
    "ManifestInvalid",
    "ModelKindUnknown",
    "StudyFailed",
    "StudyInvalid",
    "StudyModelUnsupported",
    "StudySuperseded",
    "StudyTooLarge",
    "StudyUnknown",
)
"""Errors of a step that trying again would only repeat."""

ATTEMPT = {
    "study_id": sfn.JsonPath.string_at("$.study_id"),
    "attempt": sfn.JsonPath.number_at("$.attempt"),
}


class StudyStates:
    """Makes states in a scope; steps keep the state's input, of which `attempt` is a part.

    `jobs` are by image; the step that plans says which one a job is of.
    """

    def __init__(
        self, scope: Construct, *, steps: StudySteps, jobs: Mapping[str, ImageJob], queue_arn: str
    ) -> None:
        self._scope, self._steps = scope, steps
        self._jobs, self._queue_arn = jobs, queue_arn

    def plan(self) -> tasks.LambdaInvoke:
        """Return the step whose answer says what comes next."""
        known = {
            "is_described": sfn.JsonPath.object_at("$.is_described"),
            # Of the definition: settings of a function have room for a few only.
            "jobs": {image: asdict(job) for image, job in self._jobs.items()},
        }
        return self._invoke("Plan", {"step": "plan", **ATTEMPT, **known}, "$")

    def step(self, name: str, step: str) -> tasks.LambdaInvoke:
        """Return a step that tells of a new state of the study."""
        return self._invoke(name, {"step": step, **ATTEMPT}, sfn.JsonPath.DISCARD)

    def record(self) -> tasks.LambdaInvoke:
        """Return the step that records why there are no results."""
        failure = {"failure": sfn.JsonPath.object_at("$.failure")}
        task = tasks.LambdaInvoke(
            self._scope,
            "Record",
            lambda_function=self._steps.fail.function,
            payload=sfn.TaskInput.from_object({**ATTEMPT, **failure}),
            payload_response_only=True,
            retry_on_service_exceptions=False,
        )
        return try_again(task, refusals=REFUSALS)

    def job(self, name: str) -> sfn.CustomState:
        """Return a state that runs the job of its input, and keeps the input."""
        return self._submit(name, "$.job", more={}, result={"ResultPath": "$.ended"})

    def array(self) -> sfn.CustomState:
        """Return the state that runs an item of the map."""
        return self._submit(
            "Array",
            "$",
            more={"ArrayProperties": {"Size.$": "$.size"}},
            result={},
        )

    def _submit(
        self, name: str, job: str, *, more: dict[str, Any], result: dict[str, Any]
    ) -> sfn.CustomState:
        return submit_job(
            self._scope,
            name,
            {
                "JobName.$": f"{job}.name",
                "JobDefinition.$": f"{job}.definition",
                "JobQueue": self._queue_arn,
                **more,
                "ContainerOverrides": {
                    "Command.$": f"{job}.command",
                    "ResourceRequirements": [{"Type": "MEMORY", "Value.$": "$.memory"}],
                },
            },
            # All that is known of a job would fill the state.
            ResultSelector={"job_id.$": "$.JobId"},
            **result,
        )

    def _invoke(self, name: str, payload: dict[str, Any], result_path: str) -> tasks.LambdaInvoke:
        task = tasks.LambdaInvoke(
            self._scope,
            name,
            lambda_function=self._steps.steps.function,
            payload=sfn.TaskInput.from_object(payload),
            payload_response_only=True,
            result_path=result_path,
            retry_on_service_exceptions=False,
        )
        return try_again(task, refusals=REFUSALS)
