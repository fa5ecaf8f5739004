"""From an object in the uploads bucket to the catalogue: inspect → convert → publish.

Or inspect → unpack: the members of an archive arrive as objects of their own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aws_cdk import Duration
from aws_cdk import aws_batch as batch
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_stepfunctions as sfn
from aws_cdk import aws_stepfunctions_tasks as tasks
from constructs import Construct

from twin.spatial.upload import PREFIX
from twin_constructs.acknowledge import acknowledge
from twin_constructs.batch_grants import grant_jobs
from twin_constructs.dead_letters import dead_letters
from twin_constructs.logged_machine import logged_machine
from twin_constructs.spatial.conversion_states import ALL_BUSY, convert
from twin_constructs.spatial.conversion_steps import ConversionSteps
from twin_constructs.spatial.converter_jobs import ConverterImage
from twin_constructs.spatial.ended_executions import EndedExecutions
from twin_constructs.spatial.pipeline_jobs import PipelineJob

ATTEMPTS, WAITING_SECONDS = 3, 1800
"""How often a job is begun that Spot takes away, and how long each time it may wait to begin."""

FUNCTION_SECONDS = 6 * 3600
"""What the functions before and after the job may take, with their repetitions.

Most is for a copy of 5 TB inside S3, and for an archive with thousands of members.
"""

COPY_INVOCATIONS = 100
"""How often the copy of a large file goes on; each goes on for minutes."""

LAST_STOP = (
    "This is the dead-letter queue of the rule: what EventBridge could not deliver within the hour "
    "waits here to be read by people; the upload's record stays as it is"
)


class ConversionWorkflow(Construct):
    """The state machine, started by every object that arrives below `uploads/`."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        uploads: s3.IBucket,
        steps: ConversionSteps,
        queue: batch.IJobQueue,
        images: Sequence[ConverterImage],
        longest_attempt_seconds: int,
        pipelines: Mapping[str, PipelineJob],
        gpu_queue: batch.IJobQueue | None,
    ) -> None:
        super().__init__(scope, construct_id)
        self._steps, self._queue, self._gpu_queue = steps, queue, gpu_queue
        self._pipelines = pipelines
        self.machine = logged_machine(
            self, self._definition(), timeout=_longest(longest_attempt_seconds)
        )
        self._grant(images)
        self._start_on_arrival(uploads)
        EndedExecutions(self, "Ended", machine=self.machine, recorder=steps.fail.function)

    def _definition(self) -> sfn.IChainable:
        published, ignored = sfn.Succeed(self, "Published"), sfn.Succeed(self, "Ignored")
        record = self._record()
        publish = self._publish(record)
        publish.next(
            sfn.Choice(self, "IsPublished").when(_decided("published"), published).otherwise(record)
        )
        converting = convert(
            self,
            queue_arn=self._queue.job_queue_arn,
            gpu_queue_arn=self._gpu_queue.job_queue_arn if self._gpu_queue else None,
            published=publish,
            recorded=record,
        )
        inspect = self._inspect(record)
        return inspect.next(
            sfn.Choice(self, "WhatNext")
            .when(_decided("convert"), converting)
            .when(_decided("publish"), publish)
            .when(_decided("unpack"), self._unpack(record, published))
            .when(_decided("reject"), record)
            .otherwise(ignored)
        )

    def _unpack(self, record: sfn.IChainable, unpacked: sfn.IChainable) -> tasks.LambdaInvoke:
        """Return the step that is repeated until every member of an archive is an upload."""
        step = tasks.LambdaInvoke(
            self,
            "Unpack",
            lambda_function=self._steps.unpack.function,
            payload_response_only=True,
        )
        _try_again(step)
        step.add_catch(record, result_path="$.failure")
        step.next(
            sfn.Choice(self, "IsUnpacked")
            .when(_decided("unpacked"), unpacked)
            .when(_decided("unpack"), step)
            .otherwise(record)
        )
        return step

    def _inspect(self, record: sfn.IChainable) -> tasks.LambdaInvoke:
        step = tasks.LambdaInvoke(
            self,
            "Inspect",
            lambda_function=self._steps.inspect.function,
            payload=sfn.TaskInput.from_object(
                {
                    "key": sfn.JsonPath.string_at("$.key"),
                    "execution": sfn.JsonPath.string_at("$$.Execution.Name"),
                    **self._known_pipelines(),
                }
            ),
            payload_response_only=True,
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

    def _publish(self, record: sfn.IChainable) -> tasks.LambdaInvoke:
        step = tasks.LambdaInvoke(
            self,
            "Publish",
            lambda_function=self._steps.publish.function,
            payload_response_only=True,
        )
        step.add_retry(
            errors=["CatalogueConflict"],
            interval=Duration.seconds(1),
            max_attempts=5,
            backoff_rate=2,
        )
        _try_again(step)
        step.add_catch(record, result_path="$.failure")
        return step

    def _record(self) -> sfn.Chain:
        """Return the end of what publishes nothing: the file's fault, or ours."""
        step = tasks.LambdaInvoke(
            self,
            "Record",
            lambda_function=self._steps.fail.function,
            payload=sfn.TaskInput.from_object(
                {
                    "execution": sfn.JsonPath.string_at("$$.Execution.Name"),
                    "state": sfn.JsonPath.object_at("$"),
                }
            ),
            payload_response_only=True,
        )
        _try_again(step)
        refused = sfn.Succeed(self, "Refused")
        failed = sfn.Fail(
            self, "Failed", error="ConversionFailed", cause="The upload's record says what failed"
        )
        fault = sfn.Choice(self, "WhoseFault").when(_decided("reject"), refused).otherwise(failed)
        return step.next(fault)

    def _grant(self, images: Sequence[ConverterImage]) -> None:
        functions = [image.function.function.function_arn for image in images]
        self.machine.add_to_role_policy(
            iam.PolicyStatement(actions=["lambda:InvokeFunction"], resources=functions)
        )
        steps = self._steps
        grant_jobs(
            self.machine,
            queues=[queue for queue in (self._queue, self._gpu_queue) if queue is not None],
            definition_arns=[
                *(image.job.definition.job_definition_arn for image in images),
                *(job.definition_arn for job in self._pipelines.values()),
            ],
            functions=[
                step.function for step in (steps.inspect, steps.unpack, steps.publish, steps.fail)
            ],
        )

    def _start_on_arrival(self, uploads: s3.IBucket) -> None:
        rule = events.Rule(
            self,
            "Arrival",
            description="A file is complete in the uploads bucket",
            event_pattern=events.EventPattern(
                source=["aws.s3"],
                detail_type=["Object Created"],
                detail={
                    "bucket": {"name": [uploads.bucket_name]},
                    "object": {"key": [{"prefix": PREFIX}]},
                },
            ),
        )
        letters = dead_letters(self, "DeadLetters")
        acknowledge(letters, {"AwsSolutions-SQS3": LAST_STOP})
        rule.add_target(
            targets.SfnStateMachine(
                self.machine,
                input=events.RuleTargetInput.from_object(
                    {"key": events.EventField.from_path("$.detail.object.key")}
                ),
                dead_letter_queue=letters,
                max_event_age=Duration.hours(1),
                retry_attempts=5,
            )
        )


def _longest(longest_attempt_seconds: int) -> Duration:
    """Return how long the largest conversion may take."""
    attempt = longest_attempt_seconds + WAITING_SECONDS
    return Duration.seconds(ATTEMPTS * attempt + FUNCTION_SECONDS)


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
    step.add_retry(
        errors=["States.TaskFailed"],
        interval=Duration.seconds(2),
        max_attempts=3,
        backoff_rate=2,
        jitter_strategy=sfn.JitterType.FULL,
    )


def _decided(decision: str) -> sfn.Condition:
    return sfn.Condition.string_equals("$.decision", decision)
