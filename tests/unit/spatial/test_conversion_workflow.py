"""The conversion workflow as it is synthesized: no execution ends without its record."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, Environment, Stage
from aws_cdk.assertions import Match, Template

from spatial_inspect.large_file import COPY_SECONDS
from stacks.compute import ComputeStack
from stacks.foundation import FoundationStack
from stacks.spatial import SpatialStack
from twin.compile import compile_site
from twin.definition import load_site
from twin.spatial.site_converters import SiteConverters
from twin.spatial.upload import SESSION_DAYS

CONSOLE = "https://console.example.com"


@pytest.fixture(scope="module")
def template(repository_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Template:
    definition = load_site(repository_root / "sites" / "demo.yaml")
    settings = json.loads((repository_root / "cdk.json").read_text(encoding="utf-8"))
    app = App(outdir=str(tmp_path_factory.mktemp("out")), context=settings["context"])
    place = Environment(account=definition.account, region=definition.region)
    stage = Stage(app, "demo", env=place)
    foundation = FoundationStack(stage, "Foundation")
    stack = SpatialStack(
        stage,
        "Spatial",
        document=compile_site(definition),
        bus=foundation.bus,
        queue=ComputeStack(stage, "Compute", maximum_vcpus=16).queue,
        access_logs=foundation.access_logs,
        console_origin=CONSOLE,
    )
    return Template.from_stack(stack)


@pytest.fixture(scope="module")
def machine(template: Template) -> Any:  # noqa: ANN401 - the states language
    (resource,) = template.find_resources("AWS::StepFunctions::StateMachine").values()
    parts = resource["Properties"]["DefinitionString"]["Fn::Join"][1]
    return json.loads("".join(part if isinstance(part, str) else "token" for part in parts))


def test_record_knows_the_execution_whatever_step_failed(machine: Any) -> None:  # noqa: ANN401
    record = machine["States"]["Record"]
    assert record["Parameters"] == {"execution.$": "$$.Execution.Name", "state.$": "$"}


@pytest.mark.parametrize("step", ["Inspect", "Unpack", "Publish", "Record"])
def test_step_is_tried_again_a_few_times(machine: Any, step: str) -> None:  # noqa: ANN401
    *_, retry = machine["States"][step]["Retry"]
    assert (retry["ErrorEquals"], retry["MaxAttempts"]) == (["States.TaskFailed"], 3)
    assert retry["JitterStrategy"] == "FULL"


@pytest.mark.parametrize("step", ["Inspect", "Unpack", "Publish", "Record"])
def test_step_waits_for_a_free_execution_of_the_account(machine: Any, step: str) -> None:  # noqa: ANN401
    (retry,) = [
        one
        for one in machine["States"][step]["Retry"]
        if one["ErrorEquals"] == ["Lambda.TooManyRequestsException"]
    ]
    waits = [
        min(retry["IntervalSeconds"] * retry["BackoffRate"] ** n, retry["MaxDelaySeconds"])
        for n in range(retry["MaxAttempts"])
    ]
    assert 600 < sum(waits) < 3600  # at most; half of it on average, as they are jittered
    assert machine["States"][step]["Retry"][-1]["ErrorEquals"] == ["States.TaskFailed"]


def test_copy_of_a_large_file_goes_on_for_hours(machine: Any) -> None:  # noqa: ANN401
    retries = {tuple(one["ErrorEquals"]): one for one in machine["States"]["Inspect"]["Retry"]}
    assert list(retries)[1:] == [
        ("CopyUnfinished",),
        ("Lambda.TooManyRequestsException",),
        ("States.TaskFailed",),
    ]
    assert retries["CopyUnfinished",]["MaxAttempts"] * COPY_SECONDS > 10 * 3600


def test_archive_is_unpacked_until_it_says_that_it_is(machine: Any) -> None:  # noqa: ANN401
    assert machine["States"]["Unpack"]["Next"] == "IsUnpacked"
    choice = machine["States"]["IsUnpacked"]
    following = {one["StringEquals"]: one["Next"] for one in choice["Choices"]}
    assert following == {"unpacked": "Published", "unpack": "Unpack"}
    assert choice["Default"] == "Record"


def test_parts_outlive_their_session(template: Template) -> None:
    template.has_resource_properties(
        "AWS::S3::Bucket",
        {
            "LifecycleConfiguration": {
                "Rules": Match.array_with(
                    [
                        Match.object_like(
                            {
                                "AbortIncompleteMultipartUpload": {
                                    "DaysAfterInitiation": SESSION_DAYS + 1
                                }
                            }
                        )
                    ]
                )
            }
        },
    )


def test_workflow_outlasts_every_attempt_of_its_longest_job(machine: Any) -> None:  # noqa: ANN401
    assert machine["TimeoutSeconds"] > 3 * SiteConverters().longest_attempt_seconds


def test_bad_end_of_an_execution_is_told_to_the_recording_function(template: Template) -> None:
    machines = template.find_resources("AWS::StepFunctions::StateMachine")
    fails = template.find_resources(
        "AWS::Lambda::Function", {"Properties": {"Handler": "spatial_fail.handler.handler"}}
    )
    template.has_resource_properties(
        "AWS::Events::Rule",
        {
            "EventBusName": Match.absent(),
            "State": "ENABLED",
            "EventPattern": {
                "source": ["aws.states"],
                "detail-type": ["Step Functions Execution Status Change"],
                "detail": {
                    "stateMachineArn": [{"Ref": next(iter(machines))}],
                    "status": ["FAILED", "TIMED_OUT", "ABORTED"],
                },
            },
            "Targets": [Match.object_like({"Arn": {"Fn::GetAtt": [next(iter(fails)), "Arn"]}})],
        },
    )


def test_event_that_could_not_be_recorded_is_kept(template: Template) -> None:
    template.has_resource_properties(
        "AWS::Lambda::Function",
        {
            "Handler": "spatial_fail.handler.handler",
            "DeadLetterConfig": {"TargetArn": Match.any_value()},
        },
    )
