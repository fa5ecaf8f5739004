"""The states of the conversion workflow that are functions: inspect, unpack, publish, record."""

from __future__ import annotations

from collections.abc import Mapping

from aws_cdk import Duration
from aws_cdk import aws_stepfunctions as sfn
from aws_cdk import aws_stepfunctions_tasks as tasks
from constructs import Construct

from twin_constructs.function_state import invoke, repeat_refused
from twin_constructs.spatial.conversion_states import ALL_BUSY
from twin_constructs.spatial.conversion_steps import ConversionSteps
from twin_constructs.spatial.pipeline_jobs import PipelineJob

COPY_INVOCATIONS = 100
"""How often the copy of a large file goes on; each goes on for minutes."""


class FunctionStates:
    """Makes the states in the scope of the workflow; `record` takes what publishes nothing."""

    def __init__(
        self, scope: Construct, *, steps: ConversionSteps, pipelines: Mapping[str, PipelineJob]
    ) -> None:
        self._scope, self._steps, self._pipelines = scope, steps, pipelines

    def unpack(self, record: sfn.IChainable, unpacked: sfn.IChainable) -> tasks.LambdaInvoke:
        """Return the step that is repeated until every member of an archive is an upload."""
        step = invoke(self._scope, "Unpack", self._steps.unpack.function)
        _try_again(step)
        step.add_catch(record, result_path="$.failure")
        step.next(
            sfn.Choice(self._scope, "IsUnpacked")
            .when(decided("unpacked"), unpacked)
            .when(decided("unpack"), step)
            .otherwise(record)
        )
        return step

    def inspect(self, record: sfn.IChainable) -> tasks.LambdaInvoke:
        """Return the step that tells a file's kind and what is to be done with it."""
        step = invoke(
            self._scope,
            "Inspect",
            self._steps.inspect.function,
            {
                "key": sfn.JsonPath.string_at("$.key"),
                "execution": sfn.JsonPath.string_at("$$.Execution.Name"),
                **self._known_pipelines(),
            },
        )
        step.add_retry(
            errors=["CopyUnfinished"],
            interval=Duration.seconds(1),
            max_attempts=COPY_INVOCATIONS,
            backoff_rate=1,
        )
        _try_again(step)
        step.add_catch(record, result_path="$.failure")
        return step

    def _known_pipelines(self) -> Mapping[str, object]:
        """Return what the inspecting function learns here: its own settings have no room for it."""
        if not self._pipelines:
            return {}
        known = {
            name: {"definition": job.definition_arn, "tool_digest": job.tool_digest}
            for name, job in self._pipelines.items()
        }
        return {"pipelines": known}

    def publish(self, record: sfn.IChainable) -> tasks.LambdaInvoke:
        """Return the step that enters what was made into the catalogue."""
        step = invoke(self._scope, "Publish", self._steps.publish.function)
        step.add_retry(
            errors=["CatalogueConflict"],
            interval=Duration.seconds(1),
            max_attempts=5,
            backoff_rate=2,
        )
        _try_again(step)
        step.add_catch(record, result_path="$.failure")
        return step

    def record(self) -> sfn.Chain:
        """Return the end of what publishes nothing: the file's fault, or ours."""
        step = invoke(
            self._scope,
            "Record",
            self._steps.fail.function,
            {
                "execution": sfn.JsonPath.string_at("$$.Execution.Name"),
                "state": sfn.JsonPath.object_at("$"),
            },
        )
        _try_again(step)
        refused = sfn.Succeed(self._scope, "Refused")
        failed = sfn.Fail(
            self._scope,
            "Failed",
            error="ConversionFailed",
            cause="The upload's record says what failed",
        )
        fault = (
            sfn.Choice(self._scope, "WhoseFault").when(decided("reject"), refused).otherwise(failed)
        )
        return step.next(fault)


def _try_again(step: tasks.LambdaInvoke) -> None:
    """Repeat a step that a service refused: every step finds what it has done before.

    Where all executions of the account are in use, which are ten in a new one, it waits for minutes
    until one is free: there is no other place to go to, as a converter has.
    """
    step.add_retry(
        errors=[ALL_BUSY],
        interval=Duration.seconds(2),
        max_attempts=20,
        backoff_rate=1.5,
        max_delay=Duration.seconds(60),
        jitter_strategy=sfn.JitterType.FULL,
    )
    repeat_refused(step, attempts=3)


def decided(decision: str) -> sfn.Condition:
    """Return the condition that the step before decided so."""
    return sfn.Condition.string_equals("$.decision", decision)
