"""From an object in the uploads bucket to the catalogue: inspect → convert → publish.

Or inspect → unpack: the members of an archive arrive as objects of their own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aws_cdk import Duration
from aws_cdk import aws_batch as batch
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from twin_constructs.batch_grants import grant_jobs
from twin_constructs.logged_machine import logged_machine
from twin_constructs.spatial.arrivals import start_on_arrival
from twin_constructs.spatial.conversion_states import convert
from twin_constructs.spatial.conversion_steps import ConversionSteps
from twin_constructs.spatial.converter_jobs import ConverterImage
from twin_constructs.spatial.ended_executions import EndedExecutions
from twin_constructs.spatial.function_states import FunctionStates, decided
from twin_constructs.spatial.pipeline_jobs import PipelineJob

ATTEMPTS, WAITING_SECONDS = 3, 1800
"""How often a job is begun that Spot takes away, and how long each time it may wait to begin."""

FUNCTION_SECONDS = 6 * 3600
"""What the functions before and after the job may take, with their repetitions.

Most is for a copy of 5 TB inside S3, and for an archive with thousands of members.
"""


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
        start_on_arrival(self, self.machine, uploads)
        EndedExecutions(self, "Ended", machine=self.machine, recorder=steps.fail.function)

    def _definition(self) -> sfn.IChainable:
        published, ignored = sfn.Succeed(self, "Published"), sfn.Succeed(self, "Ignored")
        states = FunctionStates(self, steps=self._steps, pipelines=self._pipelines)
        record = states.record()
        publish = states.publish(record)
        publish.next(
            sfn.Choice(self, "IsPublished").when(decided("published"), published).otherwise(record)
        )
        converting = convert(
            self,
            queue_arn=self._queue.job_queue_arn,
            gpu_queue_arn=self._gpu_queue.job_queue_arn if self._gpu_queue else None,
            published=publish,
            recorded=record,
        )
        inspect = states.inspect(record)
        return inspect.next(
            sfn.Choice(self, "WhatNext")
            .when(decided("convert"), converting)
            .when(decided("publish"), publish)
            .when(decided("unpack"), states.unpack(record, published))
            .when(decided("reject"), record)
            .otherwise(ignored)
        )

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


def _longest(longest_attempt_seconds: int) -> Duration:
    """Return how long the largest conversion may take."""
    attempt = longest_attempt_seconds + WAITING_SECONDS
    return Duration.seconds(ATTEMPTS * attempt + FUNCTION_SECONDS)
