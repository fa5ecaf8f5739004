"""A study as a state machine: plan, run its chunks, collect, publish; or record why not.

```
Plan ─ describe → Describe → Plan
     ├ one  → Start → Whole ─────────────────────────┐
     └ many → Start → Chunks (a map of array jobs)   │
                      → Gather → Collect ─────────── Publish
```
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from aws_cdk import Annotations, Duration, Stack
from aws_cdk import aws_batch as batch
from aws_cdk import aws_iam as iam
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from twin.simulation.study_jobs import ImageJob
from twin.simulation.study_keys import PREFIX
from twin_constructs.acknowledge import acknowledge, shown_arn
from twin_constructs.batch_grants import grant_jobs
from twin_constructs.logged_machine import logged_machine
from twin_constructs.simulation.model_store import ModelStore
from twin_constructs.simulation.study_job import StudyJob
from twin_constructs.simulation.study_states import StudyStates
from twin_constructs.simulation.study_steps import StudySteps
from twin_constructs.spatial.ended_executions import EndedExecutions
from twin_constructs.spatial.grants import BY_CONTENT

LONGEST = Duration.days(3)
"""Ten thousand chunks of a minute and a half on a queue of four vCPUs."""

MAP = "chunks"
OWN_MAP = (
    "The machine runs its own map as executions of itself, whose names exist only at run time; the "
    "statement is limited to this one state machine"
)


class StudyWorkflow(Construct):
    """The state machine of all studies; input `{study_id, attempt, is_described}`.

    `jobs` are by the image that runs a model.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        steps: StudySteps,
        jobs: Mapping[str, StudyJob],
        store: ModelStore,
        queue: batch.IJobQueue,
    ) -> None:
        super().__init__(scope, construct_id)
        known = {
            image: ImageJob(job.job.definition.job_definition_arn, job.licences)
            for image, job in jobs.items()
        }
        self._states = StudyStates(self, steps=steps, jobs=known, queue_arn=queue.job_queue_arn)
        self.machine = logged_machine(self, self._definition(), timeout=LONGEST)
        grant_jobs(
            self.machine,
            queues=[queue],
            definition_arns=[one.definition for one in known.values()],
            functions=[steps.steps.function, steps.fail.function],
        )
        self._read_groups(store)
        self._acknowledge_map()
        EndedExecutions(self, "Ended", machine=self.machine, recorder=steps.fail.function)

    def _definition(self) -> sfn.IChainable:
        make = self._states
        record = make.record()
        record.next(
            sfn.Fail(self, "Failed", error="StudyFailed", cause="The study's record says why")
        )
        plan, start, gather = make.plan(), make.step("Start", "run"), make.step("Gather", "collect")
        publish = make.step("Publish", "publish")
        describe, whole, collect = map(make.job, ("Describe", "Whole", "Collect"))
        chunks = self._chunks()
        for step in (plan, start, gather, publish, describe, whole, collect, chunks):
            step.add_catch(record, result_path="$.failure")
        described = sfn.Pass(
            self,
            "Described",
            parameters={
                "study_id": sfn.JsonPath.string_at("$.study_id"),
                "attempt": sfn.JsonPath.number_at("$.attempt"),
                "is_described": True,
            },
        )
        publish.next(sfn.Succeed(self, "Done"))
        chunks.next(gather).next(collect).next(publish)
        one = sfn.Condition.string_equals("$.next", "one")
        start.next(sfn.Choice(self, "How").when(one, whole.next(publish)).otherwise(chunks))
        unknown = sfn.Condition.string_equals("$.next", "describe")
        return plan.next(
            sfn.Choice(self, "What")
            .when(unknown, describe.next(described).next(plan))
            .otherwise(start)
        )

    def _chunks(self) -> sfn.DistributedMap:
        """Return the map whose items, one array job each, are in a file of the study's folder."""
        chunks = sfn.DistributedMap(
            self,
            "Chunks",
            label=MAP,
            item_reader=sfn.S3JsonItemReader(
                bucket_name_path=sfn.JsonPath.string_at("$.groups.bucket"),
                key=sfn.JsonPath.string_at("$.groups.key"),
            ),
            max_concurrency_path=sfn.JsonPath.string_at("$.arrays_at_once"),
            result_path=sfn.JsonPath.DISCARD,
        )
        chunks.item_processor(
            self._states.array(),
            mode=sfn.ProcessorMode.DISTRIBUTED,
            execution_type=sfn.ProcessorType.STANDARD,
        )
        # The CDK refuses a distributed processor without a type, and then says that it ignores it.
        Annotations.of(chunks).acknowledge_warning(
            "@aws-cdk/aws-stepfunctions:propertyIgnored", "It is that of the map, the default"
        )
        return chunks

    def _read_groups(self, store: ModelStore) -> None:
        objects = store.bucket.arn_for_objects(f"{PREFIX}*")
        self.machine.add_to_role_policy(
            iam.PolicyStatement(actions=["s3:GetObject"], resources=[objects])
        )
        shown = shown_arn(self.machine, objects)
        acknowledge(self.machine, {f"AwsSolutions-IAM5[Resource::{shown}]": BY_CONTENT})

    def _acknowledge_map(self) -> None:
        """Acknowledge what the CDK lets a machine do that has a distributed map."""
        stack = Stack.of(self.machine)
        machine = self.machine.node.default_child
        assert isinstance(machine, sfn.CfnStateMachine)
        name = {"Fn::Select": [6, {"Fn::Split": [":", stack.resolve(machine.ref)]}]}
        shown = json.dumps(name, separators=(",", ":"))
        place = f"arn:<AWS::Partition>:states:{stack.region}:{stack.account}:execution:{shown}"
        reasons = {
            f"AwsSolutions-IAM5[Resource::{place}{executions}]": OWN_MAP
            for executions in (":*", f"/{MAP}:*")
        }
        acknowledge(self.machine, reasons)
